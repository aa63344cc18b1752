"""A zone cut into pieces is the same ground: nothing lost, nothing twice."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.geometry.pieces import VERTICES, area_within, part_within, pieces

# Metres to the millimetre: a layer has no coordinate of 1e-300, where divisions overflow.
metres = st.integers(0, 1_000_000).map(lambda millimetres: millimetres / 1000)
spot = st.tuples(metres, metres, st.floats(5, 300))


def zone_of(spots: list[tuple[float, float, float]]) -> shapely.Geometry:
    """Discs of many vertices, united."""
    discs = [shapely.Point(x, y).buffer(radius, quad_segs=200) for x, y, radius in spots]
    return shapely.union_all(np.array(discs, dtype=object))


@settings(max_examples=25, deadline=None)
@given(st.lists(spot, min_size=1, max_size=4))
def test_pieces_are_the_zone(spots: list[tuple[float, float, float]]) -> None:
    zone = zone_of(spots)
    small = np.array(list(pieces(zone)), dtype=object)
    assert max(shapely.get_num_coordinates(small)) <= VERTICES
    assert shapely.area(small).sum() == pytest.approx(shapely.area(zone))
    assert shapely.area(shapely.union_all(small)) == pytest.approx(shapely.area(zone))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(spot, min_size=1, max_size=4),
    st.lists(st.tuples(metres, metres), min_size=2, max_size=5, unique=True),
)
def test_lengths_and_areas_are_those_of_a_whole_intersection(
    spots: list[tuple[float, float, float]], path: list[tuple[float, float]]
) -> None:
    zone = zone_of(spots)
    line = shapely.LineString(path)
    square = shapely.box(200, 200, 700, 600)
    (inside,) = part_within(np.array([line], dtype=object), zone)
    assert shapely.length(inside) == pytest.approx(
        shapely.length(shapely.intersection(line, zone)), abs=1e-6
    )
    (area,) = area_within(np.array([square], dtype=object), zone)
    assert area == pytest.approx(shapely.area(shapely.intersection(square, zone)), abs=1e-3)


def test_what_lies_outside_is_empty() -> None:
    lines = np.array([shapely.LineString([(0, 0), (1, 1)])], dtype=object)
    (inside,) = part_within(lines, shapely.box(10, 10, 20, 20))
    assert shapely.is_empty(inside)
    (nothing,) = part_within(lines, shapely.Polygon())
    assert shapely.is_empty(nothing)
