"""Many lines in whole units at once, each as if it had been walked alone."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from maps.geometry.points import Points, steps, walks

POINT = st.tuples(st.floats(-4, 4), st.floats(-4, 4))
LINES = st.lists(st.lists(POINT, min_size=2, max_size=6), min_size=1, max_size=5)


def whole(xy: NDArray[np.float64]) -> Points:
    return np.rint(xy).astype(np.int64)


@given(LINES, st.lists(st.booleans(), min_size=5, max_size=5), st.integers(1, 4))
def test_lines_together_are_what_each_is_alone(
    lines: list[list[tuple[float, float]]], closed: list[bool], least: int
) -> None:
    alone = []
    for line, is_closed in zip(lines, closed, strict=False):
        points = [tuple(point) for point in whole(np.array(line)).tolist()]
        kept = [point for rank, point in enumerate(points) if not rank or point != points[rank - 1]]
        kept = kept[:-1] if is_closed else kept
        if len(kept) >= least:
            alone.append([number for point in kept for number in point])
    shapes = np.array([shapely.LineString(line) for line in lines], dtype=object)
    together = walks(shapes, whole).opened(np.array(closed[: len(lines)])).of_at_least(least)
    assert together.flat(together.points) == alone


def test_steps_lead_from_the_origin_to_each_point() -> None:
    points = np.array([[3, 4], [3, 5], [0, 0]])
    assert steps(points).tolist() == [[3, 4], [0, 1], [-3, -5]]
    assert np.cumsum(steps(points), axis=0).tolist() == points.tolist()
