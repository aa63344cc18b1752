"""What a reader does without a mouse: skip, go from page to page, search, choose light or dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, Window
from tests.browser.test_pages import violations

FOCUSED = "document.activeElement.getAttribute('href') || document.activeElement.id"


def focused(visit: Visit) -> str:
    value: str = visit.page.evaluate(FOCUSED)
    return value


def tab_until(visit: Visit, wanted: str, limit: int = 40) -> None:
    """Press Tab until the element with that id or href has the focus."""
    for _ in range(limit):
        visit.page.keyboard.press("Tab")
        if focused(visit) == wanted:
            return
    raise AssertionError(f"{wanted} is not reached in {limit} presses")


def test_the_first_tab_skips_to_the_text(window: Window) -> None:
    with window() as visit:
        visit.go("risques/crue-seine/")
        visit.page.keyboard.press("Tab")
        assert focused(visit) == "#contenu"
        assert visit.page.locator(".prm-evitement").is_visible()
        visit.page.keyboard.press("Enter")
        assert focused(visit) == "contenu"


def test_the_section_s_pages_are_reached(window: Window) -> None:
    with window() as visit:
        visit.go("projet/")
        tab_until(visit, "contribuer/")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/projet/contribuer/")
        assert visit.page.locator(".prm-rubrique--large [aria-current=page]").is_visible()


def search(visit: Visit, words: str) -> str:
    """Open the search by keyboard, ask, return what is announced."""
    tab_until(visit, "prm-ouvrir")
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.type(words)
    announced = visit.page.locator("#prm-annonce")
    expect(announced).not_to_be_empty(timeout=20_000)
    return announced.inner_text()


def test_search_finds_announces_and_leads_there(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("mentions-legales/")
        assert "résultat" in search(visit, "crue de la Seine")
        visit.page.keyboard.press("Tab")
        target = focused(visit)
        assert target.startswith("/repo/")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url(f"**{target}")
        assert visit.page.locator("h1").is_visible()
        assert (visit.foreign, visit.errors) == ([], [])


def test_search_asks_the_network_for_nothing_but_the_site_s_index(window: Window) -> None:
    with window() as visit:
        asked: list[str] = []
        visit.page.on("request", lambda request: asked.append(request.url))
        visit.go("")
        assert not [url for url in asked if "/pagefind/" in url]
        search(visit, "inondation")
        assert [url for url in asked if "/pagefind/" in url]
        assert not [url for url in asked if "inondation" in url.partition("?")[2]]


def test_fictitious_pages_are_not_found(window: Window) -> None:
    with window() as visit:
        visit.go("")
        search(visit, "tranquillité")
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_timeout(300)
        links = visit.page.locator("#prm-resultats a").evaluate_all(
            "all => all.map(a => a.getAttribute('href'))"
        )
        assert not [link for link in links if "/donnees/tranquillite/" in link or "fictif" in link]


def test_nothing_found_is_said(window: Window) -> None:
    with window() as visit:
        visit.go("")
        assert search(visit, "zzzxqwk").startswith("Aucun résultat")


def test_the_search_of_an_english_page_speaks_english(window: Window) -> None:
    with window() as visit:
        visit.go("en/")
        assert visit.page.locator("#prm-ouvrir").inner_text() == "Search"
        assert search(visit, "emergency numbers").endswith((" results.", " are shown."))
        assert visit.page.get_by_role("dialog", name="Search the site").is_visible()
        assert visit.page.locator("dialog:has(#prm-resultats li)").get_attribute("lang") == "en"
        assert violations(visit) == []


def test_a_search_that_cannot_load_is_said(window: Window) -> None:
    with window() as visit:
        visit.page.route("**/pagefind/**", lambda route: route.abort())
        visit.go("")
        assert search(visit, "crue").startswith("La recherche n’a pas pu se charger")


def test_escape_closes_the_search_and_gives_the_focus_back(window: Window) -> None:
    with window() as visit:
        visit.go("")
        tab_until(visit, "prm-ouvrir")
        visit.page.keyboard.press("Enter")
        assert focused(visit) == "prm-question"
        visit.page.keyboard.press("Escape")
        visit.page.keyboard.press("Escape")
        assert not visit.page.locator("#prm-dialogue").is_visible()
        assert focused(visit) == "prm-ouvrir"


def scheme(visit: Visit) -> str | None:
    return visit.page.locator("html").get_attribute("data-md-color-scheme")


def test_light_or_dark_is_chosen_and_kept(window: Window) -> None:
    with window(scheme="dark") as visit:
        visit.go("")
        assert scheme(visit) == "slate"
        tab_until(visit, "prm-apparence")
        visit.page.keyboard.press("Enter")
        assert scheme(visit) == "default"
        assert visit.page.locator("#prm-apparence-nom").inner_text() == "claire"
        visit.go("risques/")
        assert scheme(visit) == "default"


def test_a_phone_s_choice_of_light_or_dark_is_in_the_menu(window: Window) -> None:
    with window("telephone", scheme="dark") as visit:
        visit.go("")
        button = visit.page.get_by_role("button", name="Apparence")
        assert button.count() == 0
        visit.page.locator(".prm-menu summary").press("Enter")
        button.press("Enter")
        assert scheme(visit) == "default"
        assert button.inner_text() == "Apparence\N{NO-BREAK SPACE}: claire"
        assert violations(visit) == []


def test_without_a_choice_the_page_follows_the_system(window: Window) -> None:
    with window() as visit:
        visit.go("")
        assert scheme(visit) == "default"
        visit.page.emulate_media(color_scheme="dark")
        expect(visit.page.locator("html")).to_have_attribute("data-md-color-scheme", "slate")


LUMINANCE = """(element, property) => {
  const [red, green, blue] = getComputedStyle(element)[property].match(/\\d+/g).map(Number);
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_scripts_the_page_and_its_map_follow_the_system(
    window: Window, scheme: str
) -> None:
    with window(scheme=scheme, scripts=False) as visit:
        visit.go("mon-quartier/7/")
        body, ground = (
            visit.page.locator("body"),
            visit.page.locator(".prm-vignette rect, .prm-image rect").first,
        )
        paper = body.evaluate(LUMINANCE, "backgroundColor")
        ink = body.evaluate(LUMINANCE, "color")
        assert (paper > ink) == (scheme == "light")
        assert (ground.evaluate(LUMINANCE, "fill") > 0.5) == (scheme == "light")


def test_the_phone_s_menu_opens_by_keyboard_and_without_scripts(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("mentions-legales/")
        menu = visit.page.locator(".prm-menu__liste")
        assert not menu.is_visible()
        visit.page.locator(".prm-menu summary").focus()
        visit.page.keyboard.press("Enter")
        assert menu.get_by_role("link", name="Cartes").is_visible()
