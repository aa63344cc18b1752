"""Small sums of a few hidden counts that additions give away, all of them at once.

Two to four small counts have a known sum when their moves add up to nothing in every deviation: sets of two are looked
up among cells and among sets of two. What `combinations` proves one sum at a time, after a pattern is made, is told
here while it is made; larger sets are left to that audit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import PRIME
from opendata.disclosure.freedom import Freedom

Parts = tuple[int, ...]
# Bits of a place, beside the 31 of a move.
PLACES = 32


def number_of_pairs(values: Ints, most: int) -> int:
    """How many pairs of some counts add up to `most` at most: what looking for small sums among them takes."""
    ranked = np.sort(values)
    beside = np.searchsorted(ranked, most - ranked, "right")
    alone = int(np.count_nonzero(2 * ranked <= most))  # each meets itself
    return (int(beside.sum()) - alone) // 2


class SmallSums:
    """The sums of two or three of some hidden `cells`, or of four above zero, that are `most` at most.

    With the `freedom` of now; whoever publishes a cell tells both, the freedom first.
    """

    def __init__(self, freedom: Freedom, cells: Ints, values: Ints, most: int) -> None:
        self.cells, self.most, self._values = cells, most, values.copy()
        self._freedom, self._moves = freedom, freedom.moves(self.cells)
        self._before: _Sorted | None = None

    def publish(self, cells: Sequence[int]) -> None:
        """Some cells are no longer hidden."""
        # No sum that holds one is small any more.
        self._values[np.isin(self.cells, cells)] = self.most + 1
        self._moves, self._before = self._freedom.moves(self.cells), None

    def known(self) -> list[Parts]:
        """Those that no deviation moves."""
        return self._known(self._moves, np.ones(len(self.cells), dtype=bool))

    def known_without(self, published: int, along: Mapping[int, int]) -> list[Parts]:
        """Those that publishing another cell makes known; `along`: a deviation that moves it, empty where none does."""
        moves, changed = self._freedom.moves_without(published, self.cells, along)
        return self._known(moves, changed) if changed.any() else []

    def _known(self, moves: Ints, changed: Bools) -> list[Parts]:
        """With a cell that `changed` in each: only sets of two that hold one are looked up."""
        drawn = moves[:, 0]
        pairs, halves = self._pairs(changed), self._halves(changed)
        sums, of_halves = pairs.moves(drawn), halves.moves(drawn)
        ones, others = _Sorted.of(sums).opposed(drawn)
        twos, theirs = _Sorted.of(of_halves).opposed(of_halves)
        # Sets without such a cell move as they did: sorted once for whatever is published.
        still, moved = self._as_before().opposed(of_halves)
        sets = (
            pairs.at(np.flatnonzero(sums == 0)),
            [*pairs.at(ones), others],
            [*halves.at(twos), *halves.at(theirs)],
            [*self._every.at(still), *halves.at(moved)],
        )
        return sorted(set().union(*(self._sums(np.stack(each, axis=1), moves) for each in sets)))

    def _pairs(self, among: Bools) -> _Pairs:
        """Two cells that are `most` at most together, one of them `among` some."""
        return _Pairs.holding(among, self._values, self.most)

    def _halves(self, among: Bools) -> _Pairs:
        """The same of those that are part of four above zero: two at least are left for the others."""
        above = np.flatnonzero(self._values)
        halves = _Pairs.holding(among[above], self._values[above], self.most - 2)
        return _Pairs(above[halves.first], above[halves.second])

    @cached_property
    def _every(self) -> _Pairs:
        return self._halves(np.ones(len(self.cells), dtype=bool))

    def _as_before(self) -> _Sorted:
        """How sets of two move as long as nothing more is published."""
        if self._before is None:
            self._before = _Sorted.of(self._every.moves(self._moves[:, 0]))
        return self._before

    def _sums(self, sets: Ints, moves: Ints) -> set[Parts]:
        """Those of some sets (sets × places) that hold each cell once, have a sum small enough, and move in neither drawn
        vector.
        """
        sets = np.sort(sets, axis=1)
        kept = self._values[sets].sum(axis=1) <= self.most
        kept &= np.all(np.diff(sets, axis=1) > 0, axis=1)
        sets = sets[kept]
        sets = sets[~np.any(moves[sets].sum(axis=1) % PRIME, axis=1)]
        return {*map(tuple, self.cells[sets].tolist())}


@dataclass(frozen=True)
class _Pairs:
    """Two cells each, by their places."""

    first: Ints
    second: Ints

    @classmethod
    def holding(cls, among: Bools, values: Ints, most: int) -> _Pairs:
        """Every two cells, one of them `among` some, whose values add up to `most` at most."""
        order = np.argsort(values, kind="stable")
        held = np.flatnonzero(among)
        # Beside each, as many as are small enough: the first ones in the order of their values.
        beside = np.searchsorted(values[order], most - values[held], "right")
        first = np.repeat(held, beside)
        second = order[_ranges(np.zeros_like(beside), beside)]
        # Two that are both among them are met twice.
        once = ~among[second] | (second > first)
        return cls(first[once], second[once])

    def moves(self, drawn: Ints) -> Ints:
        moves: Ints = drawn.take(self.first)
        moves += drawn.take(self.second)
        # What a remainder would do, sooner.
        moves -= PRIME * (moves >= PRIME)
        return moves

    def at(self, places: Ints) -> list[Ints]:
        """The first and the second cells of some."""
        return [self.first[places], self.second[places]]


@dataclass(frozen=True)
class _Sorted:
    """Moves that are not zero, sorted, and where each stood."""

    moves: Ints
    order: Ints

    @classmethod
    def of(cls, moves: Ints) -> _Sorted:
        ranked, order = _ranked(moves)
        still = np.count_nonzero(moves == 0)
        return cls(ranked[still:], order[still:])

    def opposed(self, others: Ints) -> tuple[Ints, Ints]:
        """Places of the moves, and of the others, that add up to nothing."""
        # In order, so that each is looked up near the one before: four times as fast.
        wanted, places = _ranked(PRIME - others)
        start = np.searchsorted(self.moves, wanted)
        inside = np.flatnonzero(start < len(self.moves))
        met = inside[self.moves[start[inside]] == wanted[inside]]
        first = start[met]
        several = np.searchsorted(self.moves, wanted[met], "right") - first
        # Of each one met, every move from its first on.
        return self.order[_ranges(first, several)], np.repeat(places[met], several)


def _ranked(moves: Ints) -> tuple[Ints, Ints]:
    """Moves sorted, and where each stood."""
    # A move and its place in one number: sorting numbers is faster than ranking them.
    both = moves << PLACES
    both |= np.arange(len(moves))
    both.sort()
    order = both & ((1 << PLACES) - 1)
    both >>= PLACES
    return both, order


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """The numbers from each start on, as many as its length, one range after the other."""
    before = np.cumsum(lengths) - lengths
    ranges: Ints = np.repeat(starts - before, lengths)
    ranges += np.arange(len(ranges))
    return ranges
