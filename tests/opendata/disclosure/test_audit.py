from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from opendata.disclosure.audit import BOUNDS, CONTRADICTION, ELIMINATION, INTEGERS, SHOWN, audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.intervals import continuous, integral
from opendata.disclosure.program import SolverError
from opendata.disclosure.publication import Publication
from tests.opendata.disclosure.cases import Case, bench, linked, matrix, publication


def named(release: Publication, hide: tuple[int, int] = (1, 4)) -> dict[tuple[str, ...], str]:
    return {e.labels: e.attack for e in audit(release, hide).exposures}


@pytest.mark.parametrize(
    ("table", "file"),
    [
        ("z1", "z1-gausssuppression.csv"),
        ("z2", "z2-gausssuppression.csv"),
        ("z2", "z2-gausssuppression-range10.csv"),
    ],
)
def test_continuous_bounds_equal_those_of_r(table: str, file: str) -> None:
    pattern = bench(table, file)
    found = continuous(pattern.case.hiding(pattern.hidden).unknowns(), pattern.bounds)
    assert len(found) == len(pattern.bounds) > 0
    for cell, (low, high) in pattern.bounds.items():
        assert found[cell].lower == pytest.approx(low, abs=1e-6)
        assert found[cell].upper == pytest.approx(high, abs=1e-6)


def test_z1_is_safe_as_gausssuppression_hides_it() -> None:
    pattern = bench("z1", "z1-gausssuppression.csv")
    outcome = audit(pattern.case.hiding(pattern.hidden), (1, 3))
    assert (outcome.attacked, outcome.exposures) == (6, ())


def test_restoring_one_count_of_z1_gives_another_away() -> None:
    pattern = bench("z1", "z1-gausssuppression.csv")
    hidden = pattern.hidden.copy()
    hidden[pattern.case.cube.cell(("B", "annet"))] = False
    outcome = audit(pattern.case.hiding(hidden), (1, 3))
    assert [str(e) for e in outcome.recovered] == ["(B, arbeid) = 1 : additions et soustractions"]


def test_first_pattern_of_z2_fails_and_names_the_six() -> None:
    pattern = bench("z2", "z2-gausssuppression.csv")
    outcome = audit(pattern.case.hiding(pattern.hidden), (0, 4))
    short = {e.labels: (e.lower, e.upper) for e in outcome.exposures if e.attack == BOUNDS}
    assert short == dict.fromkeys(
        [("10", "arbeid"), ("4", "arbeid"), ("B", "arbeid"), ("I", "trygd"), ("J", "arbeid"), ("K", "arbeid")],
        (0, 3),
    )  # fmt: skip
    assert outcome.recovered == ()


def test_wider_pattern_of_z2_passes() -> None:
    pattern = bench("z2", "z2-gausssuppression-range10.csv")
    outcome = audit(pattern.case.hiding(pattern.hidden), (1, 3))
    assert (outcome.attacked, outcome.exposures) == (39, ())


def test_linked_tables_give_away_what_each_alone_protects() -> None:
    release = linked().hide(*[(code,) for code in "ABKLM"])
    assert [str(e) for e in audit(release, (1, 3)).exposures if e.recovered] == [
        "(K) = 3 : additions et soustractions"
    ]


def test_hiding_one_more_repairs_the_linked_tables() -> None:
    release = linked().hide(*[(code,) for code in "ABKLMN"])
    assert audit(release, (1, 3)).recovered == ()


def test_two_values_each_and_one_minus_one_are_recomputed() -> None:
    # sdctable-simpleheuristic.csv: at least two hidden in each row and column is not enough.
    case = matrix([[30, 47, 64, 89], [90, 124, 5, 31], [92, 100, 59, 85], [800, 991, 651, 685]])
    hidden = [("r1", "c1"), ("r1", "c2"), ("r1", "c3"), ("r2", "c1"), ("r2", "c3"),
              ("r3", "c2"), ("r3", "c4"), ("r4", "c2"), ("r4", "c4")]  # fmt: skip
    assert audit(case.hide(*hidden), (1, 4)).recovered[0].lower == 47
    repaired = case.hide(*hidden, ("r2", "c4"))
    cell = case.cube.cell(("r1", "c2"))
    found = continuous(repaired.unknowns(), [cell])[cell]
    assert (found.lower, found.upper) == (0, 78)


def test_geurts_bounds_are_found() -> None:
    # Geurts (1992): rows total 7, 3, 6; columns 9, 7; the third row is published.
    case = matrix([[4, 3], [2, 1], [3, 3]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    cell = case.cube.cell(("r1", "c1"))
    for bounds in (continuous, integral):
        found = bounds(release.unknowns(), [cell])[cell]
        assert (found.lower, found.upper) == (3, 6)


def test_small_count_in_plain_view_is_named() -> None:
    case = matrix([[4, 30], [20, 10]])
    assert named(case.hide()) == {("r1", "c1"): SHOWN}


def test_small_total_of_a_hidden_pair_is_named() -> None:
    case = matrix([[1, 2, 30], [20, 20, 10], [20, 20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    assert named(release)[("r1", "c1")] == BOUNDS
    assert [e.upper for e in audit(release, (1, 4)).exposures] == [3, 3]


def test_leak_that_only_integers_see_is_named() -> None:
    # d + e = 10. Every pair of three equal counts, with d, makes 11: d is odd. Every triple of
    # four equal counts, with d, makes 11: d is 2 modulo 3. Only 5 is left, where fractions
    # allow 0 to 10. The overall total is not published.
    pairs = [("p", "q"), ("p", "r"), ("q", "r")]
    triples = [("s", "t", "u"), ("s", "t", "v"), ("s", "u", "v"), ("t", "u", "v")]
    groups = [
        ("d", "e"),
        *[(*codes, "d") for codes in pairs],
        *[(*codes, "d") for codes in triples],
    ]
    trees = [Hierarchy({f"g{i}": TOTAL, **dict.fromkeys(g, f"g{i}")}) for i, g in enumerate(groups)]
    cube = Cube((dimension("x", (), trees),))
    truth: dict[tuple[str, ...], int] = {
        ("d",): 5,
        ("e",): 5,
        **{(c,): 3 for c in "pqr"},
        **{(c,): 2 for c in "stuv"},
    }
    values = cube.counts(truth)
    rows = [((f"g{i}",), int(values[cube.cell((f"g{i}",))])) for i in range(len(groups))]
    release = publication(cube, [*rows, *((labels, None) for labels in truth)], covers_cube=False)
    bounds = continuous(release.unknowns(), [cube.cell(("d",))])[cube.cell(("d",))]
    assert (bounds.lower, bounds.upper) == (0, 10)
    recovered = {e.labels[0]: (e.lower, e.attack) for e in audit(release, (1, 4)).recovered}
    assert recovered["d"] == recovered["e"] == (5, INTEGERS)


def test_contradicting_totals_fail() -> None:
    case = matrix([[10, 30], [20, 10]])
    case.values[case.cube.cell(("r1", TOTAL))] = 41
    assert {e.attack for e in audit(case.hide(), (1, 4)).exposures} == {CONTRADICTION}


def test_impossible_hidden_counts_fail() -> None:
    case = matrix([[10, 30], [20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    release.values[case.cube.cell(("r1", TOTAL))] = 90
    release.values[case.cube.cell(("r2", TOTAL))] = -20
    assert [e.attack for e in audit(release, (1, 4)).exposures] == [CONTRADICTION]


def test_unpublished_margins_are_unknown_too() -> None:
    case = matrix([[3, 30], [20, 10]])
    rows = [(labels, value) for labels, value in _labelled(case) if TOTAL not in labels]
    hidden = [(labels, None if value == 3 else value) for labels, value in rows]
    release = publication(case.cube, hidden)
    assert audit(release, (1, 4)).safe
    with_total = publication(case.cube, [*hidden, ((TOTAL, TOTAL), 63)])
    assert named(with_total) == {("r1", "c1"): ELIMINATION}


def _labelled(case: Case) -> list[tuple[tuple[str, ...], int]]:
    return [(case.cube.labels(c), int(v)) for c, v in enumerate(case.values)]


def test_unknown_solver_status_is_never_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    case = matrix([[6, 30], [20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    assert audit(release, (1, 4)).safe

    def unknown(*_args: object) -> None:
        raise SolverError("HiGHS : Unknown")

    monkeypatch.setattr("opendata.disclosure.program.Program.minimise", unknown)
    with pytest.raises(SolverError):
        audit(release, (1, 4))


def test_false_witnesses_are_not_believed() -> None:
    case = matrix([[1, 2, 30], [20, 20, 10], [20, 20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    cells = np.flatnonzero(release.hidden).tolist()
    lies = dict.fromkeys(cells, (0, 9))
    assert len(audit(release, (1, 4), lies).exposures) == 2


def test_true_witnesses_save_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    case = matrix([[6, 30], [20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    first = audit(release, (1, 4))
    given = {
        int(cell): tuple(int(table[place]) for table in found.tables)
        for found in first.witnesses
        for place, cell in enumerate(found.block.cells)
    }

    def refuse(*_args: object) -> None:
        raise SolverError("no solver here")

    monkeypatch.setattr("opendata.disclosure.program.Program.minimise", refuse)
    assert audit(release, (1, 4), given).safe


def test_exact_protection_asks_for_two_values_only() -> None:
    case = matrix([[1, 2, 30], [20, 20, 10], [20, 20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    assert audit(release, (1, 4), reach=False).safe
    assert not audit(release, (1, 4)).safe


def test_audit_does_not_look_at_hidden_values() -> None:
    case = matrix([[6, 30], [20, 10]])
    release = case.hide(("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2"))
    blind = replace(release, values=np.where(release.hidden, 999, release.values))
    assert audit(release, (1, 4)).exposures == audit(blind, (1, 4)).exposures == ()
    assert audit(blind, (1, 4)).witnesses[0].tables[0].max() < 999
