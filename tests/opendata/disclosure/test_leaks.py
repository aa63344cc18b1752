"""Thirty-two leaks, planted: each is named by an audit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from opendata.disclosure.audit import BOUNDS, ELIMINATION, INTEGERS, SHOWN, Exposure, audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.insiders import INSIDER, REPORTER, Secrets, audit_with_reasons
from tests.opendata.disclosure.cases import Case, matrix, publication

Labels = tuple[str, ...]
Leak = tuple[list[Exposure], list[tuple[Labels, str]]]
BLOCK = [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")]


def crowded(seed: int, corner: list[list[int]]) -> Case:
    """A table of large counts with `corner` in its upper left."""
    rng = np.random.default_rng(seed)
    counts = rng.integers(20, 60, size=(5, 4)).tolist()
    for row, values in enumerate(corner):
        counts[row][: len(values)] = values
    return matrix(counts)


def elimination(seed: int) -> Leak:
    """One hidden count in its row."""
    case = crowded(seed, [[seed + 1]])
    return list(audit(case.hide(("r1", "c1")), (1, 4)).exposures), [(("r1", "c1"), ELIMINATION)]


def bounds(seed: int) -> Leak:
    """Two hidden counts whose sum is too small for either to reach five."""
    case = crowded(seed, [[1, seed % 3 + 1], [30, 40]])
    named: list[tuple[Labels, str]] = [(("r1", "c1"), BOUNDS), (("r1", "c2"), BOUNDS)]
    return list(audit(case.hide(*BLOCK), (1, 4)).exposures), named


def integers(seed: int) -> Leak:
    """Sums that fix a count modulo 2 and modulo 3: one integer is left of many fractions."""
    d = (5, 4, 3, 5)[seed]
    most = d + (5, 5, 5, 4)[seed]
    pairs = [("p", "q"), ("p", "r"), ("q", "r")]
    triples = [("s", "t", "u"), ("s", "t", "v"), ("s", "u", "v"), ("t", "u", "v")]
    groups = [("d", "e"), *((*codes, "d") for codes in (*pairs, *triples))]
    trees = [Hierarchy({f"g{i}": TOTAL, **dict.fromkeys(g, f"g{i}")}) for i, g in enumerate(groups)]
    cube = Cube((dimension("x", (), trees),))
    truth: dict[Labels, int] = {("d",): d, ("e",): most - d, **{(c,): 4 for c in "pqr"}, **{(c,): 3 for c in "stuv"}}  # fmt: skip
    values = cube.counts(truth)
    shown = [((f"g{i}",), int(values[cube.cell((f"g{i}",))])) for i in range(len(groups))]
    release = publication(cube, [*shown, *((labels, None) for labels in truth)], covers_cube=False)
    return list(audit(release, (1, 4)).exposures), [(("d",), INTEGERS)]


def linked_tables(seed: int) -> Leak:
    """Two groupings that each protect a count, and together give it away."""
    counts = {"A": 2, "B": 2, "I": 8, "J": 8, "K": seed + 1, "L": 3, "M": 3, "N": 7}
    county = Hierarchy({"1": TOTAL, "2": TOTAL, **{c: "1" if c in "ABIJ" else "2" for c in counts}})
    group = Hierarchy({"s": TOTAL, "b": TOTAL, **{c: "b" if c in "LM" else "s" for c in counts}})
    cube = Cube((dimension("region", (), [county, group]),))
    case = Case(cube, cube.counts({(code,): count for code, count in counts.items()}))
    release = case.hide(*((code,) for code in "ABKLM"))
    return list(audit(release, (1, 4)).exposures), [(("K",), ELIMINATION)]


def insider(seed: int) -> Leak:
    """A contributor who brings all of one row of a hidden block knows the rest of it."""
    case = crowded(seed, [[3, 2], [4, 6 + seed]])
    own = {"F": {case.cube.cell(("r1", "c1")): 3, case.cube.cell(("r1", "c2")): 2}}
    return _confidential(case, own), [(("r2", "c1"), INSIDER)]


def singleton(seed: int) -> Leak:
    """The reporter of a count of 1 works out the count beside it."""
    case = crowded(seed, [[1, 3], [4, 7 + seed]])
    return _confidential(case, {}), [(("r1", "c2"), REPORTER), (("r2", "c1"), REPORTER)]


def _confidential(case: Case, own: dict[str, dict[int, int]]) -> list[Exposure]:
    small = np.flatnonzero((case.values >= 1) & (case.values <= 4)).tolist()
    # Wide intervals are another test's matter: only insiders are looked at here.
    primary = {cell: (int(case.values[cell]), int(case.values[cell])) for cell in small}
    return list(audit_with_reasons(case.hide(*BLOCK), Secrets(case.values, primary, own)))


def small_count(seed: int) -> Leak:
    """A small count left in plain view."""
    case = crowded(seed, [[seed + 1]])
    return list(audit(case.hide(), (1, 4)).exposures), [(("r1", "c1"), SHOWN)]


def hidden_pair(seed: int) -> Leak:
    """A hidden group whose total is what the overall total lacks."""
    tree = Hierarchy({"g": TOTAL, "h": TOTAL, "a": "g", "b": "g", "c": "h", "d": "h"})
    cube = Cube((dimension("x", (), [tree]),))
    truth: dict[Labels, int] = {("a",): 1, ("b",): seed, ("c",): 30, ("d",): 40}
    case = Case(cube, cube.counts(truth))
    return list(audit(case.hide(("g",), ("a",), ("b",)), (1, 4)).exposures), [(("g",), ELIMINATION)]


KINDS: list[Callable[[int], Leak]] = [elimination, bounds, integers, linked_tables, insider, singleton,
                                      small_count, hidden_pair]  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_planted_leak_is_named(kind: Callable[[int], Leak], seed: int) -> None:
    exposures, expected = kind(seed)
    named = [(exposure.labels, exposure.attack) for exposure in exposures]
    for leak in expected:
        assert leak in named


def test_without_the_leak_nothing_is_named() -> None:
    case = crowded(9, [[4, 30], [20, 10]])
    assert audit(case.hide(*BLOCK), (1, 4)).safe
    assert not _confidential(case, {"F": {case.cube.cell(("r1", "c1")): 1}})
