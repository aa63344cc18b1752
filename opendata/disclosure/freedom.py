"""Which hidden cells stand or fall together: the freedom that the sums leave to hidden counts, exactly.

The deviations of hidden cells that keep every sum are a space of vectors. A cell that none of them moves is computed
by additions; cells that all move in one proportion are all computed once one is published; several whose moves always
add up to nothing have a known sum. Reckoned modulo the prime of `elimination`, with two vectors drawn from the space:
what holds for both holds for all, but for a chance near 1 in 2³¹, which would only keep hidden what might be published.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import PRIME, reduced

SEED = 1


class Freedom:
    """The deviations of some `cells` that keep every sum of `matrix` (sums × cells of the table)."""

    def __init__(self, matrix: csr_array, cells: Ints) -> None:
        self.cells = cells
        self.place = {int(cell): place for place, cell in enumerate(cells)}
        part = csr_array(matrix[:, cells])
        part = csr_array(part[np.diff(part.indptr) > 0])
        basis = _kernel(part.toarray().astype(np.int64))
        weights = np.random.default_rng(SEED).integers(1, PRIME, (basis.shape[1], 2))
        drawn = [(basis * weights[:, side] % PRIME).sum(axis=1) % PRIME for side in (0, 1)]
        # (cells × vectors): a basis, then the two vectors drawn from it.
        self._vectors = np.hstack([basis, np.stack(drawn, axis=1)])

    def moves(self, cells: Sequence[int]) -> Ints:
        """How the two drawn vectors move some of the cells (cells × 2)."""
        moves: Ints = self._vectors[[self.place[cell] for cell in cells], -2:]
        return moves

    def together(self, cell: int) -> list[int]:
        """The cells that are computed once one of them is published, itself among them."""
        first, second = self._vectors[:, -2], self._vectors[:, -1]
        place = self.place[cell]
        # a ÷ b = c ÷ d where ad = bc.
        same = (first * second[place] - second * first[place]) % PRIME == 0
        found: list[int] = self.cells[same & (first != 0)].tolist() if first[place] else [cell]
        return found

    def moves_without(self, published: int, cells: Sequence[int]) -> tuple[Ints, Bools]:
        """`moves` once another cell is published, and which of the cells then move otherwise."""
        places, gone = [self.place[cell] for cell in cells], self.place[published]
        moves = self._vectors[places, -2:]
        chosen = self._moving(gone)
        if chosen is None:
            return moves, np.zeros(len(places), dtype=bool)
        factors = self._factors(gone, chosen, np.arange(-2, 0))
        change = self._vectors[places, chosen]
        return (moves - change[:, None] * factors % PRIME) % PRIME, change != 0

    def publish(self, cell: int) -> None:
        """Keep only the deviations that do not move a cell."""
        gone = self.place[cell]
        chosen = self._moving(gone)
        if chosen is None:
            return
        rows, columns = (
            np.flatnonzero(self._vectors[:, chosen]),
            np.flatnonzero(self._vectors[gone]),
        )
        factors = self._factors(gone, chosen, columns)
        inside = np.ix_(rows, columns)
        change = self._vectors[rows, chosen][:, None] * factors % PRIME
        self._vectors[inside] = (self._vectors[inside] - change) % PRIME

    def _moving(self, place: int) -> int | None:
        """The vector of the basis that moves a cell and the fewest others."""
        basis = np.flatnonzero(self._vectors[place, :-2])
        if not len(basis):
            return None
        return int(basis[np.argmin(np.count_nonzero(self._vectors[:, basis], axis=0))])

    def _factors(self, place: int, chosen: int, columns: Ints) -> Ints:
        """How many times a chosen vector, taken from each of some, leaves a cell unmoved."""
        row = self._vectors[place]
        factors: Ints = row[columns] * pow(int(row[chosen]), -1, PRIME) % PRIME
        return factors


def _kernel(table: Ints) -> Ints:
    """(columns × vectors): a basis of the vectors that the rows of a table send to zero."""
    size = table.shape[1]
    # The elimination leaves the last column alone.
    table = np.hstack([table % PRIME, np.zeros((len(table), 1), dtype=np.int64)])
    pivots = reduced(table)
    rows = np.array([row for row, _ in pivots], dtype=np.int64)
    held = np.array([column for _, column in pivots], dtype=np.int64)
    free = np.setdiff1d(np.arange(size), held)
    basis = np.zeros((size, len(free)), dtype=np.int64)
    basis[free, np.arange(len(free))] = 1
    basis[held] = -table[np.ix_(rows, free)] % PRIME
    return basis
