"""Names on a map: streets when they are near, the river, bridges and stations; none over another, no press taken."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Page, expect

from maps.map_files import name_files
from tests.browser.conftest import serving
from tests.browser.test_hostile_map import published_of
from tests.maps.worlds import DECLARED, carte, layers

NAMES = """\
  reperes:
    - {id: fleuve, genre: eau, fichier: ppri, sources: [zones], texte: La Seine, surface_m2: 200000, zoom: 11}
    - {id: gares, genre: gare, fichier: fontaines, sources: [zones], nom: adresse, zoom: 13}
  couches:
"""
DECLARATION = DECLARED.replace("  couches:\n", NAMES, 1).replace(
    "detail: {zoom: 15, ecran_m: 1}", "detail: {zoom: 15, ecran_m: 1, noms: libelle_voie}"
)
MAP = "Object.values(window).find((value) => value instanceof L.Map)"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    declared, read = carte(DECLARATION), layers()
    made = published_of(declared, read)
    for repere in declared.reperes:
        made |= name_files(repere, read[repere.fichier])
    files = {path.removeprefix("site/"): raw for path, raw in made.items()}
    with serving(files) as address:
        # Beside its list the map has three fifths of the window.
        opened = chromium.new_page(viewport={"width": 2100, "height": 720})
        opened.goto(f"{address}cartes/essai/interactive/")
        opened.get_by_text("Carte affichée").wait_for()
        yield opened
        opened.close()


def come_to(page: Page, zoom: int) -> None:
    """The middle of the small world, at that zoom."""
    page.evaluate(
        f"(zoom) => {{ const map = {MAP}; map.setView(map.getCenter(), zoom, {{ animate: false }}); }}",
        zoom,
    )


def test_the_river_is_named_from_afar_stations_nearer_and_streets_nearest(page: Page) -> None:
    come_to(page, 12)
    expect(page.locator(".prm-nom--gare")).to_have_count(0)
    expect(page.locator(".prm-nom--rue")).to_have_count(0)
    come_to(page, 14)
    expect(page.locator(".prm-nom--eau")).to_have_text(["La Seine"])
    expect(page.locator(".prm-nom--gare").first).to_be_attached()
    expect(page.locator(".prm-nom--rue")).to_have_count(0)
    come_to(page, 15)
    expect(page.locator(".prm-nom--rue", has_text="Rue longue")).to_have_count(1)
    come_to(page, 14)
    expect(page.locator(".prm-nom--rue")).to_have_count(0)


def boxes(page: Page, css: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of what is there, read at one moment: names are written again at will."""
    found: list[tuple[float, float, float, float]] = page.evaluate(
        """(css) => [...document.querySelectorAll(css)].map((node) => {
          const { left, top, right, bottom } = node.getBoundingClientRect();
          return [left, top, right, bottom];
        })""",
        css,
    )
    return found


def test_a_ground_whose_number_is_out_of_view_has_it_in_what_is_seen_of_it(page: Page) -> None:
    expect(page.locator(".prm-nom--numero")).to_have_count(0)
    left, _, right, _ = boxes(page, ".prm-etiquette")[1]
    frame = boxes(page, ".folium-map")[0]
    # The second number leaves by the left; its ground is still there.
    away = (left + right) / 2 - frame[0] + 40
    page.evaluate(f"(away) => {MAP}.panBy([away, 0], {{ animate: false }})", away)
    expect(page.locator(".prm-nom--numero")).to_have_text(["2"])


def test_no_name_lies_over_another_or_over_a_number(page: Page) -> None:
    come_to(page, 15)
    # The three files of names come each in its time.
    for kind in ("eau", "gare", "rue"):
        expect(page.locator(f".prm-nom--{kind}")).not_to_have_count(0)
    written = boxes(page, ".prm-nom, .prm-etiquette")
    assert len(written) > 3
    for one, other in combinations(written, 2):
        across = one[2] <= other[0] or other[2] <= one[0]
        down = one[3] <= other[1] or other[3] <= one[1]
        assert across or down, (one, other)


def test_names_are_text_and_take_no_press(page: Page) -> None:
    come_to(page, 15)
    expect(page.locator(".prm-nom--gare", has_text="Rue A")).to_have_count(1)
    expect(page.locator(".prm-noms i")).to_have_count(0)
    expect(page.locator(".prm-nom--rue")).not_to_have_count(0)
    left, top, right, bottom = boxes(page, ".prm-nom--rue")[0]
    page.mouse.click((left + right) / 2, (top + bottom) / 2)
    expect(page.locator(".leaflet-popup-content dt").first).to_have_text("Voie")


def test_a_map_whose_names_do_not_come_is_still_the_map(chromium: Browser) -> None:
    made = published_of(carte(DECLARATION), layers())
    files = {path.removeprefix("site/"): raw for path, raw in made.items()}
    with serving(files) as address:
        opened = chromium.new_page()
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(f"{address}cartes/essai/interactive/")
        expect(opened.get_by_text("Carte affichée")).to_be_visible()
        expect(opened.locator("#prm-panne")).to_be_hidden()
        assert faults == []
        opened.close()
