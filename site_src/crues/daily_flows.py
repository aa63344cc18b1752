"""Annual maxima of the Seine's daily mean flow at Paris-Austerlitz, from the exports « QJM ».

The original (Banque Hydro, latin-1) is one block a year: its station, its year, statistics that
are not read (the height of twelve months of 2010 is zero there), then a table of days × months,
a flow in m³/s and a word on its validity in two fields. A year with fewer than
`JOURS_SUFFISANTS` days has no maximum: the flood may have passed unread.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from opendata.findings import Finding
from site_src.crues.annual_maxima import JOURS_SUFFISANTS, MOIS_D_UNE_ANNEE

ENCODING = "latin-1"  # any bytes are a text in it: what is wrong shows in the lines
_YEAR = re.compile(r"Procédure : QJM - Année : ([0-9]{4})")
_STATION = re.compile(r"(H[0-9]{7});")
_DAYS = "Jour/Mois;"
_DAY = re.compile(r"[0-9]{1,2}")
_FIELDS = 1 + 2 * MOIS_D_UNE_ANNEE
REMEDE = "reprendre l'original décrit"


@dataclass(frozen=True)
class Debit:
    """The mean flow of a day, in m³/s, and the word of the original on it (often « Estimé »)."""

    station: str
    jour: datetime.date
    debit_m3s: float
    validite: str


@dataclass(frozen=True)
class AnneeDebit:
    """What the flows of a station give of a year; no maximum when too few days are there."""

    station: str
    annee: int
    maximum: Debit | None
    nb_jours: int


def read_flows(path: str, raw: bytes, findings: list[Finding]) -> list[Debit] | None:
    """Every daily flow, in the order of the file; `None` with findings at the lines that cannot be read."""
    before = len(findings)
    station, year, in_days = "", 0, False
    debits: list[Debit] = []
    for number, line in enumerate(raw.decode(ENCODING).splitlines(), 1):
        if opening := _YEAR.match(line):
            station, year, in_days = "", int(opening[1]), False
        elif named := _STATION.match(line):
            station = named[1]
        elif line.startswith(_DAYS):
            in_days = True
        elif in_days and line[:1].isdigit():
            debits += _day_of_each_month(path, number, line, (station, year), findings)
    if not debits and len(findings) == before:
        findings.append(Finding(path, 1, 0, "aucun débit journalier", "un bloc QJM par année", REMEDE))  # fmt: skip
    return debits if len(findings) == before else None


def _day_of_each_month(
    path: str, number: int, line: str, block: tuple[str, int], findings: list[Finding]
) -> list[Debit]:
    station, year = block
    fields = line.rstrip(";").split(";")
    fields += [""] * (_FIELDS - len(fields))
    try:
        if not station or len(fields) != _FIELDS or not _DAY.fullmatch(fields[0]):
            raise ValueError(line)  # noqa: TRY301
        return [
            Debit(
                station, datetime.date(year, month, int(fields[0])), _flow(flow), validity.strip()
            )
            for month in range(1, MOIS_D_UNE_ANNEE + 1)
            for flow, validity in (fields[2 * month - 1 : 2 * month + 1],)
            if flow.strip()
        ]
    except ValueError:
        findings.append(Finding(path, number, 0, "jour illisible", "jour;débit;validité… pour douze mois, en m³/s", REMEDE))  # fmt: skip
        return []


def _flow(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or value < 0:
        raise ValueError(text)
    return value


def annual_flows(debits: Iterable[Debit]) -> list[AnneeDebit]:
    """One entry a year and station that has a day, by year then station; a gauge is never preferred."""
    ordered = sorted(debits, key=lambda one: (one.jour.year, one.station, one.jour))
    return [
        _annee(station, year, list(group))
        for (year, station), group in groupby(ordered, lambda one: (one.jour.year, one.station))
    ]


def _annee(station: str, year: int, debits: list[Debit]) -> AnneeDebit:
    highest = max(debits, key=lambda one: one.debit_m3s)  # the first when equal
    days = len({one.jour for one in debits})
    return AnneeDebit(station, year, highest if days >= JOURS_SUFFISANTS else None, days)
