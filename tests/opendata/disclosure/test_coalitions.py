from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure import coalitions as grouped
from opendata.disclosure.coalitions import TooManyError, coalitions
from opendata.disclosure.insiders import INSIDER, Secrets, audit_with_reasons
from opendata.disclosure.protector import Counts, contributions, protect
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.cases import matrix
from tests.opendata.disclosure.test_laws import worth

CASE = matrix([[3, 2, 30], [4, 6, 40], [50, 60, 70]])
# F1 and F2 bring all of r1 in c1 and c2: with no more hidden there, they know both, and so r2c1.
FACTS: dict[tuple[str, ...], dict[str, int]] = {
    ("r1", "c1"): {"F1": 3}, ("r1", "c2"): {"F2": 2}, ("r1", "c3"): {"G": 15, "H": 15},
    ("r2", "c1"): {"G": 2, "H": 2}, ("r2", "c2"): {"G": 3, "H": 3}, ("r2", "c3"): {"G": 20, "H": 20},
    ("r3", "c1"): {"G": 25, "H": 25}, ("r3", "c2"): {"G": 30, "H": 30}, ("r3", "c3"): {"G": 35, "H": 35},
}  # fmt: skip
SCOPE = np.ones(CASE.cube.size, dtype=bool)
NAMES, BROUGHT = contributions(CASE.cube, FACTS, SCOPE)


def known_to_pairs(coalition: int) -> set[tuple[str, ...]]:
    """The counts that two contributors work out together where so many were faced."""
    counts = Counts(CASE.cube, CASE.values, SCOPE, True, BROUGHT, NAMES, None, coalition)
    release = protect(counts, [SmallCount()], (1, 4), worth(CASE)).release
    pairs, names = coalitions(BROUGHT, NAMES, 2)
    small = np.flatnonzero((CASE.values >= 1) & (CASE.values <= 4)).tolist()
    own = {
        name: {cell: int(row[cell]) for cell in np.flatnonzero(row).tolist()}
        for name, row in zip(names, pairs.matrix.toarray(), strict=True)
    }
    values = {cell: (int(CASE.values[cell]), int(CASE.values[cell])) for cell in small}
    found = audit_with_reasons(release, Secrets(CASE.values, values, own))
    return {one.labels for one in found if one.attack == INSIDER}


def test_two_contributors_who_talk_learn_no_count_where_pairs_were_faced() -> None:
    assert ("r2", "c1") in known_to_pairs(1)
    assert known_to_pairs(2) == set()


def test_a_coalition_brings_what_its_members_bring() -> None:
    pairs, names = coalitions(BROUGHT, NAMES, 2)
    assert len(names) == 6
    row = names.index("F1 + F2")
    cells = [CASE.cube.cell(("r1", column)) for column in ("c1", "c2", "c3")]
    assert pairs.matrix.toarray()[row, cells].tolist() == [3, 2, 0]
    assert coalitions(BROUGHT, NAMES, 1) == (BROUGHT, NAMES)


def test_more_coalitions_than_can_be_attacked_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouped, "COALITIONS", 5)
    with pytest.raises(TooManyError):
        coalitions(BROUGHT, NAMES, 2)
