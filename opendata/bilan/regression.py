"""A quasi-Poisson regression with a logarithmic link, of many series at once.

Iteratively reweighted least squares (McCullagh and Nelder, 1989), every series on the same covariates. A weak prior
keeps what a series of a few facts cannot tell near zero, where maximum likelihood would run away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PRIOR = 1.0
"""Standard deviation of each covariate's effect but the constant, in logarithms: twice as much or half is e^0.7."""
_STEPS = 50
_CLOSE = 1e-8
_FARTHEST = 15.0  # in logarithms: far beyond any count, far within a double


@dataclass(frozen=True)
class Fit:
    """`effects` (series, covariates), `means` (series, weeks), `covariance` (series, covariates, covariates) for a
    dispersion of 1.
    """

    effects: Floats
    means: Floats
    covariance: Floats


def fit(counts: Floats, covariates: Floats, offset: Floats, weights: Floats) -> Fit:
    """Counts (series, weeks) explained by covariates (weeks, number), of which the first is the constant.

    `offset` is added to the logarithm of every mean, `weights` says what each count is worth; both as `counts`.
    A series without any fact has no fit: its means are near 0 and its constant means nothing.
    """
    number = covariates.shape[1]
    prior = np.diag([0.0] + [PRIOR**-2] * (number - 1))
    effects = np.zeros((len(counts), number))
    facts = np.maximum((weights * counts).sum(axis=1), 0.1)
    effects[:, 0] = np.log(facts / (weights * np.exp(offset)).sum(axis=1))
    for _ in range(_STEPS):
        means, precision = _state(effects, covariates, offset, weights, prior)
        slope = (weights * (counts - means)) @ covariates - effects @ prior
        step = np.linalg.solve(precision, slope[..., None])[..., 0]
        effects += np.clip(step, -1.0, 1.0)
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    means, precision = _state(effects, covariates, offset, weights, prior)
    return Fit(effects, means, np.asarray(np.linalg.inv(precision), dtype=np.float64))


def _state(
    effects: Floats, covariates: Floats, offset: Floats, weights: Floats, prior: Floats
) -> tuple[Floats, Floats]:
    """Means, and the precision of the effects there."""
    means = np.exp(np.clip(effects @ covariates.T + offset, -_FARTHEST, _FARTHEST))
    products = (covariates[:, :, None] * covariates[:, None, :]).reshape(len(covariates), -1)
    number = covariates.shape[1]
    precision = ((weights * means) @ products).reshape(-1, number, number) + prior
    return means, precision + 1e-9 * np.eye(number)
