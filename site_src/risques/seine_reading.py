"""Datasets of data/datasets/ → the Seine's crests, effects and annual maxima, as records of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pandas as pd
from pydantic import ValidationError

from opendata.findings import Finding, Record, page_of
from opendata.records.catalogue import Datasets
from opendata.records.dataset import FOLDER, page
from opendata.records.table import TypedTable
from site_src.frame.typography import number_as_written
from site_src.risques.risque import Effet, Evenement
from site_src.risques.seine import AnnualFlow, AnnualMaximum, Contradiction, Seine, SeineReading
from site_src.risques.shared import CitedSource
from site_src.risques.words import IMPRIME, SANS_DATE

CRUES, EFFETS, MAXIMA = "crues", "hauteurs-effets", "maxima-annuels"
# Dataset → the tables that are read of it.
NEEDED: Mapping[str, frozenset[str]] = {
    CRUES: frozenset({"crues", "autres-hauteurs", "sources"}),
    EFFETS: frozenset({"effets", "sources"}),
    MAXIMA: frozenset({"maxima-annuels", "crues-de-la-serie", "debits-annuels", "desaccords"}),
}
# The sources whose rows are those of the series (site_src/crues/annual_maxima.py).
SERIES = frozenset({"hydro-austerlitz", "hydro-austerlitz-mensuels"})
# The list of crests says that it has every flood of the series this high, in metres.
EVERY_FLOOD_OF_M = 6
BELGRAND = (
    "Avant 1800, toutes les hauteurs peuvent être fausses d'un pied ({m} m) : l'ingénieur "
    "Belgrand, qui les a établies, a pu se tromper d'autant."
)

# Length of a date as text → how far it is known.
_PRECISIONS = {4: "annee", 7: "mois", 10: "jour"}
# Field of the record → column of the row; "" is that of rules on the whole row.
_CRUE_COLUMNS = {"debut": "date_debut", "fin": "date_fin", "texte": "note", "": "incertitude_m"}
_SOURCE_COLUMNS = {
    "id": "id_source", "titre": "titre", "editeur": "editeur", "date": "date_source", "lu_le": "lu_le",
    "nature": "nature", "reserve": "reserve", "": "adresse",
}  # fmt: skip
_EFFET_COLUMNS = {"date": "date_fait", "texte": "effet", "": "hauteur_max_m"}

R = TypeVar("R", bound=Record)
Rows = list[dict[str, Any]]
Tables = Mapping[str, Mapping[str, TypedTable]]


def read_seine(datasets: Datasets, findings: list[Finding]) -> SeineReading:
    """What the three datasets say; nothing with findings, or when one of them has its own."""
    if any(name in datasets.folders and name not in datasets.sound for name in NEEDED):
        return SeineReading(None)
    tables = {name: datasets.read[name].tables for name in NEEDED if name in datasets.sound}
    absent = tuple(_paged(_absent(tables)))
    if absent:
        return SeineReading(None, absent)
    found: list[Finding] = []
    seine = _read(tables, found)
    findings.extend(_paged(found))
    return SeineReading(seine)


def _paged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, naming the page of their dataset."""
    for finding in findings:
        identifier = finding.path.removeprefix(f"{FOLDER}/").partition("/")[0]
        yield from page_of([finding], page(identifier))


def _read(tables: Tables, findings: list[Finding]) -> Seine | None:
    crues = list(_crues(tables[CRUES], findings))
    effets = list(_effets(tables[EFFETS]["effets"], findings))
    sources = _sources(tables, findings)
    maxima = tuple(map(_maximum, _rows(tables[MAXIMA]["maxima-annuels"])))
    if not findings:  # a row that is wrong in itself has its own
        findings.extend(_contradict_the_series(tables[CRUES]["crues"], maxima))
        findings.extend(_unsaid(tables[CRUES], maxima))
        findings.extend(
            _left_out(tables[CRUES]["crues"], _rows(tables[MAXIMA]["crues-de-la-serie"]))
        )
    if findings:
        return None
    return Seine(
        crues=tuple(sorted(crues, key=lambda crue: crue.debut)),
        effets=tuple(sorted(effets, key=lambda effet: effet.hauteur_m)),
        maxima=maxima,
        debits=tuple(_debits(_rows(tables[MAXIMA]["debits-annuels"]))),
        contradictions=tuple(map(_contradiction, _rows(tables[MAXIMA]["desaccords"]))),
        sources=sources,
    )


def _absent(tables: Tables) -> Iterator[Finding]:
    for name, wanted in NEEDED.items():
        for missing in sorted(wanted - tables.get(name, {}).keys()):
            yield Finding(f"{FOLDER}/{name}/dataset.yaml", 0, 0, f"table « {missing} » absente",
                          "un risque montre les hauteurs de la Seine (hauteurs_de_la_seine)", "remettre le jeu et ses tables")  # fmt: skip


def _rows(table: TypedTable) -> Rows:
    """The rows with `None` for an empty field."""
    frame = table.frame.astype(object)
    rows = frame.where(pd.notna(frame), None).itertuples(index=False, name=None)
    return [dict(zip(frame.columns, row, strict=True)) for row in rows]


def _crues(tables: Mapping[str, TypedTable], findings: list[Finding]) -> Iterator[Evenement]:
    table, others = tables["crues"], _rows(tables["autres-hauteurs"])
    for number, row in enumerate(_rows(table)):
        findings.extend(_dates_agree(table, number, row))
        first = _releve(row) | {"note": ""}
        content = {
            "debut": row["date_debut"],
            "fin": row["date_fin"],
            "titre": "Crue de la Seine",
            "texte": row["note"] or "",
            "source": row["source"],
            "statut": row["statut"],
            "hauteurs": [first, *(_releve(other) for other in others if other["id_crue"] == row["id_crue"])],
            "incertitude": _incertitude(row),
        }  # fmt: skip
        crue = _record(Evenement, content, _CRUE_COLUMNS, table, number, findings)
        if crue:
            yield crue


def _releve(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "hauteur_m": row["hauteur_m"],
        "source": row["source"],
        "statut": row["statut"],
        "note": row["note"] or "",
    }


def _incertitude(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["incertitude_m"] is None:
        return None
    return {
        "plus_ou_moins_m": row["incertitude_m"],
        "texte": BELGRAND.format(m=number_as_written(row["incertitude_m"])),
        "source": row["source_incertitude"],
    }


def _dates_agree(table: TypedTable, number: int, row: Mapping[str, Any]) -> Iterator[Finding]:
    """Identifier, year and precision follow from the date."""
    date = row["date_debut"]
    expected = {
        "id_crue": f"crue-{date[:4]}",
        "annee": int(date[:4]),
        "precision_date": _PRECISIONS[len(date)],
    }
    for name, value in expected.items():
        if row[name] != value:
            yield table.csv.finding(number, name, f"{name} « {row[name]} » pour une crue datée {date}",
                                    "identifiant, année et précision suivent de date_debut", f"écrire {value}")  # fmt: skip


def _contradict_the_series(table: TypedTable, maxima: Iterable[AnnualMaximum]) -> Iterator[Finding]:
    """Crests said to come from the series of which the annual maxima are taken, and that are not in it."""
    known = {one.annee: (one.maximum_m, str(one.date)) for one in maxima}
    for number, row in enumerate(_rows(table)):
        height, date = known.get(row["annee"], (None, ""))
        if row["source"] in SERIES and (row["hauteur_m"], row["date_debut"]) != (height, date):
            told = "ne dit rien de cette année" if height is None else f"dit {height:.2f} le {date}"
            written = table.csv.rows[number][table.csv.columns.index("hauteur_m")]
            yield table.csv.finding(number, "hauteur_m", f"hauteur_m « {written} » le {row['date_debut']} : la série {told}",
                                    "une crue tirée de la série historique est le maximum de son année (maxima-annuels)",
                                    "recopier le maximum, ou nommer une autre source")  # fmt: skip


def _unsaid(tables: Mapping[str, TypedTable], maxima: Iterable[AnnualMaximum]) -> Iterator[Finding]:
    """Crests of other sources that the series gives otherwise, in the same month, without a word of it."""
    series = {str(one.date)[:7]: one for one in maxima if one.maximum_m is not None}
    others = _rows(tables["autres-hauteurs"])
    for number, row in enumerate(_rows(tables["crues"])):
        one = series.get(row["date_debut"][:7])
        told = {
            row["hauteur_m"],
            *(other["hauteur_m"] for other in others if other["id_crue"] == row["id_crue"]),
        }
        if one is not None and row["source"] not in SERIES and one.maximum_m not in told:
            yield tables["crues"].csv.finding(number, "hauteur_m", f"hauteur_m « {row['hauteur_m']:.2f} » : la série dit {one.maximum_m:.2f} le {one.date}, et le jeu n'en dit rien",
                                              "une hauteur que la série contredit n'est pas choisie en silence (maxima-annuels)",
                                              "garder celle de la série, ou la montrer dans autres-hauteurs.csv avec sa source")  # fmt: skip


def _left_out(table: TypedTable, floods: Rows) -> Iterator[Finding]:
    """Great floods of the series that the list of crests does not have."""
    listed = {row["date_debut"][:7] for row in _rows(table)}
    for flood in floods:
        if flood["maximum_m"] >= EVERY_FLOOD_OF_M and str(flood["date_maximum"])[:7] not in listed:
            yield Finding(table.csv.path, 1, 0, f"crue du {flood['date_maximum']} absente, {flood['maximum_m']:.2f} m",
                          f"la liste a toutes les crues de {EVERY_FLOOD_OF_M} m ou plus que donne la série (maxima-annuels)",
                          "ajouter sa ligne, avec sa hauteur et sa source")  # fmt: skip


def _effets(table: TypedTable, findings: list[Finding]) -> Iterator[Effet]:
    for number, row in enumerate(_rows(table)):
        content = {
            "hauteur_m": row["hauteur_m"],
            "jusqu_a_m": row["hauteur_max_m"],
            "texte": row["effet"],
            "couleur_prefecture": row["couleur_plan_prefecture"],
            "date": row["date_fait"] or SANS_DATE,
            "source": row["source"],
            "statut": row["statut"],
            "note": row["note"] or "",
        }
        effet = _record(Effet, content, _EFFET_COLUMNS, table, number, findings)
        if effet:
            yield effet


def _record(
    record: type[R],
    content: Mapping[str, Any],
    columns: Mapping[str, str],
    table: TypedTable,
    number: int,
    findings: list[Finding],
) -> R | None:
    """The row as a record; each broken rule is a finding at the column that the field comes from."""
    try:
        return record.model_validate(content)
    except ValidationError as error:
        for details in error.errors():
            field_name = str(details["loc"][0]) if details["loc"] else ""
            broken_rule = details.get("ctx", {})
            findings.append(table.csv.finding(number, columns.get(field_name, columns[""]),
                                              broken_rule.get("quoi", "valeur refusée"), broken_rule.get("regle", "une ligne du jeu se lit comme un fait du registre"),
                                              broken_rule.get("remede", "corriger la valeur")))  # fmt: skip
        return None


def _maximum(row: Mapping[str, Any]) -> AnnualMaximum:
    return AnnualMaximum(
        annee=row["annee"],
        maximum_m=row["maximum_m"],
        date=row["date_maximum"],
        est_en_bord=bool(row["est_en_bord_annee"]),
        serie=row["serie"],
        nb_jours_lus=row["nb_jours_lus"],
        plus_longue_lacune_j=row["plus_longue_lacune_j"],
        nb_lectures_negatives=row["nb_lectures_negatives"],
        nb_mois_lus=row["nb_mois_lus"],
    )


def _debits(rows: Rows) -> Iterator[AnnualFlow]:
    """The years that have a maximum; a gap says nothing of a crest."""
    for row in rows:
        if row["debit_max_m3s"] is not None:
            yield AnnualFlow(
                annee=row["annee"],
                station=row["station"],
                debit_max_m3s=row["debit_max_m3s"],
                date=row["date_debit"],
                validite=row["validite"] or "",
            )


def _contradiction(row: Mapping[str, Any]) -> Contradiction:
    return Contradiction(
        mois=row["mois"],
        motif=row["motif"],
        mensuelle_m=row["hauteur_mensuelle_m"],
        opposee_m=row["hauteur_opposee_m"],
        serie_opposee=row["serie_opposee"],
    )


def _sources(tables: Tables, findings: list[Finding]) -> dict[str, CitedSource]:
    """The sources of both datasets; one described in two ways is a finding."""
    sources: dict[str, CitedSource] = {}
    for name in (CRUES, EFFETS):
        table = tables[name]["sources"]
        for number, row in enumerate(_rows(table)):
            source = _record(CitedSource, _source(row), _SOURCE_COLUMNS, table, number, findings)
            if source and sources.setdefault(source.id, source) != source:
                findings.append(table.csv.finding(number, "id_source", f"source « {source.id} » décrite autrement dans {FOLDER}/{CRUES}/sources.csv",
                                                  "une source a une seule description", "recopier la même ligne des deux côtés"))  # fmt: skip
    return sources


def _source(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id_source"],
        "titre": row["titre"],
        "editeur": row["editeur"],
        "adresse": row["adresse"] or IMPRIME,
        "date": row["date_source"] or SANS_DATE,
        "lu_le": row["lu_le"].isoformat(),
        "nature": row["nature"],
        "reserve": row["reserve"] or "",
    }
