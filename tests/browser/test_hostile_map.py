"""Names, labels and publishers that are markup or templates stay text in an interactive map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from maps.map_files import LEAFLET, MapSheet, layer_files, leaflet_folder, map_files, shared_files
from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.words.map_words import Words
from tests.browser.conftest import ROOT, serving
from tests.maps.worlds import HOSTILE, hostile, layers, mots, sources

SHOWN = " ".join(HOSTILE.split())


def ground() -> dict[str, Layer]:
    """The small world, its properties hostile too."""
    read = layers()
    words = dict.fromkeys(("libelle_voie", "libelle_arrondissement", "numero"), HOSTILE)
    for name in ("voies", "arrondissements"):
        rows = tuple({**row, **words} for row in read[name].properties)
        read[name] = replace(read[name], properties=rows)
    return read


def published() -> dict[str, bytes]:
    """What the maps publish of the hostile map."""
    return published_of(hostile(), ground())


def published_of(declared: Carte, read: dict[str, Layer]) -> dict[str, bytes]:
    """What the maps publish of one map of the small world, said by hostile words."""
    leaflet = {
        f"{LEAFLET}{name}": (ROOT / LEAFLET / name).read_bytes()
        for name in ("leaflet.js", "leaflet.css")
    }
    credited = {name: replace(one, editeur=HOSTILE, jeu=HOSTILE) for name, one in sources().items()}
    rows = read["arrondissements"].properties
    said = Words(HOSTILE, {row["code_insee"]: HOSTILE for row in rows}, {})
    sheet = MapSheet(declared, (), read, credited, {}, HOSTILE, mots(), said)
    made = shared_files([declared], leaflet) | map_files(sheet, leaflet_folder(leaflet))
    for couche in declared.couches:
        made |= layer_files(couche, read[couche.fichier])
    return made


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    """The interactive map, once its layers are there."""
    files = {path.removeprefix("site/"): raw for path, raw in published().items()}
    with serving(files) as address:
        opened = chromium.new_page()
        opened.add_init_script("window.alert = () => { window.ran = true; }")
        opened.goto(f"{address}cartes/essai/interactive/")
        opened.get_by_text("Carte affichée").wait_for()
        yield opened
        opened.close()


def test_the_list_of_layers_shows_names_as_they_are_written(page: Page) -> None:
    names = page.locator(".leaflet-control-layers-overlays label").all_inner_texts()
    assert [" ".join(name.split()) for name in names] == [SHOWN, SHOWN]


def test_a_layer_that_is_switched_is_said_by_its_name(page: Page) -> None:
    box = page.locator(".leaflet-control-layers-overlays input").first
    box.uncheck()
    assert page.locator("#prm-etat").text_content() == f"Couche retirée : « {HOSTILE} »."
    box.check()
    assert page.locator("#prm-etat").text_content() == f"Couche affichée : « {HOSTILE} »."


def test_publishers_and_legal_standing_are_text(page: Page) -> None:
    assert page.locator(".leaflet-control-attribution").text_content() == f"Leaflet, {HOSTILE}"
    assert HOSTILE in (page.locator("#prm-apres").text_content() or "")


def test_labels_and_popups_are_text(page: Page) -> None:
    assert set(page.locator(".prm-etiquette").all_text_contents()) == {HOSTILE}
    page.locator(".prm-essai-rues").first.dispatch_event("click")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    assert popup.locator("dt").text_content() == HOSTILE
    assert popup.locator("dd").text_content() == HOSTILE


def test_a_zone_s_bubble_says_what_it_means_as_text_and_leads_to_what_to_do(page: Page) -> None:
    page.locator(".prm-essai-zone-verte").first.dispatch_event("click")
    popup = page.locator(".leaflet-popup-content", has=page.locator("a"))
    popup.wait_for()
    link = popup.locator("a")
    assert (popup.locator("p").first.text_content(), link.text_content()) == (HOSTILE, HOSTILE)
    assert link.get_attribute("href") == "../../../risques/essai/"
    assert link.get_attribute("target") == "_top"


def test_nothing_that_was_written_became_an_element_or_ran(page: Page) -> None:
    # Leaflet's own images are tiles and markers: this map has none.
    assert page.locator("img").count() == 0
    assert "49" not in page.locator("body").inner_text()
    assert page.evaluate("window.ran") is None
    assert page.title() == f"{SHOWN} : carte interactive"
