"""Layers as drawn: chosen, merged where shown alike, never more than the tolerance away."""

import numpy as np
import pytest
import shapely

from maps.drawing.drawn_layer import draw
from maps.geometry.projection import to_wgs84
from maps.records.layers import Layer
from tests.maps.worlds import PLACES, SOUTH, WEST, carte, layers


def test_only_chosen_features_are_drawn_unless_the_whole_is_asked() -> None:
    rues = carte().couches[1]
    assert [row["libelle_voie"] for row in draw(rues, layers()["voies"], 1).properties] == [
        "Rue longue"
    ]
    assert len(draw(rues, layers()["voies"], 1, every_feature=True).properties) == 2


def test_features_shown_alike_are_one_shape_and_gaps_stay_open() -> None:
    blue = draw(carte().couches[2], layers()["ppri"], 1)
    assert blue.properties == ({},)
    assert len(shapely.get_parts(blue.geometries[0])) == 2
    assert blue.geometries[0].area == pytest.approx(300 * 300 + 380 * 300, rel=1e-3)


def test_features_shown_apart_stay_apart() -> None:
    ground = draw(carte().couches[0], layers()["arrondissements"], 1)
    assert [row["numero"] for row in ground.properties] == [1, 2]
    assert not ground.is_lines


def test_places_stay_where_they_are_and_none_is_lost() -> None:
    """At a tolerance of 500 m, with two places at one point: shown alike, they are still two."""
    fountains = draw(carte(PLACES).couches[2], layers()["fontaines"], 500)
    assert [row["adresse"] for row in fountains.properties] == ["Quai <i>", "Rue B"]
    assert [shapely.get_num_geometries(shape) for shape in fountains.geometries] == [2, 1]
    assert fountains.is_points
    assert not fountains.is_lines
    assert shapely.get_coordinates(fountains.geometries) == pytest.approx(
        shapely.get_coordinates(layers()["fontaines"].lambert93[:3])
    )


def test_blocks_that_touch_are_one_ground_where_the_layer_says_so() -> None:
    blue = carte().couches[2]
    blocks = np.array([box(0, 0, 9, 9), box(9, 0, 20, 9)], dtype=object)
    whole = Layer("x", ({"zonage": "B"}, {"zonage": "B"}), to_wgs84(blocks))
    apart = draw(blue, whole, 0).geometries[0]
    together = draw(blue.model_copy(update={"reunie": True}), whole, 0).geometries[0]
    assert len(shapely.get_parts(apart)) == 2
    assert shapely.get_num_geometries(together) == 1
    assert shapely.area(together) == pytest.approx(180, abs=1)


def test_a_corner_where_two_blocks_met_is_no_corner_of_the_whole() -> None:
    blue = carte().couches[2].model_copy(update={"reunie": True})
    blocks = np.array([box(0, 0, 90, 90), box(90, 0, 200, 90)], dtype=object)
    whole = Layer("x", ({"zonage": "B"}, {"zonage": "B"}), to_wgs84(blocks))
    (together,) = draw(blue, whole, 5).geometries
    assert shapely.get_num_coordinates(together) == 5


def box(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)
