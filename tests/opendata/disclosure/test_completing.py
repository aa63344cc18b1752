"""Patterns of large tables where any two values will do, completed by exchanges: these tables are called large here."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from opendata.disclosure import families, growing, suppression
from opendata.disclosure.combinations import Limits, audit_sums
from opendata.disclosure.completing import Completing
from opendata.disclosure.cube import Cube
from opendata.disclosure.elimination import determined
from opendata.disclosure.growing import Growing
from opendata.disclosure.hierarchy import Dimension
from opendata.disclosure.insiders import Secrets
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.protector import Counts, Protected, protect
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import axis

HIDE = (1, 4)
NESTED = (axis("x", 9, 3), axis("y", 8, 4), axis("z", 3, 3))


@pytest.fixture(autouse=True)
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(families, "CELLS", 70)
    monkeypatch.setattr(suppression, "LARGE", 30)


def table(seed: int, *axes: Dimension) -> Case:
    cube = Cube(axes)
    rng = np.random.default_rng(seed)
    shape = [len(one.leaves) for one in axes]
    return Case(cube, cube.totals(rng.poisson(rng.gamma(0.8, 12, shape)).astype(np.int64)))


def protected(case: Case) -> Protected:
    worth = np.asarray(2.0 ** case.cube.summarised())
    counts = Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    return protect(counts, [SmallCount(*HIDE)], HIDE, worth, exact=True)


@pytest.mark.parametrize(
    "axes",
    [
        NESTED,
        (axis("x", 12, 3, 4), axis("y", 6, 3)),  # groupings that cross
        (axis("x", 12, 3, 4), axis("y", 6, 2, 4)),
    ],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_is_computed_of_a_pattern_completed_by_exchanges(
    axes: tuple[Dimension, ...], seed: int
) -> None:
    case = table(seed, *axes)
    done = protected(case)
    release = done.release
    assert done.primary.cells.any()
    assert np.all(release.hidden[done.primary.cells])
    assert not determined(release.unknowns())
    # Nor is a sum of hidden cells that is small: this audit is told nothing of the protector's own sums.
    secrets = Secrets(case.values, {}, {})
    assert audit_sums(release, secrets, Limits(HIDE)).broken == ()
    assert protected(case).release.hidden.tolist() == release.hidden.tolist()


def test_exchanges_hide_less_than_a_box_for_each_need(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = range(8)
    by_exchanges = [protected(table(seed, *NESTED)).release.hidden.sum() for seed in seeds]
    monkeypatch.setattr(growing, "has_exchanges", lambda _: False)
    by_boxes = [protected(table(seed, *NESTED)).release.hidden.sum() for seed in seeds]
    assert sum(by_exchanges) < sum(by_boxes)


@pytest.mark.parametrize(
    ("cells", "large", "across", "exact", "expected"),
    [
        (70, True, 0, True, True),  # very large
        (70, True, 0, False, True),
        (4000, True, 4, True, True),  # large, with groupings that cross
        (4000, True, 4, False, False),
        (4000, True, 0, True, False),
        (4000, False, 4, True, False),
    ],
)
def test_exchanges_are_for_the_tables_where_they_hide_less(
    cells: int, large: bool, across: int, exact: bool, expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(families, "CELLS", cells)
    case = table(1, axis("x", 12, 3, across) if across else axis("x", 12, 3), axis("y", 6, 3))
    size = case.cube.size
    every, none = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    sums = csr_array((0, size), dtype=np.int64)
    protecting = TableToProtect(case.cube, sums, np.ones(size), every, none, none)
    goal = Goal(case.values, primary(case.values, every, [SmallCount(*HIDE)]), 5, exact)
    assert Growing(protecting, goal, is_large=large).is_exchanged == expected


def test_needs_are_met_before_boxes_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[int] = []
    complete = Completing.complete

    def watched(self: Completing, *what: object) -> None:
        complete(self, *what)  # type: ignore[arg-type]
        left.append(int(self._unmoved().sum()) + len(self._unmoved_sums()))

    monkeypatch.setattr(Completing, "complete", watched)
    for seed in range(4):
        protected(table(seed, *NESTED))
    assert len(left) >= 4
    assert sum(left) <= len(left), "most needs are left to boxes"


def test_of_each_sum_one_part_moves_and_the_others_stay() -> None:
    case = table(3, *NESTED)
    size = case.cube.size
    every, none = np.ones(size + 2, dtype=bool), np.zeros(size + 2, dtype=bool)
    # Two sums that share a cell: one at a time, as the other part of one may be the part that moves of the other.
    unions = {size: (1, 2), size + 1: (2, 3)}
    values = np.concatenate([case.values, [case.values[[1, 2]].sum(), case.values[[2, 3]].sum()]])
    sums = csr_array((0, size + 2), dtype=np.int64)
    protecting = TableToProtect(case.cube, sums, np.ones(size + 2), every, none, none, unions)
    goal = Goal(values, primary(values, none, [SmallCount(*HIDE)]), 0, exact=True)
    completing = Completing(Growing(protecting, goal, is_large=True))
    chosen: set[int] = set()
    for turn in range(12):
        asked, frozen = (
            frozenset(np.flatnonzero(which).tolist())
            for which in completing._parts(list(unions), turn)
        )
        assert asked
        assert not asked & frozen
        assert all(
            part in asked | frozen for part in next(p for p in unions.values() if asked & {*p})
        )
        chosen |= asked
    assert chosen == {1, 2, 3}, "a part never moves"
