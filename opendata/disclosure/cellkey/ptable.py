"""A perturbation table: for each count, the noises that it may get and their probabilities, exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np

from opendata.disclosure.cube import Ints

# Keys are whole numbers below this: sums modulo it are exact, whatever the order of the records.
SCALE = 10**15
Row = Mapping[int, Fraction]


@dataclass(frozen=True)
class PTable:
    """`rows[i]`: noise → probability of a count of i; the last row is that of every greater count."""

    rows: tuple[Row, ...]

    @property
    def deviation(self) -> int:
        """The largest noise, up or down."""
        return max(abs(noise) for row in self.rows for noise, part in row.items() if part)

    @property
    def smallest(self) -> int:
        """The smallest positive count that it may publish."""
        after = [
            count + noise for count, row in enumerate(self.rows) for noise, p in row.items() if p
        ]
        return min((value for value in after if value > 0), default=0)

    def mean(self, count: int) -> Fraction:
        """Mean noise of a count: zero when it is unbiased."""
        return sum((noise * part for noise, part in self.row(count).items()), Fraction(0))

    def variance(self, count: int) -> Fraction:
        """Mean square of the noise of a count."""
        return sum((noise**2 * part for noise, part in self.row(count).items()), Fraction(0))

    def unchanged(self, count: int) -> Fraction:
        """Probability that a count gets no noise."""
        return self.row(count).get(0, Fraction(0))

    def row(self, count: int) -> Row:
        """The noises of a count."""
        return self.rows[min(count, len(self.rows) - 1)]

    def noises(self, counts: Ints, keys: Ints) -> Ints:
        """The noise of each cell, from its count and its key (0 ≤ key < SCALE)."""
        given = np.zeros_like(counts)
        place = np.minimum(counts, len(self.rows) - 1)
        for number, row in enumerate(self.rows):
            here = place == number
            noises = np.array(sorted(row), dtype=np.int64)
            ends = _ends([row[noise] for noise in noises.tolist()])
            given[here] = noises[np.searchsorted(ends, keys[here], side="right")]
        return given


def _ends(parts: list[Fraction]) -> Ints:
    """The first key after each part of the scale; the last is the end of the scale."""
    reached, ends = Fraction(0), []
    for part in parts:
        reached += part
        ends.append(min(ceil(reached * SCALE), SCALE))
    return np.array([*ends[:-1], SCALE], dtype=np.int64)
