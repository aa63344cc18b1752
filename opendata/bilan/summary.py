"""One circonscription's or directorate's week, beside the twelve weeks before and the same week of earlier years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from opendata.bilan.alarms import Level, levels
from opendata.bilan.areas import Areas
from opendata.bilan.extract import Facility, Facts
from opendata.bilan.usual import Ints
from opendata.bilan.week import Week
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, Nomenclature

RECENT = 12
EARLIER_YEARS = 5
CLEAR = 1.96
"""Standard deviations from which two numbers of facts differ otherwise than by chance, one time in twenty."""


@dataclass(frozen=True)
class Area:
    """Whom a summary is for: a circonscription or a directorate, and the arrondissements it works in."""

    sorte: str
    code: str
    libelle: str
    arrondissements: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A series of a summary. `recent`: the twelve weeks before, the oldest first. `earlier`: the same week one year
    before, two years before…, `None` where the extract does not go so far.
    """

    code: str
    facts: int
    recent: tuple[int, ...]
    earlier: tuple[int | None, ...]
    level: Level | None
    was_above: bool | None
    facility: Facility | None = None

    @property
    def last_week(self) -> int | None:
        """Facts of the week before."""
        return self.recent[-1] if self.recent else None

    @property
    def usually(self) -> float | None:
        """Mean of the weeks before, up to twelve."""
        return sum(self.recent) / len(self.recent) if self.recent else None

    @property
    def is_above(self) -> bool:
        """Whether an alarm is given."""
        return self.level is not None and self.level.is_above


@dataclass(frozen=True)
class Trend:
    """The last twelve weeks (`now`) beside the same ones a year before; `gap` in standard deviations of chance."""

    now: int
    before: int
    gap: float

    @property
    def sense(self) -> int:
        """1: up, -1: down, 0: no difference that chance would not make."""
        return 0 if abs(self.gap) < CLEAR else 1 if self.gap > 0 else -1


@dataclass(frozen=True)
class Summary:
    """The week of an area. `facilities` are those with a fact this week or the week before, alarms first; `judged` of
    them were looked at. `late`: facts of earlier weeks told this week, `None` where the extract does not say.
    """

    week: Week
    area: Area
    total: Line
    types: tuple[Line, ...]
    facilities: tuple[Line, ...]
    judged: int
    trend: Trend | None
    late: int | None
    places: Mapping[str, int]

    @property
    def alarms(self) -> tuple[Line, ...]:
        """Types, then facilities, above their usual level."""
        return tuple(line for line in (*self.types, *self.facilities) if line.is_above)


def areas_of(areas: Areas, codes: Nomenclature) -> tuple[Area, ...]:
    """Whom summaries are for: circonscriptions, then directorates."""
    return (
        *(Area("circonscription", code, one.libelle, tuple(sorted(one.arrondissements)))
          for code, one in areas.circonscriptions.items()),
        *(Area("direction", code, label, ARRONDISSEMENTS) for code, label in codes.directions.items()),
    )  # fmt: skip


def summaries(facts: Facts, areas: Sequence[Area]) -> tuple[Summary, ...]:
    """The summary of every area, in their order. Areas of one kind share no facility."""
    kinds = {facility.kind: 0 for facility in facts.facilities}
    ranks = {kind: number for number, kind in enumerate(sorted(kinds))}
    everywhere = np.arange(len(facts.facilities))
    season = np.array([ranks[one.kind] for one in facts.facilities], dtype=np.int64)
    facilities = _lines(
        facts,
        facts.places,
        [one.code for one in facts.facilities],
        season,
        facts.facilities,
    )
    made: dict[Area, Summary] = {}
    for sorte in dict.fromkeys(area.sorte for area in areas):
        some = [area for area in areas if area.sorte == sorte]
        owner = _owners(facts, some)
        totals = _lines(
            facts, owner[facts.places], [area.code for area in some], np.arange(len(some))
        )
        kinds_of_fact = facts.kinds_of_fact
        number = len(kinds_of_fact)
        groups = np.where(owner[facts.places] >= 0, owner[facts.places] * number + facts.types, -1)
        types = _lines(facts, groups, list(kinds_of_fact) * len(some), np.tile(np.arange(number), len(some)))  # fmt: skip
        for rank, area in enumerate(some):
            inside = everywhere[owner == rank]
            made[area] = _summary(
                facts, area, totals[rank], types[rank * number : (rank + 1) * number],
                [facilities[place] for place in inside], inside,
            )  # fmt: skip
    return tuple(made[area] for area in areas)


def _owners(facts: Facts, areas: Sequence[Area]) -> Ints:
    """For each facility, the rank of its area; -1 where it has none."""
    by_place = {code: n for n, area in enumerate(areas) for code in area.arrondissements}
    by_code = {area.code: n for n, area in enumerate(areas)}
    is_directorate = any(area.sorte == "direction" for area in areas)
    return np.array(
        [by_code.get(one.directorate, -1) if is_directorate else by_place.get(one.arrondissement, -1)
         for one in facts.facilities],
        dtype=np.int64,
    )  # fmt: skip


def _lines(
    facts: Facts,
    groups: Ints,
    codes: Sequence[str],
    seasons: Ints,
    facilities: Sequence[Facility] = (),
) -> list[Line]:
    """A line a group, judged together; `groups` has an index a row of facts, -1 for those left out."""
    week = facts.week
    weeks = facts.known(week.rank)
    series = facts.series(groups, len(codes), weeks, week.rank)
    now, before = levels(series, seasons), levels(series[:, :-1], seasons)
    lines = []
    for rank, code in enumerate(codes):
        row = series[rank].tolist()
        lines.append(
            Line(
                code, row[-1], tuple(row[-1 - RECENT : -1]), _earlier(row, week), now[rank] if now else None,
                before[rank].is_above if before else None, facilities[rank] if facilities else None,
            )
        )  # fmt: skip
    return lines


def _earlier(row: Sequence[int], week: Week) -> tuple[int | None, ...]:
    found: list[int | None] = []
    for years in range(1, EARLIER_YEARS + 1):
        place = len(row) - 1 - (week.rank - week.in_year(week.year - years).rank)
        found.append(row[place] if place >= 0 else None)
    return tuple(found)


def _summary(
    facts: Facts,
    area: Area,
    total: Line,
    types: Sequence[Line],
    facilities: Sequence[Line],
    inside: Ints,
) -> Summary:
    shown = sorted(
        (line for line in facilities if line.facts or line.last_week),
        key=lambda line: (not line.is_above, line.level.probability if line.is_above and line.level else 0, -line.facts, line.code),
    )  # fmt: skip
    places = dict.fromkeys(area.arrondissements, 0)
    for line in facilities:
        if line.facility:
            places[line.facility.arrondissement] += line.facts
    late = None if facts.late is None else int(facts.late[inside].sum())
    return Summary(
        facts.week, area, total, tuple(types), tuple(shown), len(facilities),
        _trend(facts, inside, total.level), late, places,
    )  # fmt: skip


def _trend(facts: Facts, inside: Ints, level: Level | None) -> Trend | None:
    """Twelve weeks beside those of a year before; chance has the spread of the area's own weeks."""
    a_year = facts.week.rank - facts.week.in_year(facts.week.year - 1).rank
    if level is None or facts.known(facts.week.rank) < a_year + RECENT:
        return None
    groups = np.where(np.isin(facts.places, inside), 0, -1)
    now, before = (int(facts.series(groups, 1, RECENT, last).sum()) for last in (facts.week.rank, facts.week.rank - a_year))  # fmt: skip
    chance = sqrt(level.spread * (now + before))
    return Trend(now, before, (now - before) / chance if chance else 0.0)
