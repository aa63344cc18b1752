from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from opendata.disclosure.audit import audit
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, Protected, contributions, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import Dominance, FewContributors, Primary, SmallCount
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.tables import cases

RULE = (SmallCount(1, 4),)
LAW = settings(max_examples=25, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


def worth(case: Case) -> NDArray[np.float64]:
    """Totals are worth keeping."""
    return np.asarray(2.0 ** case.cube.summarised(), dtype=np.float64)


def protected(case: Case, exact: bool = False) -> Protected:
    scope = np.ones(case.cube.size, dtype=bool)
    weights = worth(case)
    return protect(Counts(case.cube, case.values, scope), RULE, (1, 4), weights, exact)


def secrets(case: Case, rule: Primary) -> Secrets:
    cells = np.flatnonzero(rule.cells).tolist()
    return Secrets(case.values, {c: (int(rule.low[c]), int(rule.high[c])) for c in cells})


@LAW
@given(cases())
def test_what_is_protected_passes_both_audits_and_adds_up(case: Case) -> None:
    done = protected(case)
    assert audit(done.release, (1, 4)).safe
    assert audit_with_reasons(done.release, secrets(case, done.primary)) == ()
    assert not (done.release.sums() @ case.values).any()
    assert np.array_equal(done.release.values[done.release.shown], case.values[done.release.shown])
    assert np.all(done.release.hidden[done.primary.cells])


@LAW
@given(cases())
def test_exact_protection_leaves_two_values_to_every_hidden_count(case: Case) -> None:
    done = protected(case, exact=True)
    assert audit(done.release, (1, 4), reach=False).safe


@settings(LAW, max_examples=10)
@given(cases(most=3, axes=3))
def test_three_dimensions_are_protected_too(case: Case) -> None:
    assert audit(protected(case).release, (1, 4)).safe


@settings(LAW, max_examples=15)
@given(cases(most=4))
def test_every_secondary_cell_is_needed(case: Case) -> None:
    done = protected(case)
    for cell in np.flatnonzero(done.release.hidden & ~done.primary.cells).tolist():
        hidden = done.release.hidden.copy()
        hidden[cell] = False
        release = Publication(case.cube, case.values, ~hidden, hidden)
        outcome = audit(release, (1, 4))
        reasons = audit_with_reasons(release, secrets(case, done.primary))
        assert outcome.exposures or reasons, case.cube.labels(cell)


@st.composite
def owned(draw: st.DrawFn) -> tuple[Case, dict[tuple[str, ...], dict[str, int]]]:
    """A table whose facts come from a few contributors."""
    case = draw(cases(most=4))
    leaves = [axis.leaves for axis in case.cube.dimensions]
    facts: dict[tuple[str, ...], dict[str, int]] = {}
    for first in leaves[0]:
        for second in leaves[1]:
            count = int(case.values[case.cube.cell((first, second))])
            names = draw(st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4, unique=True))
            share = facts.setdefault((first, second), {})
            for rank, name in enumerate(names):
                part = count if rank == len(names) - 1 else draw(st.integers(0, count))
                count -= part
                if part:
                    share[name] = part
    return case, facts


@LAW
@given(owned())
def test_no_contributor_alone_learns_a_count(
    made: tuple[Case, dict[tuple[str, ...], dict[str, int]]],
) -> None:
    case, facts = made
    scope = np.ones(case.cube.size, dtype=bool)
    names, brought = contributions(case.cube, facts, scope)
    counts = Counts(case.cube, case.values, scope, True, brought, names)
    rules = (*RULE, FewContributors(2), Dominance(0.9))
    try:
        done = protect(counts, rules, (1, 4), worth(case))
    except UnprotectableError:
        return
    assert audit(done.release, (1, 4)).safe


def _cheapest(case: Case, rule: Primary) -> float:
    """The optimum by trying every subset of the candidates."""
    weights = worth(case)
    candidates = np.flatnonzero(~rule.cells).tolist()
    best = np.inf
    for size in range(2 ** len(candidates)):
        chosen = [cell for bit, cell in enumerate(candidates) if size >> bit & 1]
        cost = float(weights[chosen].sum())
        if cost >= best:
            continue
        hidden = rule.cells.copy()
        hidden[chosen] = True
        release = Publication(case.cube, case.values, ~hidden, hidden)
        if audit(release, (1, 4)).safe and not audit_with_reasons(release, secrets(case, rule)):
            best = cost
    return best


@settings(LAW, max_examples=8)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=6))
def test_small_tables_are_protected_at_the_least_cost(counts: list[int]) -> None:
    case = matrix([counts[: len(counts) // 2], counts[len(counts) // 2 : len(counts) // 2 * 2]])
    done = protected(case)
    weights = worth(case)
    spent = float(weights[done.release.hidden & ~done.primary.cells].sum())
    assert spent == _cheapest(case, done.primary)
