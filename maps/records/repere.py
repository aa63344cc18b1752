"""Names that help a reader find their way on a map: of the river, of bridges, of stations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from maps.records.choix import Choix, Key
from maps.records.style import Slug, Text
from opendata.findings import Record, broken

Genre = Literal["eau", "gare", "pont"]


class Repere(Record):
    """Names of one kind, from this zoom on: `nom` is a property of the layer, or `texte` one name for all that is chosen.

    `texte` is for ground that its publisher does not name; `surface_m2` keeps the ground at least that large.
    """

    id: Slug
    genre: Genre
    fichier: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    choix: Choix | None = None
    nom: Text | None = None
    texte: Text | None = None
    surface_m2: Annotated[float, Field(gt=0)] | None = None
    zoom: Annotated[int, Field(ge=11, le=17)]

    @model_validator(mode="after")
    def _one_name(self) -> Self:
        if bool(self.nom) == bool(self.texte):
            raise broken("repère sans nom, ou avec deux", "un repère a soit « nom », une propriété, soit « texte »",
                         "n'écrire que l'une des deux clés")  # fmt: skip
        return self

    def references(self) -> Iterator[tuple[tuple[Key, ...], str]]:
        """Every property named, with where in the declaration it is named."""
        if self.choix:
            yield ("choix", "propriete"), self.choix.propriete
        if self.nom:
            yield ("nom",), self.nom
