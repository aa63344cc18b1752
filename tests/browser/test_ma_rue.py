"""« Ma rue », by keyboard, by mouse, by position, with scripts off, and with each of its files failing."""

from __future__ import annotations

import io
import json
import re
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pikepdf
import pytest
from playwright.sync_api import Locator, expect

from site_src.publishing import naming
from tests.browser.conftest import Visit, Window
from tests.browser.test_direct import quiet_day, shown
from tests.browser.test_keyboard import search
from tests.browser.test_pages import violations
from tests.site_src.direct.answers import NOW

LILLE = "750004568"
SAINT_GERMAIN = "750004327"  # much to say of it: two floods and quarries, each in parts
IN_RUE_DE_LILLE = {"longitude": 2.32601, "latitude": 48.85925}
IN_LYON = {"longitude": 4.835, "latitude": 45.764}
FILES = ("voies.json", "traces.json", "voies.*.js", "traces.*.js")
# All that the page asks for once it is loaded: the same files whatever is typed, wherever the reader is.
ASKED = {
    "direct.json",
    *(f"ma-rue/{name}.json" for name in ("voies", "lieux", "traces")),
    *(f"cartes/couches/{name}.json" for name in ("eau", "carrieres", "ppri", "plus-hautes-eaux")),
    *(f"assets/navigateur/{name}.js" for name in ("adresse", "lieux", "montee", "niveau", "plan", "traces", "uqr", "voies")),
}  # fmt: skip


def field(visit: Visit) -> Locator:
    return visit.page.get_by_role("combobox", name="Rue, adresse, quartier ou station")


def announced(visit: Visit) -> Locator:
    return visit.page.get_by_role("status").filter(visible=True)


def type_name(visit: Visit, text: str) -> None:
    visit.go("ma-rue/")
    field(visit).press_sequentially(text)


def failing(visit: Visit, name: str) -> None:
    visit.page.route(f"**/{name}", lambda route: route.abort())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_street_is_found_by_keyboard_with_a_typo_and_an_abbreviation(
    window: Window, scheme: str
) -> None:
    with window("telephone", scheme) as visit:
        type_name(visit, "bd voltare")
        expect(visit.page.get_by_role("option").first).to_have_text("Boulevard Voltaire (11e)")
        assert "proposée" in announced(visit).inner_text()
        assert violations(visit) == []
        visit.page.keyboard.press("ArrowDown")
        expect(visit.page.get_by_role("option", selected=True)).to_have_text(
            "Boulevard Voltaire (11e)"
        )
        chosen = visit.page.get_by_role("option", selected=True).get_attribute("id")
        assert field(visit).get_attribute("aria-activedescendant") == chosen
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Boulevard Voltaire")
        assert visit.page.evaluate("document.activeElement.id") == "prm-rue-reponse"
        assert announced(visit).inner_text() == "Réponse pour Boulevard Voltaire (11e)."
        assert violations(visit) == []
        assert visit.errors == []


SMALL_SCREENS = [(390, 844), (390, 664), (360, 640), (360, 568)]


@pytest.mark.parametrize(("across", "down"), SMALL_SCREENS)
def test_the_worst_verdict_is_on_the_first_screen_after_enter(
    window: Window, across: int, down: int
) -> None:
    with window("telephone") as visit:
        visit.page.set_viewport_size({"width": across, "height": down})
        type_name(visit, "rue de lille")
        expect(visit.page.get_by_role("option").first).to_be_in_viewport(ratio=1)
        expect(visit.page.get_by_role("listbox")).to_be_in_viewport(ratio=1)
        visit.page.keyboard.press("Enter")
        worst = visit.page.locator(".prm-verdict__mot").first
        expect(worst).to_have_text("Concernée")
        expect(worst).to_be_in_viewport(ratio=1)
        expect(visit.page.locator("#prm-rue-titre")).to_be_in_viewport(ratio=1)
        assert visit.page.locator(".prm-verdict").first.evaluate("one => one.matches('.prm-verdict--concernee')")  # fmt: skip
        box = worst.bounding_box()
        assert box is not None
        assert box["y"] < down / 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_verdict_deeds_and_what_is_near_stand_on_one_phone_screen(
    window: Window, scheme: str
) -> None:
    with window("telephone", scheme) as visit:
        visit.page.set_viewport_size({"width": 390, "height": 664})
        type_name(visit, "12 bis, rue de Lille, 75007 Paris")
        expect(visit.page.get_by_role("option").first).to_have_text("Rue de Lille (7e)")
        visit.page.keyboard.press("Enter")
        near = visit.page.locator("#prm-rue-lieux li")
        expect(near.first).to_contain_text("Lieu frais à")
        expect(near.first).to_be_in_viewport(ratio=1)
        for part in ("#prm-rue-titre", "#prm-rue-verdicts", "#prm-rue-gestes ol"):
            expect(visit.page.locator(part)).to_be_in_viewport(ratio=1)
        assert violations(visit) == []


def test_a_concerned_street_is_not_told_to_look_whether_it_is(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        deeds = visit.page.locator("#prm-rue-gestes li")
        expect(deeds).to_have_count(3)
        assert not any("votre adresse" in text for text in deeds.all_inner_texts())


def test_what_is_near_is_said_by_straight_line_and_to_be_checked(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        near = visit.page.locator("#prm-rue-pres")
        expect(near).to_be_visible()
        said = near.inner_text()
        assert "à vol d’oiseau" in said
        assert "vérifiez avant de partir" in said
        assert re.findall(r"^(.+?) à [\d,]+ k?m\N{NO-BREAK SPACE}:", said, re.MULTILINE) == [
            "Lieu frais", "Fontaine", "Toilettes", "Station", "Mairie"
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "option", "path"),
    [
        ("75015", "15e arrondissement, tout entier", "mon-quartier/15/"),
        ("15e", "15e arrondissement, tout entier", "mon-quartier/15/"),
        ("croulebarbe", "Croulebarbe, quartier du 13e", "mon-quartier/13/croulebarbe/"),
    ],
)
def test_an_arrondissement_and_a_quartier_lead_to_their_page(
    window: Window, typed: str, option: str, path: str
) -> None:
    with window() as visit:
        type_name(visit, typed)
        visit.page.get_by_role("option", name=option).click()
        visit.page.wait_for_url(f"{visit.address}{path}")


def test_a_station_leads_to_the_streets_around_it(window: Window) -> None:
    with window("telephone") as visit:
        type_name(visit, "métro solferino")
        visit.page.get_by_role("option", name="Solférino, station").click()
        expect(announced(visit)).to_contain_text("Rues les plus proches de « Solférino »")
        visit.page.locator("#prm-rue-proches button").first.press("Enter")
        expect(visit.page.locator("#prm-rue-titre")).not_to_be_empty()
        assert violations(visit) == []


def test_places_that_fail_leave_the_answer(window: Window) -> None:
    with window() as visit:
        failing(visit, "lieux.json")
        type_name(visit, "rue de lille")
        visit.page.get_by_role("option", name="Rue de Lille (7e)").click()
        expect(visit.page.locator(".prm-verdict").first).to_be_visible()
        assert visit.page.locator("#prm-rue-pres").is_hidden()


def test_a_small_map_shows_the_street_on_the_zones(window: Window) -> None:
    with window("telephone") as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.get_by_role("img", name="Carte : Rue de Lille")).to_be_visible()
        drawn = visit.page.locator(".prm-trace__image g path")
        for kind in ("prm-tous-risques-ppri", "prm-tous-risques-eau", "prm-trace__rue"):
            assert drawn.and_(visit.page.locator(f".{kind}")).get_attribute("d")
        assert violations(visit) == []


def test_a_map_that_fails_leaves_the_answer(window: Window) -> None:
    with window() as visit:
        failing(visit, "ppri.json")
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.locator("#prm-rue-pres")).to_be_visible()
        expect(visit.page.locator("#prm-rue-code")).to_have_class("prm-code prm-code--pret")
        assert visit.page.locator("#prm-rue-plan").is_hidden()


def test_a_height_of_the_seine_says_what_stops_and_what_the_maps_say_of_the_street(
    window: Window,
) -> None:
    with window("telephone") as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        part = visit.page.get_by_role("region", name="Et si la Seine monte ?")
        expect(part).to_be_visible()
        part.get_by_role("slider").press("Home")
        expect(part.locator(".prm-montee__hauteur")).to_have_text("1,0\u00a0m")
        part.get_by_role("button", name="Crue de 1910").press("Enter")
        expect(part.locator(".prm-montee__hauteur")).to_contain_text("crue de 1910")
        effects = part.get_by_role("listitem")
        heights = [float(item.get_attribute("data-hauteur") or "") for item in effects.all()]
        assert heights == sorted(heights, reverse=True)
        assert len(heights) == 4
        for item in effects.all():
            assert item.get_by_role("link").count() == 1  # its source
        said = part.inner_text()
        assert "Crue de la Seine (PPRI), concernée\N{NARROW NO-BREAK SPACE}; Crue (plus hautes eaux connues), en partie concernée." in said  # fmt: skip
        assert "ni combien il y en aurait" in said
        assert violations(visit) == []
        assert visit.errors == []


def with_level(window: Window, at: datetime) -> AbstractContextManager[Visit]:
    return shown(window, quiet_day(), at, f"ma-rue/#voie={LILLE}")


def test_todays_level_is_offered_with_its_age_beside_the_floods(window: Window) -> None:
    with with_level(window, NOW + timedelta(minutes=5)) as visit:
        part = visit.page.get_by_role("region", name="Et si la Seine monte ?")
        part.get_by_role("button", name="Niveau d’aujourd’hui").press("Enter")
        expect(part.locator(".prm-montee__hauteur")).to_contain_text("1,27\u00a0m, mesurée le")
        expect(part.locator(".prm-montee__hauteur")).to_contain_text("il y a 15 minutes")
        assert violations(visit) == []
    with with_level(window, NOW + timedelta(hours=5)) as visit:
        part = visit.page.get_by_role("region", name="Et si la Seine monte ?")
        expect(part).to_contain_text("La dernière est ancienne, mesurée le")
        assert part.get_by_role("button", name="Niveau d’aujourd’hui").count() == 0
        assert "1,27" not in part.inner_text()


def open_list(visit: Visit, street: str) -> None:
    visit.go(f"ma-rue/#voie={street}")
    visit.page.get_by_role("link", name="Faire ma liste").click()
    expect(visit.page.get_by_role("checkbox").first).to_be_focused()


def test_a_concerned_street_offers_the_list_of_a_household(window: Window) -> None:
    with window("telephone") as visit:
        open_list(visit, LILLE)
        card = visit.page.locator("#foyer-fiche")
        expect(card.locator('[data-pour~="cave"]').first).to_be_hidden()
        visit.page.get_by_label("Une cave").check()
        expect(card.locator('[data-pour~="cave"]').first).to_be_visible()
        for line in card.get_by_text("votre adresse").all():  # it has just been told so
            expect(line).to_be_hidden()
        source = card.get_by_role("link").first.get_attribute("href") or ""
        assert source.startswith(f"{visit.address}crues/#source-")
        visit.page.get_by_role("button", name="Garder sur cet appareil").click()
        kept = json.loads(visit.page.evaluate("localStorage.getItem('prm-foyer')"))["valeurs"]
        assert [name for name, is_there in kept.items() if is_there] == ["cave"]
        assert violations(visit) == []
        assert (visit.foreign, visit.errors) == ([], [])


def test_no_list_is_offered_where_no_flood_is_drawn(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.get_by_role("link", name="Faire ma liste")).to_be_visible()
        field(visit).fill("rue lepic")
        visit.page.get_by_role("option", name="Rue Lepic (18e)").click()
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Rue Lepic")
        expect(visit.page.get_by_role("link", name="Faire ma liste")).to_be_hidden()


def test_a_list_that_cannot_be_had_here_is_read_on_its_own_page(window: Window) -> None:
    with window() as visit:
        failing(visit, "foyer.*.js")
        visit.go(f"ma-rue/#voie={LILLE}")
        visit.page.get_by_role("link", name="Faire ma liste").click()
        visit.page.wait_for_url("**/crues/#chez-vous-si-la-seine-monte")


def test_the_street_and_its_household_are_one_a5_page(window: Window) -> None:
    with window() as visit:
        open_list(visit, SAINT_GERMAIN)
        for box in visit.page.get_by_role("checkbox").all():
            box.check()
        expect(visit.page.locator("#prm-rue-code")).to_have_class("prm-code prm-code--pret")
        with pikepdf.open(io.BytesIO(visit.page.pdf(prefer_css_page_size=True))) as card:
            sizes = [[round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] for page in card.pages]  # fmt: skip
        assert sizes == [[148, 210]]


def test_the_code_of_an_answer_is_drawn_on_the_device(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        visit.page.get_by_role("button", name="Code QR").click()
        code = visit.page.get_by_role("img", name="Code QR de cette réponse")
        expect(code).to_be_visible()
        assert visit.page.locator(".prm-code__lien").inner_text() == visit.page.url
        assert visit.foreign == []


def test_escape_closes_the_proposals(window: Window) -> None:
    with window() as visit:
        type_name(visit, "rivoli")
        expect(visit.page.get_by_role("option").first).to_be_visible()
        visit.page.keyboard.press("Escape")
        assert visit.page.get_by_role("option").count() == 0
        assert field(visit).get_attribute("aria-expanded") == "false"


def test_the_worst_is_said_first_and_the_two_floods_apart(window: Window) -> None:
    with window() as visit:
        type_name(visit, "rue de lille")
        visit.page.get_by_role("option", name="Rue de Lille (7e)").click()
        verdicts = visit.page.locator(".prm-verdict")
        assert verdicts.locator("h3").all_inner_texts() == [
            "Crue de la Seine (PPRI)",
            "Crue (plus hautes eaux connues)",
            "Anciennes carrières",
        ]
        words = verdicts.locator(".prm-verdict__mot").all_inner_texts()
        assert words == ["Concernée", "En partie concernée", "Rien de dessiné ici"]
        assert "entre la rue des Saints-Pères et la rue Allent" in verdicts.nth(1).inner_text()
        assert "n’est pas une absence de risque" in verdicts.nth(2).inner_text()
        assert visit.page.get_by_text("Une zone, pas votre immeuble.").first.is_visible()
        assert visit.path == f"ma-rue/#voie={LILLE}"


def test_a_kept_link_gives_the_same_answer(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Rue de Lille")
        visit.go("sources/")
        visit.go("ma-rue/#voie=750999999")
        expect(announced(visit)).to_contain_text("ne connaissent pas")
        assert visit.page.locator("#prm-rue-reponse").is_hidden()


def test_neither_the_name_nor_the_position_leaves_the_page(window: Window) -> None:
    with window() as visit:
        asked: list[str] = []
        visit.go("ma-rue/")
        visit.page.wait_for_load_state("networkidle")
        visit.page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
        field(visit).press_sequentially("rue de lille")
        visit.page.get_by_role("option").first.click()
        visit.page.context.grant_permissions(["geolocation"])
        visit.page.context.set_geolocation(IN_RUE_DE_LILLE)  # type: ignore[arg-type]
        visit.page.get_by_role("button", name="Utiliser ma position").click()
        expect(visit.page.get_by_role("button", name="Rue de Lille")).to_be_visible()
        expect(visit.page.locator("#prm-rue-code")).to_have_class("prm-code prm-code--pret")
        # Chromium asks for the icon again when the address changes.
        files = [line for line in map(naming.plain, asked) if not line.endswith("/marque.svg")]
        assert set(files) == {f"GET {visit.address}{path}" for path in ASKED}
        assert visit.foreign == []


def test_the_nearest_streets_are_offered_for_a_position(window: Window) -> None:
    with window("telephone") as visit:
        visit.page.context.grant_permissions(["geolocation"])
        visit.page.context.set_geolocation(IN_RUE_DE_LILLE)  # type: ignore[arg-type]
        visit.go("ma-rue/")
        visit.page.get_by_role("button", name="Utiliser ma position").press("Enter")
        expect(announced(visit)).to_contain_text("Rues les plus proches")
        assert violations(visit) == []
        visit.page.get_by_role("button", name="Rue de Lille").press("Enter")
        expect(visit.page.locator("#prm-rue-titre")).to_have_text("Rue de Lille")


def test_a_position_elsewhere_or_refused_is_said(window: Window) -> None:
    with window() as visit:
        visit.go("ma-rue/")
        visit.page.get_by_role("button", name="Utiliser ma position").click()
        expect(announced(visit)).to_contain_text("La position n’a pas été donnée")
        visit.page.context.grant_permissions(["geolocation"])
        visit.page.context.set_geolocation(IN_LYON)  # type: ignore[arg-type]
        visit.page.get_by_role("button", name="Utiliser ma position").click()
        expect(announced(visit)).to_contain_text("n’est pas à Paris")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_fails_is_said_and_never_read_as_no_risk(window: Window, name: str) -> None:
    with window() as visit:
        visit.page.context.grant_permissions(["geolocation"])
        visit.page.context.set_geolocation(IN_RUE_DE_LILLE)  # type: ignore[arg-type]
        failing(visit, name)
        visit.go("ma-rue/")
        visit.page.get_by_role("button", name="Utiliser ma position").click()
        expect(announced(visit)).to_contain_text("n’a pas pu se charger")
        expect(announced(visit)).to_contain_text("Ce n’est pas une réponse")
        assert visit.page.locator(".prm-verdict").count() == 0
        visit.page.unroute(f"**/{name}")
        visit.page.get_by_role("button", name="Réessayer").click()
        expect(visit.page.get_by_role("button", name="Rue de Lille")).to_be_visible()


def test_a_broken_index_is_said(window: Window) -> None:
    with window() as visit:
        visit.page.route(
            "**/voies.json", lambda route: route.fulfill(body='{"base": 1, "codes": [1]}')
        )
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(announced(visit)).to_contain_text("n’a pas pu se charger")
        assert visit.page.locator("#prm-rue-reponse").is_hidden()


def test_a_name_that_is_not_found_is_never_said_not_to_exist(window: Window) -> None:
    with window() as visit:
        type_name(visit, "zzzxqwk")
        expect(announced(visit)).to_contain_text("Pas trouvé.")
        field(visit).fill("12 rue zzzxqwk, 75015 Paris")
        expect(announced(visit)).to_contain_text("Pas trouvé.")
        announced(visit).get_by_role("link", name="15e arrondissement").click()
        assert visit.path == "mon-quartier/15/"


def test_without_scripts_the_places_answer(window: Window) -> None:
    with window(scripts=False) as visit:
        visit.go("ma-rue/")
        assert visit.page.locator("#prm-rue-demande").is_hidden()
        flood = visit.page.locator("noscript").get_by_role("link", name="Hauteurs de la Seine")
        assert flood.get_attribute("href") == "../crues/#chez-vous-si-la-seine-monte"
        visit.page.get_by_role("link", name="arrondissement et quartier").click()
        visit.page.get_by_role("link", name="Bercy").click()
        assert visit.path == "mon-quartier/12/bercy/"
        visit.page.get_by_text("voies : à vérifier").first.click()
        assert visit.page.get_by_role("link", name="Rue de Bercy").count() > 0
        assert visit.page.get_by_role("img", name="Carte : Bercy").is_visible()


def test_the_printed_answer_has_no_controls(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.locator(".prm-verdict").first).to_be_visible()
        visit.page.emulate_media(media="print")
        assert visit.page.locator("button:visible, input:visible").count() == 0
        assert visit.page.locator("#prm-rue-titre").is_visible()
        assert (
            visit.page.locator("#prm-rue-lieu")
            .get_by_text("Une zone, pas votre immeuble.")
            .is_visible()
        )
        # The code is drawn after the answer, by a module that is loaded then.
        expect(visit.page.locator("#prm-rue-code svg")).to_be_visible()
        assert visit.page.locator("header, footer, h1").locator("visible=true").count() == 0


def test_the_answer_prints_as_one_a5_card(window: Window) -> None:
    with window() as visit:
        visit.go(f"ma-rue/#voie={LILLE}")
        expect(visit.page.locator("#prm-rue-code")).to_have_class("prm-code prm-code--pret")
        printed = visit.page.pdf(prefer_css_page_size=True)
        boxes = re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+) ?\]", printed)
        assert [(round(float(across)), round(float(down))) for across, down in boxes] == [
            (420, 595)
        ]


def test_the_site_s_search_finds_a_quartier(window: Window) -> None:
    with window() as visit:
        visit.go("")
        search(visit, "Goutte d'Or")
        links = visit.page.locator("#prm-resultats a").evaluate_all(
            "all => all.map(a => a.pathname)"
        )
        assert "/repo/mon-quartier/18/goutte-d-or/" in links


def test_the_link_is_copied_and_the_answer_fits_the_narrowest_phone(window: Window) -> None:
    with window("telephone") as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.set_viewport_size({"width": 320, "height": 640})
        visit.go(f"ma-rue/#voie={LILLE}")
        visit.page.get_by_role("button", name="Copier le lien").click()
        expect(announced(visit)).to_have_text("Lien copié.")
        copied = visit.page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{visit.address}ma-rue/#voie={LILLE}"
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320
