"""The tables of every alert that was published: a row an alert, and a row an alert and place, the first issued first.

data/parametres/alertes.yaml says in words what each column holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from opendata.findings import Document, Finding, read_csv
from opendata.records.dataset import Dataset
from opendata.records.typed_values import typed_values
from site_src.alertes.history import Alerts
from site_src.alertes.levels import NIVEAUX
from site_src.alertes.moments import machine
from site_src.alertes.records import Alert
from site_src.alertes.scope import INSEE_PARIS, Scope

ALERTS, PLACES = "alertes", "secteurs"
COLUMNS = (
    "id_alerte", "date_emission", "risque", "niveau", "titre", "texte", "emetteur",
    "date_debut", "date_fin", "remplace", "terminee_par",
)  # fmt: skip
PLACE_COLUMNS = ("id_alerte", "code_territoire")
TABLES: Mapping[str, tuple[str, ...]] = {ALERTS: COLUMNS, PLACES: PLACE_COLUMNS}
_COLUMNS_RULE = "deux tables : " + " ; ".join(
    f"{name}, de colonnes {', '.join(columns)}" for name, columns in TABLES.items()
)


def undeclared(document: Document, dataset: Dataset) -> Iterator[Finding]:
    """What its description does not say as the rows are: found now, not on the day of the first alert."""
    if {one.nom: one.schema_.columns for one in dataset.ressources} != TABLES:
        yield document.finding(("ressources",), "tables ou colonnes autres que celles des alertes", _COLUMNS_RULE,
                               "les décrire toutes, dans cet ordre")  # fmt: skip
        return
    for index, resource in enumerate(dataset.ressources):
        keys, columns = ("ressources", index, "schema", "fields"), TABLES[resource.nom]
        if resource.nom == ALERTS:
            rank = columns.index("niveau")
            if tuple(resource.schema_.fields_[rank].labels) != NIVEAUX:
                yield document.finding((*keys, rank, "categories"), "niveaux autres que ceux des alertes", f"les niveaux sont {', '.join(NIVEAUX)}",
                                       "les décrire tous, dans cet ordre")  # fmt: skip
                return
        found: list[Finding] = []
        sample = read_csv("", _samples()[resource.nom], columns, found)
        if sample:
            typed_values(sample, resource.schema_, found)
        for rank in sorted({one.field - 1 for one in found}):
            yield document.finding((*keys, rank), f"colonne « {columns[rank]} » qui refuse ce qu'une alerte y écrit", "une alerte en règle est une ligne en règle",
                                   "corriger ce que la colonne permet")  # fmt: skip


def _samples() -> dict[str, bytes]:
    """Rows of each level, of no alert: with all that may be there, then without; and a place of each kind."""
    now = machine(datetime(2026, 1, 1, tzinfo=UTC))
    alerts = (
        (f"essai-{rank}", now, "risque", niveau, "Titre", "Texte.", "Émetteur" if rank else "", now, now,
         *(("a", "b") if rank else ("", "")))
        for rank, niveau in enumerate(NIVEAUX)
    )  # fmt: skip
    places = (("essai-0", code) for code in (INSEE_PARIS, "75105", "7511301"))
    return {ALERTS: _csv(COLUMNS, alerts), PLACES: _csv(PLACE_COLUMNS, places)}


def rows(alerts: Alerts, scope: Scope) -> dict[str, bytes]:
    """The tables as CSV, by name; the names of their columns alone while no alert was published."""
    places = (
        (alert.id, scope.lieux[name].code) for alert in alerts.alerts for name in alert.secteurs
    )
    return {
        ALERTS: _csv(COLUMNS, (_row(alert, alerts) for alert in alerts.alerts)),
        PLACES: _csv(PLACE_COLUMNS, places),
    }


def _csv(columns: tuple[str, ...], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _row(alert: Alert, alerts: Alerts) -> Iterator[str]:
    by = alerts.ended_by(alert.id)
    yield from (alert.id, machine(alert.emise_le), alert.risque, alert.niveau, alert.titre, alert.texte)  # fmt: skip
    yield from (alert.emetteur or "", machine(alert.debut), machine(alert.fin))
    yield from (alert.remplace or "", by.id if by else "")
