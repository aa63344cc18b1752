"""What the weekly summary's alarms are worth: simulated weeks with known outbreaks, and none.

The peer is what is done by hand: an alarm above the mean of the last twelve weeks plus three standard deviations, from
three facts on. Rates are shares; the seeds are fixed, so that two machines print the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opendata.bilan.alarms import LEAST_FACTS
from opendata.bilan.discoveries import SHARE, kept
from opendata.bilan.usual import Ints, Usual, usual
from tools.simulated_weeks import World

Booleans = NDArray[np.bool_]
PEER = "moyenne de douze semaines plus trois écarts-types"
ASKED = 0.01
"""Share of usual weeks that may pass a limit, before what is done about many series at once."""
WORLDS = (
    World(0.2), World(0.2, 1.5), World(0.2, 1, 0.6, 0.6), World(0.5, 1.5, 0.6, -0.6), World(1, 2, 0.6, 0.6), World(5, 1.5, 0.6, 0.6),
)  # fmt: skip
CITY = (
    World(0.05, 1.2, 0.4),
    World(0.2, 1.3, 0.4, 0.3),
    World(0.5, 1.3, 0.4, -0.3),
    World(2, 1.5, 0.4),
)
SERIES, CITY_WEEKS, CITY_SERIES, EVERY = 2_000, 60, 200, 100


@dataclass(frozen=True)
class Rate:
    """A share, beside the peer's on the same weeks; `limit` is the most that passes, or the least."""

    what: str
    ours: float
    peer: float
    limit: float
    is_least: bool = False

    @property
    def passes(self) -> bool:
        """Whether the share is within its limit; the peer's is only shown."""
        return self.ours >= self.limit if self.is_least else self.ours <= self.limit

    def __str__(self) -> str:
        mark, most = "ok    " if self.passes else "MANQUÉ", "moins" if self.is_least else "plus"
        return f"{mark} {self.what} : {self.ours:.2%} (au {most} {self.limit:.0%}) — {self.peer:.2%} ({PEER})"


def rates() -> Iterator[Rate]:
    """Usual weeks above their limit, outbreaks found; then a whole city, its false alarms and its outbreaks."""
    for world in WORLDS:
        yield from _alone(world)
    yield from _city()


def _alone(world: World) -> Iterator[Rate]:
    """Each series by itself, at one usual week in a hundred."""
    drawn = world.drawn(np.random.default_rng(1), SERIES)
    name = f"{world.mean:g} fait par semaine, variance {world.dispersion:g} fois la moyenne, saison {world.season:g}, tendance {world.trend:g}"
    law = _law(drawn, np.zeros(SERIES, dtype=np.int64))
    calm, more = drawn[:, -1], size(world)
    for told, facts, limit, is_least in (
        ("semaines sans épidémie au-dessus", calm, 2 * ASKED, False),
        (f"épidémies de {more} faits trouvées", calm + more, 0.6, True),
    ):
        ours, peer = law.exceedance(facts) <= ASKED, by_hand(drawn, facts)
        yield Rate(f"{name} : {told}", float(ours.mean()), float(peer.mean()), limit, is_least)


def size(world: World) -> int:
    """Facts that an outbreak adds: five standard deviations of a usual week, and three at least."""
    return max(3, round(5 * float(np.sqrt(world.dispersion * world.means()[-1]))))


def _law(drawn: Ints, kinds: Ints) -> Usual:
    law = usual(drawn[:, :-1], kinds)
    if law is None:
        raise ValueError("simulated weeks are enough")
    return law


def by_hand(drawn: Ints, facts: Ints) -> Booleans:
    """The peer's alarms where the last week counts `facts`."""
    recent = drawn[:, -13:-1]
    limit = recent.mean(axis=1) + 3 * recent.std(axis=1, ddof=1)
    return np.asarray((facts > limit) & (facts >= LEAST_FACTS))


@dataclass(frozen=True)
class Judged:
    """A week of a city, by ours then by the peer: share of alarms that are false, of outbreaks found, and whether a
    week without an outbreak has an alarm.
    """

    false: tuple[float, float]
    found: tuple[float, float]
    disturbed: tuple[float, float]


def city(weeks: int, series: int) -> list[Judged]:
    """Weeks of `series` facilities of each of `CITY` judged together, one in a hundred with an outbreak."""
    rng = np.random.default_rng(2)
    kinds = np.repeat(np.arange(len(CITY)), series)
    outbreak = np.arange(len(kinds)) % EVERY == 0
    more = np.where(outbreak, np.repeat([size(world) + 2 for world in CITY], series), 0)
    return [
        _judged(np.vstack([world.drawn(rng, series) for world in CITY]), kinds, more)
        for _ in range(weeks)
    ]


def _judged(drawn: Ints, kinds: Ints, more: Ints) -> Judged:
    law, calm = _law(drawn, kinds), drawn[:, -1]
    raised = calm + more
    alarms = (_together(law, raised), by_hand(drawn, raised))
    disturbed = (_together(law, calm), by_hand(drawn, calm))
    outbreak = more > 0
    false = tuple(float((one & ~outbreak).sum() / max(one.sum(), 1)) for one in alarms)
    found = tuple(float(one[outbreak].mean()) for one in alarms)
    ever = tuple(float(one.any()) for one in disturbed)
    return Judged((false[0], false[1]), (found[0], found[1]), (ever[0], ever[1]))


def _together(law: Usual, facts: Ints) -> Booleans:
    """Ours, chosen among all series at once, as the summary does."""
    return kept(np.where(facts >= LEAST_FACTS, law.exceedance(facts), 1.0))


def _city() -> Iterator[Rate]:
    judged = city(CITY_WEEKS, CITY_SERIES)
    name = f"{len(CITY) * CITY_SERIES} équipements jugés ensemble"
    for told, pairs, limit, is_least in (
        ("alertes dues au hasard", [one.false for one in judged], SHARE, False),
        ("épidémies trouvées", [one.found for one in judged], 0.8, True),
        (
            "semaines sans épidémie avec une alerte",
            [one.disturbed for one in judged],
            1.5 * SHARE,
            False,
        ),
    ):
        ours, peer = np.mean(np.array(pairs), axis=0).tolist()
        yield Rate(f"{name} : {told}", ours, peer, limit, is_least)


if __name__ == "__main__":
    for rate in rates():
        print(rate, flush=True)
