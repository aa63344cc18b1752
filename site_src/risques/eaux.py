"""The Seine's crests and what each height does: datasets of data/datasets/ → records of the register.

`crues` and `hauteurs-effets` are written once, as datasets; the risk pages, the page of
heights, the printed document and the JSON read them here. `maxima-annuels` is derived.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from opendata.catalogue import FOLDER, read_declarations
from opendata.findings import Finding
from opendata.table import TypedTable, read_table
from site_src.risques.risque import Effet, Evenement, Incertitude, Releve
from site_src.risques.shared import Source
from site_src.risques.words import NON_RELEVEE, SANS_DATE

CRUES, EFFETS, MAXIMA = "crues", "hauteurs-effets", "maxima-annuels"
BELGRAND = (
    "Avant 1800, toutes les hauteurs peuvent être fausses d'un pied ({m} m) : l'ingénieur "
    "Belgrand, qui les a établies, a pu se tromper d'autant."
)

Rows = list[dict[str, Any]]
Tables = Mapping[str, Mapping[str, TypedTable]]


@dataclass(frozen=True)
class MaximumAnnuel:
    """The highest reading of a year, in metres; `None` when too few days were read."""

    annee: int
    maximum_m: float | None
    date: datetime.date | None
    est_en_bord: bool
    nb_jours_lus: int
    plus_longue_lacune_j: int
    nb_lectures_negatives: int


@dataclass(frozen=True)
class Eaux:
    """Crests from the oldest, effects from the lowest, annual maxima, and the sources of the first two."""

    crues: tuple[Evenement, ...] = field(repr=False)
    effets: tuple[Effet, ...] = field(repr=False)
    maxima: tuple[MaximumAnnuel, ...] = field(repr=False)
    sources: Mapping[str, Source] = field(repr=False)


def read_eaux(files: Mapping[str, bytes], findings: list[Finding]) -> Eaux | None:
    """The three datasets of `files` (path from the root → bytes); `None` with findings."""
    before = len(findings)
    tables = _tables(files, findings)
    if len(findings) > before:
        return None
    sources = _sources(tables, findings)
    if len(findings) > before:
        return None
    crues, effets = tables[CRUES], tables[EFFETS]
    return Eaux(
        crues=tuple(_crues(_rows(crues["crues"]), _rows(crues["autres-hauteurs"]))),
        effets=tuple(sorted(map(_effet, _rows(effets["effets"])), key=lambda one: one.hauteur_m)),
        maxima=tuple(map(_maximum, _rows(tables[MAXIMA]["maxima-annuels"]))),
        sources=sources,
    )


def _tables(files: Mapping[str, bytes], findings: list[Finding]) -> Tables:
    wanted = {path: raw for path, raw in files.items()
              if path.startswith(tuple(f"{FOLDER}/{name}/" for name in (CRUES, EFFETS, MAXIMA)))}  # fmt: skip
    declared = read_declarations(wanted, findings)
    findings.extend(
        Finding(f"{FOLDER}/{name}/dataset.yaml", 0, 0, "fichier absent",
                "un risque montre les hauteurs de la Seine (hauteurs_de_la_seine)", "remettre le jeu")
        for name in (CRUES, EFFETS, MAXIMA)
        if f"{FOLDER}/{name}/dataset.yaml" not in wanted
    )  # fmt: skip
    tables: dict[str, dict[str, TypedTable]] = {}
    for name, dataset in declared.items():
        for resource in dataset.ressources:
            path = f"{FOLDER}/{name}/{resource.fichier}"
            table = read_table(path, wanted.get(path, b""), resource.schema_, findings)
            if table is not None:
                tables.setdefault(name, {})[resource.nom] = table
    return tables


def _rows(table: TypedTable) -> Rows:
    """The rows with `None` for an empty field."""
    frame = table.frame.astype(object)
    rows = frame.where(pd.notna(frame), None).itertuples(index=False, name=None)
    return [dict(zip(frame.columns, row, strict=True)) for row in rows]


def _crues(crues: Rows, autres: Rows) -> Iterator[Evenement]:
    for row in crues:
        others = (other for other in autres if other["id_crue"] == row["id_crue"])
        yield Evenement(
            debut=row["date_debut"],
            fin=row["date_fin"],
            titre="Crue de la Seine",
            texte=row["note"] or "",
            source=row["source"],
            statut=row["statut"],
            hauteurs=tuple(
                Releve(hauteur_m=one["hauteur_m"], source=one["source"], statut=one["statut"], note=note)
                for one, note in [(row, ""), *((other, other["note"] or "") for other in others)]
            ),
            incertitude=_incertitude(row),
        )  # fmt: skip


def _incertitude(row: Mapping[str, Any]) -> Incertitude | None:
    if row["incertitude_m"] is None:
        return None
    said = f"{row['incertitude_m']:g}".replace(".", ",")
    return Incertitude(
        plus_ou_moins_m=row["incertitude_m"],
        texte=BELGRAND.format(m=said),
        source=row["source_incertitude"],
    )


def _effet(row: Mapping[str, Any]) -> Effet:
    return Effet(
        hauteur_m=row["hauteur_m"],
        jusqu_a_m=row["hauteur_max_m"],
        texte=row["effet"],
        couleur_prefecture=row["couleur_plan_prefecture"],
        date=row["date_fait"] or SANS_DATE,
        source=row["source"],
        statut=row["statut"],
        note=row["note"] or "",
    )


def _maximum(row: Mapping[str, Any]) -> MaximumAnnuel:
    return MaximumAnnuel(
        annee=row["annee"],
        maximum_m=row["maximum_m"],
        date=row["date_maximum"],
        est_en_bord=bool(row["est_en_bord_annee"]),
        nb_jours_lus=row["nb_jours_lus"],
        plus_longue_lacune_j=row["plus_longue_lacune_j"],
        nb_lectures_negatives=row["nb_lectures_negatives"],
    )


def _sources(tables: Tables, findings: list[Finding]) -> dict[str, Source]:
    """The sources of both datasets; one described in two ways is a finding."""
    found: dict[str, Source] = {}
    for name in (CRUES, EFFETS):
        table = tables[name]["sources"]
        for number, row in enumerate(_rows(table)):
            source = _source(row)
            if found.setdefault(source.id, source) != source:
                findings.append(table.csv.finding(number, "id_source", f"source « {source.id} » décrite autrement dans {FOLDER}/{CRUES}/sources.csv",
                                                  "une source a une seule description", "recopier la même ligne des deux côtés"))  # fmt: skip
    return found


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        id=row["id_source"],
        titre=row["titre"],
        editeur=row["editeur"],
        adresse=row["adresse"] or NON_RELEVEE,
        date=row["date_source"] or SANS_DATE,
        lu_le=row["lu_le"].isoformat(),
        nature=row["nature"],
        reserve=row["reserve"] or "",
    )
