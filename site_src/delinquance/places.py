"""What the page of an arrondissement shows of recorded crime: three indicators, chosen in data with their reasons.

The last year of the dataset `delinquance-enregistree`; where a count is not diffused, neither it nor its rate is there.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from opendata.findings import CsvTable, Document, Finding, Record, read_record, read_yaml
from opendata.french import number

PATH = "data/parametres/delinquance.yaml"
DATASET, TABLE = "delinquance-enregistree", "arrondissements"
UNITS = {"victime": "victimes", "victime_entendue": "victimes entendues", "infraction": "infractions",
         "vehicule": "véhicules", "mis_en_cause": "mis en cause"}  # fmt: skip


class Chosen(Record):
    """An indicator, by the name that the SSMSI gives it, and why pages show it."""

    indicateur: str = Field(min_length=1)
    raison: str = Field(min_length=20)


class Choice(Record):
    """What is shown of an arrondissement."""

    decide_le: datetime.date
    decide_par: str
    indicateurs: Annotated[tuple[Chosen, ...], Field(min_length=3, max_length=3)]


@dataclass(frozen=True)
class Recorded:
    """One indicator in one arrondissement and year, in words; `nombre` and `taux` are "" where not diffused.

    `rapporte_a` and `annee_reference` say what the rate, for a thousand, is related to.
    """

    annee: str
    indicateur: str
    nombre: str
    unite: str
    taux: str
    rapporte_a: str
    annee_reference: str


def read_recorded(
    raw: bytes, table: CsvTable, findings: list[Finding]
) -> dict[str, tuple[Recorded, ...]] | None:
    """Insee code → the chosen indicators of its last year, in their order; `None` with findings.

    `raw`: data/parametres/delinquance.yaml; `table`: the arrondissements of the dataset.
    """
    document = read_yaml(PATH, raw, findings)
    choice = None if document is None else read_record(document, Choice, findings)
    if document is None or choice is None:
        return None
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    faults = list(_faults(document, choice, {row["indicateur"] for row in rows}))
    findings.extend(faults)
    return None if faults else _by_place(choice, rows)


def _faults(document: Document, choice: Choice, known: set[str]) -> Iterator[Finding]:
    names = [one.indicateur for one in choice.indicateurs]
    for rank, name in enumerate(names):
        where = ("indicateurs", rank, "indicateur")
        if name not in known:
            yield document.finding(where, f"indicateur « {name} » inconnu", f"un indicateur du jeu {DATASET}",
                                   "écrire son nom comme le SSMSI")  # fmt: skip
        elif name in names[:rank]:
            yield document.finding(where, f"indicateur « {name} » deux fois", "trois indicateurs différents",
                                   "en choisir un autre")  # fmt: skip


def _by_place(choice: Choice, rows: list[dict[str, str]]) -> dict[str, tuple[Recorded, ...]]:
    last = max(row["annee"] for row in rows)
    cells = {(row["code_insee"], row["indicateur"]): row for row in rows if row["annee"] == last}
    codes = sorted({code for code, _ in cells})
    names = [one.indicateur for one in choice.indicateurs]
    return {
        code: tuple(_said(cells[code, name]) for name in names if (code, name) in cells)
        for code in codes
    }


def _said(row: Mapping[str, str]) -> Recorded:
    shown = row["nombre"] != ""
    return Recorded(
        row["annee"],
        row["indicateur"],
        number(int(row["nombre"])) if shown else "",
        UNITS[row["unite_de_compte"]],
        number(float(row["taux_pour_mille"]), 1) if shown else "",
        row["rapporte_a"],
        row["annee_reference"],
    )
