"""Series above their usual level, each with its range and how often chance alone does that."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.bilan.discoveries import kept
from opendata.bilan.usual import Ints, usual

LOW, HIGH = 0.05, 0.95
"""The usual range: nine weeks in ten."""
LEAST_FACTS = 3
"""Fewest facts of an alarm: one or two say nothing that somebody could act upon."""


@dataclass(frozen=True)
class Level:
    """What a series counts in a week beside what it usually does.

    `low` to `high` hold nine usual weeks in ten. `probability`: that a usual week counts as much or more. `among`: how
    many series were judged together. `past_facts` in `past_weeks` weeks are what the range was taken from. `spread`:
    variance over mean.
    """

    facts: int
    mean: float
    low: int
    high: int
    probability: float
    among: int
    past_facts: int
    past_weeks: int
    spread: float
    is_above: bool

    @property
    def by_chance(self) -> float:
        """How many series as far above or farther chance alone gives each week among those judged together."""
        return self.probability * self.among


def levels(series: Ints, kinds: Ints) -> tuple[Level, ...] | None:
    """The level of each series (series, weeks) in its last week; `None` where the past is too short to say.

    `kinds` says which series share a season. Those above are chosen among all of them together.
    """
    law = usual(series[:, :-1], kinds)
    if law is None:
        return None
    facts = series[:, -1]
    probability = law.exceedance(facts)
    is_above = kept(np.where(facts >= LEAST_FACTS, probability, 1.0))
    low, high = law.quantile(LOW), law.quantile(HIGH)
    return tuple(
        Level(
            int(facts[n]), float(law.mean[n]), int(low[n]), int(high[n]), float(probability[n]), len(series),
            int(law.facts[n]), law.weeks, float(law.variance[n] / law.mean[n]), bool(is_above[n]),
        )
        for n in range(len(series))
    )  # fmt: skip
