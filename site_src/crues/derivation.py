"""Three official originals → the tables of the dataset `maxima-annuels`, and what was found.

Each table is a function of what the originals say; nothing of an original is kept beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from maps.derivation.originals import read_described
from opendata.findings import Finding
from opendata.model import Source
from site_src.crues.annual_maxima import (
    AnneeRetenue,
    Lecture,
    completed,
    maxima,
    read_lectures,
)
from site_src.crues.daily_flows import AnneeDebit, Debit, annual_flows, read_flows
from site_src.crues.monthly_maxima import Crue, Desaccord, confronted, floods, read_months
from site_src.frame.csv_text import csv_text

LECTURES_SOURCE, MENSUELLE_SOURCE = "hydro-austerlitz", "hydro-austerlitz-mensuels"
DEBITS_SOURCES = ("debits-austerlitz-avant-lacs", "debits-austerlitz-apres-lacs")
SOURCES = (LECTURES_SOURCE, MENSUELLE_SOURCE, *DEBITS_SOURCES)
SEUIL_CRUE_CM = 500
FOLDER = "data/datasets/maxima-annuels"
COLONNES = {
    "maxima-annuels.csv": (
        "annee", "maximum_m", "date_maximum", "est_en_bord_annee", "serie", "nb_lectures", "nb_jours_lus",
        "plus_longue_lacune_j", "nb_lectures_negatives", "nb_mois_lus", "statut",
    ),
    "desaccords.csv": (
        "mois", "motif", "hauteur_mensuelle_m", "date_mensuelle", "hauteur_opposee_m", "date_opposee", "serie_opposee",
    ),
    "crues-de-la-serie.csv": ("date_maximum", "maximum_m", "nb_mois"),
    "debits-annuels.csv": ("annee", "station", "debit_max_m3s", "date_debit", "validite", "nb_jours", "statut"),
}  # fmt: skip
Row = tuple[object, ...]


def derive(
    mirror: Path, sources: Mapping[str, Source], findings: list[Finding]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The tables' files (path → bytes) and the lines that say what was found.

    Nothing, with findings, when an original is missing or is not the one described.
    """
    rule = "les maxima annuels dérivent de sources décrites"
    originals = read_described(mirror, SOURCES, sources, rule, findings)
    if originals is None:
        return {}, ()
    path = {name: sources[name].fichier for name in SOURCES}
    lectures = read_lectures(path[LECTURES_SOURCE], originals[LECTURES_SOURCE], findings)
    mois = read_months(path[MENSUELLE_SOURCE], originals[MENSUELLE_SOURCE], findings)
    debits = [read_flows(path[name], originals[name], findings) for name in DEBITS_SOURCES]
    if lectures is None or mois is None or None in debits:
        return {}, ()
    return tables(lectures, mois, [one for read in debits for one in read or ()])


def tables(
    lectures: Iterable[Lecture], mois: Iterable[Lecture], debits: Iterable[Debit]
) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """What three series say together: the dataset's tables, and the lines that sum them up."""
    lectures = list(lectures)
    kept, desaccords = confronted(mois, lectures)
    annees = completed(maxima(lectures), kept)
    crues = floods(kept.values(), SEUIL_CRUE_CM)
    flows = annual_flows(debits)
    rows: dict[str, Iterable[Row]] = {
        "maxima-annuels.csv": map(_year, annees),
        "desaccords.csv": map(_desaccord, desaccords),
        "crues-de-la-serie.csv": map(_crue, crues),
        "debits-annuels.csv": map(_flow, flows),
    }
    files = {f"{FOLDER}/{name}": csv_text(COLONNES[name], table) for name, table in rows.items()}
    return files, tuple(_summary(annees, desaccords, crues, flows))


def _metres(lecture: Lecture) -> str:
    return f"{lecture.hauteur_cm / 100:.2f}"


def _day(lecture: Lecture) -> str:
    return lecture.instant.date().isoformat()


def _year(annee: AnneeRetenue) -> Row:
    highest, read = annee.maximum, annee.lectures
    known: Row = ("", "", "")
    if highest is not None:
        known = (_metres(highest), _day(highest), str(highest.est_en_bord).lower())
    counted: Row = ("", "", "", "")
    if read is not None:
        counted = (read.nb_lectures, read.nb_jours_lus, read.plus_longue_lacune_j, read.nb_lectures_negatives)  # fmt: skip
    statut = "lacune" if highest is None else "complete"
    return (annee.annee, *known, annee.serie, *counted, annee.nb_mois_lus, statut)


def _desaccord(one: Desaccord) -> Row:
    opposed: Row = ("", "") if one.oppose is None else (_metres(one.oppose), _day(one.oppose))
    return (_day(one.mensuel)[:7], one.motif, _metres(one.mensuel), _day(one.mensuel), *opposed, one.serie)  # fmt: skip


def _crue(crue: Crue) -> Row:
    return (_day(crue.maximum), _metres(crue.maximum), crue.nb_mois)


def _flow(annee: AnneeDebit) -> Row:
    highest = annee.maximum
    if highest is None:
        return (annee.annee, annee.station, "", "", "", annee.nb_jours, "lacune")
    return (annee.annee, annee.station, f"{highest.debit_m3s:g}", highest.jour.isoformat(), highest.validite,
            annee.nb_jours, "complete")  # fmt: skip


def _summary(
    annees: list[AnneeRetenue],
    desaccords: list[Desaccord],
    crues: list[Crue],
    flows: list[AnneeDebit],
) -> Iterable[str]:
    gaps = ", ".join(str(annee.annee) for annee in annees if annee.maximum is None) or "aucune"
    negative = sum(annee.lectures.nb_lectures_negatives for annee in annees if annee.lectures)
    yield (f"maxima annuels de la Seine : {len(annees)} années, sans maximum faute de lectures : {gaps} ; "
           f"{negative} lectures négatives écartées")  # fmt: skip
    told = ", ".join(f"{_day(one.mensuel)[:7]} ({one.motif})" for one in desaccords) or "aucun"
    yield f"maxima mensuels de la Seine : désaccords : {told}"
    twice = sum(crue.nb_mois > 1 for crue in crues)
    yield f"crues de {SEUIL_CRUE_CM / 100:g} m ou plus : {len(crues)}, dont {twice} données à plusieurs mois et comptées une fois"
    yield f"débits journaliers de la Seine : {len(flows)} années de station"
