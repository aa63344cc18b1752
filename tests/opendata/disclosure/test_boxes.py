from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure.boxes import FORBIDDEN, LONG, SHORT, Boxes, moves_at
from opendata.disclosure.constraints import sums
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.requirements import Reach
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.tables import cases


@settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(cases(most=4, axes=2), st.data())
def test_a_box_keeps_every_sum_and_no_count_below_zero(case: Case, data: st.DataObject) -> None:
    cell = data.draw(st.integers(0, case.cube.size - 1))
    direction, amount = data.draw(st.sampled_from([-1, 0, 1])), data.draw(st.integers(1, 5))
    boxes = Boxes(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    changes = boxes.best(Reach(cell, direction, amount), np.ones(case.cube.size))
    if changes is None:
        return
    deviation = np.zeros(case.cube.size, dtype=np.int64)
    deviation[list(changes)] = list(changes.values())
    assert not (sums(case.cube) @ deviation).any()
    assert np.all(case.values + deviation >= 0)
    assert Reach(cell, direction, amount).met_by(int(deviation[cell]))


def test_forbidden_cells_are_left_alone() -> None:
    case = matrix([[3, 9, 9], [9, 9, 9], [9, 9, 9]])
    boxes = Boxes(case.cube, case.values, np.ones(9 + 7, dtype=bool))
    cell, price = case.cube.cell(("r1", "c1")), np.ones(case.cube.size)
    for column in ("c1", "c2"):
        price[case.cube.cell(("r2", column))] = FORBIDDEN
    changes = boxes.best(Reach(cell, 1, 2), price)
    assert changes is not None
    assert {case.cube.labels(c)[0] for c in changes} == {"r1", "r3"}
    price[[case.cube.cell(("r3", column)) for column in ("c1", "c2", "c3")]] = FORBIDDEN
    price[case.cube.cell(("r2", "c3"))] = FORBIDDEN
    price[[case.cube.cell((TOTAL, column)) for column in ("c1", "c2", "c3")]] = FORBIDDEN
    assert boxes.best(Reach(cell, 1, 2), price) is None


def test_what_is_gained_by_other_cells_does_not_pay_for_a_forbidden_one() -> None:
    """A fixed cell, published by an earlier release, was hidden where all others of its box were better hidden."""
    case = matrix([[3, 9], [9, 9]])
    boxes = Boxes(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    price = np.full(case.cube.size, -0.3)
    price[case.cube.cell(("r2", "c2"))] = FORBIDDEN
    assert boxes.best(Reach(case.cube.cell(("r1", "c1")), 1, 2), price) is None


def test_hidden_cells_are_preferred() -> None:
    case = matrix([[3, 9, 9], [9, 9, 9], [9, 9, 9]])
    price = np.ones(case.cube.size)
    preferred = {("r1", "c3"), ("r3", "c1"), ("r3", "c3")}
    price[[case.cube.cell(labels) for labels in preferred]] = 0
    boxes = Boxes(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    changes = boxes.best(Reach(case.cube.cell(("r1", "c1")), -1, 3), price)
    assert changes is not None
    assert {case.cube.labels(c) for c in changes} == preferred | {("r1", "c1")}


def test_several_small_boxes_make_a_large_move() -> None:
    # No single box can take 4 from any count beside the first one.
    case = matrix([[1, 2, 2], [2, 9, 9], [2, 9, 9]])
    boxes = Boxes(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    cell = case.cube.cell(("r1", "c1"))
    changes = boxes.best(Reach(cell, 1, 4), np.ones(case.cube.size))
    assert changes is not None
    assert changes[cell] == 4
    assert changes[case.cube.cell(("r1", "c2"))] == changes[case.cube.cell(("r1", "c3"))] == -2


def test_moves_follow_every_hierarchy() -> None:
    one = Hierarchy({"P": TOTAL, "Q": TOTAL, "a": "P", "b": "P", "c": "Q", "d": "Q"})
    two = Hierarchy({"R": TOTAL, "S": TOTAL, "a": "R", "c": "R", "b": "S", "d": "S"})
    axis = dimension("x", (), [one, two])
    moves = moves_at(axis, axis.position["a"], LONG)
    for signs in moves.signs:
        whole = np.zeros(len(axis.nodes))
        whole[moves.nodes] = signs
        assert whole[axis.position["a"]] == 1
        assert not (axis.relation_matrix @ whole).any()


@pytest.mark.parametrize("most", [SHORT, LONG])
def test_moves_of_the_total_add_a_fact(most: int) -> None:
    axis = dimension("x", ["a", "b"])
    moves = moves_at(axis, 0, most)
    assert (moves.signs >= 0).all()
    assert len(moves.signs) == 2
