"""What sums tell of perturbed counts: a total and its parts bound each other.

The noises of a total and of its parts are drawn apart, so their difference is blurred too, but it is no more than
their largest noises together. Bounds are passed from each sum to its cells until nothing moves: what is found this
way is certain; some of what several sums tell together is not looked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cellkey.perturbed import Perturbed
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Ints

_PASSES = 100


@dataclass(frozen=True)
class Told:
    """Lowest and highest true count of each cell, and how many cells sums narrow."""

    lower: Ints
    upper: Ints
    narrowed: int

    def recovered(self, release: Perturbed) -> list[tuple[str, ...]]:
        """The labels of the published cells that have one value left, zeros that everybody knows aside."""
        known = release.shown & (self.lower == self.upper)
        return [release.cube.labels(cell) for cell in np.flatnonzero(known).tolist()]


def told(release: Perturbed) -> Told:
    """What anybody learns from the published values, the largest deviation and the sums of true counts."""
    matrix = sums(release.cube, release.shown)
    reach = release.deviation
    # A true zero is published as zero: what is not zero counts somebody.
    lower = np.where(release.values > 0, np.maximum(release.values - reach, 1), 0)
    upper = release.values + reach
    first = (lower.copy(), upper.copy())
    entries = matrix.tocoo()
    rows, cells, signs = entries.row, entries.col, entries.data
    size = matrix.shape[0]
    for _ in range(_PASSES):
        before = (lower.copy(), upper.copy())
        # A sum is its parent less its children: zero. Each entry is bounded by the others of its sum.
        least = np.where(signs > 0, lower[cells], -upper[cells])
        most = np.where(signs > 0, upper[cells], -lower[cells])
        others_least = np.bincount(rows, least, size).astype(np.int64)[rows] - least
        others_most = np.bincount(rows, most, size).astype(np.int64)[rows] - most
        low = np.where(signs > 0, -others_most, others_least)
        high = np.where(signs > 0, -others_least, others_most)
        np.maximum.at(lower, cells, low)
        np.minimum.at(upper, cells, high)
        if np.array_equal(before[0], lower) and np.array_equal(before[1], upper):
            break
    narrowed = release.shown & ((lower > first[0]) | (upper < first[1]))
    return Told(lower, upper, int(narrowed.sum()))
