"""What a map says in words, as data/cartes.yaml declares it: of one zone, or what other maps say.

Maps of places and of classes need no declaration: their layers, or their table, say what there is
(`maps.words.map_words`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from maps.records.style import Slug, Text
from opendata.findings import Record, broken

Where = tuple[str, ...]


class Enveloppe(Record):
    """A second zone, of which only the ground is said; `nom` with its article, in a sentence."""

    code: Text
    nom: Text


class ZoneMesuree(Record):
    """A zone of the tables of exposure: its `code`, and how sentences name it.

    « 2,01 km² en {nom} »; « {aucune} dans nos données ». `methode` says how figures are made. Of each two layers
    of `surfaces_communes` the page is given the ground of Paris that both draw.
    """

    code: Text
    nom: Text
    aucune: Text
    methode: Text
    enveloppe: Enveloppe | None = None
    surfaces_communes: tuple[tuple[Text, Text], ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The zones measured, the one that the map is about first."""
        return tuple(code for _, code in self.references())

    def references(self) -> Iterator[tuple[Where, str]]:
        """Every zone named, with where in the declaration it is named."""
        yield ("code",), self.code
        if self.enveloppe:
            yield ("enveloppe", "code"), self.enveloppe.code


class Paroles(Record):
    """One kind of words: `zone`, or `cartes`, the ids of the maps whose words are gathered."""

    zone: ZoneMesuree | None = None
    cartes: Annotated[tuple[Slug, ...], Field(min_length=2)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.zone is None) == (self.cartes is None):
            raise broken("paroles d'aucune sorte, ou de deux", "des paroles ont soit « zone », soit « cartes »",
                         "n'écrire que l'une des deux clés")  # fmt: skip
        return self
