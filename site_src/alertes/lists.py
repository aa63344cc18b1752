"""Every message for machines: the Atom feed, the index of CAP messages."""

from __future__ import annotations

from datetime import datetime

from pydantic_core import to_json

from opendata.harvest.feed import Entry, atom
from site_src.alertes import cap
from site_src.alertes.history import Alerts
from site_src.alertes.moments import machine
from site_src.alertes.places import ARCHIVE, NOW, cap_file
from site_src.alertes.records import Alert, Cancellation, Message
from site_src.frame.typography import capital


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


def _json(value: object) -> bytes:
    return to_json(value, indent=1) + b"\n"
