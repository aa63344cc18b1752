from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from scipy.sparse import csr_array

from opendata.disclosure import simultaneous, suppression
from opendata.disclosure.audit import audit
from opendata.disclosure.constraints import sums
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.pattern import Pattern, tables
from opendata.disclosure.protector import Counts, Protected, contributions, protect
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from opendata.disclosure.simultaneous import Simultaneous
from tests.opendata.disclosure.cases import Case, linked, matrix
from tests.opendata.disclosure.tables import cases

RULE = (SmallCount(1, 4),)
LAW = settings(max_examples=25, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


def worth(case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(2.0 ** case.cube.summarised())


def goal(case: Case, exact: bool = False, alike: bool = False) -> Goal:
    everywhere = np.ones(case.cube.size, dtype=bool)
    rule = primary(case.values, everywhere, RULE)
    return Goal(case.values, rule, 0 if exact else 5, exact, alike=everywhere if alike else None)


@LAW
@given(cases())
def test_each_component_keeps_every_sum_and_no_count_below_zero(case: Case) -> None:
    ties, aim = sums(case.cube), goal(case)
    hidden = aim.primary.cells.copy()
    system = Simultaneous(ties, aim, np.arange(case.cube.size), worth(case))
    while found := system.next(hidden, hidden):
        for one in found:
            deviation = np.zeros(case.cube.size, dtype=np.int64)
            deviation[one.cells] = one.changes
            assert one.changes.all()
            assert not (ties @ deviation).any()
            assert np.all(case.values + deviation >= 0)
            hidden |= deviation != 0
    reached = [system.reached.highest, -system.reached.lowest]
    assert all(np.all(reach >= 0) for reach in reached)


@pytest.mark.parametrize(("exact", "alike"), [(False, False), (True, False), (False, True)])
def test_amounts_say_what_each_cell_needs(exact: bool, alike: bool) -> None:
    case = linked()
    aim = goal(case, exact, alike)
    up, down = aim.amounts
    for cell in range(case.cube.size):
        needs = {need.direction: need.amount for need in aim.reaches(cell)}
        expected = {1: int(up[cell]), -1: int(down[cell])}
        assert needs == ({side: n for side, n in expected.items() if n} or {0: 1})


def grown(case: Case, owners: int = 0) -> Protected:
    scope = np.ones(case.cube.size, dtype=bool)
    counts = Counts(case.cube, case.values, scope)
    if owners:
        leaves = [axis.leaves for axis in case.cube.dimensions]
        facts: dict[tuple[str, ...], dict[str, int]] = {
            (a, b): {f"e{(i + j) % owners}": int(case.values[case.cube.cell((a, b))])}
            for i, a in enumerate(leaves[0])
            for j, b in enumerate(leaves[1])
            if case.values[case.cube.cell((a, b))]
        }
        names, brought = contributions(case.cube, facts)
        counts = Counts(case.cube, case.values, scope, True, brought, names)
    return protect(counts, RULE, (1, 4), worth(case))


@pytest.mark.parametrize("owners", [0, 9])
def test_a_table_grown_as_a_large_one_passes_both_audits(
    owners: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suppression, "LARGE", 30)
    rng = np.random.default_rng(7)
    case = matrix(rng.poisson(rng.gamma(0.8, 12, (9, 8))).tolist())
    done = grown(case, owners)
    assert done.release.hidden[done.primary.cells].all()
    # Nothing of the protector's own deviations is told to these two.
    assert audit(done.release, (1, 4)).safe
    rule = done.primary
    held = {c: (int(rule.low[c]), int(rule.high[c])) for c in np.flatnonzero(rule.cells).tolist()}
    assert audit_with_reasons(done.release, Secrets(case.values, held)) == ()


def test_a_table_whose_programs_do_not_end_is_asked_for_fewer_needs_and_protected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(suppression, "LARGE", 30)
    monkeypatch.setattr(simultaneous, "LEAST_ITERATIONS", 12)
    monkeypatch.setattr(simultaneous, "FEWEST", 2)
    asked: list[tuple[int, int]] = []
    chosen = Simultaneous._chosen

    def watched(self: Simultaneous, every: simultaneous._Asked) -> simultaneous._Asked:
        asked.append((every.count(), chosen(self, every).count()))
        return chosen(self, every)

    monkeypatch.setattr(Simultaneous, "_chosen", watched)
    rng = np.random.default_rng(7)
    case = matrix(rng.poisson(rng.gamma(0.8, 12, (9, 8))).tolist())
    done = grown(case)
    assert any(few < many for many, few in asked), "no program was divided"
    assert min(few for many, few in asked if many >= 2) <= 4
    assert audit(done.release, (1, 4)).safe
    rule = done.primary
    held = {c: (int(rule.low[c]), int(rule.high[c])) for c in np.flatnonzero(rule.cells).tolist()}
    assert audit_with_reasons(done.release, Secrets(case.values, held)) == ()


BLOCK = [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")]


def leaky() -> tuple[Case, Secrets, list[int]]:
    """Geurts (1992): the first count of this block stays in [3, 6]."""
    case = matrix([[3, 4], [3, 0], [3, 3]])
    cells = [case.cube.cell(labels) for labels in BLOCK]
    return case, Secrets(case.values, {cells[0]: (0, 9)}, insiders=False), cells


@pytest.mark.parametrize("moves", [(9, -9, -9, 9), (9, 0, 0, 0), (-3, 3, 3, -3)])
def test_a_false_deviation_convinces_no_audit(moves: tuple[int, ...]) -> None:
    case, secrets, cells = leaky()
    release = case.hide(*BLOCK)
    alone = audit_with_reasons(release, secrets)
    row = np.zeros((1, case.cube.size), dtype=np.int64)
    row[0, cells] = moves
    told = audit_with_reasons(release, secrets, deviations=csr_array(row))
    assert told == alone
    assert [(one.lower, one.upper) for one in told] == [(3, 6)]
    given_tables = {
        cell: [int(case.values[cell]) + move] for cell, move in zip(cells, moves, strict=True)
    }
    attacked = audit(release, (1, 4), given_tables)
    assert attacked.exposures == audit(release, (1, 4)).exposures


def test_deviations_that_share_no_cell_make_one_table() -> None:
    values = np.array([5, 5, 5, 5, 0, 9])
    deviations = csr_array(
        np.array([[1, -1, 0, 0, 0, 0], [0, 0, 2, -2, 0, 0], [0, 1, -1, 0, 0, 0]])
    )
    hidden = np.array([True, True, True, True, False, False])
    whole = tables(values, Pattern(hidden, deviations))
    assert whole == {0: [6, 5], 1: [4, 6], 2: [7, 4], 3: [3, 5]}


def test_sums_of_a_pattern_are_no_cells_of_its_tables() -> None:
    deviations = csr_array(np.array([[1, -1, 1]]))
    whole = tables(np.array([5, 5]), Pattern(np.array([True, True]), deviations))
    assert whole == {0: [6], 1: [4]}
