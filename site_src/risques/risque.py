"""One risk of the register: what is known of it, each statement with its source.

A text field either names its source beside it or may hold no figure: a number
without a source cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from opendata.findings import Record, broken
from opendata.records.units import RULE, expected
from site_src.risques.shared import IdFamille
from site_src.risques.words import (
    SANS_DATE,
    Adresse,
    DateConnue,
    DateDite,
    Fiabilite,
    Hauteur,
    Identifiant,
    Phase,
    Statut,
    Texte,
    TexteConsigne,
    TexteSansChiffre,
)

PLACE = "{valeur}"
UNCERTAIN_BEFORE = "1800"


def _judge(valeur: float, unite: str) -> None:
    """Raises when a figure cannot be in its unit."""
    told = expected(valeur, unite)
    if told:
        raise broken(f"{valeur:g} {unite} : {told}", RULE, "corriger le nombre ou son unité")


class Mesure(Record):
    """A published figure for the same thing as another one, with its own date and source."""

    valeur: float
    unite: Texte
    date: DateConnue
    perimetre: str = ""
    source: Identifiant
    statut: Statut

    @model_validator(mode="after")
    def _can_be(self) -> Self:
        _judge(self.valeur, self.unite)
        return self


class Fait(Record):
    """A sentence and its source; `date` is the moment it is true of, when it is not the source's.

    A figure that others publish differently is given as `valeur`, `unite`, `date`, put in the
    sentence where `{valeur}` stands, and `autres` holds what the others say.
    """

    texte: Texte
    source: Identifiant
    statut: Statut
    date: DateDite | None = None
    valeur: float | None = None
    unite: str = ""
    autres: tuple[Mesure, ...] = ()

    @model_validator(mode="after")
    def _figure_is_whole(self) -> Self:
        if (self.valeur is None) != (PLACE not in self.texte):
            raise broken("« valeur » et texte ne vont pas ensemble", "la valeur prend la place de {valeur} dans le texte",
                         "donner les deux, ou aucun des deux")  # fmt: skip
        if self.valeur is not None and not (self.unite and self.date and self.date != SANS_DATE):
            raise broken("valeur sans unité ou sans date", "un chiffre a une unité, une date et une source",
                         "ajouter « unite » et « date »")  # fmt: skip
        if self.valeur is not None:
            _judge(self.valeur, self.unite)
        if self.autres and (self.valeur is None or self.statut == "confirme"):
            raise broken("chiffres contradictoires donnés pour confirmés", "quand d'autres sources donnent un autre chiffre, le fait est à confirmer",
                         "donner « valeur » et mettre « statut: a_confirmer »")  # fmt: skip
        return self


class Releve(Record):
    """A height of water that one source gives for a flood, in metres on the Austerlitz scale."""

    hauteur_m: Hauteur
    source: Identifiant
    statut: Statut
    note: str = ""


class Incertitude(Record):
    """How far off a height may be, in metres either way."""

    plus_ou_moins_m: Annotated[float, Field(gt=0, le=2)]
    texte: Texte
    source: Identifiant


class Evenement(Record):
    """A past event. `hauteurs` (floods): the value most sources give first, then the others."""

    debut: DateDite
    fin: DateDite | None = None
    titre: TexteSansChiffre
    texte: str = ""
    source: Identifiant
    statut: Statut
    hauteurs: tuple[Releve, ...] = ()
    incertitude: Incertitude | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.fin is not None and self.fin < self.debut:
            raise broken(f"fin ({self.fin}) avant le début ({self.debut})", "un événement finit après avoir commencé",
                         "échanger ou corriger les deux dates")  # fmt: skip
        return self

    @model_validator(mode="after")
    def _old_heights_are_uncertain(self) -> Self:
        if self.hauteurs and self.debut < UNCERTAIN_BEFORE and self.incertitude is None:
            raise broken(f"crue de {self.debut} sans incertitude", "les hauteurs d'avant 1800 sont incertaines",
                         "ajouter « incertitude » avec sa source")  # fmt: skip
        return self


class Effet(Record):
    """What happens, or is decided, when the Seine at Austerlitz reaches a height (in metres).

    `couleur_prefecture` is the level of the Préfecture de police's own plan. It is never
    Vigicrues's colour, which this record cannot hold.
    """

    hauteur_m: Hauteur
    jusqu_a_m: Hauteur | None = None
    texte: Texte
    couleur_prefecture: Literal["jaune", "orange", "rouge"] | None = None
    date: DateDite
    source: Identifiant
    statut: Statut
    note: str = ""

    @model_validator(mode="after")
    def _range_grows(self) -> Self:
        if self.jusqu_a_m is not None and self.jusqu_a_m <= self.hauteur_m:
            raise broken("« jusqu_a_m » n'est pas au-dessus de « hauteur_m »", "un intervalle va du plus bas au plus haut",
                         "échanger ou corriger les deux hauteurs")  # fmt: skip
        return self


class Consigne(Record):
    """One instruction, verb first; `cas` is the situation it is for (« En voiture »).

    `double` is another source that says the same.
    """

    texte: TexteConsigne
    source: Identifiant
    fiabilite: Fiabilite
    double: Identifiant | None = None
    cas: TexteSansChiffre | None = None


class ConsigneDeRisque(Consigne):
    """An instruction of a risk. `foyer`: situations of data/risques/foyer.yaml that need it when the Seine rises.

    `geste`: what it asks, among those of data/risques/gestes.yaml, where one fits.
    """

    foyer: tuple[Identifiant, ...] = ()
    geste: Identifiant | None = None

    @property
    def asks_where(self) -> bool:
        """Whether it says to look where one's address stands: not for who has just been told."""
        return "votre adresse" in self.texte


class Consignes(Record):
    """Instructions by phase, in the order of the page. An empty phase sends the reader to the authority."""

    pendant: tuple[ConsigneDeRisque, ...] = ()
    avant: tuple[ConsigneDeRisque, ...] = ()
    apres: tuple[ConsigneDeRisque, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _have_phases(cls, data: Any) -> Any:  # noqa: ANN401  (whatever the file holds)
        if isinstance(data, list):
            raise broken("consignes sans phase", "une consigne vaut avant, pendant ou apres",
                         "la ranger sous « avant », « pendant » ou « apres »")  # fmt: skip
        return data

    def phase(self, name: Phase) -> tuple[ConsigneDeRisque, ...]:
        """The instructions of a phase."""
        instructions: tuple[ConsigneDeRisque, ...] = getattr(self, name)
        return instructions

    @property
    def est_vide(self) -> bool:
        """Whether no phase has an instruction."""
        return not (self.avant or self.pendant or self.apres)


def by_case(consignes: tuple[Consigne, ...]) -> list[tuple[str, list[Consigne]]]:
    """Instructions grouped by the situation they are for, in the order of the file."""
    return [
        (cas, list(group)) for cas, group in groupby(consignes, key=lambda item: item.cas or "")
    ]


class Consequences(Record):
    """Foreseeable consequences, as the law lists them (R.125-11 of the Code de l'environnement)."""

    personnes: tuple[Fait, ...] = ()
    biens: tuple[Fait, ...] = ()
    environnement: tuple[Fait, ...] = ()


class Actions(Record):
    """What is done: before it happens, against it, and for people when it happens."""

    prevention: tuple[Fait, ...] = ()
    protection: tuple[Fait, ...] = ()
    sauvegarde: tuple[Fait, ...] = ()


class Lieux(Record):
    """Where in Paris; `carte` is the id of a map of the site, absent when none is published."""

    carte: Identifiant | None = None
    faits: tuple[Fait, ...] = ()


class Responsable(Record):
    """Who answers for what."""

    qui: Literal["etat", "ville", "autre"]
    nom: TexteSansChiffre
    texte: Texte
    source: Identifiant
    statut: Statut


class Autorite(Record):
    """To whom a reader turns for instructions that are not here."""

    nom: TexteSansChiffre
    adresse: Adresse


class Risque(Record):
    """One risk, in the order of its page. `manque` says what is not known yet, without figures.

    `hauteurs_de_la_seine`: past floods and effects come from the datasets `crues` and
    `hauteurs-effets` (site_src/risques/seine.py), added to those of the file.
    """

    id: Identifiant
    titre: TexteSansChiffre
    titre_court: TexteSansChiffre
    famille: IdFamille
    rang: Annotated[int, Field(ge=0)]
    resume: TexteSansChiffre
    consignes: Consignes
    autorite: Autorite
    contacts: tuple[Identifiant, ...]
    alerte: tuple[Fait, ...] = ()
    description: Annotated[tuple[Fait, ...], Field(min_length=1)]
    consequences: Consequences
    ou_a_paris: Lieux
    hauteurs_de_la_seine: bool = False
    evenements: tuple[Evenement, ...] = ()
    effets: tuple[Effet, ...] = ()
    actions: Actions
    responsables: Annotated[tuple[Responsable, ...], Field(min_length=1)]
    indemnisation: tuple[Fait, ...] = ()
    voir_aussi: tuple[Identifiant, ...] = ()
    manque: tuple[TexteSansChiffre, ...] = ()


@dataclass(frozen=True)
class RiskLink:
    """What other pages say of a risk: where it is, what it is called."""

    id: str
    titre: str
    titre_court: str


def link_to(risque: Risque) -> RiskLink:
    """The risk as other pages name it."""
    return RiskLink(risque.id, risque.titre, risque.titre_court)
