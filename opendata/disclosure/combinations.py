"""The confidential audit of sums: those of hidden counts that anybody computes, judged as counts are.

What published counts give away is every combination of their sums. Combinations that weigh hidden counts from
0 to 1 form a polytope: where its best point brings one contributor no more than the rule's share, no sum of
any number of relations does, and that is a proof; where it does, whole sums (0 or 1) are looked for.

On the producer's side of the wall, as `insiders`: from published labels and hierarchies, apart from the protector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.insiders import Secrets
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.program import INFINITE, Floats, Program, SolverError
from opendata.disclosure.publication import Publication

SMALL = "somme petite de cases masquées"
FEW = "somme de cases masquées, de trop peu de contributeurs"
DOMINATED = "somme de cases masquées, qu'un contributeur domine"
# Unknowns of a block beyond which sums of several relations are not looked for, and branches of one search.
LARGEST = 2_000
BRANCHES = 2_000
# Small sums of one system that one search names: each pattern that protects one only brings the next to light.
SEVERAL = 8
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Limits:
    """The rules that a count obeys, as numbers: counts hidden in themselves, fewest contributors, largest share.

    `hide` is `None` where every hidden count may be larger than these: so may then their sums.
    """

    hide: tuple[int, int] | None = None
    contributors: int = 0
    share: float = 1.0

    def reason(self, total: int, brought: Ints) -> str | None:
        """Why a sum should not be known; `brought`: what each contributor adds to it."""
        if self.hide and self.hide[0] <= total <= self.hide[1]:
            return SMALL
        if total > 0 and np.count_nonzero(brought) < self.contributors:
            return FEW
        return DOMINATED if len(brought) and brought.max() > self.share * total else None


@dataclass(frozen=True, order=True)
class Sum:
    """Hidden cells whose sum anybody computes, and the rule that it breaks."""

    cells: tuple[int, ...]
    reason: str


@dataclass(frozen=True)
class Sums:
    """The sums that break a rule; `unsearched` hidden cells stand in systems too large to be searched whole."""

    broken: tuple[Sum, ...]
    unsearched: int


def audit_sums(
    release: Publication,
    secrets: Secrets,
    limits: Limits,
    progress: Progress = silent,
    sound: set[bytes] | None = None,
) -> Sums:
    """Every published relation, then combinations of relations: one per contributor and system, a few small ones.

    `sound`: systems in which nothing is found, not searched again in another pattern of the same facts and limits.
    """
    found: set[Sum] = set()
    unsearched = done = 0
    sound = set() if sound is None else sound
    for block in release.unknowns().blocks():
        search = _Search(release, secrets, limits, block)
        if search.system not in sound:
            combinations = search.combinations()
            broken = {*search.relations(), *(combinations or ())}
            unsearched += 0 if combinations is not None else int(search.hidden.sum())
            found |= broken
            if combinations is not None and not broken:
                sound.add(search.system)
        done += int(search.hidden.sum())
        progress("sommes", done, int(release.hidden.sum()))
    return Sums(tuple(sorted(found)), unsearched)


class _Search:
    """The sums of one block of unknowns."""

    def __init__(
        self, release: Publication, secrets: Secrets, limits: Limits, block: Unknowns
    ) -> None:
        self.limits, self.block = limits, block
        self.hidden = release.hidden[block.cells]
        self.values = secrets.values[block.cells]
        self.brought = _brought(secrets, block)

    @property
    def system(self) -> bytes:
        """What tells this system from any other of the same facts."""
        matrix = self.block.matrix
        parts = (self.block.cells, self.hidden, matrix.indptr, matrix.indices, matrix.data)
        return b"".join(sha256(np.ascontiguousarray(part).tobytes()).digest() for part in parts)

    def relations(self) -> Iterator[Sum]:
        """Hidden parts of one published total, the others being published."""
        matrix = self.block.matrix
        for row in range(matrix.shape[0]):
            inside = slice(matrix.indptr[row], matrix.indptr[row + 1])
            places, signs = matrix.indices[inside].astype(np.int64), matrix.data[inside]
            if len(places) > 1 and np.all(signs == signs[0]) and self.hidden[places].all():
                yield from self._judged(places)

    def _judged(self, places: Ints) -> Iterator[Sum]:
        brought = np.asarray(self.brought[:, places].sum(axis=1)).reshape(-1)
        reason = self.limits.reason(int(self.values[places].sum()), brought)
        if reason:
            yield Sum(tuple(sorted(self.block.cells[places].tolist())), reason)

    def combinations(self) -> set[Sum] | None:
        """Sums of several relations that break a rule; `None` when the search is too long."""
        if len(self.block.cells) > LARGEST:
            return None
        try:
            return set(self._combinations())
        except SolverError:
            return None

    def _combinations(self) -> Iterator[Sum]:
        """Small sums, of few contributors, or dominated by one."""
        if self.limits.contributors:
            yield from self._of_few()
        if self.limits.share < 1:
            yield from self._dominated()
        if self.limits.hide:
            yield from self._small(*self.limits.hide)

    def _dominated(self) -> Iterator[Sum]:
        """One contributor at a time: none dominates a sum who dominates no part of it."""
        gains = self.brought - self.limits.share * self.values
        gains[:, ~self.hidden] = 0
        weights = _Weights(self.block, self.hidden)
        for row in np.flatnonzero(np.any(gains > TOLERANCE, axis=1)):
            places = weights.best(gains[row])
            if len(places):
                yield from self._judged(places)

    def _of_few(self) -> Iterator[Sum]:
        """Sums of cells that have few contributors each, and few together."""
        few = self.hidden & (np.count_nonzero(self.brought, axis=0) < self.limits.contributors)
        gains = np.where(few, self.values, 0).astype(float)
        weights = _Weights(self.block, few)
        if gains.any() and weights.fractional(gains) is not None:
            yield from self._judged(
                weights.among(gains, self.brought[:, few], self.limits.contributors - 1)
            )

    def _small(self, low: int, high: int) -> Iterator[Sum]:
        """Sums of small counts that stay small."""
        small = self.hidden & (self.values <= high)
        gains = np.where(small, self.values, 0).astype(float)
        weights = _Weights(self.block, small)
        if not gains.any() or weights.fractional(gains) is None:
            return
        found: list[Ints] = []
        while len(found) < SEVERAL:
            places = weights.smallest(gains, max(low, 1), found)
            broken = list(self._judged(places))
            if not broken:
                return
            yield from broken
            found.append(places)


def _brought(secrets: Secrets, block: Unknowns) -> Ints:
    """(contributors × unknowns): what each contributor of the block brings."""
    place = {int(cell): place for place, cell in enumerate(block.cells)}
    rows = [own for own in secrets.own.values() if any(cell in place for cell in own)]
    brought = np.zeros((len(rows), len(place)), dtype=np.int64)
    for row, own in enumerate(rows):
        for cell, facts in own.items():
            if cell in place:
                brought[row, place[cell]] = facts
    return brought


class _Weights:
    """Combinations of the sums of a block that weigh each unknown from 0 to 1, those not `allowed` 0."""

    def __init__(self, block: Unknowns, allowed: Bools) -> None:
        self.block, self.allowed = block, allowed
        self.rows, self.size = block.matrix.shape
        self._linear: Program | None = None

    def fractional(self, gains: Floats) -> Floats | None:
        """The weights of the largest gain, `None` when no combination gains anything."""
        self._linear = self._linear or self._program(None)
        answer = self._linear.minimise_with(self._costs(-gains))
        found = answer.values[self.rows : self.rows + self.size] if answer.optimal else None
        return found if found is not None and found @ gains > TOLERANCE else None

    def best(self, gains: Floats) -> Ints:
        """The places of the sum of the largest gain; none when no sum gains."""
        weights = self.fractional(gains)
        if weights is None:
            return np.zeros(0, dtype=np.int64)
        if np.all(np.abs(weights - np.rint(weights)) < TOLERANCE):
            return np.flatnonzero(weights > 0.5)
        return self._places(self._program(self._whole()), -gains, TOLERANCE, gains)

    def smallest(self, gains: Floats, least: int, others: Sequence[Ints] = ()) -> Ints:
        """The places of the smallest sum of at least so much, that holds none of the `others` whole."""
        rows = np.zeros((1 + len(others), self.rows + self.size))
        rows[0, self.rows :] = gains
        for row, places in zip(rows[1:], others, strict=True):
            row[self.rows + places] = 1
        low = np.array([float(least), *[0.0] * len(others)])
        high = np.array([INFINITE, *[len(places) - 1.0 for places in others]])
        system = self._program(self._whole(), csr_array(rows), low, high)
        return self._places(system, gains, least - TOLERANCE, gains)

    def among(self, gains: Floats, brought: Ints, most: int) -> Ints:
        """The places of a sum that at most so many contributors bring.

        `brought`: (contributors × allowed unknowns). One more unknown for each contributor: whether it is in.
        """
        present = brought[brought.any(axis=1)]
        who, which = np.nonzero(present)
        count, ties = len(present), len(who)
        first = self.rows + self.size
        columns = np.concatenate([self.rows + np.flatnonzero(self.allowed)[which], first + who])
        signs = np.concatenate([np.ones(ties), -np.ones(ties)])
        held = coo_array(
            (signs, (np.tile(np.arange(ties), 2), columns)), shape=(ties, first + count)
        )
        number = csr_array(np.concatenate([np.zeros(first), np.ones(count)])[None, :])
        system = self._program(
            self._whole(count), csr_array(vstack([held, number])),
            np.full(ties + 1, -INFINITE), np.concatenate([np.zeros(ties), [float(most)]]), count,
        )  # fmt: skip
        return self._places(system, np.concatenate([-gains, np.zeros(count)]), TOLERANCE, gains)

    def _places(self, system: Program, costs: Floats, least: float, gains: Floats) -> Ints:
        """What the program chooses, when it gains at least so much. Raises SolverError at its bound."""
        answer = system.minimise_with(self._costs(costs))
        chosen = answer.values[self.rows : self.rows + self.size] > 0.5 if answer.optimal else None
        if chosen is None or chosen @ gains < least:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(chosen)

    def _costs(self, costs: Floats) -> Floats:
        return np.concatenate([np.zeros(self.rows), costs])

    def _whole(self, more: int = 0) -> Bools:
        """Combinations take any weight of a sum; unknowns and contributors are in or out."""
        return np.concatenate(
            [np.zeros(self.rows, dtype=bool), np.ones(self.size + more, dtype=bool)]
        )

    def _program(
        self, integers: Bools | None, rows: csr_array | None = None,
        low: Floats | None = None, high: Floats | None = None, more: int = 0,
    ) -> Program:  # fmt: skip
        """Sums weighed together (first columns) give the weight of each unknown, then `more` columns."""
        identity = eye_array(self.size, dtype=np.int64)
        nothing = csr_array((self.size, more), dtype=np.int64)
        matrix = hstack([self.block.matrix.T, -identity, nothing])
        zeros = np.zeros(self.size)
        upper = np.concatenate([np.full(self.rows, INFINITE), self.allowed, np.ones(more)])
        lower = np.concatenate([np.full(self.rows, -INFINITE), np.zeros(self.size + more)])
        return Program(
            csr_array(matrix if rows is None else vstack([matrix, rows])),
            np.concatenate([zeros, [] if low is None else low]),
            np.concatenate([zeros, [] if high is None else high]),
            lower, upper, integers, None if integers is None else BRANCHES,
        )  # fmt: skip
