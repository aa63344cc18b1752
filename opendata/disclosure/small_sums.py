"""Small sums of a few hidden counts that additions give away, all of them at once.

Two to four small counts have a known sum when their moves add up to nothing in every deviation: sets of two are looked
up among cells and among sets of two. What `combinations` proves one sum at a time, after a pattern is made, is told
here while it is made; larger sets are left to that audit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import PRIME
from opendata.disclosure.freedom import Freedom

Parts = tuple[int, ...]


class SmallSums:
    """The sums of two or three of some hidden `cells`, or of four above zero, that are `most` at most."""

    def __init__(self, cells: Ints, values: Ints, most: int) -> None:
        self.cells, self.most, self._values = cells.tolist(), most, values
        first, second = np.triu_indices(len(cells), 1)
        self._pairs = _Pairs(first, second).where(values[first] + values[second] <= most)
        first, second = self._pairs.first, self._pairs.second
        # Two of four above zero leave two at least for the others.
        above = (values[first] > 0) & (values[second] > 0)
        self._halves = self._pairs.where(above & (values[first] + values[second] <= most - 2))

    def known(self, freedom: Freedom) -> list[Parts]:
        """Those that no deviation moves."""
        every = np.ones(len(self.cells), dtype=bool)
        return self._known(freedom.moves(self.cells), every)

    def known_without(self, freedom: Freedom, published: int) -> list[Parts]:
        """Those that publishing another cell makes known."""
        moves, changed = freedom.moves_without(published, self.cells)
        return self._known(moves, changed) if changed.any() else []

    def _known(self, moves: Ints, changed: Bools) -> list[Parts]:
        """With a cell that `changed` in each."""
        pairs, halves = self._pairs.with_one_of(changed), self._halves.with_one_of(changed)
        drawn = moves[:, 0]
        sums, of_halves = pairs.moves(drawn), halves.moves(drawn)
        several: list[Parts] = list(pairs.where(sums == 0).places())
        several += [(*pair, other) for pair, other in _opposed(pairs, sums, drawn)]
        every = self._halves.moves(drawn)
        for pair, other in _opposed(halves, of_halves, every):
            several.append((*pair, int(self._halves.first[other]), int(self._halves.second[other])))
        found = {tuple(sorted(places)) for places in several if self._is_sum(places, moves)}
        return sorted(tuple(self.cells[place] for place in places) for places in found)

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

    def where(self, kept: Bools) -> _Pairs:
        return _Pairs(self.first[kept], self.second[kept])

    def with_one_of(self, cells: Bools) -> _Pairs:
        return self.where(cells[self.first] | cells[self.second])

    def moves(self, drawn: Ints) -> Ints:
        return (drawn[self.first] + drawn[self.second]) % PRIME

    def places(self) -> Iterator[tuple[int, int]]:
        yield from zip(self.first.tolist(), self.second.tolist(), strict=True)


def _opposed(pairs: _Pairs, sums: Ints, moves: Ints) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs that move, and each of the others that moves against them."""
    moving = np.flatnonzero(sums)
    order = moving[np.argsort(sums[moving], kind="stable")]
    sought, wanted = sums[order], -moves % PRIME
    start, stop = (np.searchsorted(sought, wanted, side) for side in ("left", "right"))
    for place in np.flatnonzero(stop > start).tolist():
        for one in order[start[place] : stop[place]].tolist():
            yield (int(pairs.first[one]), int(pairs.second[one])), place
