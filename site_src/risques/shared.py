"""What every risk refers to: sources, contacts, families, and the document's review clock."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from opendata.findings import Record, broken
from site_src.risques.words import (
    CANAUX,
    IMPRIME,
    NUMEROS_PAR_SMS,
    SANS_DATE,
    AdresseDePage,
    Canal,
    DateDite,
    Identifiant,
    Numero,
    Statut,
    Texte,
    TexteNomme,
    TexteSansChiffre,
)

IdFamille = Literal[
    "naturels", "sanitaires", "technologiques", "batimentaires", "terrorisme", "rassemblements"
]


def _est_datee(value: str) -> str:
    if value != SANS_DATE:
        return value
    raise broken("date de lecture « s.d. »", "le jour où une source a été lue est connu", "écrire AAAA-MM-JJ")  # fmt: skip


class CitedSource(Record):
    """A page or document that a fact or an instruction comes from.

    `date` is the one it bears, « s.d. » when it bears none; `nature` tells the official page
    itself, and that of who runs a network, from one that quotes or copies another. `relaie` names
    the authority whose words it repeats; `est_ailleurs`: it speaks for a territory that is not
    Paris's. `reserve` is what a reader must know of it.
    `adresse` is that of the page itself; « document imprimé » for an official and dated one that has none.
    """

    id: Identifiant
    titre: TexteNomme
    editeur: TexteNomme
    adresse: AdresseDePage
    date: DateDite
    lu_le: Annotated[DateDite, AfterValidator(_est_datee)]
    nature: Literal["officielle", "exploitant", "secondaire"]
    relaie: str = ""
    est_ailleurs: bool = False
    reserve: str = ""

    @property
    def est_en_ligne(self) -> bool:
        """Whether it has a page to go to."""
        return self.adresse != IMPRIME

    @model_validator(mode="after")
    def _print_is_official_and_dated(self) -> Self:
        if self.adresse == IMPRIME and (self.nature != "officielle" or self.date == SANS_DATE):
            raise broken("document imprimé sans date, ou qui n'est pas officiel", "sans page à lire, seul un document officiel et daté se retrouve",
                         "donner l'adresse de la page, ou retirer la source et ce qui la cite")  # fmt: skip
        return self


def by_publisher(sources: Iterable[CitedSource]) -> list[CitedSource]:
    """As lists of sources show them: by who publishes, then by title."""
    return sorted(sources, key=lambda one: (one.editeur.casefold(), one.titre, one.id))


class Contact(Record):
    """A number: whom it reaches, by call or by message, what for, and the source that says so.

    `court` is the name that the band of a phone has room for.
    """

    id: Identifiant
    numero: Numero
    canal: Canal = Field(default="tel", validate_default=True)
    nom: Texte
    court: Annotated[TexteSansChiffre, Field(max_length=12)] | None = None
    usage: TexteSansChiffre
    horaires: str = ""
    source: Identifiant
    statut: Statut
    est_urgence: bool = False

    @field_validator("canal", mode="before")
    @classmethod
    def _is_how_the_number_is_reached(cls, canal: object, given: ValidationInfo) -> object:
        if canal not in CANAUX:
            raise broken(f"canal « {canal} » inconnu", "un numéro se joint par tel (appel) ou par sms (message écrit)",
                         "choisir parmi tel, sms")  # fmt: skip
        numero = given.data.get("numero")  # absent when it is wrong itself: said elsewhere
        attendu: Canal = "sms" if numero in NUMEROS_PAR_SMS else "tel"
        if numero and canal != attendu:
            raise broken(f"canal « {canal} » pour le {numero}", f"le {numero} se joint par {CANAUX[attendu]}",
                         f"écrire canal: {attendu}")  # fmt: skip
        return canal

    @property
    def lien(self) -> str:
        """The address of a link that opens the right application: `tel:0140475800`, `sms:114`."""
        return f"{self.canal}:{self.numero.replace(' ', '')}"


class Famille(Record):
    """One of the families under which the City presents major risks."""

    id: IdFamille
    titre: TexteSansChiffre
    texte: TexteSansChiffre


class Situation(Record):
    """What a household may tick. `aucune`: no official instruction of its own was found, and the page says so."""

    id: Identifiant
    libelle: TexteSansChiffre
    aucune: bool = False


class Geste(Record):
    """What instructions ask to do, drawn once: `fr` and `en` say what the drawing shows."""

    id: Identifiant
    fr: TexteSansChiffre
    en: TexteSansChiffre


class FicheDdrm(Record):
    """One sheet of the Préfecture de police's departmental file (DDRM), and our risks that treat it."""

    numero: Texte
    titre: TexteSansChiffre
    risques: tuple[Identifiant, ...]


class Ddrm(Record):
    """The table of contents of the departmental file, as far as it was read."""

    source: Identifiant
    reserve: Texte
    fiches: Annotated[tuple[FicheDdrm, ...], Field(min_length=1)]


class Delai(Record):
    """A legal delay of the document, in years."""

    ans: Annotated[int, Field(gt=0, le=20)]
    texte: Texte
    source: Identifiant
    statut: Statut


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _supplied(value: object) -> object:
    if value == "inconnue":
        return None
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value  # between quotes, as forms write one, it is text until the record reads it
    raise broken(f"date « {value} »", "une date du document est AAAA-MM-JJ, ou « inconnue » tant que le service ne l'a pas donnée",
                 "corriger la date")  # fmt: skip


# `None` is the word « inconnue » of the file: the service has not supplied the date.
DateOuInconnue = Annotated[date | None, BeforeValidator(_supplied)]


class DocumentDicrim(Record):
    """The review clock: what the law asks of the document, and what the service has supplied."""

    adopte_le: DateOuInconnue
    revise_le: DateOuInconnue
    actions_le: DateOuInconnue
    redige_le: date
    revision: Delai
    actions: Delai
