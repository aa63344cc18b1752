"""What additions alone give away of a pattern in the making, beside what elimination finds in a publication."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.disclosure import additions as module
from opendata.disclosure.additions import Additions, SumRule
from opendata.disclosure.combinations import Limits, audit_sums
from opendata.disclosure.constraints import given_away, sums
from opendata.disclosure.cover import Sums
from opendata.disclosure.cube import Bools
from opendata.disclosure.elimination import PRIME, determined
from opendata.disclosure.freedom import Freedom
from opendata.disclosure.insiders import Secrets
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from opendata.disclosure.unions import SumRules
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.deviations import moving
from tests.opendata.disclosure.tables import cases
from tests.opendata.disclosure.test_laws import LAW

# Six hidden counts in a ring: each row and column holds two.
RING = (("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c3"), ("r3", "c2"), ("r3", "c3"))
CROSSED = matrix([[30, 30, 40], [1, 40, 30], [40, 2, 30]])


@st.composite
def patterns(draw: st.DrawFn) -> tuple[Case, Bools]:
    """A table and cells to hide, whatever they give away."""
    case = draw(cases(most=4))
    size = case.cube.size
    hidden = np.zeros(size, dtype=bool)
    hidden[draw(st.lists(st.integers(0, size - 1), min_size=1, max_size=12, unique=True))] = True
    return case, hidden


def computed(case: Case, hidden: Bools) -> set[int]:
    """The hidden cells that elimination gives back."""
    return set(determined(Publication(case.cube, case.values, ~hidden, hidden).unknowns()))


@LAW
@given(patterns())
def test_cells_that_fall_together_are_those_that_one_of_them_gives_back(
    made: tuple[Case, Bools],
) -> None:
    case, hidden = made
    before = computed(case, hidden)
    freedom = Freedom(sums(case.cube), np.flatnonzero(hidden))
    for cell in np.flatnonzero(hidden).tolist():
        after = hidden.copy()
        after[cell] = False
        falling = {cell, *(computed(case, after) - before)}
        assert set(freedom.together(cell)) == falling


@LAW
@given(patterns())
def test_drawn_deviations_keep_every_sum_and_move_every_cell_that_can(
    made: tuple[Case, Bools],
) -> None:
    case, hidden = made
    cells = np.flatnonzero(hidden)
    matrix = sums(case.cube)[:, cells].toarray().astype(np.int64)
    moves = Freedom(sums(case.cube), cells).moves(cells)
    assert not np.any(matrix @ moves % PRIME)
    assert {*cells[~moves.any(axis=1)].tolist()} == computed(case, hidden)


@settings(LAW, max_examples=30)
@given(patterns())
def test_freedom_kept_up_to_date_is_that_of_what_is_still_hidden(made: tuple[Case, Bools]) -> None:
    case, hidden = made
    cells = np.flatnonzero(hidden).tolist()
    freedom = Freedom(sums(case.cube), np.flatnonzero(hidden))
    freedom.publish(cells[0], moving(sums(case.cube), cells, cells[0]))
    again = Freedom(sums(case.cube), np.array(cells[1:], dtype=np.int64))
    for cell in cells[1:]:
        assert set(freedom.together(cell)) - {cells[0]} == set(again.together(cell))


def test_a_deviation_through_a_cell_that_is_not_hidden_is_refused() -> None:
    release = CROSSED.hide(*RING)
    hidden = np.flatnonzero(release.hidden).tolist()
    shown = int(np.flatnonzero(~release.hidden)[0])
    freedom = Freedom(sums(CROSSED.cube), np.array(hidden))
    with pytest.raises(KeyError, match=rf"\[{shown}\]"):
        freedom.publish(hidden[0], {hidden[0]: 1, shown: -1})


def additions(case: Case, hidden: Bools) -> Additions:
    none = np.zeros(case.cube.size, dtype=bool)
    judge = SumRules(case.values, [SmallCount(1, 4)], None)
    primary = (case.values >= 1) & (case.values <= 4)
    rule = SumRule(judge.broken, 4)
    return Additions(sums(case.cube), case.values, primary, hidden, none, {}, rule)


def test_a_small_sum_of_several_relations_is_known_before_it_is_audited() -> None:
    release = CROSSED.hide(*RING)
    wrong = additions(CROSSED, release.hidden).known()
    audited = audit_sums(release, Secrets(CROSSED.values, {}, {}), Limits((1, 4)))
    cells = [CROSSED.cube.cell(labels) for labels in (("r2", "c1"), ("r3", "c2"))]
    assert wrong == [tuple(sorted(cells))]
    assert [one.cells for one in audited.broken] == wrong


def test_a_small_sum_is_known_among_ten_thousand_hidden_cells() -> None:
    size = 103
    counts = np.full((size, size), 50)
    counts[:3, :3] = [[30, 30, 40], [1, 40, 30], [40, 2, 30]]
    case = matrix(counts.tolist())
    beside = [(f"r{row}", f"c{column}") for row in range(4, size + 1) for column in range(4, size + 1)]  # fmt: skip
    release = case.hide(*RING, *beside)
    cells = [case.cube.cell(labels) for labels in (("r2", "c1"), ("r3", "c2"))]
    assert release.hidden.sum() > 10_000
    assert additions(case, release.hidden).known() == [tuple(sorted(cells))]


def test_among_too_many_pairs_small_sums_of_several_relations_are_left_to_the_audit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Counts of 1 and 2 are hidden: one pair adds up to 4 at most.
    hidden = CROSSED.hide(*RING).hidden
    for most, is_known in ((0, False), (1, True)):
        monkeypatch.setattr(module, "PAIRS", most)
        assert bool(additions(CROSSED, hidden).known()) == is_known


def test_a_cell_falls_with_no_primary_one() -> None:
    told = additions(CROSSED, CROSSED.hide(*RING).hidden)
    assert told.falling(CROSSED.cube.cell(("r3", "c3"))) == []


def test_cells_that_no_rule_hides_fall_together() -> None:
    case = matrix([[10, 20, 30], [40, 50, 60], [70, 80, 90]])
    square = (("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    hidden = case.hide(*square).hidden.copy()
    told = additions(case, hidden)
    gone = told.falling(case.cube.cell(("r1", "c1")))
    assert sorted(gone) == sorted(np.flatnonzero(hidden).tolist())
    assert not told.gives_away(gone, moving(sums(case.cube), gone, gone[0]))


def test_publishing_the_cell_that_hides_a_small_sum_gives_it_away() -> None:
    case = matrix([[1, 2, 30, 40], [10, 20, 30, 40], [50, 60, 70, 80]])
    cells = [(row, column) for row in ("r1", "r2", "r3") for column in ("c1", "c2", "c3")]
    hidden = case.hide(*cells).hidden.copy()
    told, there = additions(case, hidden), np.flatnonzero(hidden).tolist()
    assert told.known() == []
    for labels, gives_away in ((("r1", "c3"), True), (("r3", "c3"), False)):
        cell = case.cube.cell(labels)
        assert told.gives_away([cell], moving(sums(case.cube), there, cell)) == gives_away


@LAW
@given(cases(most=4))
def test_each_sum_of_a_whole_cover_holds_two_hidden_cells_or_none(case: Case) -> None:
    """A cover in fractions: where a cell is hidden, the others of its sum are hidden as much together."""
    matrix_of = sums(case.cube)
    judge = SumRules(case.values, [SmallCount(1, 4)], None)
    primary = (case.values >= 1) & (case.values <= 4)
    hidden = Sums(matrix_of, primary, ~primary).cover(np.ones(case.cube.size), judge.broken)
    hidden = np.where(primary, 1, hidden)
    for row in range(matrix_of.shape[0]):
        cells = matrix_of.indices[matrix_of.indptr[row] : matrix_of.indptr[row + 1]]
        for cell in cells:
            assert hidden[cells].sum() >= 2 * hidden[cell] - 1e-6 or len(cells) == 1


def test_a_cover_mends_a_small_sum_with_a_cell_large_enough() -> None:
    case = matrix([[1, 2, 0, 40, 50]])
    judge = SumRules(case.values, [SmallCount(1, 4)], None)
    primary = (case.values >= 1) & (case.values <= 4)
    hidden = Sums(sums(case.cube), primary, ~primary).cover(np.ones(case.cube.size), judge.broken)
    row = [case.cube.cell(("r1", column)) for column in ("c4", "c5", "Total")]
    assert hidden[row].sum() >= 1 - 1e-6
    assert hidden[case.cube.cell(("r1", "c3"))] == 0


def test_sums_of_one_published_total_are_given_away() -> None:
    case = matrix([[1, 2, 30]])
    hidden = case.hide(("r1", "c1"), ("r1", "c2")).hidden
    none = np.zeros(case.cube.size, dtype=bool)
    pair = tuple(sorted(case.cube.cell(("r1", column)) for column in ("c1", "c2")))
    assert pair in given_away(sums(case.cube), hidden, none)
