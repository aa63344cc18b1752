"""« My street », the heights of the Seine and the maps in English: by keyboard, with scripts off, and what is not in English marked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit, Window
from tests.browser.test_pages import violations

LILLE = "750004568"
# A sentence that only French writes, outside what is marked as French.
ACCENTED = re.compile(
    r"\b(?:rue est|vous|votre|que faire|n’est|d’une|réponse|à confirmer)\b", re.IGNORECASE
)
UNMARKED = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const one = walker.currentNode;
    if (!one.parentElement.closest("[lang=fr], a[href^=http], noscript, script, style, template, svg, textarea")) found.push(one.textContent);
  }
  return found.join(" ");
}"""


def field(visit: Visit) -> Locator:
    return visit.page.get_by_role("combobox", name="Street, address, neighbourhood or station")


def said(visit: Visit) -> Locator:
    return visit.page.get_by_role("status").filter(visible=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_address_is_answered_in_english_by_keyboard(window: Window, scheme: str) -> None:
    with window("telephone", scheme) as visit:
        visit.go("en/my-street/")
        field(visit).press_sequentially("12 rue de Lille, 7th")
        expect(visit.page.get_by_role("option").first).to_have_text("Rue de Lille (7th)")
        visit.page.keyboard.press("Enter")
        expect(said(visit)).to_have_text("Answer for Rue de Lille (7th).")
        expect(visit.page.locator(".prm-verdict__mot").first).to_have_text("Concerned")
        near = visit.page.locator("#prm-rue-lieux li").first
        expect(near).to_contain_text(re.compile(r"Cool place at [\d.]+ k?m:"))
        expect(near.locator("[lang=fr]").first).to_be_visible()
        expect(visit.page.locator("#prm-rue-gestes")).to_contain_text(
            "Everything to do: Seine flood"
        )
        expect(visit.page.locator("#prm-rue-hauteur")).to_have_text("6.0\N{NO-BREAK SPACE}m")
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []
        assert visit.errors == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "zzzxqwk",
            "Not found. Try one word of the name alone, or choose an arrondissement below.",
        ),
        ("rue de Lille 13th", "Not found in the 13th; this name is elsewhere in Paris"),
    ],
)
def test_what_is_not_found_is_said_in_english(window: Window, typed: str, words: str) -> None:
    with window() as visit:
        visit.go("en/my-street/")
        field(visit).press_sequentially(typed)
        expect(said(visit)).to_contain_text(words)


def test_a_postcode_leads_to_the_page_of_its_arrondissement(window: Window) -> None:
    with window() as visit:
        visit.go("en/my-street/")
        field(visit).press_sequentially("75015")
        expect(visit.page.get_by_role("option").first).to_have_text(
            "15th arrondissement (district), whole"
        )
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_url("**/mon-quartier/15/")
        # That page is in French alone: the switch says where it leads to instead.
        switch = visit.page.locator("a.prm-langue")
        expect(switch).to_have_accessible_name("English: My street")
        expect(switch).to_have_attribute("title", re.compile("not in English"))
        switch.click()
        visit.page.wait_for_url("**/en/my-street/")


def test_the_street_stays_when_the_language_changes(window: Window) -> None:
    with window() as visit:
        visit.go(f"en/my-street/#voie={LILLE}")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Rue de Lille")
        visit.page.locator('a[hreflang="fr"][lang="fr"]').first.click()
        visit.page.wait_for_url(f"**/ma-rue/#voie={LILLE}")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Rue de Lille")


def test_the_list_of_a_household_comes_from_the_english_page_of_heights(window: Window) -> None:
    with window() as visit:
        visit.go(f"en/my-street/#voie={LILLE}")
        visit.page.get_by_role("link", name="Make my list").click()
        box = visit.page.get_by_role("checkbox", name="A ground-floor home")
        expect(box).to_be_focused()
        box.check()
        expect(visit.page.locator("#foyer-fiche")).to_contain_text("When the water comes")


def test_the_heights_are_said_in_english_by_keyboard(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("en/water-levels/")
        slider = visit.page.get_by_role("slider", name="Height of the Seine at Austerlitz")
        slider.focus()
        visit.page.keyboard.press("PageUp")
        expect(visit.page.locator("#crues-valeur")).to_have_text("3.0\N{NO-BREAK SPACE}m")
        assert slider.get_attribute("aria-valuetext") == "3.0 metres"
        expect(visit.page.locator("#crues-suivant")).to_contain_text("Next published effect: 3.20")
        visit.page.keyboard.press("End")
        expect(visit.page.locator("#crues-atteintes")).to_have_text(
            "No flood of the list reached this height."
        )
        visit.page.get_by_role("button", name=re.compile("^Flood of 1910, 8.62")).click()
        expect(visit.page.locator("#crues-valeur")).to_contain_text("flood of 1910")
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []
        assert visit.errors == []


@pytest.mark.parametrize(
    "path",
    [
        "en/my-street/",
        "en/water-levels/",
        "en/maps/",
        "en/maps/all-risks/",
        "en/maps/cool-places/list/",
    ],
)
def test_without_scripts_the_page_is_whole_and_bears_its_mark(window: Window, path: str) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(path)
        assert visit.page.locator("html").get_attribute("lang") == "en"
        expect(visit.page.get_by_text("Unofficial translation").first).to_be_visible()
        main = visit.page.get_by_role("main").inner_text()
        assert len(main) > 500
        if path == "en/my-street/":
            assert "The search by street needs scripts" in main


def test_a_mark_of_a_translation_fits_the_narrowest_screen(window: Window) -> None:
    with window() as visit:
        visit.page.set_viewport_size({"width": 320, "height": 664})
        visit.go("en/alert/")
        expect(visit.page.get_by_text("translation not yet reviewed").first).to_be_visible()
        assert visit.page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_map_of_floods_has_its_legend_and_its_table_in_english(window: Window) -> None:
    with window() as visit:
        visit.go("en/maps/flooding/")
        expect(visit.page.get_by_role("img").first).to_have_accessible_name(
            re.compile("Map of zones liable to flooding")
        )
        expect(visit.page.locator(".prm-legende").first).to_contain_text("Highest known waters")
        assert visit.page.locator(".prm-tableau tbody tr").count() == 20
        expect(visit.page.get_by_text("On the interactive map, the names of streets")).to_be_visible()  # fmt: skip
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []


def test_the_interactive_map_of_floods_speaks_english_by_keyboard(window: Window) -> None:
    with window() as visit:
        visit.go("en/maps/flooding/")
        start = visit.page.get_by_role("button", name="Start the interactive map")
        assert start.get_attribute("href") == "../../../en/maps/flooding/interactive/"
        visit.go("en/maps/flooding/interactive/")
        expect(visit.page.get_by_text("Map shown. Choose an arrondissement")).to_be_visible()
        layers = visit.page.locator(".leaflet-control-layers")
        expect(layers.get_by_role("checkbox", name="Highest known waters (outline)")).to_be_attached()  # fmt: skip
        line = visit.page.get_by_role("button", name="Flood zones (PPRI) blue zone")
        line.focus()
        visit.page.keyboard.press("Enter")
        bubble = visit.page.locator(".leaflet-popup-content")
        expect(bubble).to_contain_text("Here, a flood like that of 1910")
        expect(bubble.locator("dd[lang=fr]")).to_contain_text("Plan de prévention du risque")
        way = bubble.get_by_role("link", name="What to do: Seine flood")
        assert way.evaluate("link => new URL(link.href).pathname").endswith("/en/seine-flood/")
        visit.page.keyboard.press("Escape")
        expect(bubble).to_have_count(0)
        expect(line).to_be_focused()
        chosen = visit.page.get_by_label("Go to an arrondissement (district)")
        chosen.select_option(label="13th arrondissement")
        expect(said(visit).first).to_contain_text("in a zone of the PPRI. About")
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []
        assert visit.errors == []


@pytest.mark.parametrize("name", ["quarries", "all-risks", "cool-places", "useful-places"])
def test_the_other_maps_are_in_english_but_for_what_is_marked(window: Window, name: str) -> None:
    with window() as visit:
        visit.go(f"en/maps/{name}/")
        assert visit.page.locator(".prm-tableau tbody tr").count() >= 20
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []
        french = visit.page.locator('a.prm-langue[hreflang="fr"]')
        french.click()
        visit.page.wait_for_url("**/cartes/*/")
        visit.page.locator('a.prm-langue[hreflang="en"]').click()
        visit.page.wait_for_url(f"**/en/maps/{name}/")


def test_the_interactive_map_of_cool_places_says_what_the_file_says_in_english(
    window: Window,
) -> None:
    with window() as visit:
        visit.go("en/maps/cool-places/interactive/")
        expect(visit.page.get_by_text("Map shown. Choose an arrondissement")).to_be_visible()
        line = visit.page.locator("#prm-vue-liste button").first
        expect(line.locator("strong[lang=fr]")).to_be_visible()
        line.focus()
        visit.page.keyboard.press("Enter")
        bubble = visit.page.locator(".leaflet-popup-content")
        expect(bubble.locator("dd[lang=fr]").first).to_be_visible()
        expect(bubble).to_contain_text("Type")
        visit.page.keyboard.press("Escape")
        chosen = visit.page.get_by_label("Go to an arrondissement (district)")
        chosen.select_option(label="2nd arrondissement")
        expect(said(visit).first).to_contain_text("In our data, nothing for: swimming pools")
        assert not ACCENTED.search(visit.page.evaluate(UNMARKED))
        assert violations(visit) == []
        visit.page.get_by_role("link", name="The same places as a list").click()
        visit.page.wait_for_url("**/en/maps/cool-places/list/")
        assert violations(visit) == []
        assert visit.errors == []
