"""The last 72 hours of the Seine as a drawing: positions in its units. An hour without a reading is a gap, never a line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from site_src.direct.records import DEPTH, Releve
from site_src.frame.hours import day_without_year, local

LARGEUR, HAUTEUR = 360, 200
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 12, 24
STEP_M = 0.5
LONGEST_GAP = timedelta(hours=2, minutes=30)
# Two moments a day apart, to the half hour.
DAY, ABOUT = timedelta(days=1), timedelta(minutes=40)


@dataclass(frozen=True)
class Trend:
    """Lines of readings (« x,y x,y »), single readings between two gaps, marks of heights and of midnights."""

    lignes: tuple[str, ...]
    points: tuple[tuple[float, float], ...]
    metres: tuple[tuple[float, float], ...]
    jours: tuple[tuple[str, float], ...]
    largeur: int = LARGEUR
    hauteur: int = HAUTEUR
    gauche: int = LEFT
    droite: int = LARGEUR - RIGHT
    haut: int = TOP
    bas: int = HAUTEUR - BOTTOM


@dataclass(frozen=True)
class _Frame:
    """Where a moment and a height stand."""

    last: datetime
    lowest: float
    highest: float

    def x(self, moment: datetime) -> float:
        share = 1 - (self.last - moment) / DEPTH
        return round(LEFT + share * (LARGEUR - LEFT - RIGHT), 1)

    def y(self, metres: float) -> float:
        share = (self.highest - metres) / (self.highest - self.lowest)
        return round(TOP + share * (HAUTEUR - TOP - BOTTOM), 1)


def trend(serie: Sequence[Releve]) -> Trend | None:
    """The drawing of readings from the oldest; none while there are not two."""
    if len(serie) < 2:
        return None
    frame = _frame(serie)
    runs = list(_runs(serie))
    steps = round((frame.highest - frame.lowest) / STEP_M)
    marks = [frame.lowest + STEP_M * step for step in range(0, steps + 1, max(1, steps // 4))]
    return Trend(
        lignes=tuple(" ".join(_point(frame, one) for one in run) for run in runs if len(run) > 1),
        points=tuple((frame.x(run[0].observe_a), frame.y(run[0].hauteur_m)) for run in runs if len(run) == 1),
        metres=tuple((mark, frame.y(mark)) for mark in marks),
        jours=tuple(_midnights(frame)),
    )  # fmt: skip


def _frame(serie: Sequence[Releve]) -> _Frame:
    """Whole steps around the readings, a metre at least: a ripple does not look like a flood."""
    heights = [one.hauteur_m for one in serie]
    lowest = math.floor(min(heights) / STEP_M) * STEP_M
    highest = math.ceil(max(heights) / STEP_M) * STEP_M
    return _Frame(serie[-1].observe_a, lowest, max(highest, lowest + 2 * STEP_M))


def _runs(serie: Iterable[Releve]) -> Iterator[list[Releve]]:
    """Readings that follow each other without a gap."""
    run: list[Releve] = []
    for one in serie:
        if run and one.observe_a - run[-1].observe_a > LONGEST_GAP:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _point(frame: _Frame, releve: Releve) -> str:
    return f"{frame.x(releve.observe_a)},{frame.y(releve.hauteur_m)}"


def _midnights(frame: _Frame) -> Iterator[tuple[str, float]]:
    """Each midnight of Paris, and its day without the year."""
    day = local(frame.last - DEPTH).replace(hour=0, minute=0, second=0, microsecond=0) + DAY
    while day <= frame.last:
        yield day_without_year(day), frame.x(day)
        day += DAY


def day_before(serie: Sequence[Releve]) -> Releve | None:
    """The reading of a day before the last, to within `ABOUT`."""
    if not serie:
        return None
    wanted = serie[-1].observe_a - DAY
    nearest = min(serie, key=lambda one: abs(one.observe_a - wanted))
    return nearest if abs(nearest.observe_a - wanted) <= ABOUT else None
