"""A deviation, found by elimination, for tests that need one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.elimination import PRIME, reduced


def moving(matrix: csr_array, cells: Sequence[int], cell: int) -> dict[int, int]:
    """A deviation of some `cells`, modulo the prime, that keeps every sum of a matrix and moves one; empty if none does."""
    ordered = sorted(cells)
    part = matrix[:, ordered].toarray().astype(np.int64) % PRIME
    table = np.hstack([part, np.zeros((len(part), 1), dtype=np.int64)])
    held = {column: row for row, column in reduced(table)}
    for free in set(range(len(ordered))) - held.keys():
        changes = {ordered[free]: 1} | {
            ordered[column]: int(-table[row, free] % PRIME)
            for column, row in held.items()
            if table[row, free]
        }
        if cell in changes:
            return changes
    return {}
