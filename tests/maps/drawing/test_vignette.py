"""The small map of a territory: inside its frame, patterned, described."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
import shapely

from maps.drawing.drawn_layer import draw
from maps.drawing.vignette import MARGIN_M, TALLEST, UNIT_M, UNITS, WIDTH_PX, vignette, window_of
from maps.records.carte import Carte
from maps.records.columns import COLUMNS
from maps.records.declaration import read_cartes
from maps.records.layers import Layer
from opendata.model import Source
from tests.maps.conftest import ROOT

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def carte(sources: dict[str, Source]) -> Carte:
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    raw = (ROOT / "data" / "cartes.yaml").read_bytes()
    cartes = read_cartes("data/cartes.yaml", raw, columns, frozenset(sources), [])
    assert cartes is not None
    return next(item for item in cartes if item.id == "inondation")


@pytest.fixture(scope="module")
def drawn(layers: dict[str, Layer], carte: Carte) -> ElementTree.Element:
    """Bercy, drawn."""
    drawings = [draw(couche, layers[couche.fichier], 5) for couche in carte.couches]
    rank = layers["quartiers"].column("libelle_quartier").index("Bercy")
    return ElementTree.fromstring(
        str(vignette(carte, drawings, layers["quartiers"].lambert93[rank], "Bercy", "En mots."))
    )


def test_the_frame_is_the_territory_and_a_margin(
    layers: dict[str, Layer], drawn: ElementTree.Element
) -> None:
    rank = layers["quartiers"].column("libelle_quartier").index("Bercy")
    west, south, east, north = layers["quartiers"].lambert93[rank].bounds
    width, height = map(int, drawn.attrib["viewBox"].split()[2:])
    assert width == round((east - west + 2 * MARGIN_M) / UNIT_M)
    assert height == round((north - south + 2 * MARGIN_M) / UNIT_M)
    assert window_of(layers["quartiers"].lambert93[rank]).size == (width, height)


def test_a_narrow_territory_is_shown_with_its_neighbours() -> None:
    window = window_of(shapely.box(0, 0, 400, 2000))
    assert window.size == (round((2000 + 2 * MARGIN_M) / TALLEST / UNIT_M), 1120)
    assert window.west + window.east == pytest.approx(400)


def test_wide_ground_is_drawn_by_half_pixels_and_no_finer() -> None:
    wide = window_of(shapely.box(0, 0, 10_000, 4000))
    assert wide.size[0] == WIDTH_PX * UNITS
    assert wide.unit_m == pytest.approx((10_000 + 2 * MARGIN_M) / (WIDTH_PX * UNITS))
    assert window_of(shapely.box(0, 0, 400, 400)).unit_m == UNIT_M


def test_nothing_is_drawn_outside_the_frame(drawn: ElementTree.Element) -> None:
    width, height = map(int, drawn.attrib["viewBox"].split()[2:])
    drawings = [path.attrib["d"] for path in drawn.iter(f"{SVG}path") if "vector-effect" in path.attrib]  # fmt: skip
    corners = [corner for data in drawings for corner in walk(data)]
    assert len(corners) > 20
    assert all(-20 <= x <= width + 20 and -20 <= y <= height + 20 for x, y in corners)


def walk(data: str) -> Iterator[tuple[int, int]]:
    """The corners of a path of relative steps; a closed one ends where it began."""
    x = y = 0
    for line, end in re.findall(r"m([^mz]+)(z?)", data):
        steps = list(map(int, re.findall(r"-?\d+", line)))
        first = (x + steps[0], y + steps[1])
        for right, down in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + right, y + down
            yield x, y
        x, y = first if end else (x, y)


def test_it_is_described_and_its_patterns_exist(drawn: ElementTree.Element) -> None:
    assert drawn.attrib["role"] == "img"
    assert [
        item.text
        for item in (drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc"))
        if item is not None
    ] == ["Bercy", "En mots."]
    patterns = {f"url(#{item.attrib['id']})" for item in drawn.iter(f"{SVG}pattern")}
    used = {path.attrib["fill"] for path in drawn.iter(f"{SVG}path")}
    assert {fill for fill in used if fill.startswith("url")} <= patterns
    assert "url(#prm-inondation-zones-inondables-motif)" in used


def test_a_name_is_text(layers: dict[str, Layer], carte: Carte) -> None:
    made = vignette(carte, [], layers["quartiers"].lambert93[0], "<script>", "<b>")
    assert "<script>" not in str(made)
    assert "<b>" not in str(made)
