"""Whole-number steps: what the browser unfolds is what was drawn, to a unit."""

import json
from typing import Any

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.drawing.compact import LINES, POINTS, POLYGONS, SCALE, encode, scale_of
from maps.drawing.drawn_layer import DrawnLayer, draw
from maps.geometry.projection import to_lambert93, to_wgs84
from tests.maps.worlds import PLACES, SOUTH, WEST, carte, layers


def unfold(data: dict[str, Any]) -> list[shapely.Geometry]:
    """What maps/assets/carte.js does, in WGS 84 degrees."""
    x = y = 0

    def walk(steps: list[int]) -> list[tuple[float, float]]:
        nonlocal x, y
        points = []
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x / data["echelle"], y / data["echelle"]))
        return points

    shapes: list[shapely.Geometry] = []
    kind = data["genre"]
    for lines in data["formes"]:
        if kind == LINES:
            shapes.append(shapely.MultiLineString([walk(steps) for steps in lines]))
        elif kind == POINTS:
            shapes.append(shapely.MultiPoint(walk(lines)))
        else:
            polygons = [[walk(ring) for ring in rings] for rings in lines]
            shapes.append(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons]))
    return shapes


@given(st.lists(st.tuples(st.integers(10, 500), st.integers(10, 500)), min_size=1, max_size=4))
def test_polygons_come_back_to_a_metre(sizes: list[tuple[int, int]]) -> None:
    boxes = [
        shapely.box(WEST + 1000 * i, SOUTH, WEST + 1000 * i + w, SOUTH + h)
        for i, (w, h) in enumerate(sizes)
    ]
    drawing = DrawnLayer(
        carte().couches[2], ({},), np.array([shapely.MultiPolygon(boxes)], dtype=object)
    )
    data = json.loads(encode(drawing))
    assert data["genre"] == POLYGONS
    (shape,) = to_lambert93(np.array(unfold(data), dtype=object))
    assert shapely.hausdorff_distance(shape, drawing.geometries[0]) < 1


def test_only_declared_properties_leave() -> None:
    street = draw(carte().couches[1], layers()["voies"], 1)
    data = json.loads(encode(street))
    assert data["valeurs"] == [["Rue longue"]]
    assert isinstance(unfold(data)[0], shapely.MultiLineString)


def test_labels_stand_inside_their_territory() -> None:
    drawing = draw(carte().couches[0], layers()["arrondissements"], 1)
    labels = json.loads(encode(drawing))["etiquettes"]
    assert [text for _, _, text in labels] == ["1", "2"]
    shapes = to_wgs84(drawing.geometries)
    for (x, y, _), shape in zip(labels, shapes, strict=True):
        assert shape.contains(shapely.Point(x / SCALE, y / SCALE))


def test_every_place_comes_back_to_a_metre_even_two_at_one_point() -> None:
    drawing = draw(carte(PLACES).couches[2], layers()["fontaines"], 1)
    data = json.loads(encode(drawing))
    assert data["genre"] == POINTS
    assert data["valeurs"] == [["Quai <i>", "Rue B"], ["", ""]]
    back = to_lambert93(np.array(unfold(data), dtype=object))
    assert [shapely.get_num_geometries(shape) for shape in back] == [2, 1]
    for shape, drawn in zip(back, drawing.geometries, strict=True):
        assert shapely.hausdorff_distance(shape, drawn) < 1


@given(st.sampled_from([(0, 1.0), (1, 1.0), (4, 2.0), (5, 2.0), (10, 4.0), (40, 4.0)]))
def test_points_are_rounded_to_less_than_a_third_of_what_simplifying_allowed(
    case: tuple[float, float],
) -> None:
    tolerance_m, within_m = case
    drawing = draw(carte().couches[3], layers()["ppri"], 1)
    data = json.loads(encode(drawing, tolerance_m))
    assert data["echelle"] == scale_of(tolerance_m)
    (shape,) = to_lambert93(np.array(unfold(data), dtype=object))
    assert shapely.hausdorff_distance(shape, drawing.geometries[0]) < within_m
    half_unit_m = 111_320 / scale_of(tolerance_m) / 2
    assert tolerance_m < 4 or half_unit_m < tolerance_m / 3
