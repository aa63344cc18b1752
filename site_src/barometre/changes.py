"""Which counts of a quarter are out of the ordinary: exact test of each, false alarms bounded over all.

A count and the sum of the same quarter in k earlier years, were they Poisson with one rate, share their total like a
coin that falls once in k + 1 (Przyborowski and Wilenski, 1940, Biometrika 31). Over all comparable cells the procedure
of Benjamini and Hochberg (1995) keeps the expected share of false alarms under `RATE`. Facts that come in series vary
more than Poisson counts: this names what to look at, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, lgamma, log

from site_src.barometre.quarters import Cell

RATE = 0.05


def chance(count: int, before: int, years: int) -> float:
    """How often a gap as large as that of `count` from `before` (sum of `years` counts) comes by chance, both ways."""
    size, share = count + before, 1 / (years + 1)
    below = sum(_probability(k, size, share) for k in range(count + 1))
    above = 1 - below + _probability(count, size, share)
    return min(1.0, 2 * min(below, above))


def _probability(k: int, size: int, share: float) -> float:
    """Of `k` in `size` draws (binomial)."""
    ways = lgamma(size + 1) - lgamma(k + 1) - lgamma(size - k + 1)
    return exp(ways + k * log(share) + (size - k) * log(1 - share))


def unusual(every: Sequence[Cell]) -> list[Cell]:
    """The comparable cells that stand out, the clearest first."""
    tested = sorted(
        ((chance(one.nombre or 0, sum(one.passes), len(one.passes)), rank, one)
         for rank, one in enumerate(every) if one.est_comparable),
        key=lambda item: item[:2],
    )  # fmt: skip
    kept = [rank for rank, (value, *_) in enumerate(tested, 1) if value <= RATE * rank / len(tested)]  # fmt: skip
    return [one for *_, one in tested[: max(kept, default=0)]]
