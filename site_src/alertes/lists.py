"""Every message for machines: the Atom feed, the index of CAP messages, the dataset of what was published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from opendata.harvest.feed import Entry, atom
from site_src.alertes import cap
from site_src.alertes.history import Alerts
from site_src.alertes.moments import machine
from site_src.alertes.places import ARCHIVE, DESCRIPTION, NOW, TABLE, cap_file
from site_src.alertes.records import Alert, Cancellation, Message
from site_src.alertes.scope import Scope
from site_src.alertes.views import capital

# Column of the dataset → its title and type (Table Schema).
COLUMNS = {
    "id_alerte": ("Alerte", "string"),
    "date_emission": ("Émise le", "datetime"),
    "risque": ("Risque (registre)", "string"),
    "niveau": ("Niveau", "string"),
    "titre": ("Titre", "string"),
    "texte": ("Texte", "string"),
    "codes_secteurs": ("Secteurs : codes officiels, séparés par une espace", "string"),
    "emetteur": ("Émetteur", "string"),
    "date_debut": ("Début", "datetime"),
    "date_fin": ("Fin prévue", "datetime"),
    "remplace": ("Alerte dont elle prend la suite", "string"),
    "terminee_par": ("Message qui l'a remplacée ou annulée", "string"),
}


def messages(alerts: Alerts) -> list[Message]:
    """All of them, the latest first."""
    every: list[Message] = [*alerts.alerts, *alerts.cancellations]
    return sorted(every, key=lambda one: (one.emise_le, one.id), reverse=True)


def feed(alerts: Alerts, instant: datetime, editeur: str, address: str) -> bytes:
    """The Atom feed; its addresses are relative to /en-ce-moment/ while the site has none."""
    base = f"{address}{NOW}" if address else "./"
    entries = [_entry(one, alerts, instant, base) for one in messages(alerts)]
    return atom("Paris : les alertes en cours et passées", NOW, entries, editeur, base)


def _entry(message: Message, alerts: Alerts, instant: datetime, base: str) -> Entry:
    about = message if isinstance(message, Alert) else cap.cancelled_by(message, alerts)
    stands = alerts.fate(about, instant).state == "en cours"
    title = f"{capital(about.niveau)} : {about.titre}"
    page = f"{base}{'' if stands else ARCHIVE.removeprefix(NOW)}#{about.id}"
    xml = f"{base}{cap_file(message.id).removeprefix(NOW)}"
    return Entry(
        f"Annulée : {about.titre}" if isinstance(message, Cancellation) else title,
        f"alertes/{message.id}", machine(message.emise_le), page, message.texte, ((cap.MEDIA_TYPE, xml),),
    )  # fmt: skip


def index(alerts: Alerts) -> bytes:
    """The CAP messages: identifier, kind, moments, what each refers to, its file beside the index."""
    listed = [
        {
            "identifier": cap.identifier(one),
            "sender": cap.SENDER,
            "sent": machine(one.emise_le),
            "msgType": cap.kind(one),
            "expires": machine(one.fin) if isinstance(one, Alert) else None,
            "references": cap.references(one, alerts),
            "file": f"{one.id}.xml",
        }
        for one in messages(alerts)
    ]
    return _json({"standard": "CAP 1.2", "messages": listed})


def dataset(alerts: Alerts, scope: Scope, editeur: str) -> dict[str, bytes]:
    """The table of every alert, the first issued first, and its Data Package; nothing while there is none."""
    if not alerts.alerts:
        return {}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(alert, alerts, scope) for alert in alerts.alerts)
    return {TABLE: text.getvalue().encode(), DESCRIPTION: _json(_package(editeur))}


def _row(alert: Alert, alerts: Alerts, scope: Scope) -> Iterator[str]:
    by = alerts.ended_by(alert.id)
    yield from (alert.id, machine(alert.emise_le), alert.risque, alert.niveau, alert.titre, alert.texte)  # fmt: skip
    yield " ".join(scope.lieux[name].code for name in alert.secteurs)
    yield from (alert.emetteur or "", machine(alert.debut), machine(alert.fin))
    yield from (alert.remplace or "", by.id if by else "")


def _package(editeur: str) -> dict[str, Any]:
    fields = [
        {"name": name, "title": title, "type": kind, **({"format": "%Y-%m-%dT%H:%M:%S%z"} if kind == "datetime" else {})}
        for name, (title, kind) in COLUMNS.items()
    ]  # fmt: skip
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "alertes",
        "title": "Alertes publiées",
        "description": "Chaque alerte publiée sur ce site, telle qu’elle l’a été ; une alerte est mise à jour ou annulée, jamais effacée.",
        "licenses": [{"name": "etalab-2.0", "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/", "title": "Licence ouverte 2.0"}],
        "contributors": [{"title": editeur, "roles": ["publisher"]}],
        "resources": [
            {"name": "alertes", "path": TABLE.removeprefix(ARCHIVE), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
             "schema": {"fields": fields, "primaryKey": ["id_alerte"]}}
        ],
    }  # fmt: skip


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
