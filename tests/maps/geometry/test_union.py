"""Blocks side by side and blocks over each other: the same ground, joined either way."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from maps.geometry.union import united

BESIDE = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), shapely.box(5, 5, 6, 6)]
OVER = [*BESIDE, shapely.box(0.5, 0.5, 1.5, 2)]
UNLIKE = [
    shapely.box(0, 0, 1, 2),
    shapely.box(1, 0, 2, 1),
]  # a border, of which each has another part


@pytest.mark.parametrize("blocks", [BESIDE, OVER, UNLIKE, BESIDE[:1]])
def test_the_ground_is_that_of_a_union_line_by_line(blocks: list[shapely.Geometry]) -> None:
    joined = united(np.array(blocks, dtype=object))
    assert shapely.is_valid(joined)
    assert shapely.equals(joined, shapely.union_all(blocks))
