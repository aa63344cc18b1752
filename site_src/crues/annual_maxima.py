"""Annual maxima of the Seine at Paris-Austerlitz: from the readings, else from the monthly maxima.

The readings (HydroPortail, `date;hauteur`, centimetres, local time) are read between
`PREMIERE` and `DERNIERE`; later readings are patches that miss whole floods. A negative
reading is left out and counted: nobody has explained them. A year with fewer than
`JOURS_SUFFISANTS` days read has no maximum of its own: its highest reading may have missed
the flood. The years fall into two groups far apart (41 and 122 days; 338 and more), so the
exact threshold decides nothing. Such a year, and one outside the readings, takes the highest
of its monthly maxima where all twelve are there; otherwise it is a gap.
"""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from opendata.findings import Finding, decode
from opendata.findings.table import csv_fault, field_limit

PREMIERE, DERNIERE = 1886, 1973
JOURS_SUFFISANTS = 330
MOIS_D_UNE_ANNEE = 12
LECTURES, MENSUELLE = "lectures", "mensuelle"
ENTETE = ("date", "hauteur")
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Lecture:
    """One reading: local time, height in centimetres."""

    instant: datetime.datetime
    hauteur_cm: float

    @property
    def est_en_bord(self) -> bool:
        """Whether it falls on 1 January or 31 December: its flood may cross into the year beside."""
        return (self.instant.month, self.instant.day) in {(1, 1), (12, 31)}


@dataclass(frozen=True)
class Annee:
    """What the readings of a year give; `maximum` is `None` when too few days were read."""

    annee: int
    maximum: Lecture | None
    nb_lectures: int
    nb_jours_lus: int
    plus_longue_lacune_j: int
    nb_lectures_negatives: int


@dataclass(frozen=True)
class AnneeRetenue:
    """The maximum of a year and the series it comes from; no maximum and no series in a gap.

    `lectures`: what the readings give of that year, `None` outside their period.
    `nb_mois_lus`: how many of its twelve monthly maxima can be used.
    """

    annee: int
    maximum: Lecture | None
    serie: str
    lectures: Annee | None
    nb_mois_lus: int


def read_lectures(path: str, raw: bytes, findings: list[Finding]) -> list[Lecture] | None:
    """Every reading, in the order of the file; `None` with findings at the lines that cannot be read."""
    text = decode(path, raw, findings)
    if text is None:
        return None
    before = len(findings)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    lectures: list[Lecture] = []
    try:
        with field_limit():
            if tuple(next(rows, ())) != ENTETE:
                findings.append(Finding(path, 1, 0, "en-tête inattendu", "colonnes date;hauteur", "reprendre l'original décrit"))  # fmt: skip
                return None
            for row in rows:
                lecture = _lecture(path, rows.line_num, row, findings)
                lectures += [lecture] if lecture else []
    except csv.Error as error:
        quoi, remede = csv_fault(error)
        findings.append(Finding(path, rows.line_num, 0, quoi, "CSV à points-virgules", remede))
    return lectures if len(findings) == before else None


def _lecture(path: str, line: int, row: list[str], findings: list[Finding]) -> Lecture | None:
    try:
        when, height = row
        if not math.isfinite(float(height)):
            raise ValueError(height)  # noqa: TRY301
        # The series gives local time without a zone; only its day is used.
        return Lecture(datetime.datetime.strptime(when, "%d/%m/%Y %H:%M"), float(height))  # noqa: DTZ007
    except ValueError:
        findings.append(Finding(path, line, 0, "lecture illisible", "JJ/MM/AAAA HH:MM;centimètres", "reprendre l'original décrit"))  # fmt: skip
        return None


def maxima(lectures: Iterable[Lecture]) -> list[Annee]:
    """One entry a year from `PREMIERE` to `DERNIERE`, years without any reading included."""
    kept = sorted(
        (lecture for lecture in lectures if PREMIERE <= lecture.instant.year <= DERNIERE),
        key=lambda lecture: lecture.instant,
    )
    by_year = {
        year: list(group) for year, group in groupby(kept, lambda lecture: lecture.instant.year)
    }
    return [_annee(year, by_year.get(year, [])) for year in range(PREMIERE, DERNIERE + 1)]


def _annee(year: int, lectures: list[Lecture]) -> Annee:
    valid = [lecture for lecture in lectures if lecture.hauteur_cm >= 0]
    days = sorted({lecture.instant.date() for lecture in valid})
    highest = max(
        valid, key=lambda lecture: lecture.hauteur_cm, default=None
    )  # the first when equal
    return Annee(
        annee=year,
        maximum=highest if len(days) >= JOURS_SUFFISANTS else None,
        nb_lectures=len(valid),
        nb_jours_lus=len(days),
        plus_longue_lacune_j=max(_gaps(year, days)),
        nb_lectures_negatives=len(lectures) - len(valid),
    )


def _gaps(year: int, days: list[datetime.date]) -> Iterator[int]:
    """Days without a reading between one day read and the next, the year's ends included."""
    ends = [datetime.date(year, 1, 1) - _DAY, *days, datetime.date(year + 1, 1, 1)]
    return ((after - before).days - 1 for before, after in pairwise(ends))


def completed(
    annees: Iterable[Annee], mois: Mapping[tuple[int, int], Lecture]
) -> list[AnneeRetenue]:
    """One entry a year, from the first year of either series to the last.

    `mois`: the monthly maxima that can be used, by (year, month).
    """
    read = {annee.annee: annee for annee in annees}
    by_year = {
        year: [mois[key] for key in keys]
        for year, keys in groupby(sorted(mois), lambda key: key[0])
    }
    years = sorted({*read, *by_year})
    return [
        _retenue(year, read.get(year), by_year.get(year, []))
        for year in range(years[0], years[-1] + 1)
    ]


def _retenue(year: int, read: Annee | None, mois: list[Lecture]) -> AnneeRetenue:
    if read is not None and read.maximum is not None:
        return AnneeRetenue(year, read.maximum, LECTURES, read, len(mois))
    if len(mois) == MOIS_D_UNE_ANNEE:
        highest = max(mois, key=lambda lecture: lecture.hauteur_cm)  # the first when equal
        return AnneeRetenue(year, highest, MENSUELLE, read, len(mois))
    return AnneeRetenue(year, None, "", read, len(mois))
