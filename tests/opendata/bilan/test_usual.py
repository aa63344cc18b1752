"""What is usual: hand-worked laws, scipy as a second judge, then simulated weeks with and without outbreaks."""

from __future__ import annotations

from collections.abc import Callable
from math import comb

import numpy as np
import pytest
from scipy import optimize, stats

from opendata.bilan import usual as module
from opendata.bilan.regression import fit
from opendata.bilan.usual import GUARD, REFERENCE, Ints, Usual, usual
from tools import outbreaks
from tools.simulated_weeks import WEEKS, World

SERIES = 400


def alike(series: int) -> Ints:
    """One kind for all."""
    return np.zeros(series, dtype=np.int64)


def judged(drawn: Ints) -> Usual:
    found = usual(drawn[:, :-1], alike(len(drawn)))
    assert found is not None
    return found


def test_a_year_and_a_half_is_too_short_by_a_week() -> None:
    short = np.ones((1, module.LEAST + GUARD - 1), dtype=np.int64)
    assert usual(short, alike(1)) is None
    assert usual(np.ones((1, module.LEAST + GUARD), dtype=np.int64), alike(1)) is not None


def test_no_series_has_nothing_usual() -> None:
    assert usual(np.zeros((0, WEEKS), dtype=np.int64), alike(0)) is None


def test_a_facility_without_any_fact_has_the_law_of_jeffreys() -> None:
    """Gamma(1/2, 260 weeks): mean 1/520, and P(Y ≥ 1) = 1 - (260/261)^(1/2), worked by hand."""
    law = usual(np.zeros((1, WEEKS), dtype=np.int64), alike(1))
    assert law is not None
    assert law.weeks == REFERENCE
    assert law.mean[0] == pytest.approx(1 / 520)
    assert law.exceedance(np.array([1]))[0] == pytest.approx(1 - (260 / 261) ** 0.5, rel=1e-9)


def test_a_facility_of_few_facts_has_a_negative_binomial_law_in_closed_form() -> None:
    """7 facts in 260 weeks, never two in one: P(Y ≥ 2) by the terms of the series, size 7.5, success 260/261."""
    past = np.zeros((1, WEEKS), dtype=np.int64)
    past[0, 5:215:30] = 1
    law = usual(past, alike(1))
    assert law is not None
    assert law.facts[0] == 7
    none = (260 / 261) ** 7.5
    one = none * 7.5 / 261
    assert law.exceedance(np.array([2]))[0] == pytest.approx(1 - none - one, rel=1e-9)


def test_the_quantile_is_that_of_the_law_summed_term_by_term() -> None:
    """Mean 4, variance 8: size 4, success 1/2; P(Y = k) = C(k + 3, k) / 2^(k + 4)."""
    law = Usual(np.array([4.0]), np.array([8.0]), np.array([1000]), REFERENCE)
    total, count = 0.0, -1
    while total < 0.95:
        count += 1
        total += comb(count + 3, count) / 2 ** (count + 4)
    assert law.quantile(0.95)[0] == count == 9
    below = sum(comb(k + 3, k) / 2 ** (k + 4) for k in range(9))
    assert law.exceedance(np.array([9]))[0] == pytest.approx(1 - below)


def test_a_variance_equal_to_the_mean_is_a_poisson_law() -> None:
    law = Usual(np.array([3.0]), np.array([3.0]), np.array([1000]), REFERENCE)
    assert law.exceedance(np.array([7]))[0] == pytest.approx(stats.poisson.sf(6, 3.0), rel=1e-6)
    assert law.quantile(0.95)[0] == stats.poisson.ppf(0.95, 3.0)


def test_the_regression_is_where_the_likelihood_is_highest() -> None:
    """scipy's own search of the highest penalised likelihood ends at the same effects."""
    rng = np.random.default_rng(5)
    weeks = np.linspace(-1, 1, 120)
    covariates = np.column_stack([np.ones(120), weeks, np.cos(9 * weeks)])
    offset = rng.normal(0, 0.3, 120)
    weights = rng.uniform(0.2, 1.5, 120)
    counts = rng.poisson(np.exp(0.4 + 0.5 * weeks + offset)).astype(float)

    def unlikely(effects: np.ndarray) -> float:
        logarithms = covariates @ effects + offset
        told = weights * (counts * logarithms - np.exp(logarithms))
        return float(-told.sum() + (effects[1:] ** 2).sum() / 2)

    searched = optimize.minimize(unlikely, np.zeros(3), method="BFGS", options={"gtol": 1e-8})
    found = fit(counts[None], covariates, offset[None], weights[None])
    assert found.effects[0] == pytest.approx(searched.x, abs=1e-5)
    around = np.linalg.inv(_curvature(unlikely, searched.x))
    assert found.covariance[0] == pytest.approx(around, rel=1e-3, abs=1e-6)


def _curvature(
    function: Callable[[np.ndarray], float], point: np.ndarray, step: float = 1e-3
) -> np.ndarray:
    """Second derivatives by differences: what BFGS keeps of them on its way depends on the processor."""
    one = step * np.eye(len(point))
    return np.array(
        [
            [
                function(point + a + b) - function(point + a - b)
                - function(point - a + b) + function(point - a - b)
                for b in one
            ]
            for a in one
        ]
    ) / (4 * step**2)  # fmt: skip


def test_a_series_has_the_same_mean_alone_as_among_others() -> None:
    drawn = World(2, 1.5, 0.4, 0.3).drawn(np.random.default_rng(6), 40)
    together, alone = usual(drawn[:, :-1], np.arange(40)), usual(drawn[7:8, :-1], alike(1))
    assert together is not None
    assert alone is not None
    assert together.mean[7] == pytest.approx(alone.mean[0], rel=1e-6)


def test_no_series_varies_less_than_those_of_its_size_together() -> None:
    """A calm series among many that vary is not given a narrow range for having been calm."""
    rng = np.random.default_rng(13)
    drawn = np.vstack([World(2, 2.5).drawn(rng, 60), World(2).drawn(rng, 1)])
    law, alone = judged(drawn), judged(drawn[-1:])
    assert law.variance[-1] / law.mean[-1] > 2 > alone.variance[0] / alone.mean[0]


def test_the_season_of_a_kind_is_lent_to_facilities_of_few_facts() -> None:
    rng = np.random.default_rng(7)
    law = judged(World(0.05, season=1.0).drawn(rng, SERIES))
    low = World(0.05, season=1.0).means()[-1]
    assert low < 0.035 or low > 0.07  # far from the mean of the year
    assert law.mean.mean() == pytest.approx(low, rel=0.25)


def test_an_outbreak_of_last_month_does_not_become_usual() -> None:
    rng = np.random.default_rng(8)
    drawn = World(1).drawn(rng, 100)
    risen = drawn.copy()
    risen[:, -9:-1] += 6
    assert judged(risen).mean == pytest.approx(judged(drawn).mean)


def test_an_outbreak_of_the_past_hardly_raises_the_limit() -> None:
    """Six weeks of eight facts more, in one series of five: the limit rises by less than one fact, a naive one by more."""
    drawn = World(1).drawn(np.random.default_rng(9), 200)
    risen = drawn.copy()
    risen[::5, 100:106] += 8
    before, after = (judged(one).quantile(0.995)[::5].mean() for one in (drawn, risen))
    spread = [one[::5, :REFERENCE].std(axis=1).mean() for one in (drawn, risen)]
    assert after - before < 0.7
    assert stats.norm.ppf(0.995) * (spread[1] - spread[0]) > 1.2


WORLDS = (
    World(0.2), World(0.2, 1.5), World(0.5, 1.5, 0.6), World(1), World(1, 2, 0.6, 0.6), World(5, 1.5, 0.6, -0.6),
)  # fmt: skip


@pytest.mark.parametrize("world", WORLDS, ids=str)
def test_a_usual_week_seldom_passes_its_limit(world: World) -> None:
    """1 % asked; a discrete law gives less, an estimated dispersion a little more (the bench prints it)."""
    drawn = world.drawn(np.random.default_rng(10), 2 * SERIES)
    assert (judged(drawn).exceedance(drawn[:, -1]) <= 0.01).mean() <= 0.02


@pytest.mark.parametrize(
    ("world", "more", "least"),
    [(World(0.2), 5, 0.99), (World(0.2, 1.5), 6, 0.9), (World(1), 7, 0.95), (World(5, 1.5, 0.6, 0.3), 15, 0.9)],
    ids=str,
)  # fmt: skip
def test_a_large_outbreak_is_found(world: World, more: int, least: float) -> None:
    drawn = world.drawn(np.random.default_rng(11), SERIES)
    assert (judged(drawn).exceedance(drawn[:, -1] + more) <= 0.001).mean() >= least


def test_few_alarms_of_a_week_are_chance_alone() -> None:
    """What the bench measures on more: 240 facilities, one in a hundred with an outbreak, and none."""
    weeks = outbreaks.city(weeks=12, series=60)
    false, found, disturbed = (
        np.mean([getattr(one, name)[0] for one in weeks])
        for name in ("false", "found", "disturbed")
    )
    assert false <= 0.12
    assert found >= 0.8
    assert disturbed <= 0.25
    by_hand = [one.disturbed[1] for one in weeks]
    assert np.mean(by_hand) >= 0.5  # the rule of thumb disturbs most calm weeks
