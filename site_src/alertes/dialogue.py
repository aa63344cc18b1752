"""The questions of `build.py alert`, one at a time, and the file that they make.

Nothing is read or written here: `Talk` is given how to ask and how to say. An answer that cannot stand is told why, in
the words of the control, and is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from opendata.findings import broken
from site_src.alertes.history import Alerts
from site_src.alertes.levels import DANGER, NIVEAUX, Niveau
from site_src.alertes.moments import Moment, written
from site_src.alertes.records import AdresseWeb, Alert, Ligne, Resume, Titre
from site_src.alertes.scope import PARIS, AlertRisk, Scope
from site_src.engine.usage import UsageError
from site_src.risques.border import Texte, TexteConsigne

Values = dict[str, Any]
# From an answer to a value; raises `ValidationError` or a rule of ours (`broken`).
Reader = Callable[[str], Any]


@dataclass(frozen=True)
class Talk:
    """How to ask a question (its answer comes back) and how to say a line."""

    ask: Callable[[str], str]
    say: Callable[[str], object]

    def value(self, question: str, read: Reader, default: str = "") -> Any:  # noqa: ANN401  (of the reader)
        """The first answer that can stand; an empty one is `default`."""
        shown = f"{question} [{default}]" if default else question
        while True:
            answer = self.ask(shown).strip() or default
            try:
                return read(answer)
            except ValueError as error:  # pydantic's are, too
                self.say(f"  {_told(error)}")

    def choice(
        self, question: str, choices: Sequence[str], *, is_optional: bool = False
    ) -> int | None:
        """The place, from 0, of the line that was chosen by its number; `None` for no answer, where that is one."""
        for number, line in enumerate(choices, 1):
            self.say(f"  {number}. {line}")
        chosen: int | None = self.value(question, lambda answer: _number(answer, len(choices), is_optional=is_optional))  # fmt: skip
        return chosen

    def several(self, question: str, choices: Sequence[str]) -> list[int]:
        """The places of the lines that were chosen by their numbers; none for no answer."""
        for number, line in enumerate(choices, 1):
            self.say(f"  {number}. {line}")
        chosen: list[int] = self.value(question, lambda answer: [
            place for part in answer.replace(",", " ").split()
            if (place := _number(part, len(choices), is_optional=False)) is not None
        ])  # fmt: skip
        return chosen


def _told(error: ValueError) -> str:
    """What is wrong with an answer, and what to do."""
    if isinstance(error, ValidationError):
        details = error.errors()[0]
        parts: Mapping[str, Any] = details.get("ctx", {})
        return f"{parts['quoi']} — {parts['remede']}" if "quoi" in parts else "réponse attendue"
    context: Mapping[str, Any] = getattr(error, "context", None) or {}
    return f"{context['quoi']} — {context['remede']}" if context else str(error)


def _number(answer: str, most: int, *, is_optional: bool) -> int | None:
    if not answer and is_optional:
        return None
    if answer.isdecimal() and 1 <= int(answer) <= most:
        return int(answer) - 1
    raise broken(
        f"« {answer} »", "une ligne se choisit par son numéro", f"écrire un nombre de 1 à {most}"
    )


def _as(kind: Any) -> Reader:  # noqa: ANN401  (a type of pydantic)
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    return adapter.validate_python


def _or_nothing(read: Reader) -> Reader:
    return lambda answer: read(answer) if answer else None


def message(
    talk: Talk,
    scope: Scope,
    alerts: Alerts,
    now: datetime,
    taken: Collection[str],
    cancelled: str = "",
) -> Values:
    """An alert, or what cancels the one that is named. `taken` are the names of files that are there.

    Raises `UsageError` when no alert of that name stands.
    """
    if not cancelled:
        return alert(talk, scope, alerts, now, taken)
    known = {one.id: one for one in alerts.standing(now)}
    if cancelled not in known:
        raise UsageError(f"--annule {cancelled} : aucune alerte en cours de ce nom ({', '.join(known) or 'aucune'})")  # fmt: skip
    return cancellation(talk, known[cancelled], now, taken)


def cancellation(talk: Talk, cancelled: Alert, now: datetime, taken: Collection[str]) -> Values:
    """The message that cancels an alert. `taken` are the names of files that are there."""
    talk.say(f"Annuler : {cancelled.titre} ({cancelled.id})")
    return {
        "id": _free(f"{cancelled.id}-annulation", taken),
        "emise_le": written(now),
        "annule": cancelled.id,
        "texte": talk.value("Pourquoi ne vaut-elle plus ?", _as(Resume)),
        "emetteur": talk.value("Qui l'annule ?", _as(Texte)),
    }


def alert(
    talk: Talk, scope: Scope, alerts: Alerts, now: datetime, taken: Collection[str]
) -> Values:
    """A new alert, or one that takes the place of another. `taken` are the names of files that are there."""
    risks = sorted(scope.risques.values(), key=lambda risk: risk.id)
    risk = risks[talk.choice("Quel risque ?", [f"{one.titre} ({one.id})" for one in risks]) or 0]
    replaced = _replaced(talk, [one for one in alerts.standing(now) if one.risque == risk.id])
    niveau: Niveau = NIVEAUX[talk.choice("Quel niveau ?", NIVEAUX) or 0]
    values: Values = {
        "id": _free(f"{written(now)[:10]}-{risk.id}", taken),
        "emise_le": written(now),
        **({"remplace": replaced} if replaced else {}),
        "risque": risk.id,
        "niveau": niveau,
        "titre": talk.value("Que se passe-t-il, en un titre ?", _as(Titre)),
        "texte": talk.value("Et en deux phrases ?", _as(Resume)),
        "secteurs": talk.value(
            "Où ? (« paris », ou des secteurs : 13, 13/salpetriere)", _places(scope), PARIS
        ),
        "consignes": _instructions(talk, risk),
    }
    values |= _issued(talk, niveau)
    values["debut"] = talk.value("Depuis, ou à partir de quand ?", _moment, written(now))
    values["fin"] = talk.value("Jusqu'à quand ? (sept jours au plus)", _end(values))
    return values | _links(talk) | _english(talk)


def _replaced(talk: Talk, standing: Sequence[Alert]) -> str:
    """The alert on the same risk that the new one takes the place of, if any."""
    if not standing:
        return ""
    lines = [f"{one.titre} ({one.niveau}, jusqu'au {written(one.fin)})" for one in standing]
    chosen = talk.choice("Prend-elle la suite d'une de ces alertes ? (vide : non)", lines, is_optional=True)  # fmt: skip
    return "" if chosen is None else standing[chosen].id


def _places(scope: Scope) -> Reader:
    def read(answer: str) -> list[str]:
        names = answer.lower().replace(",", " ").split()
        unknown = [name for name in names if name not in scope.lieux]
        if unknown or not names:
            raise broken(f"secteur « {', '.join(unknown)} » inconnu", "", "recopier la fin de l'adresse de sa page, après /mon-quartier/")  # fmt: skip
        return names

    return read


def _moment(answer: str) -> str:
    return written(_as(Moment)(answer))


def _end(values: Mapping[str, Any]) -> Reader:
    """An end that the whole alert can have: it is judged with what was answered so far."""

    def read(answer: str) -> str:
        Alert.model_validate({**values, "fin": answer})
        return _moment(answer)

    return read


def _instructions(talk: Talk, risk: AlertRisk) -> list[Values]:
    """At least one: those of the sheet that are chosen, then new ones with their source."""
    known = list(risk.instructions)
    while True:
        chosen = talk.several("Quelles consignes de la fiche ? (numéros ; vide : aucune)", known) if known else []  # fmt: skip
        lines: list[Values] = [{"registre": known[place]} for place in chosen]
        lines += _new_instructions(talk)
        if lines:
            return lines
        talk.say("  alerte sans consigne — en choisir une, ou en écrire une avec sa source")


def _new_instructions(talk: Talk) -> Iterator[Values]:
    while True:
        text = talk.value("Une autre consigne, avec sa source ? (vide : non)", _or_nothing(_as(TexteConsigne)))  # fmt: skip
        if not text:
            return
        source = {
            "nom": talk.value("Qui la donne ?", _as(Texte)),
            "adresse": talk.value("Adresse de la page ?", _as(AdresseWeb)),
        }
        english = talk.value("En anglais ? (vide : plus tard)", str)
        line = {"texte": text, "source": source, **({"en": english} if english else {})}
        Ligne.model_validate(line)
        yield line


def _issued(talk: Talk, niveau: Niveau) -> Values:
    if niveau == DANGER:
        return {"emetteur": talk.value("Qui a décidé cette alerte ?", _as(Texte))}
    issuer = talk.value("Qui a décidé cette alerte ? (vide : non donné)", str)
    return {"emetteur": issuer} if issuer else {}


def _links(talk: Talk) -> Values:
    links: list[Values] = []
    while text := talk.value("Une page où regarder ? (son nom ; vide : non)", str):
        links.append({"texte": text, "adresse": talk.value("Son adresse ?", _as(AdresseWeb))})
    return {"liens": links} if links else {}


def _english(talk: Talk) -> Values:
    title = talk.value("Le titre en anglais ? (vide : pas de traduction)", _or_nothing(_as(Titre)))
    if not title:
        return {}
    return {"en": {"titre": title, "texte": talk.value("Et le texte en anglais ?", _as(Resume))}}


def _free(name: str, taken: Collection[str]) -> str:
    """The name, with a number where a file has it already: none is ever written over."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)


def file_text(values: Mapping[str, Any]) -> bytes:
    """The values as a file of data/alertes."""
    text: str = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=100)
    return text.encode()
