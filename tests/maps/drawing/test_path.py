"""The `d` of a path: each corner once, as a step from the one before it."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.drawing.path import path_data


def place(xy: NDArray[np.float64]) -> NDArray[np.int64]:
    """Units of 4 m, from a corner 100 m to the north."""
    return np.rint(np.column_stack([xy[:, 0], 100 - xy[:, 1]]) / 4).astype(np.int64)


def test_a_path_is_a_walk_in_whole_units() -> None:
    squares = [shapely.box(0, 60, 40, 100), shapely.box(80, 0, 100, 20)]
    assert path_data(squares, place) == "m10 10 0-10-10 0 0 10zm15 15 0-5-5 0 0 5z"


def test_a_line_stays_open_and_the_next_begins_at_its_end() -> None:
    lines = shapely.MultiLineString([[(0, 100), (40, 100)], [(40, 60), (80, 60)]])
    assert path_data([lines], place) == "m0 0 10 0m0 10 10 0"


def test_shapes_inside_collections_and_holes_are_drawn() -> None:
    ring = shapely.Polygon(shapely.box(0, 0, 40, 40).exterior, [shapely.box(12, 12, 28, 28).exterior])  # fmt: skip
    inside = shapely.GeometryCollection([shapely.MultiPolygon([ring]), shapely.Point(0, 0)])
    assert path_data([inside], place) == path_data([ring], place)
    assert path_data([ring], place).count("z") == 2


def test_what_is_thinner_than_a_unit_is_a_line_and_what_is_smaller_vanishes() -> None:
    assert path_data([shapely.box(0, 99, 40, 100)], place) == "m10 0-10 0z"
    assert path_data([shapely.box(0, 0, 1, 1)], place) == ""
