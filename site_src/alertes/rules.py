"""What must hold between messages, and with the register: each is sound on its own already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath

from opendata.findings import Document, Finding
from site_src.alertes.history import Alerts
from site_src.alertes.moments import written
from site_src.alertes.records import Alert, Cancellation, Message
from site_src.alertes.scope import AlertRisk, Scope

CHAIN = "une alerte mise à jour ou annulée est publiée avant ce qui la suit, une seule fois"


@dataclass(frozen=True)
class Located:
    """A message and the document that it was read from."""

    document: Document
    message: Message


def named_as_files(messages: Sequence[Located]) -> Iterator[Finding]:
    """The id of a message is the name of its file."""
    for item in messages:
        if item.message.id != PurePosixPath(item.document.path).stem:
            yield item.document.finding(("id",), f"« {item.message.id} » n'est pas le nom du fichier",
                                        "l'identifiant d'une alerte est le nom de son fichier", "renommer l'un des deux")  # fmt: skip


def known(item: Located, scope: Scope, day: date | None) -> Iterator[Finding]:
    """Risk, places and instructions of an alert are those of the register; what is over keeps its words."""
    alert, document = item.message, item.document
    if isinstance(alert, Cancellation):
        return
    risk, is_over = scope.risques.get(alert.risque), day is not None and alert.fin.date() < day
    if risk is None and not is_over:
        yield document.finding(("risque",), f"risque « {alert.risque} » inconnu", "une alerte porte sur un risque du registre",
                               f"choisir parmi {', '.join(sorted(scope.risques))}")  # fmt: skip
    for number, name in enumerate(alert.secteurs):
        if name not in scope.lieux:
            yield document.finding(("secteurs", number), f"secteur « {name} » inconnu",
                                   "un secteur est « paris », un arrondissement (13) ou un quartier (13/salpetriere)",
                                   "recopier la fin de l'adresse de sa page, après /mon-quartier/")  # fmt: skip
    if risk and not is_over:
        yield from _instructions(document, alert, risk)


def _instructions(document: Document, alert: Alert, risk: AlertRisk) -> Iterator[Finding]:
    for number, line in enumerate(alert.consignes):
        if line.registre is not None and line.registre not in risk.instructions:
            yield document.finding(("consignes", number, "registre"), f"consigne absente de la fiche : « {line.registre:.60} »",
                                   f"« registre » reprend mot pour mot une consigne de data/risques/{risk.id}.yaml",
                                   "la recopier, ou écrire « texte » et « source »")  # fmt: skip


def chains_hold(messages: Sequence[Located]) -> Iterator[Finding]:
    """What a message replaces or cancels is an alert, issued before it, that nothing else ended."""
    alerts = {item.message.id: item.message for item in messages if isinstance(item.message, Alert)}
    ended = Counter(name for item in messages if (name := _named(item.message)[1]) in alerts)
    for item in messages:
        key, name = _named(item.message)
        if name is not None:
            yield from _link(item, key, name, alerts, ended[name])


def _named(message: Message) -> tuple[str, str | None]:
    """The key under which the message names another, and what it names."""
    return ("annule", message.annule) if isinstance(message, Cancellation) else ("remplace", message.remplace)  # fmt: skip


def _link(
    item: Located, key: str, name: str, alerts: Mapping[str, Alert], times: int
) -> Iterator[Finding]:
    before, message = alerts.get(name), item.message
    if before is None:
        yield item.document.finding((key,), f"alerte « {name} » absente de data/alertes", CHAIN,
                                    "corriger l'identifiant, ou remettre le fichier : une alerte publiée n'est jamais effacée")  # fmt: skip
        return
    if before.emise_le >= message.emise_le:
        yield item.document.finding(("emise_le",), f"émise avant « {name} » ({written(before.emise_le)}), qu'elle suit", CHAIN,
                                    "corriger « emise_le »")  # fmt: skip
    if times > 1:
        yield item.document.finding((key,), f"« {name} » remplacée ou annulée {times} fois", CHAIN,
                                    "suivre la dernière alerte de la suite")  # fmt: skip
    if isinstance(message, Alert) and message.risque != before.risque:
        yield item.document.finding(("risque",), f"risque « {message.risque} », celui de « {name} » est « {before.risque} »",
                                    "une mise à jour garde le risque de l'alerte", "reprendre son risque, ou publier une autre alerte")  # fmt: skip


def alerts_agree(messages: Sequence[Located], history: Alerts, scope: Scope) -> Iterator[Finding]:
    """Of two alerts that hold on one risk, one place and at one time, the level is the same."""
    held = [(item, item.message) for item in messages
            if isinstance(item.message, Alert) and history.ended_by(item.message.id) is None]  # fmt: skip
    for (_, one), (item, other) in combinations(held, 2):
        if one.risque != other.risque or one.niveau == other.niveau:
            continue
        shared = scope.overlap(other.secteurs, one.secteurs)
        if shared and one.debut < other.fin and other.debut < one.fin:
            yield item.document.finding(("niveau",), f"« {other.niveau} », mais « {one.niveau} » selon {one.id} ({shared[0]})",
                                        "deux alertes ne se contredisent pas sur un secteur et un risque",
                                        "remplacer l'une par l'autre (« remplace »), ou l'annuler")  # fmt: skip
