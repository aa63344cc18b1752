"""The fictitious ESPRI extract of the demonstration: facts drawn by lot, with hours, seasons and two outbreaks.

Nothing in it comes from a real sheet. Facilities have a kind, a kind its own hours, days, months, places and types of
facts, so that a reader finds something to follow; two outbreaks are laid in on purpose, to be found again. The codes
are those of `data/parametres/divulgation.yaml`; each says that it is fictitious.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from opendata.findings import Finding, FindingsError
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, CHEMIN, Divulgation, Nomenclature
from opendata.tranquillite.espri import COLUMNS, OPTIONAL
from opendata.tranquillite.quarter import Quarter

FACTS = 60_000
FACILITIES = 480
Places = NDArray[np.int64]

TYPES = tuple(f"FAIT-FICTIF-{name}" for name in (
    "AGRESSION", "MENACE", "INJURE", "DEGRADATION", "VOL", "GRAFFITI", "INTRUSION", "OCCUPATION", "BRUIT", "CONFLIT",
))  # fmt: skip
LIEUX = tuple(f"LIEU-FICTIF-{name}" for name in ("ACCUEIL", "SALLE", "SANITAIRES", "ABORDS"))
# What a year weighs, the first one first; more years begin again.
YEARS = (8, 8, 9, 9, 10, 10, 11, 11, 11, 10, 10, 10, 9, 9, 10, 10, 10, 11, 11, 11)

# Facts of the quarters that follow, each drawn apart: whoever asks for one more changes nothing of those before.
LATER = {Quarter(2026, 1): 740, Quarter(2026, 2): 910}

# How many sheets of a hundred and some are written the same day, the day after…, the last ones two weeks later.
DELAYS = (50, 25, 8, 5, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1)


@dataclass(frozen=True)
class Kind:
    """A kind of facility. `part`: how many there are; the strings hold one digit of weight for each of `TYPES`,
    of `LIEUX`, of the months from January, of the days from Monday, of the hours from midnight.
    """

    code: str
    direction: str
    part: int
    types: str
    lieux: str
    mois: str
    jours: str
    heures: str


KINDS = (
    Kind("TYPE-FICTIF-ECOLE", "DIR-FICTIF-ECOLES", 5,
         "1214233321", "2214", "556665117655", "9889831", "111100135543344555432211"),
    Kind("TYPE-FICTIF-JARDIN", "DIR-FICTIF-JARDINS", 4,
         "2228243985", "1119", "234578887543", "4444589", "321100012333444555667654"),
    Kind("TYPE-FICTIF-GYMNASE", "DIR-FICTIF-SPORTS", 4,
         "2235532333", "2532", "566654334666", "5565577", "100000013333333445789732"),
    Kind("TYPE-FICTIF-BIBLIOTHEQUE", "DIR-FICTIF-CULTURE", 3,
         "1473711549", "4722", "666655445666", "1667693", "000000000135434567874100"),
    Kind("TYPE-FICTIF-PISCINE", "DIR-FICTIF-SPORTS", 3,
         "2362912337", "3632", "444567886444", "5566798", "000000013443445666653200"),
    Kind("TYPE-FICTIF-ANIMATION", "DIR-FICTIF-CULTURE", 3,
         "2354532667", "4523", "556655436655", "5565652", "000000001233435567788521"),
)  # fmt: skip


@dataclass(frozen=True)
class Outbreak:
    """`facts` facts of one type, above what is usual, in a few facilities of one kind and arrondissement."""

    arrondissement: str
    kind: str
    type_fait: str
    premier_jour: datetime.date
    dernier_jour: datetime.date
    facilities: int
    facts: int


OUTBREAKS = (
    Outbreak("75112", "TYPE-FICTIF-JARDIN", "FAIT-FICTIF-MENACE",
             datetime.date(2025, 7, 7), datetime.date(2025, 8, 3), 4, 56),
    Outbreak("75115", "TYPE-FICTIF-ECOLE", "FAIT-FICTIF-DEGRADATION",
             datetime.date(2025, 10, 6), datetime.date(2025, 11, 9), 5, 75),
)  # fmt: skip


@dataclass(frozen=True)
class Facilities:
    """The fictitious facilities, by rank: the rank of their kind, and of their arrondissement."""

    kinds: Places
    places: Places

    def like(self, outbreak: Outbreak) -> Places:
        """The ranks of the facilities where an outbreak is laid, the busiest first."""
        kind = [one.code for one in KINDS].index(outbreak.kind)
        place = ARRONDISSEMENTS.index(outbreak.arrondissement)
        found = np.flatnonzero((self.kinds == kind) & (self.places == place))
        return found[: outbreak.facilities]


@dataclass(frozen=True)
class Facts:
    """Facts drawn, one an index: ranks of facility, type and place, day since the first one, hour."""

    facilities: Places
    types: Places
    lieux: Places
    days: Places
    hours: Places

    def joined(self, other: Facts) -> Facts:
        """These facts, then those of `other`."""
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return Facts(*(np.concatenate(pair) for pair in pairs))

    @property
    def in_order(self) -> Places:
        """Indices by day and hour, else as drawn."""
        return np.argsort(24 * self.days + self.hours, kind="stable")


def synthesise(
    seed: int,
    parametres: Divulgation,
    last_year: int = 2025,
    until: datetime.date = datetime.date.max,
    quarter: Quarter | None = None,
) -> bytes:
    """A FICTITIOUS extract of 60,000 facts, then those of `LATER` until the end of `quarter`, the same bytes on any
    machine; of them, those whose sheet is there at the end of the day `until`.

    Only uniform draws and exact arithmetic are used: they do not depend on the version of
    numpy or on the processor. Raises FindingsError when the nomenclature is another.
    """
    _require_codes(parametres.nomenclature)
    rng = np.random.default_rng(seed)
    facilities = _facilities(rng)
    calendar = _calendar(parametres.periode.debut, last_year)
    laid = [one for one in OUTBREAKS if calendar[0] <= one.premier_jour and one.dernier_jour <= calendar[-1]]  # fmt: skip
    facts = _usual(rng, facilities, calendar, FACTS - sum(one.facts for one in laid))
    for outbreak in laid:
        facts = facts.joined(_outbreak(rng, facilities, calendar, outbreak))
    # Drawn apart: what is drawn above stays what it was before sheets had a day.
    delays = _drawn(DELAYS, np.random.default_rng([seed, 1]).random(FACTS))
    for one in sorted(one for one in LATER if quarter is not None and one <= quarter):
        more, days = _later(seed, facilities, one, len(calendar))
        facts, calendar = facts.joined(more), [*calendar, *days]
        chances = np.random.default_rng([seed, 3, one.year, one.number]).random(LATER[one])
        delays = np.concatenate([delays, _drawn(DELAYS, chances)])
    return _written(facilities, facts, calendar, delays, until)


def _require_codes(codes: Nomenclature) -> None:
    expected = (
        ("types_faits", codes.types_faits, TYPES),
        ("types_equipement", codes.types_equipement, [kind.code for kind in KINDS]),
        ("directions", codes.directions, [kind.direction for kind in KINDS]),
        ("lieux", codes.lieux, LIEUX),
    )
    others = [Finding(CHEMIN, 0, 0, f"nomenclature.{name} n'est pas celle de la démonstration",
                      "l'extrait fictif est tiré avec les codes fictifs", "revenir aux codes fictifs, ou ne pas tirer d'extrait")
              for name, found, wanted in expected if set(found) != set(wanted)]  # fmt: skip
    if others:
        raise FindingsError(others)


def _calendar(first_year: int, last_year: int) -> list[datetime.date]:
    first, after = datetime.date(first_year, 1, 1), datetime.date(last_year + 1, 1, 1)
    return [first + datetime.timedelta(n) for n in range((after - first).days)]


def _facilities(rng: np.random.Generator) -> Facilities:
    """Some arrondissements have many facilities, some few, in an order drawn by lot."""
    order = np.argsort(rng.random(len(ARRONDISSEMENTS)), kind="stable")
    few = np.arange(2 * len(ARRONDISSEMENTS) - 1, 0, -2)
    places = order[_drawn(few, rng.random(FACILITIES))]
    kinds = _drawn([kind.part for kind in KINDS], rng.random(FACILITIES))
    return Facilities(kinds, places)


def _usual(
    rng: np.random.Generator,
    facilities: Facilities,
    calendar: Sequence[datetime.date],
    number: int,
) -> Facts:
    """Facts without an outbreak; a few facilities see many, most see few."""
    where = _drawn(1_000_000 // (np.arange(FACILITIES) + 30), rng.random(number))
    chances = rng.random((4, number))
    drawn = np.zeros((4, number), dtype=np.int64)
    for rank, kind in enumerate(KINDS):
        those = facilities.kinds[where] == rank
        weights = (_digits(kind.types), _digits(kind.lieux), _days(kind, calendar), _digits(kind.heures))  # fmt: skip
        for row, one in enumerate(weights):
            drawn[row, those] = _drawn(one, chances[row, those])
    return Facts(where, *drawn)


def _later(
    seed: int, facilities: Facilities, quarter: Quarter, before: int
) -> tuple[Facts, list[datetime.date]]:
    """The facts of a later quarter, `before` days after the first one, and its days."""
    length = (quarter.last_day - quarter.first_day).days + 1
    days = [quarter.first_day + datetime.timedelta(n) for n in range(length)]
    rng = np.random.default_rng([seed, 2, quarter.year, quarter.number])
    drawn = _usual(rng, facilities, days, LATER[quarter])
    return replace(drawn, days=drawn.days + before), days


def _outbreak(
    rng: np.random.Generator,
    facilities: Facilities,
    calendar: Sequence[datetime.date],
    outbreak: Outbreak,
) -> Facts:
    kind = next(one for one in KINDS if one.code == outbreak.kind)
    where, chances = facilities.like(outbreak), rng.random((4, outbreak.facts))
    first, last = (calendar.index(day) for day in (outbreak.premier_jour, outbreak.dernier_jour))
    days = first + _drawn(_days(kind, calendar[first : last + 1]), chances[2])
    types = np.full(outbreak.facts, TYPES.index(outbreak.type_fait), dtype=np.int64)
    return Facts(where[_drawn(np.ones(len(where)), chances[0])], types, _drawn(_digits(kind.lieux), chances[1]),
                 days, _drawn(_digits(kind.heures), chances[3]))  # fmt: skip


def _days(kind: Kind, calendar: Sequence[datetime.date]) -> list[int]:
    """What each day of the calendar weighs for a kind of facility."""
    months, weekdays, first = _digits(kind.mois), _digits(kind.jours), calendar[0].year
    return [YEARS[(day.year - first) % len(YEARS)] * months[day.month - 1] * weekdays[day.weekday()]
            for day in calendar]  # fmt: skip


def _digits(text: str) -> list[int]:
    return [int(digit) for digit in text]


def _drawn(weights: Sequence[int] | NDArray[np.generic], chances: NDArray[np.float64]) -> Places:
    """For each chance in [0, 1), a rank in the share of its whole weight."""
    until = np.cumsum(np.asarray(weights, dtype=np.int64))
    found: Places = np.searchsorted(until, np.floor(chances * until[-1]).astype(np.int64), side="right")  # fmt: skip
    return found.astype(np.int64)


def _written(
    facilities: Facilities,
    facts: Facts,
    calendar: Sequence[datetime.date],
    delays: Places,
    until: datetime.date,
) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*COLUMNS, *OPTIONAL))
    for number, index in enumerate(facts.in_order, 1):
        rank = facts.facilities[index]
        kind = KINDS[facilities.kinds[rank]]
        day = calendar[facts.days[index]]
        told = day + datetime.timedelta(int(delays[number - 1]))
        if told <= until:
            writer.writerow((f"F-FICTIF-{number:06d}", day.isoformat(), f"EQ-FICTIF-{rank + 1:04d}",
                             kind.code, kind.direction, ARRONDISSEMENTS[facilities.places[rank]],
                             TYPES[facts.types[index]], f"{facts.hours[index]:02d}", LIEUX[facts.lieux[index]],
                             told.isoformat()))  # fmt: skip
    return out.getvalue().encode()
