"""Territories and a published table: what may be said of each, and nothing of a hidden figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from maps.figures.exposure import PARIS
from maps.records.classes import ABSENTE, CACHEE, CLASSE, ZERO, Choroplethe, Tableau
from maps.records.layers import Layer
from opendata.model import Publishable

Row = Mapping[str, Any]
# A figure without class: that of all Paris; in a territory it is a finding, never drawn.
OUTSIDE = ""


@dataclass(frozen=True)
class TerritoryValue:
    """One territory, or Paris: `etat` is a class (`classe-1`…), `zero`, `cachee`, `absente` or OUTSIDE.

    `effectif` (a count) and `taux` (for each `pour` residents) are None unless they are published.
    """

    code: str
    nom: str
    etat: str
    effectif: int | None = None
    taux: float | None = None


def rows_by_code(tableau: Tableau, table: Publishable) -> dict[str, list[Row]]:
    """The rows that the filter keeps, by code of territory."""
    frame = table.frame
    kept = pd.Series(True, index=frame.index)
    for name, text in tableau.filtre.items():
        kept &= frame[name].astype("string").fillna("") == text
    rows: dict[str, list[Row]] = {}
    for row in frame[kept].to_dict("records"):
        rows.setdefault(str(row[tableau.colonne]), []).append(
            {str(name): value for name, value in row.items()}
        )
    return rows


def territory_values(
    declared: Choroplethe, layer: Layer, rows: Mapping[str, list[Row]]
) -> tuple[TerritoryValue, ...]:
    """Each feature of the layer, in its order, with the one row of its code."""
    return tuple(
        _value(declared, str(feature[declared.cle]), str(feature[declared.nom]),
              int(feature[declared.taux.propriete]), rows.get(str(feature[declared.cle]), ()))
        for feature in layer.properties
    )  # fmt: skip


def paris_value(
    declared: Choroplethe, layer: Layer, rows: Mapping[str, list[Row]]
) -> TerritoryValue:
    """Paris, from the table's own total, never a sum of what is shown; classes do not compare it."""
    residents = sum(int(feature[declared.taux.propriete]) for feature in layer.properties)
    value = _value(declared, PARIS, "Paris", residents, rows.get(declared.table.total, ()))
    return replace(value, etat=OUTSIDE) if value.etat.startswith(CLASSE) else value


def _value(
    declared: Choroplethe, code: str, nom: str, residents: int, rows: Iterable[Row]
) -> TerritoryValue:
    row = next(iter(rows), None)
    tableau = declared.table
    status = None if row is None else str(row[tableau.statut.colonne])
    # The status decides before the value is even read.
    if status in tableau.statut.masque:
        return TerritoryValue(code, nom, CACHEE)
    if row is None or status not in tableau.statut.publie or pd.isna(row[tableau.valeur]):
        return TerritoryValue(code, nom, ABSENTE)
    count = int(row[tableau.valeur])
    if count == 0:
        return TerritoryValue(code, nom, ZERO, 0, 0.0)
    if not residents:
        return TerritoryValue(code, nom, ABSENTE)
    rate = declared.taux.pour * count / residents
    return TerritoryValue(code, nom, declared.class_of(rate) or OUTSIDE, count, rate)
