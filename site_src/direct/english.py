"""The values of the moment in English: the same facts in fewer words.

Why a service gave nothing is said by kind: the details are on the French page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from site_src.direct.freshness import Etat
from site_src.direct.records import Air, Fiche, Niveau
from site_src.frame.hours import (
    hour_in_english,
    is_one_day,
    said_in_english,
    said_in_english_without_year,
)
from site_src.frame.typography import NO_BREAK_SPACE

LABELS: Mapping[str, str] = {
    "niveau": "The Seine at Paris-Austerlitz",
    "troncon": "Flood warning, Seine in Paris",
    "vigilance": "Weather warning, Paris",
    "air": "Air quality, Paris",
}
PHENOMENA: Mapping[str, str] = {
    "1": "Strong wind",
    "2": "Rain and flooding",
    "3": "Thunderstorms",
    "4": "River floods",
    "5": "Snow and ice",
    "6": "Heat wave",
    "7": "Severe cold",
}
COLOURS: Mapping[int, str] = {1: "green", 2: "yellow", 3: "orange", 4: "red"}
# The degrees of the French index are those of the European one, which has English names.
INDICES: Mapping[str, str] = {
    "Bon": "good",
    "Moyen": "fair",
    "Dégradé": "moderate",
    "Mauvais": "poor",
    "Très mauvais": "very poor",
    "Extrêmement mauvais": "extremely poor",
}
NOTHING: Mapping[str, str] = {
    "sans_donnee": "no reading published",
    "injoignable": "service out of reach",
    "refuse": "request refused by the service",
    "illisible": "unreadable answer",
    "non_configure": "source not set up",
    "douteux": "doubtful value",
}
NEVER = "no reading published here"
TOO_OLD = "value too old to be shown"
NOT_FOLLOWED = "not published by the service"
OLD_GREEN = "no warning, but the reading is old"
DOUBTFUL = "the service calls this reading doubtful, or its two readers disagree"
ONE_READER = "read by one service out of two"
FAILED = "the last attempt to read it failed"


@dataclass(frozen=True)
class Words:
    """What a value says in English: as `libelle`, `texte`, `motif` and `dite` of the value do in French."""

    libelle: str = ""
    texte: str = ""
    motif: str = NEVER
    dite: str = ""


UNSAID = Words()


def reason(fiche: Fiche | None, found: Etat) -> str:
    """Why nothing is shown, and when something was read last, or why what is shown is not sure; "" when nothing is wrong."""
    if fiche is None:
        return NEVER
    if found == "inconnue":
        said = NOTHING.get(fiche.statut, TOO_OLD)
        return f"{said}; last read on {said_in_english(fiche.lu_a)}" if fiche.lu_a else said
    if not fiche.motif:
        return ""
    return {"douteux": DOUBTFUL, "a_jour": ONE_READER}.get(fiche.statut, FAILED)


def told(fiche: Fiche, observed: datetime, read: datetime) -> str:
    """Of when a value is, without the year."""
    if isinstance(fiche, Niveau):
        return f"measured on {said_in_english_without_year(observed)}"
    if isinstance(fiche, Air):
        return f"forecast read on {said_in_english_without_year(read)}"
    then = f"at {hour_in_english(read)}" if is_one_day(observed, read) else f"on {said_in_english_without_year(read)}"  # fmt: skip
    return f"bulletin of {said_in_english_without_year(observed)}, read {then}"


def height(niveau: Niveau) -> str:
    """« 1.27 m »; « 1.27 m or 1.45 m » when two readers disagree."""
    assert niveau.valeur is not None
    heights = {round(niveau.valeur, 2)}
    if niveau.statut == "douteux" and niveau.autre:
        heights.add(round(niveau.autre.hauteur_m, 2))
    return " or ".join(f"{one:.2f}{NO_BREAK_SPACE}m" for one in sorted(heights))


def value(french: str, fiche: Fiche, colour: int | None) -> str:
    """What `french` says."""
    if isinstance(fiche, Niveau):
        return height(fiche)
    if colour is not None:
        return COLOURS[colour]
    return {name.lower(): word for name, word in INDICES.items()}.get(french, french)
