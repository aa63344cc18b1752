"""A map's interactive document in another language: the French one's texts, each said as its translation says it.

What is drawn, its data and its scripts are those of the French document; names of places, of plans and of publishers
stay in French.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from babel.numbers import format_decimal

from maps.records.document_place import place_of
from maps.words.document_words import Kind
from site_src.frame.languages import Language, typeset
from site_src.frame.typography import locale_of
from site_src.frame.wording import plainly_filled, ranked

Row = Mapping[str, Any]
WORDS, ORDINALS = "cartes", "ma-rue-script"
PARIS = "75056"
# A value of a layer that a language says too: its word, under a key that begins so, then says the kind of map.
VALUE = "valeur_"
# Files of data have neither the spaces nor the apostrophes of typography.
_AS_TYPED = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})  # fmt: skip


class UntranslatedError(LookupError):
    """A French text that a language does not say."""


@dataclass(frozen=True)
class Speech:
    """A language as a document speaks it. `phrases`: French sentence → this language; `pages`: address of a French page → there.

    `place` is the folder of the document from that of the site, `notes` end it.
    """

    langue: Language
    francais: Language = field(repr=False)
    phrases: Mapping[str, str] = field(repr=False)
    pages: Mapping[str, str] = field(repr=False)
    place: str
    notes: Sequence[str] = ()

    @property
    def mots(self) -> Mapping[str, str]:
        """The words of the pages of maps."""
        return self.langue.words(WORDS)

    def dit(self, text: str) -> str:
        """The text in this language; nothing where there is nothing. Raises `UntranslatedError`."""
        if text and text not in self.phrases:
            raise UntranslatedError(text)
        return typeset(self.phrases[text], self.langue.code) if text else ""

    def mot(self, key: str, **filled: str) -> str:
        """A word, its places filled."""
        return plainly_filled(self.mots[key], filled)

    def nombre(self, value: float, digits: int = 0) -> str:
        """12,000; 2.01."""
        form = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return str(format_decimal(round(value, digits), form, locale_of(self.langue.code)))

    def valeurs(self, genre: Kind) -> dict[str, str]:
        """What files say of what a kind of map shows, as they write it → in this language."""
        said, kind = self.francais.words(WORDS), f"{VALUE}{genre}_"
        return {
            text.translate(_AS_TYPED): self.mots[key]
            for key, text in said.items()
            if key.startswith(kind)
        }

    def rang(self, numero: int) -> str:
        """13th."""
        return ranked(self.langue.words(ORDINALS), self.langue.code, numero)

    def arrondissement(self, numero: int) -> str:
        """13th arrondissement."""
        return self.mot("lieu_arrondissement", rang=self.rang(numero))


def said_in(
    told: Row, territories: Sequence[Row], constats: Mapping[str, str], one: Speech
) -> dict[str, Any]:
    """What a document says, in a language: as `maps.drawing.interactive.told` has it.

    `territories` are those of the map's page; `constats` what it says of each, by code_insee. Raises `UntranslatedError`.
    """
    names = _names(territories, one)
    phrases = {
        row["libelle"]: one.mot("constat", lieu=names[row["libelle"]], constat=constats[row["code_insee"]])
        for row in territories
    }  # fmt: skip
    return {
        **told,
        **{key: one.dit(told[key]) for key in ("titre", "description")},
        "legende": [
            {**row, **{key: one.dit(row[key]) for key in ("legende", "definition")}}
            for row in told["legende"]
        ],
        "lieux": [
            {**row, "libelle": names[row["libelle"]], "phrase": phrases[row["libelle"]]}
            for row in told["lieux"]
        ],
        "limites": [one.dit(text) for text in told["limites"]],
        "notes": list(one.notes),
        "liste": _moved(told, one, told["liste"]),
        "donnees": _data(told, names, one),
    }


def _names(territories: Sequence[Row], one: Speech) -> dict[str, str]:
    """1er arrondissement → 1st arrondissement; Paris as it is."""
    return {
        row["libelle"]: row["libelle"]
        if row["code_insee"] == PARIS
        else one.arrondissement(int(row["code_insee"]) - 75100)
        for row in territories
    }


def _data(told: Row, names: Mapping[str, str], one: Speech) -> dict[str, Any]:
    """What the scripts are told: words of layers and bubbles, and addresses from where this document stands."""
    data, moved = told["donnees"], partial(_moved, told, one)

    def layer(couche: Row) -> dict[str, Any]:
        said: dict[str, Any] = {"nom": one.dit(couche["nom"]), "adresse": moved(couche["adresse"]),
                "champs": [one.dit(text) for text in couche["champs"]]}  # fmt: skip
        if "detail" in couche:
            said["detail"] = {**couche["detail"], "adresse": moved(couche["detail"]["adresse"])}
        if "bulle" in couche:
            bubble = couche["bulle"]
            told_there = {key: one.dit(bubble[key]) for key in ("texte", "faire", "lien")}
            said["bulle"] = {**bubble, **told_there, "adresse": moved(bubble["adresse"])}
        return {**couche, **said}

    return {
        **data,
        "couches": [layer(couche) for couche in data["couches"]],
        "reperes": [{**row, "adresse": moved(row["adresse"])} for row in data["reperes"]],
        "valeurs": {**names, **one.valeurs(told["genre"])},
    }


def _moved(told: Row, one: Speech, address: str) -> str:
    """An address of the French document, from where this one stands: that of the page in this language where there is one."""
    target = posixpath.normpath(posixpath.join(place_of(told["id"]), address))
    folder = "/" if address.endswith("/") else ""
    found = one.pages.get(f"{target}{folder}", f"{target}{folder}")
    return f"{posixpath.relpath(found, one.place)}{folder}"
