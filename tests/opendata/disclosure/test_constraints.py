from __future__ import annotations

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension, flat
from tests.opendata.disclosure.cases import Case


def test_the_attacker_has_every_sum_of_a_small_dimension_with_two_groupings() -> None:
    groups = Hierarchy({"g": TOTAL, "h": TOTAL, "a": "g", "b": "h"})
    cube = Cube((dimension("x", ["p", "q"]), dimension("y", (), [flat(["a", "b"]), groups])))
    case = Case(cube, cube.counts({("p", "a"): 30, ("p", "b"): 40, ("q", "a"): 50, ("q", "b"): 60}))
    unknown = case.hide(
        (TOTAL, TOTAL), (TOTAL, "h"), (TOTAL, "b"), ("q", "h"), ("q", "b")
    ).unknowns()
    assert np.all(unknown.matrix.data != 0)
    assert {cube.labels(cell) for cell in unknown.cells.tolist()} >= {("q", "h"), ("q", "b")}
    labels = [cube.labels(cell) for cell in unknown.cells.tolist()]
    ties = {
        frozenset(labels[place] for place in unknown.matrix[[row]].indices.tolist())
        for row in range(unknown.matrix.shape[0])
    }
    assert frozenset({("q", "h"), ("q", "b")}) in ties
    assert frozenset({(TOTAL, "h"), (TOTAL, "b")}) in ties
