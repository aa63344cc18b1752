"""Values as a French sentence shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from site_src.frame.rendering import literal
from site_src.frame.typography import (
    NO_BREAK_SPACE,
    capital,
    month,
    number,
    number_as_written,
    typographie,
    written_date,
)
from site_src.risques.risque import PLACE, Consigne, Consignes, Fait
from site_src.risques.words import SANS_DATE, Phase

# French headings, in the order in which they are read: what is happening comes first. Also the addresses of those of
# a risk's page: #pendant, #avant, #apres.
PHASES: Mapping[Phase, str] = {"pendant": "Pendant", "avant": "Avant", "apres": "Après"}
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÀÂÇÉÈÊÎÔ])")
# « N'appelez qu'en cas de danger » asks for a call: only a whole negation forbids.
_FORBIDS: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        r"N(?:e |’)(?:(?!\bqu[’e]).)*?\b(?:pas|ni|jamais|rien|aucune?|plus|personne)\b"
    ),
    "en": re.compile(r"(?:Do not|Don’t|Never|No longer|\w+ (?:nothing|neither))\b"),
}
# Before the name of who answers for what.
QUI: Mapping[str, str] = {"etat": "État", "ville": "Ville de Paris", "autre": ""}


def phases(consignes: Consignes) -> list[tuple[Phase, str, tuple[Consigne, ...]]]:
    """(phase, heading, instructions) as pages and papers give them: what is happening first, empty phases last."""
    said = [(name, titre, consignes.phase(name)) for name, titre in PHASES.items()]
    return sorted(said, key=lambda phase: not phase[2])


@dataclass(frozen=True)
class Action:
    """A sentence of an instruction: it has its own verb, and may say what not to do."""

    texte: str
    est_interdit: bool


def actions_of(text: str, langue: str = "fr") -> tuple[Action, ...]:
    """An instruction, sentence by sentence; nothing is marked in a language of which we do not know how it forbids."""
    said = typographie(text) if langue == "fr" else text.replace("'", "’")
    forbids = _FORBIDS.get(langue)
    return tuple(
        Action(part, bool(forbids and forbids.match(part))) for part in _SENTENCES.split(said)
    )


def action_lines(text: str, langue: str = "fr") -> Markup:
    """An instruction, a line for each of its sentences; what forbids is marked."""
    return Markup("<br> ").join(map(_marked, actions_of(text, langue)))


def _marked(action: Action) -> Markup:
    forbidding = Markup('<span class="prm-non">{}</span>')
    said = literal(action.texte)
    return forbidding.format(said) if action.est_interdit else said


def quantite(valeur: float, unite: str) -> str:
    """266 000 personnes; 11,75 km²: as many decimals as were written."""
    return f"{number_as_written(valeur)}{NO_BREAK_SPACE}{unite}"


def metres(valeur: float) -> str:
    """6,10 m: heights of the Seine are read to the centimetre."""
    return f"{number(valeur, 2)}{NO_BREAK_SPACE}m"


def phrase(fait: Fait) -> str:
    """The sentence of a fact, its figure in its place."""
    text = fait.texte
    if fait.valeur is not None:
        text = text.replace(PLACE, quantite(fait.valeur, fait.unite))
    return typographie(text)


def date_dite(value: str) -> str:
    """11 décembre 2023, décembre 2018, 2019, sans date."""
    if value == SANS_DATE:
        return "sans date"
    if len(value) == len("2023"):
        return value
    if len(value) == len("2023-12"):
        return month(date.fromisoformat(f"{value}-01"))
    return written_date(value)


def datation(value: str) -> str:
    """« du 11 décembre 2023 », « d’octobre 2025 », « de 2019 »: after « donnée »."""
    text = date_dite(value)
    if len(value) == len("2023-12-11"):
        return f"du {text}"
    return typographie(f"d'{text}" if text[0] in "ao" else f"de {text}")


def periode(debut: str, fin: str | None) -> str:
    """28 janvier 1910; Février 2019; Du 27 février au 1er mars 1658: the year once when it is the same."""
    first = date_dite(debut)
    if fin is None:
        return capital(first)
    return f"Du {first.removesuffix(f' {fin[:4]}')} au {date_dite(fin)}"


# What templates on risks call these by.
FILTERS: Mapping[str, Callable[..., str]] = {
    "phrase": phrase,
    "quantite": quantite,
    "metres": metres,
    "date_dite": date_dite,
    "datation": datation,
    "periode": periode,
    "actions": action_lines,
}
