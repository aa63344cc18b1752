"""Small sums of a few hidden counts that additions give away, all of them at once.

Two to four small counts have a known sum when their moves add up to nothing in every deviation: sets of two are looked
up among cells and among sets of two. What `combinations` proves one sum at a time, after a pattern is made, is told
here while it is made; larger sets are left to that audit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import PRIME
from opendata.disclosure.freedom import Freedom

Parts = tuple[int, ...]
# Bits of a place, beside the 31 of a move.
PLACES = 32


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
        several: list[Parts] = list(pairs.where(sums == 0).places())
        several += [(*pairs.at(one), other) for one, other in _Sorted.of(sums).opposed(drawn)]
        for one, other in _Sorted.of(of_halves).opposed(of_halves):
            several.append((*halves.at(one), *halves.at(other)))
        # Sets without such a cell move as they did: sorted once for whatever is published.
        for one, other in self._as_before().opposed(of_halves):
            several.append((*self._every.at(one), *halves.at(other)))
        each = {tuple(sorted(places)) for places in several}
        found = sorted(places for places in each if self._is_sum(places, moves))
        return [tuple(self.cells[list(places)].tolist()) for places in found]

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

    def _is_sum(self, places: Parts, moves: Ints) -> bool:
        """Whether cells, each once, have a sum small enough, and both drawn vectors leave it as it is."""
        inside = list(places)
        once = len(set(inside)) == len(inside)
        still = not np.any(moves[inside].sum(axis=0) % PRIME)
        return once and still and int(self._values[inside].sum()) <= self.most


@dataclass(frozen=True)
class _Pairs:
    """Two cells each, by their places."""

    first: Ints
    second: Ints

    @classmethod
    def holding(cls, among: Bools, values: Ints, most: int) -> _Pairs:
        """Every two cells, one of them `among` some, whose values add up to `most` at most."""
        held = np.flatnonzero(among)
        fitting = values[held, None] + values <= most
        # Two that are both among them are met twice.
        fitting &= ~among | (np.arange(len(values)) > held[:, None])
        first, second = np.nonzero(fitting)
        return cls(held[first], second)

    def where(self, kept: Bools) -> _Pairs:
        return _Pairs(self.first[kept], self.second[kept])

    def moves(self, drawn: Ints) -> Ints:
        return (drawn[self.first] + drawn[self.second]) % PRIME

    def at(self, place: int) -> tuple[int, int]:
        return int(self.first[place]), int(self.second[place])

    def places(self) -> Iterator[tuple[int, int]]:
        yield from zip(self.first.tolist(), self.second.tolist(), strict=True)


@dataclass(frozen=True)
class _Sorted:
    """Moves that are not zero, sorted, and where each stood."""

    moves: Ints
    order: Ints

    @classmethod
    def of(cls, moves: Ints) -> _Sorted:
        moving = np.flatnonzero(moves)
        # A move and its place in one number: sorting numbers is faster than ranking them.
        both = np.sort(moves[moving] << PLACES | moving)
        return cls(both >> PLACES, both & ((1 << PLACES) - 1))

    def opposed(self, others: Ints) -> Iterator[tuple[int, int]]:
        """(place of a move, place of one of the others) that add up to nothing."""
        wanted = -others % PRIME
        start = np.searchsorted(self.moves, wanted)
        inside = np.flatnonzero(start < len(self.moves))
        met = inside[self.moves[start[inside]] == wanted[inside]]
        stop = np.searchsorted(self.moves, wanted[met], "right")
        for other, low, high in zip(met.tolist(), start[met].tolist(), stop.tolist(), strict=True):
            for one in self.order[low:high].tolist():
                yield one, other
