"""Lighter geometry is still whole: no gap, no overlap, nothing invalid."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.derivation.generalisation import (
    clean_coverage,
    polygons_of,
    publish,
    repair,
    round_degrees,
    simplify_coverage,
)
from maps.geometry.projection import Geometries, to_lambert93

WEST, SOUTH = 652_000.0, 6_862_000.0
BOWTIE = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    return shapely.box(WEST + west, SOUTH + south, WEST + east, SOUTH + north)


def voronoi(points: list[tuple[float, float]]) -> Geometries:
    """Neighbouring cells of 500 m × 500 m of ground."""
    frame = shapely.box(WEST, SOUTH, WEST + 500, SOUTH + 500)
    seeds = shapely.MultiPoint([(WEST + x, SOUTH + y) for x, y in points])
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame))
    return np.array(shapely.intersection(cells, frame), dtype=object)


def test_sliver_between_neighbours_is_closed() -> None:
    around = shapely.difference(box(0, 0, 200, 100), box(100, 20, 150, 80))
    cleaned = clean_coverage(np.array([around, box(100.4, 20, 150, 80)]))
    assert shapely.coverage_is_valid(cleaned)
    assert shapely.area(cleaned).sum() == pytest.approx(20_000, abs=0.1)


def test_street_between_blocks_stays_open() -> None:
    cleaned = clean_coverage(np.array([box(0, 0, 100, 100), box(112, 0, 200, 100)]), gap_m=0)
    assert shapely.area(cleaned).sum() == pytest.approx(18_800, abs=1)


def test_overlap_goes_to_the_larger() -> None:
    cleaned = clean_coverage(np.array([box(0, 0, 100, 100), box(90, 0, 120, 100)]))
    assert shapely.area(cleaned) == pytest.approx([10_000, 2_000])


def test_broken_polygon_is_repaired_and_counted() -> None:
    fixed, count = repair(np.array([BOWTIE, shapely.box(20, 0, 30, 10)]))
    assert count == 1
    assert shapely.is_valid(fixed).all()
    assert shapely.area(fixed) == pytest.approx([50, 100])


def test_repair_keeps_polygons_only() -> None:
    mixed = shapely.GeometryCollection(
        [shapely.box(0, 0, 1, 1), shapely.LineString([(2, 2), (3, 3)])]
    )
    assert polygons_of(mixed) == shapely.box(0, 0, 1, 1)


def test_outer_ring_runs_counterclockwise_and_holes_clockwise() -> None:
    ring = shapely.difference(box(0, 0, 100, 100), box(40, 40, 60, 60))
    published, repaired = publish(np.array([shapely.reverse(ring)]))
    assert repaired == 0
    assert published[0].exterior.is_ccw
    assert not published[0].interiors[0].is_ccw


def test_coordinates_have_six_decimals() -> None:
    published, _ = publish(np.array([box(0.123, 0.456, 10, 10)]))
    xy = shapely.get_coordinates(published)
    assert (xy == np.round(xy, 6)).all()


def test_vertices_that_fall_together_are_merged() -> None:
    line = shapely.LineString([(2.34, 48.85), (2.3400000001, 48.85), (2.35, 48.85)])
    assert shapely.get_num_coordinates(round_degrees(np.array([line]))).sum() == 2


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=2, max_size=12, unique=True
    ),
    st.floats(0, 10),
)
def test_shared_borders_stay_shared(points: list[tuple[int, int]], tolerance_m: float) -> None:
    cells = clean_coverage(voronoi([(10 * x + 1, 10 * y + 1) for x, y in points]))
    published, _ = publish(simplify_coverage(cells, tolerance_m))
    assert shapely.is_valid(published).all()
    assert shapely.coverage_is_valid(published)
    assert shapely.area(to_lambert93(published)).sum() == pytest.approx(250_000, rel=0.02)
