"""What holds of any history, and what a second attacker, written differently, finds in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from opendata.disclosure import protector, suppression
from opendata.disclosure.audit import Exposure
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.history.attack import audit_history
from opendata.disclosure.history.joint import joint
from opendata.disclosure.history.releases import Release
from tests.opendata.disclosure.history.histories import SMALL, Labels, Story, story

Floats = NDArray[np.float64]
UNBOUNDED = 3


def check(seed: int, steps: int = 3) -> int:
    """A history protected as it goes passes the joint audit; returns how many of its releases were refused."""
    made = story(seed, steps)
    outcome = audit_history(made.releases, SMALL)
    assert outcome.safe, [str(exposure) for _, exposure in outcome.exposures]
    for earlier, later in itertools.pairwise(made.releases):
        hidden = {
            label(earlier, cell) for cell in np.flatnonzero(earlier.publication.hidden).tolist()
        }
        shown = {label(later, cell) for cell in np.flatnonzero(later.publication.shown).tolist()}
        assert earlier.facts != later.facts or not hidden & shown
    return made.refused


def label(release: Release, cell: int) -> Labels:
    return release.publication.cube.labels(cell)


@pytest.mark.parametrize("seed", range(8))
def test_a_history_protected_as_it_goes_reveals_nothing(seed: int) -> None:
    check(seed)


@pytest.mark.parametrize("seed", range(8, 20))
def test_a_history_of_tables_protected_as_large_ones_are_reveals_nothing(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their patterns are swept and boxed: what an earlier release published is no part of them either, and none of
    these has to be refused.
    """
    monkeypatch.setattr(suppression, "LARGE", 10)
    monkeypatch.setattr(protector, "least_costly", lambda *_: None)
    assert check(seed) == 0


@pytest.mark.soak
def test_many_histories_protected_as_they_go_reveal_nothing() -> None:
    refused = [check(seed, 2 + seed % 4) for seed in range(100, 400)]
    # A memory that refused everything would reveal nothing either.
    assert sum(refused) < len(refused)


# -- the second attacker -------------------------------------------------------------------


class Attacker:
    """Knows facts (place, type, lot) as unknowns, and what each published count adds up; nothing of the engine."""

    def __init__(self, made: Story) -> None:
        self.made, self.finest = made, sorted(made.facts)
        known, counts = [], []
        for release in made.releases:
            given = release.publication
            for cell in np.flatnonzero(given.shown).tolist():
                known.append(self.covered(release, label(release, cell)))
                counts.append(int(given.values[cell]))
        self.known, self.counts = np.array(known), np.array(counts)

    def covered(self, release: Release, cell: Labels) -> Floats:
        """1 where a fact counts in a cell of a release, by walking up parents."""
        tree = release.publication.cube.dimensions[0].hierarchies[0].parents
        place, kind = cell
        return np.array([
            float(lot in release.facts["lot"]
                  and place in (TOTAL, fact_place, tree[fact_place]) and kind in (TOTAL, fact_kind))
            for fact_place, fact_kind, lot in self.finest
        ])  # fmt: skip

    def extreme(self, covered: Floats, sign: int) -> float:
        """The lowest (1) or highest (−1) sum of these facts; infinite where nothing bounds it."""
        solved = linprog(sign * covered, A_eq=self.known, b_eq=self.counts)
        if solved.status == UNBOUNDED:
            return float("inf")
        assert solved.fun is not None, solved.message
        return float(sign * solved.fun)

    def gives_way(self, covered: Floats) -> bool:
        """Whether a hidden count is known, or cannot reach what would be published."""
        high = self.extreme(covered, -1)
        return high < SMALL[1] + 1 - 1e-6 or high - self.extreme(covered, 1) < 1e-6

    def hidden(self) -> set[frozenset[Labels]]:
        """Hidden cells that give way, by the facts they count."""
        cells = {}
        for release in self.made.releases:
            for cell in np.flatnonzero(release.publication.hidden).tolist():
                covered = self.covered(release, label(release, cell))
                cells[self.facts(covered)] = covered
        return {facts for facts, covered in cells.items() if self.gives_way(covered)}

    def small(self) -> set[frozenset[Labels]]:
        """What later releases add to a count of an earlier one, of the same places and types, where it is small."""
        found = set()
        pairs = itertools.permutations(zip(self.known, self.counts, strict=True), 2)
        for (one, less), (other, more) in pairs:
            added = self.facts(other - one)
            alike = {fact[:2] for fact in added} == {fact[:2] for fact in self.facts(one)}
            if alike and np.all(one <= other) and SMALL[0] <= more - less <= SMALL[1]:
                found.add(added)
        return found

    def facts(self, covered: Floats) -> frozenset[Labels]:
        return frozenset(
            fact for fact, inside in zip(self.finest, covered, strict=True) if inside > 0.5
        )


def named(made: Story, exposures: Iterable[Exposure]) -> set[frozenset[Labels]]:
    """The facts of each cell that the audit names."""
    known = joint(made.releases)
    columns = [("place", "type", "lot").index(name) for name in known.cube.names]
    found = set()
    for exposure in exposures:
        counted = set()
        for fact in made.facts:
            nodes = zip(known.cube.dimensions, columns, known.finest, exposure.labels, strict=True)
            inside = [
                axis.membership[[axis.position[code]], [axis.leaves.index(finest[fact[column]])]]
                for axis, column, finest, code in nodes
                if fact[column] in finest
            ]
            if len(inside) == len(columns) and all(np.all(part) for part in inside):
                counted.add(fact)
        found.add(frozenset(counted))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_both_attackers_agree(seed: int) -> None:
    """Half of the histories are protected release by release, apart: there is something to find."""
    made = story(seed, memory=seed % 2 == 0)
    second = Attacker(made)
    outcome = audit_history(made.releases, SMALL)
    # Integers may see more than fractions, never less.
    assert second.hidden() | second.small() <= named(made, [e for _, e in outcome.exposures])
    assert outcome.safe or seed % 2
