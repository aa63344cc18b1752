"""One message as CAP 1.2 (OASIS Common Alerting Protocol, 1 July 2010), in French and in English.

Identifiers and moments are those of the file: whoever kept a message finds it in the `references` of what follows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from site_src.alertes.history import Alerts
from site_src.alertes.levels import LEVELS
from site_src.alertes.moments import machine
from site_src.alertes.outlines import NO_OUTLINE, Outlines
from site_src.alertes.places import NOW
from site_src.alertes.records import Alert, Cancellation, Message
from site_src.alertes.scope import PARIS, AlertRisk, Scope
from site_src.frame.typography import capital
from site_src.risques.border import PICTURE_TYPE, gesture_picture, risk_picture

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
# Who sends: the name of what publishes, which stays when the site moves. No space, comma, < or & (CAP 1.2, 3.2.1).
SENDER = "paris-risques-majeurs"
# CAP's categories of the families that it has a word for; of the others « Safety ».
CATEGORIES: Mapping[str, str] = {"sanitaires": "Health", "terrorisme": "Security"}
# How the places of an area are coded.
GEOCODES: Mapping[int, str] = {5: "INSEE", 7: "code_quartier"}
Element = tuple[str, "str | Sequence[Element]"]


@dataclass(frozen=True)
class Around:
    """What a message is written with: `adresse` is where the site stands ("" while unknown), `contours` what is drawn of places."""

    alerts: Alerts
    scope: Scope
    adresse: str = ""
    contours: Outlines = field(default=NO_OUTLINE, repr=False)


def message_xml(message: Message, around: Around) -> bytes:
    """The CAP message."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml: None is the default one
    _add(root, list(_alert(message, around)))
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _add(parent: etree._Element, parts: Sequence[Element]) -> None:
    for name, value in parts:
        child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
        if isinstance(value, str):
            child.text = value
        else:
            _add(child, value)


def kind(message: Message) -> str:
    """CAP's msgType."""
    if isinstance(message, Cancellation):
        return "Cancel"
    return "Update" if message.remplace else "Alert"


def identifier(message: Message) -> str:
    """CAP's identifier of a message."""
    return f"{SENDER}.{message.id}"


def references(message: Message, alerts: Alerts) -> list[str]:
    """The messages that this one follows, the nearest first, as « sender,identifier,sent »."""
    return [
        f"{SENDER},{identifier(one)},{machine(one.emise_le)}" for one in _before(message, alerts)
    ]


def _before(message: Message, alerts: Alerts) -> list[Alert]:
    if isinstance(message, Alert):
        return alerts.chain(message)
    cancelled = cancelled_by(message, alerts)
    return [cancelled, *alerts.chain(cancelled)]


def cancelled_by(message: Cancellation, alerts: Alerts) -> Alert:
    """The alert that a cancellation ends."""
    return next(alert for alert in alerts.alerts if alert.id == message.annule)


def _alert(message: Message, around: Around) -> Iterator[Element]:
    yield "identifier", identifier(message)
    yield "sender", SENDER
    yield "sent", machine(message.emise_le)
    yield "status", "Actual"
    yield "msgType", kind(message)
    yield "scope", "Public"
    before = references(message, around.alerts)
    if before:
        yield "references", " ".join(before)
    for language in ("fr-FR", "en-GB"):
        if isinstance(message, Alert):
            yield "info", list(_info(message, around, language))
        else:
            yield "info", list(_info_of_end(message, around, language))  # fmt: skip


def _info(alert: Alert, around: Around, language: str) -> Iterator[Element]:
    risk, level = around.scope.risk(alert.risque), LEVELS[alert.niveau]
    headline, text = _words(alert, risk, language)
    yield from _head(risk, language)
    yield from (("urgency", level.urgency), ("severity", level.severity), ("certainty", level.certainty))  # fmt: skip
    yield from _moments(alert.emise_le, alert.debut, alert.fin)
    if alert.emetteur:
        yield "senderName", alert.emetteur
    yield "headline", headline
    yield "description", text
    yield "instruction", "\n".join(_instructions(alert, risk, language))
    if around.adresse:
        yield "web", f"{around.adresse}{NOW}#{alert.id}"
    yield "parameter", [("valueName", "niveau"), ("value", alert.niveau)]
    yield from _credit(alert, around)
    if around.adresse:
        yield from _resources(alert, around, language)
    yield from _areas(alert, around)


def _info_of_end(message: Cancellation, around: Around, language: str) -> Iterator[Element]:
    alert = cancelled_by(message, around.alerts)
    risk, level = around.scope.risk(alert.risque), LEVELS[alert.niveau]
    is_english = language.startswith("en")
    yield from _head(risk, language)
    yield from (("responseType", "AllClear"), ("urgency", "Past"), ("severity", level.severity), ("certainty", level.certainty))  # fmt: skip
    yield "senderName", message.emetteur
    yield "headline", f"Cancelled: {_words(alert, risk, language)[0]}" if is_english else f"Annulée : {alert.titre}"  # fmt: skip
    yield "description", (message.en or f"(in French) {message.texte}") if is_english else message.texte  # fmt: skip
    yield from _credit(alert, around)
    yield from _areas(alert, around)


def _head(risk: AlertRisk, language: str) -> Iterator[Element]:
    yield "language", language
    yield "category", CATEGORIES.get(risk.famille, "Safety")
    yield "event", (risk.anglais or risk.titre) if language.startswith("en") else risk.titre


def _moments(sent: datetime, onset: datetime, expires: datetime) -> Iterator[Element]:
    yield "effective", machine(sent)
    yield "onset", machine(onset)
    yield "expires", machine(expires)


def _words(alert: Alert, risk: AlertRisk, language: str) -> tuple[str, str]:
    """Headline and description; in English, where nobody translated them, what is ours to say and the French text."""
    if language.startswith("fr"):
        return f"{capital(alert.niveau)} : {alert.titre}", alert.texte
    level = LEVELS[alert.niveau].anglais
    if alert.en:
        return f"{level}: {alert.en.titre}", alert.en.texte
    return f"{level}: {risk.anglais or risk.titre}", f"(in French) {alert.titre}. {alert.texte}"


def _instructions(alert: Alert, risk: AlertRisk, language: str) -> Iterator[str]:
    for line in alert.consignes:
        known = risk.instructions.get(line.phrase)
        english = line.en or (known.anglais if known else "")
        yield english if english and language.startswith("en") else line.phrase


def _resources(alert: Alert, around: Around, language: str) -> Iterator[Element]:
    """The pictograms of the risk and of what its instructions ask, each with its words (CAP 1.2, 3.2.3)."""
    is_english = language.startswith("en")
    risk = around.scope.risk(alert.risque)
    if alert.risque in around.scope.risques:
        name = (risk.anglais or risk.titre) if is_english else risk.titre
        words = f"Pictogram: {name}" if is_english else f"Pictogramme : {name}"
        yield _resource(words, risk_picture(risk.id), around)
    lines = (risk.instructions.get(line.phrase) for line in alert.consignes)
    for gesture in dict.fromkeys(line.geste for line in lines if line and line.geste):
        yield _resource(gesture.en if is_english else gesture.fr, gesture_picture(gesture.id), around)  # fmt: skip


def _resource(words: str, picture: str, around: Around) -> Element:
    return "resource", [
        ("resourceDesc", words),
        ("mimeType", PICTURE_TYPE),
        ("uri", f"{around.adresse}{picture}"),
    ]


def _credit(alert: Alert, around: Around) -> Iterator[Element]:
    """Whose outlines the message draws, where it draws some: their licence asks it (ODbL 1.0, 4.3)."""
    codes = {around.scope.lieux[name].code for name in alert.secteurs}
    if around.contours.mention and codes & around.contours.polygones.keys():
        yield "parameter", [("valueName", "contours"), ("value", around.contours.mention)]


def _areas(alert: Alert, around: Around) -> Iterator[Element]:
    """By name, outline where one is drawn, and official code."""
    for name in alert.secteurs:
        place = around.scope.lieux[name]
        label = "Paris" if name == PARIS else place.libelle
        code = [("valueName", GEOCODES[len(place.code)]), ("value", place.code)]
        drawn = [("polygon", text) for text in around.contours.polygones.get(place.code, ())]
        yield "area", [("areaDesc", label), *drawn, ("geocode", code)]
