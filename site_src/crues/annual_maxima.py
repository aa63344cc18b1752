"""Annual maxima of the Seine at Paris-Austerlitz, from the historic series of readings.

The original (HydroPortail, `date;hauteur`, centimetres, local time) is read between
`PREMIERE` and `DERNIERE`; later readings are patches that miss whole floods. A negative
reading is left out and counted: nobody has explained them. A year with fewer than
`JOURS_SUFFISANTS` days read has no maximum: its highest reading may have missed the flood.
The years fall into two groups far apart (41 and 122 days; 338 and more), so the exact
threshold decides nothing.
"""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from opendata.findings import Finding, decode
from opendata.findings.table import csv_fault, field_limit
from opendata.model import SOURCES_PATH, Source

SOURCE = "hydro-austerlitz"
TABLE = "data/datasets/maxima-annuels/maxima-annuels.csv"
PREMIERE, DERNIERE = 1886, 1973
JOURS_SUFFISANTS = 330
ENTETE = ("date", "hauteur")
COLONNES = ("annee", "maximum_m", "date_maximum", "est_en_bord_annee", "nb_lectures", "nb_jours_lus",
            "plus_longue_lacune_j", "nb_lectures_negatives", "statut")  # fmt: skip
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Lecture:
    """One reading: local time, height in centimetres."""

    instant: datetime.datetime
    hauteur_cm: float


@dataclass(frozen=True)
class Annee:
    """What the readings of a year give; `maximum` is `None` when too few days were read.

    `est_en_bord`: the maximum falls on the first or last day of the year, so that the flood
    it belongs to crosses into the year beside it.
    """

    annee: int
    maximum: Lecture | None
    nb_lectures: int
    nb_jours_lus: int
    plus_longue_lacune_j: int
    nb_lectures_negatives: int

    @property
    def est_en_bord(self) -> bool:
        """Whether the maximum is on 1 January or 31 December."""
        return self.maximum is not None and self.maximum.instant.timetuple()[1:3] in (
            (1, 1),
            (12, 31),
        )


def derive(
    mirror: Path, sources: Mapping[str, Source], findings: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The table's file (path → bytes) and the lines that say what was found.

    Nothing, with findings, when the original is missing or is not the one described.
    """
    raw = _original(mirror, sources, findings)
    lectures = None if raw is None else read_lectures(sources[SOURCE].fichier, raw, findings)
    if lectures is None:
        return {}, ()
    annees = maxima(lectures)
    return {TABLE: canonical(annees)}, (_summary(annees),)


def _original(mirror: Path, sources: Mapping[str, Source], findings: list[Finding]) -> bytes | None:
    source = sources.get(SOURCE)
    if source is None:
        findings.append(Finding(SOURCES_PATH, 0, 0, f"source « {SOURCE} » absente",
                                "les maxima annuels dérivent d'une source décrite", "la décrire"))  # fmt: skip
        return None
    file = mirror / source.fichier
    raw = file.read_bytes() if file.is_file() else None
    if raw is None:
        findings.append(Finding(source.fichier, 0, 0, "original absent du dossier --mirror",
                                f"{SOURCES_PATH}, {SOURCE}, fichier", f"télécharger « {source.jeu} » depuis {source.adresse}"))  # fmt: skip
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if digest != source.sha256:
        findings.append(Finding(source.fichier, 0, 0, f"empreinte sha256 {digest} inattendue",
                                f"{SOURCES_PATH}, {SOURCE}, sha256 {source.sha256}",
                                "reprendre l'original décrit, ou décrire le nouveau millésime"))  # fmt: skip
        return None
    return raw


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


def canonical(annees: Iterable[Annee]) -> bytes:
    """The CSV of `COLONNES`; metres to the centimetre, empty where a year has no maximum."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLONNES)
    writer.writerows(_row(annee) for annee in annees)
    return text.getvalue().encode()


def _row(annee: Annee) -> tuple[object, ...]:
    if annee.maximum is None:
        known: tuple[object, ...] = ("", "", "")
    else:
        height = f"{annee.maximum.hauteur_cm / 100:.2f}"
        known = (height, annee.maximum.instant.date().isoformat(), str(annee.est_en_bord).lower())
    return (annee.annee, *known, annee.nb_lectures, annee.nb_jours_lus, annee.plus_longue_lacune_j,
            annee.nb_lectures_negatives, "lacune" if annee.maximum is None else "complete")  # fmt: skip


def _summary(annees: Iterable[Annee]) -> str:
    annees = list(annees)
    gaps = ", ".join(str(annee.annee) for annee in annees if annee.maximum is None) or "aucune"
    negative = sum(annee.nb_lectures_negatives for annee in annees)
    return (f"maxima annuels de la Seine : {len(annees)} années, sans maximum faute de lectures : {gaps} ; "
            f"{negative} lectures négatives écartées")  # fmt: skip
