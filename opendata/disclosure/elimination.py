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
    """Reduced row echelon form in place; (row, column) of each pivot."""
    pivots: list[tuple[int, int]] = []
    for column in range(table.shape[1] - 1):
        row = len(pivots)
        candidates = np.flatnonzero(table[row:, column])
        if not len(candidates):
            continue
        table[[row, row + candidates[0]]] = table[[row + candidates[0], row]]
        table[row] = table[row] * pow(int(table[row, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(table[:, column])
        others = others[others != row]
        used = np.flatnonzero(table[row])
        change = table[np.ix_(others, [column])] * table[row, used] % PRIME
        table[np.ix_(others, used)] = (table[np.ix_(others, used)] - change) % PRIME
        pivots.append((row, column))
        if len(pivots) == len(table):
            break
    return pivots
