"""Simulated weeks, of which it is known what is usual: Poisson and overdispersed, with season, trend and outbreaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.bilan.regression import Floats
from opendata.bilan.usual import GUARD, REFERENCE, Ints

WEEKS = REFERENCE + GUARD


@dataclass(frozen=True)
class World:
    """Series alike: `mean` facts a week, variance `dispersion` times it, season and trend in logarithms."""

    mean: float
    dispersion: float = 1.0
    season: float = 0.0
    trend: float = 0.0

    def means(self) -> Floats:
        """Of each week of the past, then of the judged one."""
        weeks = np.arange(WEEKS + 1)
        turn = np.cos(2 * np.pi * weeks * 7 / 365.25)
        straight = (weeks - WEEKS / 2) / WEEKS
        return np.asarray(self.mean * np.exp(self.season * turn + self.trend * straight))

    def drawn(self, rng: np.random.Generator, series: int) -> Ints:
        """(series, weeks): the past, then the judged week."""
        means = np.broadcast_to(self.means(), (series, WEEKS + 1))
        if self.dispersion > 1:
            means = rng.gamma(means / (self.dispersion - 1), self.dispersion - 1)
        return np.asarray(rng.poisson(means), dtype=np.int64)
