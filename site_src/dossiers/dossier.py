"""A page made of sourced statements: what it says, section by section.

As in the register of risks, a text names its source beside it or holds no figure.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from opendata.findings import Record, broken
from site_src.risques.border import (
    Consigne,
    DateDite,
    Fait,
    Identifiant,
    Statut,
    Texte,
    TexteSansChiffre,
)

# « {table.ligne} » or « {table.ligne.colonne} » in the text of a `Chiffre`.
PLACE = re.compile(r"\{([a-z0-9-]+)\.([a-z0-9-]+)(?:\.([a-z_]+))?\}")
_ADRESSE = re.compile(r"[a-z0-9-]+/([a-z0-9-]+/)*")


def _chiffres_cites(value: str) -> str:
    """No figure of its own, and at least one taken from a dataset."""
    if any(character.isdigit() for character in PLACE.sub("", value)):
        raise broken(f"chiffre écrit à la main dans « {value} »", "un chiffre d'un jeu de données y est lu, il n'est pas recopié",
                     "mettre {table.ligne} à la place du chiffre")  # fmt: skip
    if not PLACE.search(value):
        raise broken(f"aucun chiffre cité dans « {value} »", "un texte de « chiffres » cite une ligne d'un jeu, {table.ligne}",
                     "citer la ligne, ou ranger le texte sous « faits »")  # fmt: skip
    return value


def _adresse(value: str) -> str:
    if _ADRESSE.fullmatch(value):
        return value
    raise broken(f"adresse « {value} »", "une page du site s'écrit depuis la racine, comme se-preparer/kit-72h/",
                 "corriger l'adresse")  # fmt: skip


AdressePage = Annotated[str, AfterValidator(_adresse)]
TexteChiffre = Annotated[Texte, AfterValidator(_chiffres_cites)]


class Chiffre(Record):
    """A sentence whose figures are read in the public tables of the dataset `jeu`."""

    texte: TexteChiffre
    jeu: Identifiant


class LigneCitee(Record):
    """The row of a dataset that a page shows, by its table and its key: who says it, how surely.

    `dit_en_seance`: a speaker of a public debate said it, which settles nothing.
    """

    table: Identifiant
    ligne: str
    source: Identifiant
    statut: Statut
    dit_en_seance: bool


class Extrait(Record):
    """Rows of a public table of a dataset, as a list (first column, then the others) or a table."""

    jeu: Identifiant
    table: Identifiant
    filtre: dict[str, str] = Field(default_factory=dict)
    colonnes: Annotated[tuple[str, ...], Field(min_length=1)]
    forme: Literal["liste", "tableau"]
    titre: TexteSansChiffre


class ChiffreLu(Chiffre):
    """The same with the rows that it names: pages are written with `Chiffre`."""

    lignes: tuple[LigneCitee, ...]


class ExtraitLu(Extrait):
    """The same with the rows that it keeps, in their order; none when its table names no source."""

    lignes: tuple[LigneCitee, ...]


class Liste(Record):
    """Several things that one source names together."""

    intro: TexteSansChiffre
    elements: Annotated[tuple[TexteSansChiffre, ...], Field(min_length=2)]
    source: Identifiant
    statut: Statut


class Colonne(Record):
    """One side of a comparison (who does what)."""

    titre: TexteSansChiffre
    faits: Annotated[tuple[Fait, ...], Field(min_length=1)]


class Service(Record):
    """One box of a chart of who answers to whom, and those below it. Without `source`, the one above says it."""

    nom: TexteSansChiffre
    source: Identifiant | None = None
    statut: Statut = "a_confirmer"
    sous: tuple[Service, ...] = ()


class Organigramme(Record):
    """Who answers to whom: a list in a list, which the style sheet draws as a chart."""

    titre: TexteSansChiffre
    tete: Service

    @model_validator(mode="after")
    def _head_is_sourced(self) -> Self:
        if self.tete.source is None:
            raise broken(f"organigramme « {self.titre} » sans source", "qui dépend de qui se lit dans une source",
                         "donner « source » et « statut » à la tête")  # fmt: skip
        return self


class Jalon(Record):
    """Something that happened, or was held, on a day, a month or a year."""

    debut: DateDite
    fin: DateDite | None = None
    texte: Texte
    source: Identifiant
    statut: Statut
    dit_en_seance: bool = False


class JalonDuJeu(Record):
    """A dated row, « table.ligne », of a public table of the dataset `jeu`, in the words of this page.

    Its day, its source and its status are read there.
    """

    jeu: Identifiant
    ligne: Annotated[str, Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$")]
    texte: Texte


class Renvoi(Record):
    """A past event of the register of risks: its heights are shown from there."""

    risque: Identifiant
    debut: DateDite


class Section(Record):
    """A heading and what stands under it, in the order of these fields.

    `notes` are our own words, on how to read or on this site: no figure and no instruction in them.
    """

    titre: TexteSansChiffre
    faits: tuple[Fait, ...] = ()
    notes: tuple[TexteSansChiffre, ...] = ()
    chiffres: tuple[Chiffre, ...] = ()
    listes: tuple[Liste, ...] = ()
    extraits: tuple[Extrait, ...] = ()
    colonnes: tuple[Colonne, ...] = ()
    organigrammes: tuple[Organigramme, ...] = ()
    evenement: Renvoi | None = None
    jalons: tuple[Jalon, ...] = ()
    jalons_du_jeu: tuple[JalonDuJeu, ...] = ()
    consignes: tuple[Consigne, ...] = ()
    contacts: tuple[Identifiant, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        blocks = (self.faits, self.notes, self.chiffres, self.listes, self.extraits, self.colonnes,
                  self.organigrammes, self.evenement, self.jalons, self.jalons_du_jeu, self.consignes, self.contacts)  # fmt: skip
        if not any(blocks):
            raise broken(f"section « {self.titre} » vide", "une section a un contenu avec source",
                         "la remplir, ou la retirer")  # fmt: skip
        return self


class PageRecord(Record):
    """What every page of a rubrique has, whatever its kind.

    `id` is the file's name; `etat_en` the year that the page describes when that is past;
    `manque` what is not known yet, without figures.
    """

    id: Identifiant
    sorte: str
    titre: Texte
    titre_court: Texte
    resume: TexteSansChiffre
    rang: Annotated[int, Field(ge=0)] = 0
    etat_en: DateDite | None = None
    numeros_urgence: bool = False
    voir_aussi: tuple[AdressePage, ...] = ()
    manque: tuple[TexteSansChiffre, ...] = ()


class Dossier(PageRecord):
    """A page of sections. `id: index` is the rubrique's first page, which lists the others."""

    sorte: Literal["dossier"]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
