"""One program for one need: what is made of a vertex that is not whole."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from opendata.disclosure.cheapest import Cheapest
from opendata.disclosure.cube import Cube
from opendata.disclosure.flow import Flow
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.requirements import Goal, Reach
from opendata.disclosure.rules import SmallCount, primary

CUBE = Cube((dimension("a", ["x", "y"]),))
CELLS = np.array([CUBE.cell(["x"]), CUBE.cell(["y"])])


def cheapest(counts: tuple[int, int], is_exact: bool) -> Cheapest:
    """Programs over two cells that have one sum."""
    values = np.zeros(CUBE.size, dtype=np.int64)
    values[CELLS] = counts
    every = np.ones(CUBE.size, dtype=bool)
    sums = np.zeros((1, CUBE.size), dtype=np.int64)
    sums[0, CELLS] = 1
    table = TableToProtect(CUBE, csr_array(sums), np.ones(CUBE.size), every, ~every, ~every)
    goal = Goal(values, primary(values, every, [SmallCount(1, 4)]), 5, exact=is_exact)
    return Cheapest(table, goal, every, CELLS, quick=is_exact)


@pytest.mark.parametrize(
    ("counts", "share", "is_exact", "found"),
    [
        ((9, 9), 0.5, True, 1),
        ((9, 9), 1 / 3, True, 1),
        ((9, 9), 1.5, True, 3),
        ((9, 0), 0.5, True, None),
        ((9, 2), 1.5, True, None),
        ((9, 9), 1 / 7, True, None),
        ((9, 9), 0.5, False, None),
    ],
)
def test_a_multiple_of_a_deviation_will_do_where_any_two_values_will_and_there_is_room(
    counts: tuple[int, int],
    share: float,
    is_exact: bool,
    found: int | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = cheapest(counts, is_exact)
    monkeypatch.setattr(Flow, "solve", lambda *_: np.array([share, -share]))
    up, down = CELLS.tolist()
    expected = None if found is None else {up: found, down: -found}
    assert one.first(Reach(up, 1, 1), None) == expected
