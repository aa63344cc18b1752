"""The table of every alert that was published: a row an alert, the first issued first.

data/parametres/alertes.yaml says in words what each column holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from opendata.findings import Document, Finding, read_csv
from opendata.records.dataset import Dataset
from opendata.records.typed_values import typed_values
from site_src.alertes.history import Alerts
from site_src.alertes.levels import NIVEAUX
from site_src.alertes.moments import machine
from site_src.alertes.records import Alert
from site_src.alertes.scope import Scope

COLUMNS = (
    "id_alerte", "date_emission", "risque", "niveau", "titre", "texte", "codes_secteurs", "emetteur",
    "date_debut", "date_fin", "remplace", "terminee_par",
)  # fmt: skip


def undeclared(document: Document, dataset: Dataset) -> Iterator[Finding]:
    """What its description does not say as the rows are: found now, not on the day of the first alert."""
    keys = ("ressources", 0, "schema", "fields")
    fields = dataset.ressources[0].schema_.fields_
    if tuple(column.name for column in fields) != COLUMNS or len(dataset.ressources) > 1:
        yield document.finding(keys, "colonnes autres que celles de la table des alertes", f"une table, de colonnes {', '.join(COLUMNS)}",
                               "les décrire toutes, dans cet ordre")  # fmt: skip
        return
    rank = COLUMNS.index("niveau")
    if tuple(fields[rank].labels) != NIVEAUX:
        yield document.finding((*keys, rank, "categories"), "niveaux autres que ceux des alertes", f"les niveaux sont {', '.join(NIVEAUX)}",
                               "les décrire tous, dans cet ordre")  # fmt: skip
        return
    found: list[Finding] = []
    sample = read_csv("", _sample(), COLUMNS, found)
    if sample:
        typed_values(sample, dataset.ressources[0].schema_, found)
    for rank in sorted({one.field - 1 for one in found}):
        yield document.finding((*keys, rank), f"colonne « {COLUMNS[rank]} » qui refuse ce qu'une alerte y écrit", "une alerte en règle est une ligne en règle",
                               "corriger ce que la colonne permet")  # fmt: skip


def _sample() -> bytes:
    """A row of each level, of no alert: with all that may be there, then without."""
    now = machine(datetime(2026, 1, 1, tzinfo=UTC))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for rank, niveau in enumerate(NIVEAUX):
        said = (f"essai-{rank}", now, "risque", niveau, "Titre", "Texte.", "75056 7511301")
        writer.writerow(
            (*said, "Émetteur" if rank else "", now, now, *(("a", "b") if rank else ("", "")))
        )
    return text.getvalue().encode()


def rows(alerts: Alerts, scope: Scope) -> bytes:
    """The table as CSV; the names of its columns alone while no alert was published."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(alert, alerts, scope) for alert in alerts.alerts)
    return text.getvalue().encode()


def _row(alert: Alert, alerts: Alerts, scope: Scope) -> Iterator[str]:
    by = alerts.ended_by(alert.id)
    yield from (alert.id, machine(alert.emise_le), alert.risque, alert.niveau, alert.titre, alert.texte)  # fmt: skip
    yield " ".join(scope.lieux[name].code for name in alert.secteurs)
    yield from (alert.emetteur or "", machine(alert.debut), machine(alert.fin))
    yield from (alert.remplace or "", by.id if by else "")
