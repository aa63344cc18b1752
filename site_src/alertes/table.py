"""The table of every alert that was published: a row an alert, the first issued first.

data/parametres/alertes.yaml says in words what each column holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from site_src.alertes.history import Alerts
from site_src.alertes.moments import machine
from site_src.alertes.records import Alert
from site_src.alertes.scope import Scope

COLUMNS = (
    "id_alerte", "date_emission", "risque", "niveau", "titre", "texte", "codes_secteurs", "emetteur",
    "date_debut", "date_fin", "remplace", "terminee_par",
)  # fmt: skip


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
