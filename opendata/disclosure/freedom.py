"""Which hidden cells stand or fall together: the freedom that the sums leave to hidden counts, exactly.

The deviations of hidden cells that keep every sum are a space of vectors. A cell that none of them moves is computed
by additions; cells that all move in one proportion are all computed once one is published; several whose moves always
add up to nothing have a known sum. Reckoned modulo the prime of `elimination`, with two vectors drawn from the space:
what holds for both holds for all, but for a chance near 1 in 2³¹, which would only keep hidden what might be published.

Once a cell is published, the space is that of the deviations that leave it as it is: any deviation that moves it, taken
from a drawn vector as often as that brings the cell to rest, draws one of them. The fewer cells it moves, the fewer change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import PRIME, echelon

SEED = 1


class Freedom:
    """The deviations of some `cells`, in order, that keep every sum of `matrix` (sums × cells of the table)."""

    def __init__(self, matrix: csr_array, cells: Ints) -> None:
        self.cells = cells
        part = csr_array(matrix[:, cells])
        # (cells × 2): two vectors drawn from the space.
        self._drawn = _drawn(csr_array(part[np.diff(part.indptr) > 0]))

    def moves(self, cells: Ints) -> Ints:
        """How the two drawn vectors move some of the cells (cells × 2)."""
        moves: Ints = self._drawn[self._places(cells)]
        return moves

    def together(self, cell: int) -> list[int]:
        """The cells that are computed once one of them is published, itself among them."""
        first, second = self._drawn.T
        [place] = self._places([cell])
        # a ÷ b = c ÷ d where ad = bc.
        same = (first * second[place] - second * first[place]) % PRIME == 0
        found: list[int] = self.cells[same & (first != 0)].tolist() if first[place] else [cell]
        return found

    def moves_without(
        self, published: int, cells: Ints, along: Mapping[int, int]
    ) -> tuple[Ints, Bools]:
        """`moves` once another cell is published, and which of the cells then move otherwise.

        `along`: a deviation that moves it (cell → change); empty where none does.
        """
        moved, drawn = self._without(published, along)
        places = self._places(cells)
        changed = np.zeros(len(self.cells), dtype=bool)
        changed[moved] = True
        after = self._drawn.copy()
        after[moved] = drawn
        return after[places], changed[places]

    def publish(self, cell: int, along: Mapping[int, int]) -> None:
        """Keep only the deviations that do not move a cell; `along` is one that does, empty where none does."""
        moved, drawn = self._without(cell, along)
        self._drawn[moved] = drawn

    def _places(self, cells: Sequence[int] | Ints) -> Ints:
        """Where cells stand among those of the space. Raises KeyError for one that is not among them."""
        wanted = np.asarray(cells, dtype=np.int64)
        places = np.searchsorted(self.cells, wanted)
        if len(wanted) and np.any(self.cells.take(places, mode="clip") != wanted):
            raise KeyError(sorted({*wanted.tolist()} - {*self.cells.tolist()}))
        return places

    def _without(self, cell: int, along: Mapping[int, int]) -> tuple[Ints, Ints]:
        """The places that a deviation moves, and how the drawn vectors move them once a cell is at rest."""
        moved = self._places(list(along))
        if not along:
            return moved, self._drawn[moved]
        changes = np.array(list(along.values()), dtype=np.int64) % PRIME
        times = self._drawn[self._places([cell])] * pow(along[cell], -1, PRIME) % PRIME
        return moved, (self._drawn[moved] - changes[:, None] * times % PRIME) % PRIME


def _drawn(matrix: csr_array) -> Ints:
    """(columns × 2): two vectors drawn from those that the rows of a matrix send to zero."""
    drawn = np.random.default_rng(SEED).integers(1, PRIME, (matrix.shape[1], 2)).tolist()
    # What has no pivot is drawn, what has one follows, the last first.
    for column, row in reversed(echelon(matrix)):
        inverse = pow(row[column], -1, PRIME)
        rest = [(drawn[other], entry) for other, entry in row.items() if other != column]
        drawn[column] = [
            -inverse * sum(entry * draw[vector] for draw, entry in rest) % PRIME
            for vector in range(2)
        ]
    return np.array(drawn, dtype=np.int64).reshape(-1, 2)
