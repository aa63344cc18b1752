"""Exact elimination: the hidden counts that additions and subtractions alone give back.

Gauss–Jordan modulo the Mersenne prime 2³¹ − 1: no rounding, no growth of numbers. A count
is determined by the sums exactly when, once reduced, its row holds no other unknown.
"""

from __future__ import annotations

import numpy as np

from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Ints

PRIME = 2**31 - 1


def determined(unknowns: Unknowns) -> dict[int, int]:
    """Cell → its count, for each count that the sums determine.

    A determinant that is a multiple of the prime would mislead with a chance near 1 in 2³¹;
    every count found is therefore also bounded by `intervals`, which does not depend on it.
    """
    counts: dict[int, int] = {}
    for block in unknowns.blocks():
        counts |= _determined_in_block(block)
    return counts


def _determined_in_block(block: Unknowns) -> dict[int, int]:
    table = np.hstack([block.matrix.toarray(), block.right[:, None]]).astype(np.int64) % PRIME
    pivots = reduced(table)
    alone = [row for row, _ in pivots if np.count_nonzero(table[row, :-1]) == 1]
    column_of = dict(pivots)
    return {int(block.cells[column_of[row]]): int(table[row, -1]) for row in alone}


def reduced(table: Ints) -> list[tuple[int, int]]:
    """Reduced row echelon form in place; (row, column) of each pivot. The last column has none."""
    return _eliminated(table, below_only=False)


def echelon(table: Ints) -> list[tuple[int, int]]:
    """Row echelon form in place, its pivots 1; (row, column) of each. The last column has none.

    What stands above a pivot is left: less work, and fewer numbers that are not zero.
    """
    return _eliminated(table, below_only=True)


def _eliminated(table: Ints, below_only: bool) -> list[tuple[int, int]]:
    pivots: list[tuple[int, int]] = []
    for column in range(table.shape[1] - 1):
        row = len(pivots)
        first = row if below_only else 0
        there = first + np.flatnonzero(table[first:, column])
        candidates = there[there >= row]
        if not len(candidates):
            continue
        # The sparsest of them: it fills the fewest places of the others.
        chosen = candidates[np.argmin(np.count_nonzero(table[candidates], axis=1))]
        table[[row, chosen]] = table[[chosen, row]]
        table[row] = table[row] * pow(int(table[row, column]), -1, PRIME) % PRIME
        used = np.flatnonzero(table[row])
        # Where the pivot stood now stands what it took the place of.
        others = there[there != (row if candidates[0] == row else chosen)]
        inside = np.ix_(others, used)
        change = table[others, column, None] * table[row, used] % PRIME
        table[inside] = (table[inside] - change) % PRIME
        pivots.append((row, column))
        if len(pivots) == len(table):
            break
    return pivots
