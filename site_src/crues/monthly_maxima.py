"""Monthly maxima of the Seine at Paris-Austerlitz, held against the readings.

The original (Banque Hydro, `date,h`, centimetres, local time) gives the highest height of each
month and its instant, months in no order. What cannot be used is told as a `Desaccord`, never
dropped in silence: a height of zero (the lowest other month has 0.70 m), which stands for a
missing value; a month that is given twice; a month that the readings give otherwise.

A flood astride two months stands twice: the water that falls on the first of a month is higher
than all that the month sees after. `floods` counts it once.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from opendata.findings import Finding, decode
from opendata.findings.table import csv_fault, field_limit
from site_src.crues.annual_maxima import LECTURES, MENSUELLE, Lecture

ENTETE = ("date", "h")
ECART_ADMIS_CM = 1  # both series round to the centimetre
ZERO_FAUX, MOIS_DOUBLE, ECART = "zero_faux", "mois_double", "ecart"
# Two monthly maxima fewer days apart are one flood. A convention: two floods that close count as one.
JOURS_DE_LA_CRUE = 15

Month = tuple[int, int]


@dataclass(frozen=True)
class Desaccord:
    """A monthly maximum that something speaks against, and what speaks against it.

    `oppose` is `None` where nothing else is known of the month; `serie` is the series it is from.
    """

    motif: str
    mensuel: Lecture
    oppose: Lecture | None
    serie: str


@dataclass(frozen=True)
class Crue:
    """A flood: its highest monthly maximum, and how many months it is the maximum of."""

    maximum: Lecture
    nb_mois: int


def read_months(path: str, raw: bytes, findings: list[Finding]) -> list[Lecture] | None:
    """Every monthly maximum, in the order of the file; `None` with findings at the lines that cannot be read."""
    text = decode(path, raw, findings)
    if text is None:
        return None
    before = len(findings)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    mois: list[Lecture] = []
    try:
        with field_limit():
            if tuple(next(rows, ())) != ENTETE:
                findings.append(Finding(path, 1, 0, "en-tête inattendu", "colonnes date,h", "reprendre l'original décrit"))  # fmt: skip
                return None
            for row in rows:
                found = _month(path, rows.line_num, row, findings)
                mois += [found] if found else []
    except csv.Error as error:
        quoi, remede = csv_fault(error)
        findings.append(Finding(path, rows.line_num, 0, quoi, "CSV à virgules", remede))
    return mois if len(findings) == before else None


def _month(path: str, line: int, row: list[str], findings: list[Finding]) -> Lecture | None:
    try:
        when, height = row
        if not math.isfinite(float(height)):
            raise ValueError(height)  # noqa: TRY301
        # The series gives local time without a zone; only its day is used.
        return Lecture(datetime.datetime.strptime(when, "%Y-%m-%d %H:%M:%S"), float(height))  # noqa: DTZ007
    except ValueError:
        findings.append(Finding(path, line, 0, "maximum mensuel illisible", "AAAA-MM-JJ HH:MM:SS,centimètres", "reprendre l'original décrit"))  # fmt: skip
        return None


def confronted(
    mois: Iterable[Lecture], lectures: Iterable[Lecture]
) -> tuple[dict[Month, Lecture], list[Desaccord]]:
    """The monthly maxima that can be used, by month, and every disagreement, by date.

    Of a month given twice the higher one is used: the other gauge may have read part of it only.
    """
    read = _highest(lectures)
    ordered = sorted(mois, key=lambda one: (_month_of(one), -one.hauteur_cm, one.instant))
    kept: dict[Month, Lecture] = {}
    desaccords: list[Desaccord] = []
    for month, group in groupby(ordered, _month_of):
        heights = list(group)
        positive = [one for one in heights if one.hauteur_cm > 0]
        zeros = [one for one in heights if one.hauteur_cm <= 0]
        desaccords += [Desaccord(ZERO_FAUX, one, *_beside(month, positive, read)) for one in zeros]
        if positive:
            kept[month] = positive[0]
            desaccords += _against(month, positive, read)
    return kept, desaccords


def _beside(
    month: Month, positive: list[Lecture], read: Mapping[Month, Lecture]
) -> tuple[Lecture | None, str]:
    """What else is known of the month: another monthly maximum, else its highest reading."""
    if positive:
        return positive[0], MENSUELLE
    return (read[month], LECTURES) if month in read else (None, "")


def _against(
    month: Month, positive: list[Lecture], read: Mapping[Month, Lecture]
) -> Iterator[Desaccord]:
    first, *others = positive
    for other in others:
        if first.hauteur_cm - other.hauteur_cm > ECART_ADMIS_CM:
            yield Desaccord(MOIS_DOUBLE, other, first, MENSUELLE)
    if month in read and abs(read[month].hauteur_cm - first.hauteur_cm) > ECART_ADMIS_CM:
        yield Desaccord(ECART, first, read[month], LECTURES)


def _highest(lectures: Iterable[Lecture]) -> dict[Month, Lecture]:
    """The highest reading of each month, the first when equal."""
    highest: dict[Month, Lecture] = {}
    for lecture in sorted(lectures, key=lambda one: one.instant):
        known = highest.setdefault(_month_of(lecture), lecture)
        if lecture.hauteur_cm > known.hauteur_cm:
            highest[_month_of(lecture)] = lecture
    return highest


def _month_of(lecture: Lecture) -> Month:
    return lecture.instant.year, lecture.instant.month


def floods(mois: Iterable[Lecture], seuil_cm: float) -> list[Crue]:
    """The floods of `seuil_cm` or more, by date; one that is the maximum of several months is one."""
    together: list[list[Lecture]] = []
    for one in sorted(mois, key=lambda lecture: lecture.instant):
        if one.hauteur_cm < seuil_cm:
            continue
        if together and (one.instant - together[-1][-1].instant).days < JOURS_DE_LA_CRUE:
            together[-1].append(one)
        else:
            together.append([one])
    return [
        Crue(max(group, key=lambda lecture: lecture.hauteur_cm), len(group)) for group in together
    ]
