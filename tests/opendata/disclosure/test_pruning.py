"""What is published again, and what is not asked twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from opendata.disclosure.additions import Additions, SumRule
from opendata.disclosure.cheapest import Cheapest
from opendata.disclosure.cube import Cube
from opendata.disclosure.deviations import Pool
from opendata.disclosure.growing import Growing
from opendata.disclosure.pattern import TableToProtect, UnprotectableError, unproven
from opendata.disclosure.pruning import Pruning
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal, Reach
from opendata.disclosure.rules import SmallCount, primary
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.tables import axis

SMALL = SmallCount(1, 4)
COUNTS = [[1, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9]]


def grown(case: Case, is_large: bool = False) -> Growing:
    """A pattern of a table, every cell of which may be hidden."""
    every = np.ones(case.cube.size, dtype=bool)
    table = TableToProtect(
        case.cube, Publication(case.cube, case.values, every, ~every).sums(),
        np.ones(case.cube.size), every, ~every, ~every,
    )  # fmt: skip
    work = Growing(table, Goal(case.values, primary(case.values, every, [SMALL]), 5), is_large)
    work.grow(lambda *_: None)
    return work


def test_what_no_need_asks_for_is_published_again() -> None:
    case = matrix(COUNTS)
    work = grown(case)
    alone = work.hidden.copy()
    work.hidden[case.cube.cell(("r3", "c4"))] = True
    Pruning(work, None).prune(lambda *_: None)
    assert np.array_equal(work.hidden, alone)


@pytest.mark.parametrize(("times", "is_published"), [(0, True), (1, True), (2, False)])
def test_what_two_patterns_of_a_large_table_needed_is_not_asked_again(
    times: int, is_published: bool
) -> None:
    case = matrix(COUNTS)
    work = grown(case, is_large=True)
    unneeded = case.cube.cell(("r3", "c4"))
    work.hidden[unneeded] = True
    before = unproven(work.hidden, len(case.values))
    needed = np.zeros(case.cube.size, dtype=np.int64)
    needed[unneeded] = times
    work.table = replace(work.table, before=replace(before, needed=needed))
    pruning = Pruning(work, None)
    pruning.prune(lambda *_: None)
    assert work.hidden[unneeded] != is_published
    kept = work.hidden & ~work.goal.primary.cells
    assert (pruning.needed[kept] > 0).all()


def test_a_cell_that_no_known_deviation_moves_stays_hidden_where_additions_must_give_no_sum_away() -> (
    None
):
    case = matrix(COUNTS)
    work = grown(case)
    unmoved = case.cube.cell(("r3", "c4"))
    work.hidden[unmoved] = True
    assert work.pool.shortest(unmoved) == {}
    nothing: list[tuple[int, ...]] = []
    additions = Additions(
        work.table.sums, case.values, work.goal.primary.cells, work.hidden, work.table.absent, {},
        SumRule(lambda _: nothing, 4),
    )  # fmt: skip
    Pruning(work, additions).prune(lambda *_: None)
    assert work.hidden[unmoved]


def test_the_shortest_deviation_of_a_cell_moves_the_fewest_others() -> None:
    case = matrix(COUNTS)
    pool = Pool(grown(case).goal)
    six = ("r1", "c1"), ("r1", "c2"), ("r2", "c2"), ("r2", "c3"), ("r3", "c3"), ("r3", "c1")
    four = ("r1", "c1"), ("r1", "c2"), ("r2", "c2"), ("r2", "c1")
    for ring in (six, four, six):
        pool.add({case.cube.cell(labels): (-1) ** place for place, labels in enumerate(ring)})
    assert pool.shortest(case.cube.cell(("r1", "c1"))).keys() == {*map(case.cube.cell, four)}
    assert pool.shortest(case.cube.cell(("r3", "c4"))) == {}


@pytest.mark.parametrize("across", [0, 4])
def test_what_a_program_has_shown_to_be_needed_is_not_asked_again_where_groupings_cross(
    across: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second pass, after something was published, asks no program for it; elsewhere what it finds on the way serves."""
    cube = Cube((axis("x", 9, 3, across), axis("y", 3, 3)))
    case = Case(cube, cube.totals(np.random.default_rng(1).poisson(9, (9, 3)).astype(np.int64)))
    work = grown(case)
    work.hidden[:] = True
    asked: list[int] = []
    once = Cheapest.first

    def watched(self: Cheapest, need: Reach, insider: int | None) -> dict[int, int] | None:
        try:
            return once(self, need, insider)
        except UnprotectableError:
            asked.append(need.cell)
            raise

    monkeypatch.setattr(Cheapest, "first", watched)
    passes: list[int] = []
    Pruning(work, None).prune(lambda _, number, __: passes.append(number))
    assert passes.count(1) > 1
    secondary = int((work.hidden & ~work.goal.primary.cells).sum())
    assert secondary
    assert (len(asked) <= secondary) == bool(across), (len(asked), secondary)


def test_a_large_table_meets_a_need_through_what_is_hidden_already(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No program over the whole is asked where one over hidden cells does it, and nothing more is hidden."""
    case = matrix(COUNTS)
    hidden = grown(case).hidden
    work = grown(case, is_large=True)
    work.hidden[:] = hidden
    before = hidden.copy()
    monkeypatch.setattr(Cheapest, "deviation", None)
    found = work._inside(Reach(case.cube.cell(("r1", "c1")), 1, 5))
    assert found is not None
    assert before[list(found)].all()
    work.hidden[:] = False
    work.hidden[case.cube.cell(("r1", "c1"))] = True
    assert work._inside(Reach(case.cube.cell(("r1", "c1")), 1, 5)) is None
