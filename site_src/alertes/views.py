"""An alert in the words of a page, French or English."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from site_src.alertes.history import Alerts, Fate
from site_src.alertes.levels import LEVELS
from site_src.alertes.moments import machine
from site_src.alertes.places import ARCHIVE, NOW, cap_file
from site_src.alertes.records import Alert, Cancellation, Ligne
from site_src.alertes.scope import AlertRisk, Instruction, Place, Scope
from site_src.frame.hours import (
    said,
    said_briefly,
    said_briefly_in_english,
    said_in_english,
    spell,
    spell_briefly,
    spell_briefly_in_english,
    spell_in_english,
)
from site_src.frame.typography import capital, typographie
from site_src.risques.border import Contact
from site_src.risques.phrases import action_lines


@dataclass(frozen=True)
class Said:
    """Words, and their language where it is not the page's."""

    mots: str
    langue: str = ""


@dataclass(frozen=True)
class Line:
    """An instruction, a line for each of its verbs, and who says it; `adresse` is "" where the source has no page.

    `dessin`: the shapes of the gesture that it asks, "" where it names none.
    """

    texte: Said
    lignes: Markup
    dessin: str
    source: str
    adresse: str


@dataclass(frozen=True)
class Follower:
    """The alert that took the place of another: its title and its address."""

    titre: str
    adresse: str


@dataclass(frozen=True)
class View:
    """What templates show of an alert: `quand` is until when, `sort` what became of it, `fin_dite` that in a sentence.

    The band has a line for `jusque`, its end, and says before the title from when (`des`) what has not begun.
    """

    alerte: Alert
    risque: AlertRisk = field(repr=False)
    niveau: str
    couleur: str
    titre: Said
    texte: Said
    quand: str
    des: str
    jusque: str
    duree: str
    emise: str
    finie: str
    fin: str
    consignes: tuple[Line, ...]
    lieux: tuple[Place, ...]
    contacts: tuple[Contact, ...] = field(repr=False)
    cap: str
    avant: tuple[Alert, ...] = ()
    sort: str = ""
    fin_dite: str = ""
    par: Follower | None = None
    cap_de_la_fin: str = ""


def view(alert: Alert, alerts: Alerts, scope: Scope, instant: datetime, langue: str = "fr") -> View:
    """The alert as it is said at `instant`, in « fr » or « en »."""
    risk, is_english = scope.risk(alert.risque), langue == "en"
    fate = alerts.fate(alert, instant)
    return View(
        alerte=alert,
        risque=risk,
        niveau=LEVELS[alert.niveau].anglais if is_english else capital(alert.niveau),
        couleur=LEVELS[alert.niveau].couleur,
        titre=_said(alert.titre, alert.en.titre if alert.en else "", is_english=is_english),
        texte=_said(alert.texte, alert.en.texte if alert.en else "", is_english=is_english),
        quand=_until_in_english(alert, instant) if is_english else _until(alert, instant),
        des=_from(alert, instant, is_english=is_english),
        jusque=_end(alert, is_english=is_english),
        duree=capital((spell_in_english if is_english else spell)(alert.debut, alert.fin)),
        emise=f"on {said_in_english(alert.emise_le)}"
        if is_english
        else f"le {said(alert.emise_le)}",
        finie=_over_in_english(alert) if is_english else f"Alerte terminée le {said(alert.fin)}.",
        fin=machine(alert.fin),
        consignes=tuple(_line(line, risk, is_english=is_english) for line in alert.consignes),
        lieux=tuple(scope.lieux[name] for name in alert.secteurs),
        contacts=_called(risk, scope),
        cap=cap_file(alert.id),
        avant=tuple(alerts.chain(alert)[:1]),
        sort=_told(fate),
        fin_dite=_ended_in_english(fate) if is_english else _ended(fate),
        par=_follower(fate.by, alerts, instant),
        cap_de_la_fin=cap_file(fate.by.id) if isinstance(fate.by, Cancellation) else "",
    )


def _said(french: str, english: str, *, is_english: bool) -> Said:
    if is_english and english:
        return Said(english)
    return Said(typographie(french), "fr" if is_english else "")


def _until(alert: Alert, instant: datetime) -> str:
    if alert.debut > instant:
        return spell_briefly(alert.debut, alert.fin)
    return _end(alert, is_english=False)


def _until_in_english(alert: Alert, instant: datetime) -> str:
    if alert.debut > instant:
        return spell_briefly_in_english(alert.debut, alert.fin)
    return _end(alert, is_english=True)


def _end(alert: Alert, *, is_english: bool) -> str:
    if is_english:
        return f"until {said_briefly_in_english(alert.fin)}"
    return f"jusqu’au {said_briefly(alert.fin)}"


def _from(alert: Alert, instant: datetime, *, is_english: bool) -> str:
    """From when, of what has not begun; "" of what has."""
    if alert.debut <= instant:
        return ""
    if is_english:
        return f"From {said_briefly_in_english(alert.debut)}:"
    return typographie(f"Dès le {said_briefly(alert.debut)} :")


def _over_in_english(alert: Alert) -> str:
    return f"Alert over: it ended on {said_in_english(alert.fin)}."


def _line(line: Ligne, risk: AlertRisk, *, is_english: bool) -> Line:
    own = line.source and Instruction(line.phrase, line.en or "", line.source.nom, line.source.adresse)  # fmt: skip
    gone = Instruction(line.phrase, "", f"fiche « {risk.titre} », telle qu’elle était", "")
    known = own or risk.instructions.get(line.phrase, gone)
    text = _said(known.texte, known.anglais, is_english=is_english)
    lines = action_lines(text.mots, text.langue or ("en" if is_english else "fr"))
    return Line(text, lines, known.geste.dessin if known.geste else "", known.editeur, known.adresse)  # fmt: skip


def _called(risk: AlertRisk, scope: Scope) -> tuple[Contact, ...]:
    """The emergency numbers, then those of the risk."""
    others = (contact for contact in risk.contacts if contact not in scope.urgences)
    return (*scope.urgences, *others)


def _told(fate: Fate) -> str:
    """What became of the alert; the link to what took its place follows."""
    if isinstance(fate.by, Cancellation):
        return typographie(f"Annulée le {said(fate.since)} : {fate.by.texte}")
    if fate.by is not None:
        return typographie(f"Remplacée le {said(fate.since)} par")
    return f"Terminée le {said(fate.since)}." if fate.state == "terminée" else "En cours."


def _ended(fate: Fate) -> str:
    """The same in one sentence, which names what took the alert's place."""
    return f"{_told(fate)} {typographie(fate.by.titre)}." if isinstance(fate.by, Alert) else _told(fate)  # fmt: skip


def _ended_in_english(fate: Fate) -> str:
    if fate.state == "en cours":
        return "Under way."
    word = {"annulée": "Cancelled", "remplacée": "Replaced"}.get(fate.state, "Ended")
    return f"{word} on {said_in_english(fate.since)}."


def _follower(
    by: Alert | Cancellation | None, alerts: Alerts, instant: datetime
) -> Follower | None:
    if not isinstance(by, Alert):
        return None
    page = NOW if alerts.fate(by, instant).state == "en cours" else ARCHIVE
    return Follower(by.titre, f"{page}#{by.id}")
