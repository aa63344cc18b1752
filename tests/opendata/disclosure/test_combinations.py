"""Sums of hidden counts that anybody computes obey the rules of a count."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given

from opendata.disclosure import combinations
from opendata.disclosure.combinations import DOMINATED, FEW, SMALL, Limits, Sums, audit_sums
from opendata.disclosure.constraints import given_away
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, contributions, protect
from opendata.disclosure.rules import Dominance, FewContributors, SmallCount
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.test_laws import LAW, owned, worth
from tests.opendata.disclosure.test_second_attacker import covered

Labels = tuple[str, ...]
Brought = dict[str, dict[Labels, int]]
# Six hidden counts in a ring: each row and column holds two, so that r2c1 + r3c2 = c1 + c2 - r1.
RING: tuple[Labels, ...] = (("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c3"), ("r3", "c2"), ("r3", "c3"))  # fmt: skip
CROSSED = matrix([[30, 30, 40], [21, 40, 30], [40, 21, 30]])
ALONE: Brought = {"X": {("r2", "c1"): 20, ("r3", "c2"): 20}}


def audited(case: Case, hidden: Iterable[Labels], brought: Brought, limits: Limits) -> Sums:
    own = {
        who: {case.cube.cell(labels): facts for labels, facts in parts.items()}
        for who, parts in brought.items()
    }
    return audit_sums(case.hide(*hidden), Secrets(case.values, {}, own), limits)


def named(case: Case, sums: Sums) -> list[tuple[str, str]]:
    """(cells, reason) of each sum."""
    return [
        ("+".join("".join(case.cube.labels(cell)) for cell in one.cells), one.reason)
        for one in sums.broken
    ]


def test_a_sum_that_one_contributor_dominates_is_named() -> None:
    case = matrix([[200, 192, 179, 335, 74]])
    cells = [("r1", "c1"), ("r1", "c2"), ("r1", "c3")]
    brought: Brought = {"X": dict(zip(cells, (190, 180, 170), strict=True)),
                        "Y": dict(zip(cells, (10, 12, 9), strict=True))}  # fmt: skip
    found = audited(case, cells, brought, Limits(share=0.85))
    assert ("r1c1+r1c2+r1c3", DOMINATED) in named(case, found)
    assert audited(case, cells, brought, Limits(share=0.95)).broken == ()


def test_a_sum_of_few_contributors_is_named() -> None:
    case = matrix([[20, 30, 335, 74]])
    brought: Brought = {
        "X": {("r1", "c1"): 10, ("r1", "c2"): 15},
        "Y": {("r1", "c1"): 10, ("r1", "c2"): 15},
    }
    found = audited(case, [("r1", "c1"), ("r1", "c2")], brought, Limits(contributors=3))
    assert ("r1c1+r1c2", FEW) in named(case, found)
    assert audited(case, [("r1", "c1"), ("r1", "c2")], brought, Limits(contributors=2)).broken == ()


def test_a_sum_of_several_relations_is_found() -> None:
    found = audited(CROSSED, RING, ALONE, Limits(share=0.85))
    assert named(CROSSED, found) == [("r2c1+r3c2", DOMINATED)]
    brought = dict.fromkeys("XY", ALONE["X"]) | {
        who: dict.fromkeys(set(RING) - set(ALONE["X"]), 10) for who in "ABC"
    }
    assert named(CROSSED, audited(CROSSED, RING, brought, Limits(contributors=3))) == [
        ("r2c1+r3c2", FEW)
    ]


def test_a_small_sum_is_named_where_exact_protection_leaves_it() -> None:
    case = matrix([[1, 2, 30], [20, 40, 50]])
    hidden = [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")]
    assert named(case, audited(case, hidden, {}, Limits((1, 4)))) == [("r1c1+r1c2", SMALL)]
    assert audited(case, hidden, {}, Limits()).broken == ()


def searched(case: Case, hidden: Iterable[Labels]) -> set[combinations.Sum]:
    """What the searches for combinations find, without the published relations."""
    release, secrets = case.hide(*hidden), Secrets(case.values, {}, {})
    found: set[combinations.Sum] = set()
    for block in release.unknowns().blocks():
        found |= (
            combinations._Search(release, secrets, Limits((1, 4)), block).combinations() or set()
        )
    return found


def test_a_search_names_several_small_sums_of_a_system(monkeypatch: pytest.MonkeyPatch) -> None:
    case = matrix([[1, 2, 30], [1, 1, 50]])
    hidden = list(itertools.product(("r1", "r2"), ("c1", "c2")))
    small = {"r1c1+r1c2", "r2c1+r2c2", "r1c1+r2c1", "r1c2+r2c2"}
    assert {sums for sums, _ in named(case, Sums((*searched(case, hidden),), 0))} == small
    monkeypatch.setattr(combinations, "SEVERAL", 3)
    assert len(searched(case, hidden)) == 3


def test_a_system_in_which_nothing_is_found_is_not_searched_in_the_next_pattern(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = matrix([[20, 30, 40, 1, 2], [20, 40, 50, 3, 60], [20, 40, 50, 50, 60]])
    safe = list(itertools.product(("r1", "r2"), ("c1", "c2")))
    search, cells = combinations._Search.combinations, []

    def watched(self: combinations._Search) -> set[combinations.Sum] | None:
        cells.append(len(self.block.cells))
        return search(self)

    monkeypatch.setattr(combinations._Search, "combinations", watched)
    sound: set[bytes] = set()
    secrets, limits = Secrets(case.values, {}, {}), Limits((1, 4))
    for hidden, expected, broken in (
        (safe, [4], 0),
        (safe, [], 0),  # as before
        ([*safe, ("r1", "c4"), ("r1", "c5")], [6], 2),  # another system
        ([*safe, ("r1", "c4"), ("r1", "c5")], [6], 2),  # in which something was found
    ):
        cells.clear()
        found = audit_sums(case.hide(*hidden), secrets, limits, sound=sound)
        assert (cells, len(found.broken)) == (expected, broken)


def test_a_system_too_large_is_said_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(combinations, "LARGEST", 5)
    assert audited(CROSSED, RING, ALONE, Limits(share=0.85)) == Sums((), 6)


def test_relations_are_judged_in_a_system_too_large_to_be_searched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(combinations, "LARGEST", 1)
    brought: Brought = {"X": {("r1", "c1"): 30, ("r1", "c2"): 30}}
    found = audited(CROSSED, RING, brought, Limits(share=0.85))
    assert (named(CROSSED, found), found.unsearched) == ([("r1c1+r1c2", DOMINATED)], 6)


def test_a_sum_must_keep_its_interval() -> None:
    """r1 is 400 in c1, c2 and c3 together, and c3 is 76 at most: c1 + c2 lies between 324 and 400."""
    case = matrix([[200, 194, 6, 74], [90, 80, 70, 60]])
    release = case.hide(*itertools.product(("r1", "r2"), ("c1", "c2", "c3")))
    parts = (case.cube.cell(("r1", "c1")), case.cube.cell(("r1", "c2")))
    union = case.cube.size
    values = np.concatenate([case.values, [394]])
    narrow, wide = (
        Secrets(values, {union: interval}, unions={union: parts})
        for interval in ((390, 398), (276, 512))
    )
    assert audit_with_reasons(release, narrow) == ()
    (exposure,) = audit_with_reasons(release, wide)
    assert (exposure.labels, exposure.lower, exposure.upper) == (("r1, c1 + r1, c2",), 324, 400)


def test_the_parts_of_a_total_of_which_one_is_not_published_are_not_given_away() -> None:
    case = matrix([[1, 2, 30], [20, 40, 50]])
    hidden, absent = np.zeros((2, case.cube.size), dtype=bool)
    first, second = (case.cube.cell(("r1", column)) for column in ("c1", "c2"))
    hidden[[first, second]] = True
    sums = case.hiding(hidden).sums()
    assert given_away(sums, hidden, absent) == [(first, second)]
    hidden[second], absent[second] = False, True
    assert given_away(sums, hidden, absent) == []


def test_more_is_hidden_until_no_sum_is_dominated() -> None:
    case = matrix([[200, 192, 179, 335, 74]])
    cells: list[Labels] = [("r1", f"c{i}") for i in range(1, 6)]
    shares: list[dict[str, int]] = [{"X": 190, "Y": 10}, {"X": 180, "Y": 12}, {"X": 170, "Y": 9},
              {"A": 100, "B": 100, "C": 135}, {"X": 60, "D": 5, "E": 9}]  # fmt: skip
    facts = dict(zip(cells, shares, strict=True))
    scope = np.ones(case.cube.size, dtype=bool)
    names, brought = contributions(case.cube, facts, scope)
    counts = Counts(case.cube, case.values, scope, True, brought, names)
    done = protect(counts, (SmallCount(), Dominance(0.85)), (1, 4), worth(case))
    hidden = {case.cube.labels(cell) for cell in np.flatnonzero(done.release.hidden).tolist()}
    # c5 would hide the sum and make another, dominated too: c4 is what it takes.
    assert {label for row, label in hidden if row == "r1"} == {"c1", "c2", "c3", "c4"}
    assert TOTAL not in {label for _, label in hidden}
    assert len(done.sums) >= 1


@LAW
@given(owned())
def test_no_sum_that_additions_give_breaks_a_rule(
    made: tuple[Case, dict[Labels, dict[str, int]]],
) -> None:
    """Every subset of up to three hidden cells, by a projection that knows nothing of the engine's sums."""
    case, facts = made
    scope = np.ones(case.cube.size, dtype=bool)
    names, brought = contributions(case.cube, facts, scope)
    rules = (SmallCount(), FewContributors(2), Dominance(0.9))
    counts = Counts(case.cube, case.values, scope, True, brought, names)
    try:
        done = protect(counts, rules, (1, 4), worth(case))
    except UnprotectableError:
        return
    assert done.unsearched == 0
    parts, own = covered(case), brought.matrix.toarray()
    known = np.linalg.svd(parts[done.release.shown].T, full_matrices=False)
    basis = known[0][:, known[1] > 1e-9]
    hidden = np.flatnonzero(done.release.hidden).tolist()
    for number in (2, 3):
        for cells in itertools.islice(itertools.combinations(hidden, number), 3000):
            weights = parts[list(cells)].sum(axis=0)
            if np.abs(weights - basis @ (basis.T @ weights)).max() > 1e-9:
                continue
            total, shares = int(case.values[list(cells)].sum()), own[:, list(cells)].sum(axis=1)
            assert total == 0 or (np.count_nonzero(shares) >= 2 and shares.max() <= 0.9 * total)
