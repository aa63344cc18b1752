"""A map as data/cartes.yaml declares it: its layers, in the order of drawing, and what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from maps.records.choix import Choix, Key
from maps.records.classes import Choroplethe
from maps.records.paroles import Paroles
from maps.records.repere import Repere
from maps.records.style import Precision, Slug, Style, Text
from opendata.findings import Record, broken


class Ligne(Record):
    """One line of a popup: a property of the feature under a French label."""

    propriete: Text
    libelle: Text


class Bulle(Record):
    """The popup of a zone: `texte` is what it means for who lives there, `faire` what to do, in the words of the register;
    `page`, below the site's root, says the rest, under `lien`; `officiel`, the name of the document, comes last.
    """

    texte: Text
    faire: Text
    officiel: Text
    lien: Text
    page: Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+/)+$")]


class Detail(Record):
    """All features of the file, without `choix`, from this zoom of the interactive map on.

    `noms` is the property that is written along each of them, where there is room.
    """

    zoom: Annotated[int, Field(ge=12, le=17)]
    ecran_m: Annotated[float, Field(gt=0, le=20)]
    noms: Text | None = None


class Couche(Record):
    """One layer of a map. `est_fond`: part of the background, not a hazard.

    `reunie`: no line is drawn between two pieces that touch and are shown alike.
    """

    id: Slug
    fichier: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    est_fond: bool = False
    reunie: bool = False
    libelle: Text
    legende: Text
    definition: str = ""
    sources: Annotated[tuple[Slug, ...], Field(min_length=1)]
    choix: Choix | None = None
    detail: Detail | None = None
    etiquette: Text | None = None
    infobulle: tuple[Ligne, ...] = ()
    bulle: Bulle | None = None
    style: Style
    precision: Precision

    @property
    def properties(self) -> tuple[str, ...]:
        """The properties that popups, labels and names show, in the order of the declaration."""
        shown = [line.propriete for line in self.infobulle]
        written = [self.etiquette, self.detail.noms if self.detail else None]
        return tuple(dict.fromkeys([*shown, *filter(None, written)]))

    def references(self) -> Iterator[tuple[tuple[Key, ...], str]]:
        """Every property named, with where in the declaration it is named."""
        if self.choix:
            yield ("choix", "propriete"), self.choix.propriete
        if self.etiquette:
            yield ("etiquette",), self.etiquette
        if self.detail and self.detail.noms:
            yield ("detail", "noms"), self.detail.noms
        for number, line in enumerate(self.infobulle):
            yield ("infobulle", number, "propriete"), line.propriete


class ChiffrePublie(Record):
    """A figure published elsewhere about the same question, shown beside ours with its date.

    `est_a_confirmer` until the figure has been read in its first source.
    """

    texte: Text
    date: Text
    source: Text
    est_a_confirmer: bool = True
    adresse: Text

    @field_validator("adresse")
    @classmethod
    def _leads_to_a_page(cls, address: str) -> str:
        if not re.fullmatch(r"https?://[^/\s]+/\S+", address):
            raise broken(f"chiffre publié sans page : « {address} »", "un chiffre se retrouve : l'adresse complète de la page où il a été lu (https://…)",
                         "donner l'adresse de la page, ou retirer le chiffre")  # fmt: skip
        return address

    @model_validator(mode="after")
    def _is_dated(self) -> Self:
        if not re.search(r"\b(1\d|20)\d\d\b", self.date):
            raise broken(f"chiffre publié sans date : « {self.date} »", "un chiffre a une date, ou celle de sa lecture quand son document n'en porte pas",
                         "donner l'année, ou retirer le chiffre")  # fmt: skip
        return self


class Carte(Record):
    """One map. `resume` says in words what the picture shows; `limites` what it cannot, `avis` in a few words;
    `titre_liste` is the title of the page that lists its places.

    It says something of each arrondissement in one way: by its `places`, by the table of its `choroplethe`, whose
    classes are drawn below `couches` (`maps.choropleth.class_layers`), or by its `paroles` (`maps.words.map_words`).
    `listes_ouvertes`: the lists of places are short enough to be unfolded. `est_fictif` is written across the map.
    `eteintes` are the layers, by id, that the reader switches on; a picture draws them as a thin outline. `cadre` are
    the layers that the first view and the picture are cropped to; without it, the background. `reperes` are the names
    written on it, the first ones where there is not room for all.
    """

    id: Slug
    titre: Text
    titre_court: Text
    description: Text
    resume: Text
    paroles: Paroles | None = None
    avis: str = ""
    titre_liste: str = ""
    listes_ouvertes: bool = False
    limites: Annotated[tuple[Text, ...], Field(min_length=1)]
    couches: Annotated[tuple[Couche, ...], Field(min_length=1)]
    eteintes: tuple[Slug, ...] = ()
    cadre: tuple[Slug, ...] = ()
    reperes: tuple[Repere, ...] = ()
    choroplethe: Choroplethe | None = None
    est_fictif: bool = False
    chiffres_publies: tuple[ChiffrePublie, ...] = ()

    @property
    def place(self) -> str:
        """The folder of its page, from the site's root: what is invented stands with its data, not among the maps."""
        if self.est_fictif and self.choroplethe:
            return f"donnees/{self.choroplethe.table.jeu}/carte/"
        return f"cartes/{self.id}/"

    @property
    def places(self) -> tuple[Couche, ...]:
        """The layers made of places that people go to, the one drawn on top first."""
        return tuple(couche for couche in reversed(self.couches) if couche.style.symbole)

    @property
    def legende(self) -> tuple[Couche, ...]:
        """All layers as a legend lists them: what the map is about, then its background."""
        zones = [couche for couche in self.hazards if not couche.style.symbole]
        return (*self.places, *zones, *(couche for couche in self.couches if couche.est_fond))

    @property
    def hazards(self) -> tuple[Couche, ...]:
        """The layers that are not background."""
        return tuple(couche for couche in self.couches if not couche.est_fond)

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the sources of all layers, hazards first, each once."""
        background = [couche for couche in self.couches if couche.est_fond]
        ordered: list[Couche | Repere] = [*self.hazards, *background, *self.reperes]
        return tuple(dict.fromkeys(name for shown in ordered for name in shown.sources))
