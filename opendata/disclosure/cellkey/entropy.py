"""The perturbation table of greatest entropy: a given variance, no bias, no negatives, zeros that stay zero.

Of all noises with these moments it says least of the count (Giessing, 2016; so does the R package ptable, whose
further condition of monotony is not asked here). Each row is a convex program in two variables: its solution has
probabilities proportional to exp(a·v + b·v²). They are then made exact fractions, with the moments exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp

from opendata.disclosure.cellkey.ptable import PTable, Row
from opendata.disclosure.program import Floats

_DIGITS = 10**12


class VarianceError(Exception):
    """No noise has this variance; `lowest` and `highest` are those that some noise has for every count."""

    def __init__(self, lowest: Fraction, highest: Fraction) -> None:
        self.lowest, self.highest = lowest, highest
        super().__init__(f"variance entre {float(lowest):g} et {float(highest):g} attendue")


def ptable(deviation: int, variance: Fraction, threshold: int = 0) -> PTable:
    """Noises of at most `deviation`; no count from 1 to `threshold` comes out, which asks a larger deviation.

    Raises VarianceError.
    """
    last = deviation if threshold == 0 else deviation + threshold + 1
    supports = [_support(count, deviation, threshold) for count in range(1, last + 1)]
    lowest = max(_extremes(support)[0] for support in supports)
    highest = min(_extremes(support)[1] for support in supports)
    if not (lowest <= variance <= highest and variance > 0):
        raise VarianceError(lowest, highest)
    return PTable(({0: Fraction(1)}, *(_row(support, variance) for support in supports)))


def _support(count: int, deviation: int, threshold: int) -> list[int]:
    """The noises that lead to zero or above the threshold."""
    noises = range(-deviation, deviation + 1)
    return [noise for noise in noises if count + noise == 0 or count + noise > threshold]


def _extremes(support: Sequence[int]) -> tuple[Fraction, Fraction]:
    """Least and greatest variance of an unbiased noise: on the two values around zero, and on the two ends."""
    below, above = [v for v in support if v < 0], [v for v in support if v > 0]
    if not below or not above:
        return Fraction(0), Fraction(0)
    least = 0 if 0 in support else -max(below) * min(above)
    return Fraction(least), Fraction(-min(below) * max(above))


def _row(support: Sequence[int], variance: Fraction) -> Row:
    """Noise → probability, with sum 1, mean 0 and the variance, all exact."""
    low, high = _extremes(support)
    if variance == high:
        support = [support[0], support[-1]]
    elif variance == low:
        support = [max(v for v in support if v < 0), min(v for v in support if v > 0)]
    if len(support) == 2:
        below, above = support
        return {below: Fraction(above, above - below), above: Fraction(-below, above - below)}
    return _exact(support, _probabilities(support, float(variance)), variance)


def _probabilities(support: Sequence[int], variance: float) -> Floats:
    """Of greatest entropy, in floats: the dual program, smooth and convex."""
    scale = float(max(abs(v) for v in support))
    noise = np.array(support) / scale
    powers = np.stack([noise, noise**2])
    wanted = np.array([0.0, variance / scale**2])

    def value(weights: Floats) -> tuple[float, Floats]:
        parts = _softmax(weights @ powers)
        return float(logsumexp(weights @ powers) - weights @ wanted), powers @ parts - wanted

    def curvature(weights: Floats) -> Floats:
        parts = _softmax(weights @ powers)
        means = powers @ parts
        spread: Floats = (powers * parts) @ powers.T - np.outer(means, means)
        return spread

    found = minimize(value, np.zeros(2), jac=True, hess=curvature, method="trust-exact", options={"gtol": 1e-12, "maxiter": 500})  # fmt: skip
    return _softmax(found.x @ powers)


def _softmax(exponents: Floats) -> Floats:
    parts: Floats = np.exp(exponents - logsumexp(exponents))
    return parts


def _exact(support: Sequence[int], parts: Floats, variance: Fraction) -> Row:
    """Twelve digits of each probability, but for the three greatest: those that make the three moments exact."""
    free = sorted(sorted(range(len(support)), key=lambda place: -parts[place])[:3])
    row = {
        noise: Fraction(round(float(part) * _DIGITS), _DIGITS)
        for place, (noise, part) in enumerate(zip(support, parts, strict=True))
        if place not in free
    }
    missing = [
        moment - sum((noise**power * part for noise, part in row.items()), Fraction(0))
        for power, moment in enumerate((Fraction(1), Fraction(0), variance))
    ]
    chosen = [support[place] for place in free]
    for noise in chosen:
        one, two = (other for other in chosen if other != noise)
        row[noise] = (missing[2] - (one + two) * missing[1] + one * two * missing[0]) / (
            (noise - one) * (noise - two)
        )
    if min(row.values()) < 0:
        raise ArithmeticError("a probability came out negative")
    return dict(sorted(row.items()))
