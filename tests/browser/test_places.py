"""The maps of places driven: signs by key and mouse, every place in words (tests/browser/test_each_map.py: all maps)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Window

PLACES: Mapping[str, tuple[str, ...]] = {
    "fraicheur": ("fontaines", "fontaines-indisponibles", "ombrieres", "lieux-de-culte", "musees", "lieux-publics", "baignades"),
    "lieux-utiles": ("metro", "rer", "mairies", "toilettes"),
}  # fmt: skip
READY = "Carte affichée"
maps = pytest.mark.parametrize("name", PLACES)


@maps
def test_the_picture_and_the_list_are_there_without_scripts(window: Window, name: str) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(f"cartes/{name}/")
        expect(visit.page.get_by_role("img", name="Carte des lieux")).to_be_visible()
        visit.page.get_by_role("link", name="Lire la liste de mon arrondissement").click()
        assert visit.path == f"cartes/{name}/liste/"
        links = visit.page.locator(".prm-sauts").get_by_role("link")
        expect(links).to_have_count(20)
        tops = [box["y"] for link in links.all() if (box := link.bounding_box())]
        assert len(tops) == 20
        assert len(set(tops)) <= 5  # four or more in a row
        visit.page.locator(".prm-sauts").get_by_role("link", name="12e", exact=True).click()
        assert visit.path == f"cartes/{name}/liste/#liste-12"
        expect(visit.page.locator("#liste-12")).to_be_in_viewport()


def test_a_folded_list_opens_by_key_and_names_place_kind_and_address(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("cartes/fraicheur/liste/#liste-6")
        here = visit.page.get_by_role("region", name="6e arrondissement", exact=True)
        pool = here.get_by_text("Piscine Saint-Germain")
        expect(pool).to_be_hidden()
        here.locator("summary", has_text="Piscines et baignades").press("Enter")
        expect(pool).to_be_visible()
        expect(here.locator("li").first).to_contain_text("rue Lobineau")


def test_a_missing_town_hall_is_said_to_be_missing(window: Window) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go("cartes/lieux-utiles/liste/")
        sixth = visit.page.get_by_role("region", name="6e arrondissement", exact=True)
        expect(sixth).to_contain_text("n’est pas dans le fichier de la Ville")
        second = visit.page.get_by_role("region", name="2e arrondissement", exact=True)
        expect(second).to_contain_text("Mairie de Paris Centre")
        expect(visit.page.locator("main")).to_contain_text("à confirmer")


@maps
def test_every_place_is_read_on_paper(window: Window, name: str) -> None:
    with window(scripts=False) as visit:
        visit.go(f"cartes/{name}/liste/")
        visit.page.emulate_media(media="print")
        entries = visit.page.locator(".prm-endroits li")
        assert entries.count() > 200
        # Folded, its lines are still laid out: a line that is not has no box.
        box = entries.nth(100).bounding_box()
        assert box is not None
        assert box["height"] > 5


@maps
def test_the_map_starts_by_key_with_a_sign_a_place(window: Window, name: str) -> None:
    with window() as visit:
        visit.go(f"cartes/{name}/")
        visit.page.get_by_role("button", name="Démarrer la carte interactive").press(" ")
        frame = visit.page.frame_locator("iframe.prm-iframe")
        frame.get_by_text(READY).wait_for()
        for layer in PLACES[name]:
            signs = frame.locator(f".folium-map path.prm-{name}-{layer}")
            assert signs.count() >= 16, layer
            assert "scale(" in (signs.first.get_attribute("transform") or "")
        assert (visit.errors, visit.foreign) == ([], [])
        visit.page.get_by_role("button", name="Revenir à l’image fixe").press("Enter")
        expect(visit.page.locator("svg.prm-image")).to_be_visible()


def test_signs_take_the_reader_s_theme(window: Window) -> None:
    with window("telephone", "dark") as visit:
        visit.go("cartes/fraicheur/interactive/")
        visit.page.get_by_text(READY).wait_for()
        sign = visit.page.locator(".folium-map path.prm-fraicheur-baignades").first
        assert sign.evaluate("sign => getComputedStyle(sign).fill") == "rgb(123, 164, 238)"


@maps
def test_an_arrondissement_is_chosen_by_key_and_said(window: Window, name: str) -> None:
    with window() as visit:
        visit.go(f"cartes/{name}/interactive/")
        visit.page.get_by_text(READY).wait_for()
        choice = visit.page.get_by_label("Aller à un arrondissement")
        choice.select_option(label="6e arrondissement")
        said = visit.page.locator("#prm-etat")
        expected = {
            "fraicheur": "piscines et baignades (1)",
            "lieux-utiles": "Sa mairie n’est pas dans le fichier",
        }
        expect(said).to_contain_text(expected[name])
        choice.select_option(label="Paris entier")
        expect(said).to_have_text("Paris entier.")


def test_a_layer_is_taken_away_and_put_back_and_it_is_said(window: Window) -> None:
    with window() as visit:
        visit.go("cartes/fraicheur/interactive/")
        visit.page.get_by_text(READY).wait_for()
        signs = visit.page.locator(".folium-map path.prm-fraicheur-fontaines")
        before = signs.count()
        assert before > 1000
        visit.page.get_by_role("button", name="Couches").press("Enter")
        box = visit.page.get_by_label("Fontaines à boire")
        box.press(" ")
        expect(visit.page.locator("#prm-etat")).to_have_text(
            "Couche retirée : « Fontaines à boire »."
        )
        expect(signs).to_have_count(0)
        box.press(" ")
        expect(signs).to_have_count(before)
        assert visit.errors == []


def test_a_sign_under_the_mouse_says_which_place_it_is(window: Window) -> None:
    with window() as visit:
        visit.go("cartes/lieux-utiles/interactive/")
        visit.page.get_by_text(READY).wait_for()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="12e arrondissement"
        )
        sign = visit.page.locator(".folium-map path.prm-lieux-utiles-mairies:visible").first
        expect(sign).to_be_attached()
        sign.dispatch_event("click")
        bubble = visit.page.locator(".leaflet-popup-content")
        expect(bubble.locator("dt")).to_have_text(["Nom", "Adresse"])
        expect(bubble).to_contain_text("Mairie d")
        visit.page.locator(".folium-map").press("Escape")
        expect(bubble).to_have_count(0)


def test_a_press_within_24_px_tells_the_nearest_place_and_not_the_ground(window: Window) -> None:
    with window() as visit:
        visit.go("cartes/lieux-utiles/interactive/")
        visit.page.get_by_text(READY).wait_for()
        box = visit.page.locator(".folium-map path.prm-lieux-utiles-mairies").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        visit.page.mouse.click(x, y + 16)
        told = visit.page.locator(".leaflet-popup-content dt").first
        # The town hall, or a place that is nearer still; not the arrondissement that lies under both.
        expect(told).to_have_text(re.compile("^(Nom|Station|Adresse)$"))


def answering(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body)


def test_values_and_labels_of_a_data_file_are_text(
    window: Window, site: Mapping[str, bytes]
) -> None:
    trap = "<b id='piege'>x</b>"
    halls = json.loads(site["cartes/couches/mairies.json"])
    halls["valeurs"] = [[trap] * len(column) for column in halls["valeurs"]]
    ground = json.loads(site["cartes/couches/arrondissements.json"])
    ground["etiquettes"] = [[x, y, trap] for x, y, _ in ground["etiquettes"]]
    with window() as visit:
        for name, data in (("mairies", halls), ("arrondissements", ground)):
            visit.page.route(f"**/couches/{name}.json", answering(json.dumps(data)))
        visit.go("cartes/lieux-utiles/interactive/")
        visit.page.get_by_text(READY).wait_for()
        visit.page.locator(".folium-map path.prm-lieux-utiles-mairies").first.dispatch_event("click")  # fmt: skip
        expect(visit.page.locator(".leaflet-popup-content dd").first).to_have_text(trap)
        expect(visit.page.locator(".prm-etiquette").first).to_have_text(trap)
        expect(visit.page.locator("#piege")).to_have_count(0)


def test_signs_grow_as_the_reader_comes_closer(window: Window) -> None:
    with window() as visit:
        visit.go("cartes/lieux-utiles/interactive/")
        visit.page.get_by_text(READY).wait_for()
        sign = visit.page.locator(".folium-map path.prm-lieux-utiles-mairies").first
        before = sign.bounding_box()
        visit.page.get_by_label("Aller à un arrondissement").select_option(
            label="2e arrondissement"
        )
        visit.page.wait_for_timeout(500)
        after = sign.bounding_box()
        assert before is not None
        assert after is not None
        assert after["width"] > before["width"] * 1.5


def test_the_lone_document_leads_to_the_list(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("cartes/fraicheur/interactive/")
        visit.page.get_by_role("link", name="Les mêmes lieux en liste").press("Enter")
        visit.page.wait_for_url("**/cartes/fraicheur/liste/")


def test_a_layer_that_two_maps_show_is_published_once(site: Mapping[str, bytes]) -> None:
    assert [path for path in site if path.endswith("/arrondissements.json") and "couches" in path] == [
        "cartes/couches/arrondissements.json"
    ]  # fmt: skip
