"""Addresses that a file writes in capitals, as French writes them: « 8 RUE DES RECOLLETS » → « 8 rue des Récollets ».

A street that the layer of streets has takes its official name, accents included. Another name keeps the letters of
the file: capitals leave no accent to restore, and none is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from maps.records.layers import Layer

Streets = Mapping[str, str]  # key of a name → the name; see `official_names`
COLUMN = "adresse"
# What files shorten.
TYPES: Mapping[str, str] = {
    "AV": "avenue",
    "BD": "boulevard",
    "PL": "place",
    "QU": "quai",
}
_SMALL = frozenset(
    [
        "a",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "du",
        "en",
        "et",
        "face",
        "l",
        "la",
        "le",
        "les",
        "sous",
        "sur",
    ]
)
# « 12 », « 12 BIS », « 62F », « 9 FACE », « face au 34 », « opposé au 35 ».
_NUMBER = re.compile(
    r"((?:[a-zà-ÿ ]+ |(?i:face (?:au )?))?\d+(?i: ?(?:bis|ter|quater|[a-z]))?\b(?i: face)?,?)\s+(?=\D)"
)
_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]+")
_ELIDED = re.compile(r"\b([dl])[ '’]+(?=\w)", re.IGNORECASE)


def official_names(names: Iterable[str]) -> dict[str, str]:
    """Names of streets by their letters and figures, and by those without small words where one name has them."""
    whole, bare = {}, dict[str, set[str]]()
    for name in names:
        whole[_key(name)] = name
        bare.setdefault(_bare(name), set()).add(name)
    return {**{key: one for key, (one, *others) in bare.items() if not others}, **whole}


def in_french(address: str, streets: Streets) -> str:
    """The address in French case; as it is where nothing of it stands in capitals."""
    if not any(_is_shouted(word) for word in _WORD.findall(address)):
        return address
    number = _NUMBER.match(address)
    street = address[number.end() :] if number else address
    before = f"{_lowered(number[1])} " if number else ""
    return before + _named(_whole(street), streets, is_first=not number)


def told(layers: Mapping[str, Layer]) -> dict[str, Layer]:
    """The same layers, addresses in French case."""
    voies = layers.get("voies")
    streets = official_names(voies.column("libelle_voie")) if voies else {}
    return {name: _told(layer, streets) for name, layer in layers.items()}


def _told(layer: Layer, streets: Streets) -> Layer:
    if COLUMN not in layer.properties[0]:
        return layer
    rows: list[Mapping[str, Any]] = [
        {**row, COLUMN: in_french(row[COLUMN], streets)} for row in layer.properties
    ]
    return replace(layer, properties=tuple(rows))


def _named(street: str, streets: Streets, *, is_first: bool) -> str:
    """The official name, or the file's in French case; its type in small letters after a number."""
    name = streets.get(_key(street)) or streets.get(_bare(street)) or _cased(street)
    return name if is_first else name[:1].lower() + name[1:]


def _cased(text: str) -> str:
    text = _WORD.sub(lambda word: _cased_word(word[0]), text)
    text = _ELIDED.sub(lambda small: f"{small[1].lower()}'", text)
    return text[:1].upper() + text[1:]


def _cased_word(word: str) -> str:
    if not word.isupper() or (len(word) > 1 and _ROMAN.fullmatch(word)):
        return word
    return word.lower() if word.lower() in _SMALL else word.capitalize()


def _is_shouted(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not _ROMAN.fullmatch(word)


def _lowered(number: str) -> str:
    """« 12 BIS » → « 12 bis »; the letter of « 62F » stays."""
    return re.sub(r"[^\W\d_]{2,}", lambda word: word[0].lower(), number)


def _whole(street: str) -> str:
    """« BD AURELLE » → « BOULEVARD AURELLE », so that it is found."""
    street = re.sub(r"\bPTE\b\.?", "PORTE", street)
    first, _, rest = street.partition(" ")
    return f"{TYPES[first].upper()} {rest}" if first in TYPES else street


def _key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe"))
    return "".join(letter for letter in letters if letter.isalnum() and letter.isascii())


def _bare(name: str) -> str:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return _key("".join(word for word in words if word not in _SMALL))
