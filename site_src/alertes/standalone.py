"""The alerts as the one file for a crisis has them, as HTML and as text: with the day and hour that they are of.

The file travels: whoever opens it reads first of when it is, and that it does not change by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate

from site_src.alertes.views import Line, View
from site_src.frame.hours import said, said_in_english
from site_src.frame.plain_text import joined, listed, wrapped
from site_src.frame.typography import typographie

TEMPLATE = "alertes_fichier.j2"
# In bytes of HTML: what alerts may take of the file in their whole. The gravest come first; those that have no room
# left give their level, their title and until when.
ROOM = 12_000
_WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "date_dite": "Au {}, heure de Paris. Ce fichier ne se met pas à jour seul.",
        "ailleurs": "Où trouver plus récent",
        "titre": "Les alertes à cette date",
        "aucune": "Aucune alerte n’est publiée ici à cette date.",
        "sans_danger": "Cela ne veut pas dire : aucun danger.",
        "ou": "Où :",
        "emise_par": "Émise par",
        "sans_emetteur": "Émetteur non donné",
    },
    "en": {
        "date_dite": "On {}, Paris time. This file does not update itself.",
        "ailleurs": "Where to look for newer",
        "titre": "The alerts at that time",
        "aucune": "No alert is published here at that time.",
        "sans_danger": "That does not mean: no danger.",
        "ou": "Where:",
        "emise_par": "Issued by",
        "sans_emetteur": "Issuer not given",
    },
}
Given = Sequence[tuple[View, bool]]


def words_at(instant: datetime, langue: str) -> dict[str, str]:
    """The words around the alerts, the moment of the file among them."""
    words = {name: typographie(text) if langue == "fr" else text for name, text in _WORDS[langue].items()}  # fmt: skip
    day = said(instant) if langue == "fr" else said_in_english(instant)
    return {**words, "date_dite": words["date_dite"].format(day)}


def shared(views: Iterable[View], weights: Iterable[int]) -> Given:
    """Each alert, and whether there is room for the whole of it; `weights` are those of their HTML, in bytes."""
    totals = accumulate(weights)
    return [(view, total <= ROOM) for view, total in zip(views, totals, strict=True)]


def text(given: Given, instant: datetime, langue: str) -> str:
    """The alerts as plain text, in the order given."""
    words = words_at(instant, langue)
    none = wrapped(f"{words['aucune']} {words['sans_danger']}")
    return joined(
        [
            wrapped(words["date_dite"]),
            wrapped(words["titre"]),
            *(_alert(view, words, langue, is_whole=is_whole) for view, is_whole in given),
            "" if given else none,
        ]
    )


def _alert(view: View, words: Mapping[str, str], langue: str, *, is_whole: bool) -> str:
    colon = typographie(" :") if langue == "fr" else ":"
    head = wrapped(f"{view.niveau}{colon} {view.titre.mots}"), wrapped(f"{view.duree}.")
    if not is_whole:
        return joined(head)
    places = typographie(", ".join(place.libelle for place in view.lieux))
    issuer = view.alerte.emetteur
    issued = f"{words['emise_par']} {typographie(issuer)}" if issuer else words["sans_emetteur"]
    return joined(
        [
            *head,
            wrapped(view.texte.mots),
            wrapped(f"{words['ou']} {places}."),
            listed(map(_instruction, view.consignes), 1),
            listed(f"{typographie(one.texte)}{colon} {one.adresse}" for one in view.alerte.liens),
            wrapped(f"{issued}, {view.emise}."),
        ]
    )


def _instruction(line: Line) -> str:
    return f"{line.texte.mots} [{typographie(line.source)}]"
