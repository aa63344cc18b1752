"""An outline for an alert has few points, and never less ground than the place."""

from __future__ import annotations

import re

import numpy as np
import pytest
import shapely

from maps.geometry.projection import to_lambert93
from maps.records.layers import Layer
from opendata.model import Licence, Source
from site_src.alertes.outlines import MARGIN_M, Outlines, outlines

# A square of about a kilometre with a ragged side, and a quarter in two parts, one of them with a hole.
RAGGED = [(2.35, 48.85), *((2.3501 + 0.0001 * (n % 2), 48.85 + n * 0.0001) for n in range(1, 90)), (2.35, 48.859), (2.362, 48.859), (2.362, 48.85)]  # fmt: skip
HOLED = shapely.box(2.37, 48.85, 2.38, 48.86) - shapely.box(2.374, 48.854, 2.376, 48.856)
SHAPES = {"75113": shapely.Polygon(RAGGED), "75105": HOLED, "7511301": HOLED | shapely.box(2.39, 48.85, 2.395, 48.855)}  # fmt: skip


def layer(name: str, column: str, codes: list[str]) -> Layer:
    shapes = np.array([SHAPES[code] for code in codes], dtype=object)
    return Layer(f"data/geo/{name}.geojson", tuple({column: code} for code in codes), shapes)


@pytest.fixture(scope="module")
def drawn() -> Outlines:
    return outlines(
        {
            "arrondissements": layer("arrondissements", "code_insee", ["75105", "75113"]),
            "quartiers": layer("quartiers", "code_quartier", ["7511301"]),
        },
        {},
    )


def read(text: str) -> shapely.Polygon:
    """A polygon of CAP 1.2 (3.2.4): pairs of latitude and longitude, four at least, the last as the first."""
    pairs = text.split(" ")
    assert all(re.fullmatch(r"-?\d+\.\d{5},-?\d+\.\d{5}", pair) for pair in pairs)
    assert len(pairs) >= 4
    assert pairs[0] == pairs[-1]
    points = [tuple(map(float, pair.split(","))) for pair in pairs]
    return shapely.Polygon([(longitude, latitude) for latitude, longitude in points])


@pytest.mark.parametrize("code", SHAPES)
def test_an_outline_holds_the_whole_place_and_little_more(drawn: Outlines, code: str) -> None:
    whole = shapely.union_all([read(text) for text in drawn.polygones[code]])
    place, outline = to_lambert93(np.array([SHAPES[code], whole], dtype=object))
    assert outline.covers(place)
    filled = shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(place)]
    )
    assert filled.buffer(3 * MARGIN_M).covers(outline)


def test_an_outline_has_few_points_and_a_part_each(drawn: Outlines) -> None:
    assert len(drawn.polygones["75113"][0].split(" ")) < 12 < len(RAGGED)
    assert len(drawn.polygones["7511301"]) == 2


def test_paris_is_all_its_arrondissements(drawn: Outlines) -> None:
    assert len(drawn.polygones["75056"]) == 2
    assert {read(text).is_valid for text in drawn.polygones["75056"]} == {True}


def test_those_whose_outlines_they_are_stand_once_with_their_licence() -> None:
    licence = Licence("essai", "Licence d'essai", "https://exemple.invalid/")
    source = Source("essai", "Ville d'essai", "", "", licence, "", "", "", "", "", ())
    layers = {
        "arrondissements": layer("arrondissements", "code_insee", ["75105"]),
        "quartiers": layer("quartiers", "code_quartier", ["7511301"]),
    }
    drawn = outlines(layers, {"arrondissements": source, "quartiers": source})
    assert drawn.mention == "Ville d'essai, Licence d'essai"
