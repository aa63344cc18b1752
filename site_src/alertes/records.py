"""One message of data/alertes: an alert, which may take the place of an earlier one, or a cancellation.

What was published stays as it was: an alert is updated by a new one that names it (`remplace`), cancelled by a
message that names it (`annule`); CAP 1.2 calls these Alert, Update and Cancel.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from opendata.findings import Record, broken
from opendata.records.values import is_formula
from site_src.alertes.levels import DANGER, Niveau
from site_src.alertes.moments import Moment, later, written
from site_src.risques.border import Identifiant, Texte, TexteConsigne, is_page

LONGEST_TITLE, LONGEST_TEXT, LONGEST_DAYS = 60, 300, 7


def _at_most(most: int, what: str) -> AfterValidator:
    def judged(text: str) -> str:
        if len(text) > most:
            raise broken(f"{what} de {len(text)} caractères", f"{what} d'alerte a {most} caractères au plus",
                         "garder ce qu'il faut savoir tout de suite")  # fmt: skip
        return text

    return AfterValidator(judged)


def _cell(text: str) -> str:
    if is_formula(text):
        raise broken(f"« {text:.40} » : un tableur y lirait une formule", "ce que dit une alerte est aussi une case de table",
                     "commencer par un mot")  # fmt: skip
    return text


def _line(text: str) -> str:
    if len(text.splitlines()) > 1:
        raise broken("titre sur plusieurs lignes", "un titre d'alerte tient sur une ligne", "écrire une seule ligne")  # fmt: skip
    return text


def _page(address: str) -> str:
    if address.startswith("https://") and is_page(address):
        return address
    raise broken(f"adresse « {address} »", "un lien mène à une page précise, en https",
                 "recopier l'adresse complète de la page")  # fmt: skip


Cellule = Annotated[Texte, AfterValidator(_cell)]
Titre = Annotated[Cellule, AfterValidator(_line), _at_most(LONGEST_TITLE, "un titre")]
Resume = Annotated[Cellule, _at_most(LONGEST_TEXT, "un texte")]
AdresseWeb = Annotated[str, AfterValidator(_page)]
# YAML reads 13 as a number; here it is the name of a place.
Secteur = Annotated[str, BeforeValidator(lambda name: str(name) if type(name) is int else name)]


class SourceDite(Record):
    """Who says an instruction that is not in the register, and the page that says it."""

    nom: Texte
    adresse: AdresseWeb


class Lien(Record):
    """A page to look at, by its name."""

    texte: Texte
    adresse: AdresseWeb


class Anglais(Record):
    """The alert in English."""

    titre: Titre
    texte: Resume


class Ligne(Record):
    """One instruction: the words of one that the risk's sheet has (`registre`), or a new one with its source."""

    registre: Texte | None = None
    texte: TexteConsigne | None = None
    source: SourceDite | None = None
    en: Texte | None = None

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if (self.registre is None) == (self.texte is None):
            raise broken("consigne sans texte, ou qui en a deux", "une consigne reprend le registre, ou a son texte et sa source",
                         "écrire « registre », ou bien « texte » et « source »")  # fmt: skip
        if self.texte is not None and self.source is None:
            raise broken(f"consigne sans source : « {self.texte:.60} »", "une consigne qui n'est pas au registre a sa source",
                         "ajouter « source » : nom et adresse de la page")  # fmt: skip
        if self.registre is not None and (self.source or self.en):
            raise broken(f"source ou traduction écrite deux fois : « {self.registre:.60} »", "une consigne du registre en a la source et la traduction",
                         "retirer « source » et « en »")  # fmt: skip
        return self

    @property
    def phrase(self) -> str:
        """The instruction's words."""
        return self.registre or self.texte or ""


class Cancellation(Record):
    """The alert `annule` holds no more; `texte` says why."""

    id: Identifiant
    emise_le: Moment
    annule: Identifiant
    texte: Resume
    emetteur: Cellule
    en: Resume | None = None


class Alert(Record):
    """What is happening, where, until when, and what to do.

    `secteurs` are « paris », arrondissements (« 13 ») and quartiers (« 13/salpetriere »), as the addresses
    of /mon-quartier/ name them. `emise_le`, `debut` and `fin` are moments. `emetteur`: who decided it.
    """

    id: Identifiant
    emise_le: Moment
    remplace: Identifiant | None = None
    risque: Identifiant
    niveau: Niveau
    titre: Titre
    texte: Resume
    secteurs: Annotated[tuple[Secteur, ...], Field(min_length=1)]
    consignes: tuple[Ligne, ...]
    emetteur: Cellule | None = Field(default=None, validate_default=True)
    debut: Moment
    fin: Moment
    liens: tuple[Lien, ...] = ()
    en: Anglais | None = None

    @field_validator("consignes")
    @classmethod
    def _say_what_to_do(cls, consignes: tuple[Ligne, ...]) -> tuple[Ligne, ...]:
        if not consignes:
            raise broken("alerte sans consigne", "une alerte dit quoi faire",
                         "reprendre une consigne de la fiche du risque, ou en écrire une avec sa source")  # fmt: skip
        return consignes

    @field_validator("emetteur")
    @classmethod
    def _danger_has_an_issuer(cls, emetteur: str | None, given: ValidationInfo) -> str | None:
        if emetteur is None and given.data.get("niveau") == DANGER:
            raise broken(f"« {DANGER} » sans émetteur", "un danger en cours est déclaré par une autorité nommée",
                         "écrire « emetteur »")  # fmt: skip
        return emetteur

    @field_validator("fin")
    @classmethod
    def _ends_after_it_begins(cls, fin: datetime, given: ValidationInfo) -> datetime:
        debut, emise_le = given.data.get("debut"), given.data.get("emise_le")
        if debut is None or emise_le is None:  # wrong itself: said elsewhere
            return fin
        if fin <= debut or fin <= emise_le:
            raise broken(f"fin ({written(fin)}) avant le début ({written(max(debut, emise_le))})",
                         "une alerte finit après avoir commencé et après avoir été émise", "corriger l'un des moments")  # fmt: skip
        if fin > later(max(debut, emise_le), LONGEST_DAYS):
            raise broken(f"alerte de plus de {LONGEST_DAYS} jours, jusqu'au {written(fin)}",
                         f"une alerte dure {LONGEST_DAYS} jours au plus, puis se renouvelle",
                         "rapprocher « fin », puis publier une mise à jour (« remplace »)")  # fmt: skip
        return fin

    @property
    def langues(self) -> tuple[str, ...]:
        """The languages in which people wrote it."""
        return ("fr", "en") if self.en else ("fr",)


Message = Alert | Cancellation
