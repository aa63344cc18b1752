"""A press on a zone: what it means, what to do, then its official name; of all the zones that lie there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serving
from tests.browser.test_hostile_map import published_of
from tests.maps.worlds import DECLARED, carte, layers

BLUE = "      libelle: Zone bleue\n"
BUBBLE = """\
      infobulle: [{propriete: libelle_zonage, libelle: Zone}]
      bulle: {texte: Ici il y a de l'eau., faire: Restez., officiel: Plan bleu, lien: Que faire, page: risques/essai/}
"""
# The second product surrounds the first one, and is off at first.
DECLARATION = (
    DECLARED.replace(BLUE, BLUE + BUBBLE)
    .replace("choix: {propriete: zonage, valeurs: [V]}\n      style", "style")
    .replace("motif: points", "motif: contour")
    .replace("  couches:\n", "  eteintes: [zone-verte]\n  cadre: [zone-bleue]\n  couches:\n", 1)
)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    made = published_of(carte(DECLARATION), layers())
    files = {path.removeprefix("site/"): raw for path, raw in made.items()}
    with serving(files) as address:
        opened = chromium.new_page()
        opened.goto(f"{address}cartes/essai/interactive/")
        opened.get_by_text("Carte affichée").wait_for()
        yield opened
        opened.close()


def press_a_zone(page: Page) -> None:
    box = page.locator(".folium-map path.prm-essai-zone-bleue").first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.locator(".leaflet-popup-content").wait_for()


def test_the_meaning_is_first_and_the_official_name_is_last(page: Page) -> None:
    press_a_zone(page)
    said = page.locator(".leaflet-popup-content").inner_text().split("\n")
    assert [line for line in said if line.strip()] == [
        "Ici il y a de l'eau.", "Restez.", "Que faire", "Nom officiel", "Plan bleu", "Zone", "zone B",
    ]  # fmt: skip


def test_an_outline_is_off_at_first_then_tells_what_it_surrounds_beside_the_zone_under_it(
    page: Page,
) -> None:
    outline = page.locator(".folium-map path.prm-essai-zone-verte")
    expect(outline).to_have_count(0)
    page.get_by_label("Zone verte").check()
    expect(outline).not_to_have_count(0)
    press_a_zone(page)
    said = page.locator(".leaflet-popup-content")
    expect(said.locator(".prm-sens")).to_have_text(
        ["Ici il y a de l'eau.", "Une zone pour l'essai."]
    )
    expect(said.get_by_text("Restez.")).to_have_count(1)
    expect(said.get_by_role("link")).to_have_count(1)
    expect(said.locator("dd")).to_have_text(["Plan bleu", "zone B", "Plan d'essai"])


def test_the_first_view_is_cropped_and_all_of_paris_is_one_choice_away(page: Page) -> None:
    zone = page.locator(".folium-map path.prm-essai-zone-bleue").first
    before = zone.bounding_box()
    assert before is not None
    choice = page.get_by_label("Aller à un arrondissement")
    assert choice.locator("option").all_inner_texts()[:2] == ["Zones dessinées", "Paris entier"]
    choice.select_option(label="Paris entier")
    page.wait_for_function(
        "(width) => document.querySelector('path.prm-essai-zone-bleue').getBoundingClientRect().width < width / 2",
        arg=before["width"],
    )
    expect(page.locator("#prm-etat")).to_have_text("Paris entier.")
