from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure import optimum
from opendata.disclosure.cube import Bools
from opendata.disclosure.optimum import least_costly
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from tests.opendata.disclosure.cases import Case, matrix

RULE = [SmallCount(1, 4)]
# Single facts in rows of their own: each reporter knows a row, and hiding one zero more rarely helps.
SINGLES = [[1, 0, 1], [1, 0, 0], [1, 0, 1], [0, 1, 0], [1, 0, 3], [1, 0, 0], [0, 1, 0]]


def worth(case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(2.0 ** case.cube.summarised())


def test_a_pattern_that_fails_takes_its_parts_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    case, solved = matrix(SINGLES), []
    solve = optimum._Model.solve

    def counted(model: optimum._Model) -> Bools | None:
        solved.append(1)
        return solve(model)

    monkeypatch.setattr(optimum._Model, "solve", counted)
    scope = np.ones(case.cube.size, dtype=bool)
    protect(Counts(case.cube, case.values, scope), RULE, (1, 4), worth(case))
    assert 1 <= len(solved) <= 12  # one pattern at a time, it took all of two hundred


def test_a_search_without_an_end_stops_at_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(optimum, "ATTACKS", 3)
    case, attacked = matrix([[1, 30, 20], [40, 50, 60], [30, 20, 40]]), []
    scope = np.ones(case.cube.size, dtype=bool)
    nowhere = ~scope
    sums = Publication(case.cube, case.values, scope, nowhere).sums()
    table = TableToProtect(case.cube, sums, worth(case), scope, nowhere, nowhere)
    goal = Goal(case.values, primary(case.values, scope, RULE), 5)

    def never_safe(hidden: Bools) -> frozenset[int]:
        attacked.append(hidden)
        return frozenset(np.flatnonzero(hidden & ~goal.primary.cells).tolist())

    assert least_costly(table, goal, never_safe) is None
    assert len(attacked) == 3
