"""Values as a French sentence shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from site_src.frame.rendering import NARROW_SPACE, NO_BREAK_SPACE, date_longue, nombre
from site_src.risques.risque import PLACE, Fait
from site_src.risques.words import SANS_DATE

# French headings; also the addresses of those of a risk's page: #avant, #pendant, #apres.
PHASES: Mapping[str, str] = {"avant": "Avant", "pendant": "Pendant", "apres": "Après"}

_BEFORE = re.compile(r" (?=[:»%€])|(?<=«) ")
_BEFORE_THIN = re.compile(r" (?=[;!?])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_UNIT = re.compile(r"(?<=\d) (?=(?:cm|m|km|ha|mm|mg|kg|l|h|s|min|m³|m²|km²|°C)\b)")


def typographie(text: str) -> str:
    """Spaces that must not break, and the curly apostrophe: what a contributor need not type."""
    text = _BEFORE.sub(NO_BREAK_SPACE, text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    text = _THOUSANDS.sub(NARROW_SPACE, _BEFORE_THIN.sub(NARROW_SPACE, text))
    return _UNIT.sub(NO_BREAK_SPACE, text)


def quantite(valeur: float, unite: str) -> str:
    """266 000 personnes; 11,75 km²: as many decimals as were written."""
    decimales = 0 if valeur == int(valeur) else len(repr(valeur).partition(".")[2])
    return f"{nombre(valeur, decimales)}{NO_BREAK_SPACE}{unite}"


def metres(valeur: float) -> str:
    """6,10 m: heights of the Seine are read to the centimetre."""
    return f"{nombre(valeur, 2)}{NO_BREAK_SPACE}m"


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
        return date_longue(date.fromisoformat(f"{value}-02")).split(NO_BREAK_SPACE, 1)[1]
    return date_longue(date.fromisoformat(value))


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
        return first[:1].upper() + first[1:]
    return f"Du {first.removesuffix(f' {fin[:4]}')} au {date_dite(fin)}"


# What templates on risks call these by.
FILTERS: Mapping[str, Callable[..., str]] = {
    "typographie": typographie,
    "phrase": phrase,
    "quantite": quantite,
    "metres": metres,
    "date_dite": date_dite,
    "datation": datation,
    "periode": periode,
}
