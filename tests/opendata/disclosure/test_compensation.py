"""What makes up for a change, reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from opendata.disclosure import sweeping
from opendata.disclosure.compensation import Compensation
from opendata.disclosure.cube import Ints
from opendata.disclosure.program import Answer, Floats, Restricted
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.tables import axis
from tests.opendata.disclosure.test_exchanges import CROSSED, HIDE, table, worth

# Two rows of two places each add up to nothing, and so do two columns; a fifth place stands in no sum.
TIES = csr_array(np.array([[1, 1, 0, 0, 0], [0, 0, 1, 1, 0], [1, 0, 1, 0, 0], [0, 1, 0, 1, 0]]))
PLENTY = np.full(10, 9.0)


def costs(up: list[float], down: list[float]) -> Floats:
    return np.array([*up, *down])


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (1.0, [0, 3, 6, 7]),  # the first goes up for 5 less, the three others of the ring cost 3
        (1.6, [0, 3, 6, 7]),
        (2.0, []),  # the two beside it leave too little of the gain
    ],
)
def test_a_change_pays_where_what_makes_up_for_it_costs_less(
    price: float, expected: list[int]
) -> None:
    one = Compensation(TIES)
    up, down = [-5.0, 9.0, 9.0, price, 0.1], [99.0, price, price, 9.0, 0.1]
    found = one.useful(costs(up, down), PLENTY)
    assert [change for change in found.tolist() if change not in (4, 9)] == expected


def test_what_has_no_room_makes_up_for_nothing() -> None:
    room = PLENTY.copy()
    room[6] = 0.0
    prices = costs([-5.0, 9.0, 9.0, 1.0, 0.1], [9.0, 1.0, 1.0, 9.0, 0.1])
    assert Compensation(TIES).useful(prices, room).tolist() == []


def test_a_place_in_no_sum_has_nothing_to_make_up_for() -> None:
    found = Compensation(TIES).useful(costs([9.0] * 4 + [-1.0], [9.0] * 5), PLENTY)
    assert found.tolist() == [4]


def test_where_nothing_gains_no_change_is_useful() -> None:
    assert Compensation(TIES).useful(np.ones(10), PLENTY).tolist() == []


def test_programs_of_large_crossing_tables_are_told_of_some_changes_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("opendata.disclosure.suppression.LARGE", 30)
    case = table(CROSSED, axis("y", 6, 3))
    counts = Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    told: list[int] = []
    solve = Restricted.minimise_over

    def watched(self: Restricted, columns: Ints, *what: Floats) -> Answer:
        told.append(len(columns))
        return solve(self, columns, *what)

    monkeypatch.setattr(Restricted, "minimise_over", watched)
    protect(counts, [SmallCount(*HIDE)], HIDE, worth(case))
    assert told
    assert max(told) < 2 * case.cube.size
    told.clear()
    monkeypatch.setattr(sweeping, "TIMES", None)
    protect(counts, [SmallCount(*HIDE)], HIDE, worth(case))
    assert not told
