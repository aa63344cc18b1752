"""What a week usually counts, series by series, and how far it strays by chance.

Farrington, Andrews, Beale and Catchpole, « A statistical algorithm for the early detection of outbreaks of infectious
disease », J. R. Statist. Soc. A 159 (1996) 547-563, as Noufaily et al. improved it, Statistics in Medicine 32 (2013)
1206-1222: a quasi-Poisson regression on up to five years of weeks, the last 26 left out, with a trend and a season;
weeks far above what it says (Anscombe residual over 2.58) count for less and it is fitted again; the limit is a
quantile of the negative binomial law.

Ours: the season is that of all facilities of a kind together, for one facility alone counts too few facts to show
its own; a series of fewer than 20 facts has no trend, its rate is that of a Poisson law seen through Jeffreys' prior
(which gives a negative binomial law in closed form) and its dispersion that of all such series together; what the
regression does not know of the mean widens the law; and no series varies less than those of its size do together, for
five years of small counts tell the dispersion of one series badly, and too small a one makes alarms of chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from opendata.bilan.regression import Fit, Floats, fit

Ints = NDArray[np.int64]

REFERENCE = 260
"""Weeks of reference at most: five years."""
GUARD = 26
"""Weeks just before the judged one left out: a rise that lasts must not become what is usual."""
LEAST = 52
"""Fewest weeks of reference: without a whole year nothing is usual."""
TREND_WEEKS = 156
SEASON_WEEKS = 104
TREND_FACTS = 20
SEASON_FACTS = 100
FAR = 2.58
"""Anscombe residual from which a week of the past counts for less (Noufaily 2013)."""
FAR_FACTS = 5
"""Fewest facts of such a week: to lessen weeks of two or three facts would hide how much small counts vary."""
_YEAR = 365.25 / 7
_BATCH = 500  # series fitted together: what bounds the memory


@dataclass(frozen=True)
class Usual:
    """For each series, the negative binomial law of the judged week: its mean and variance, in facts.

    `reference`: the facts and weeks that it was taken from.
    """

    mean: Floats
    variance: Floats
    facts: Ints
    weeks: int

    @property
    def _law(self) -> tuple[Floats, Floats]:
        beyond = np.maximum(self.variance - self.mean, 1e-9 * self.mean)
        return self.mean**2 / beyond, self.mean / (self.mean + beyond)

    def quantile(self, share: float) -> Ints:
        """The least count that at least `share` of usual weeks do not pass."""
        return np.asarray(stats.nbinom.ppf(share, *self._law)).astype(np.int64)

    def exceedance(self, counts: Ints) -> Floats:
        """The probability that a usual week counts as much or more; never less than the truth of a discrete law."""
        return np.asarray(stats.nbinom.sf(counts - 1, *self._law), dtype=np.float64)


def usual(past: Ints, kinds: Ints) -> Usual | None:
    """What the week after `past` usually counts; `None` where `past` is too short to say.

    `past` (series, weeks) ends with the week before the judged one; `kinds` (series) says which series share a season.
    """
    if not len(past):
        return None
    reference = past[:, : past.shape[1] - GUARD][:, -REFERENCE:].astype(np.float64)
    weeks = reference.shape[1]
    if past.shape[1] <= GUARD or weeks < LEAST:
        return None
    season = _seasons(reference, kinds)
    facts = reference.sum(axis=1).astype(np.int64)
    mean, variance = np.zeros(len(past)), np.zeros(len(past))
    is_few = (facts < TREND_FACTS) | (weeks < TREND_WEEKS)
    for chosen, judge in ((is_few, _few), (~is_few, _many)):
        if chosen.any():
            mean[chosen], variance[chosen] = judge(reference[chosen], season[kinds[chosen]])
    return Usual(mean, variance, facts, weeks)


def _weeks(weeks: int) -> Floats:
    """Weeks of reference then the judged one, counted from it."""
    return np.append(np.arange(-weeks - GUARD, -GUARD), 0).astype(np.float64)


def _waves(weeks: int) -> Floats:
    """A year and half a year, as sines and cosines."""
    turns = 2 * np.pi * _weeks(weeks)[:, None] * np.array([1, 2]) / _YEAR
    return np.hstack([np.cos(turns), np.sin(turns)])


def _line(weeks: int) -> Floats:
    """The constant, and time from -1 to 1 over the reference."""
    time = _weeks(weeks)
    middle = (time[0] + time[-2]) / 2
    return np.column_stack([np.ones(weeks + 1), (time - middle) / (time[-2] - middle)])


def _seasons(reference: Floats, kinds: Ints) -> Floats:
    """(kinds, weeks and the judged one): the logarithm of each kind's season, 0 where it is not known."""
    weeks, number = reference.shape[1], int(kinds.max(initial=-1)) + 1
    together = np.zeros((number, weeks))
    np.add.at(together, kinds, reference)
    season = np.zeros((number, weeks + 1))
    enough = (together.sum(axis=1) >= SEASON_FACTS) & (weeks >= SEASON_WEEKS)
    if enough.any():
        line = _line(weeks) if weeks >= TREND_WEEKS else _line(weeks)[:, :1]
        waves, constants = _waves(weeks), line.shape[1]
        known = np.zeros((int(enough.sum()), weeks + 1))
        found = _reweighted(together[enough], np.hstack([line, waves]), known)
        season[enough] = found.fit.effects[:, constants:] @ waves.T
    return season


@dataclass(frozen=True)
class _Reweighted:
    """A fit in which weeks far above it count for less, and Pearson's dispersion (series), as it is found."""

    fit: Fit
    dispersion: Floats


def _reweighted(counts: Floats, covariates: Floats, offset: Floats) -> _Reweighted:
    """`covariates` and `offset` have the judged week last, which is not fitted."""
    past, known = covariates[:-1], offset[:, :-1]
    weights = np.ones_like(counts)
    first = fit(counts, past, known, weights)
    dispersion = np.maximum(_dispersion(counts, first.means, weights, past.shape[1]), 1.0)
    weights = _weights(counts, first, past, dispersion)
    second = fit(counts, past, known, weights)
    return _Reweighted(second, _dispersion(counts, second.means, weights, past.shape[1]))


def _dispersion(counts: Floats, means: Floats, weights: Floats, effects: int) -> Floats:
    """Pearson's: variance over mean."""
    apart = (weights * (counts - means) ** 2 / means).sum(axis=1)
    return np.asarray(apart / (counts.shape[1] - effects), dtype=np.float64)


def _weights(counts: Floats, found: Fit, covariates: Floats, dispersion: Floats) -> Floats:
    """Farrington's weights: 1 / residual² above `FAR`, all brought to a mean of 1."""
    means = found.means
    leverage = means * ((covariates @ found.covariance) * covariates).sum(axis=2)
    spread = np.sqrt(dispersion[:, None] * np.maximum(1 - leverage, 0.1))
    residual = 1.5 * (counts ** (2 / 3) * means ** (-1 / 6) - np.sqrt(means)) / spread
    weights = np.where(
        (residual > FAR) & (counts >= FAR_FACTS), np.maximum(residual, 1.0) ** -2, 1.0
    )
    return np.asarray(weights / weights.mean(axis=1, keepdims=True), dtype=np.float64)


def _many(reference: Floats, season: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the judged week, by regression; `season` has the judged week last."""
    weeks = reference.shape[1]
    facts = reference.sum(axis=1)
    mean, variance = np.zeros(len(reference)), np.zeros(len(reference))
    line = _line(weeks)
    own = np.hstack([line, _waves(weeks)])
    for covariates, chosen in ((line, facts < SEASON_FACTS), (own, facts >= SEASON_FACTS)):
        dispersion, widened = np.ones(len(reference)), np.zeros(len(reference))
        for places in _batches(np.flatnonzero(chosen)):
            found = _reweighted(reference[places], covariates, season[places])
            last = covariates[-1]
            mean[places] = np.exp(found.fit.effects @ last + season[places, -1])
            unsure = (
                found.fit.covariance @ last
            ) @ last  # of the mean's logarithm, for a dispersion of 1
            widened[places] = mean[places] + unsure * mean[places] ** 2
            dispersion[places] = found.dispersion
        if chosen.any():
            least = max(1.0, float(dispersion[chosen].mean()))
            variance[chosen] = np.maximum(dispersion[chosen], least) * widened[chosen]
    return mean, variance


def _batches(places: Ints) -> Iterator[Ints]:
    for start in range(0, len(places), _BATCH):
        yield places[start : start + _BATCH]


def _few(reference: Floats, season: Floats) -> tuple[Floats, Floats]:
    """Mean and variance of the judged week, from a constant rate; `season` has the judged week last."""
    facts, share = reference.sum(axis=1), np.exp(season)
    exposure = share[:, :-1].sum(axis=1)
    rate = (facts + 0.5) / exposure  # Jeffreys' prior: Gamma(1/2, 0)
    dispersion = _common_dispersion(reference, share[:, :-1], facts / exposure)
    mean = rate * share[:, -1]
    return mean, dispersion * (mean + mean**2 / (facts + 0.5))


def _common_dispersion(reference: Floats, share: Floats, rate: Floats) -> float:
    """Pearson's, of all series together; of one fact in all it says nothing."""
    telling = reference.sum(axis=1) >= 2
    if not telling.any():
        return 1.0
    means = rate[telling, None] * share[telling]
    apart = (reference[telling] - means) ** 2 / means
    return max(1.0, float(apart.sum() / (apart.size - len(apart))))
