"""The two pages of « se préparer » that one fills in: the 72 h kit and the family plan.

Nothing that is ticked or typed is sent: fields have no name, forms no address. garde.js keeps it on the device when
that is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from opendata.findings import Record, broken
from site_src.dossiers.border import PageRecord
from site_src.risques.border import (
    Consigne,
    Fiabilite,
    Identifiant,
    Texte,
    TexteConsigne,
    TexteSansChiffre,
)

PAR_PERSONNE = "{par_personne}"


class Objet(Record):
    """One thing to tick. `par_personne`: how many for each person, where the text says so."""

    texte: Texte
    source: Identifiant
    fiabilite: Fiabilite
    par_personne: Annotated[int, Field(gt=0)] | None = None
    unite: str = ""

    @model_validator(mode="after")
    def _quantity_is_whole(self) -> Self:
        has_place = PAR_PERSONNE in self.texte
        if has_place != (self.par_personne is not None) or has_place != bool(self.unite):
            raise broken("quantité par personne incomplète", "« par_personne » et « unite » vont avec {par_personne} dans le texte",
                         "donner les trois, ou aucun des trois")  # fmt: skip
        return self

    @property
    def quantite(self) -> dict[str, str]:
        """What stands in the place that the text leaves for a quantity."""
        return {} if self.par_personne is None else {PAR_PERSONNE: str(self.par_personne)}


class GroupeObjets(Record):
    """Things that go together in the bag."""

    titre: TexteSansChiffre
    objets: Annotated[tuple[Objet, ...], Field(min_length=1)]


class Kit(PageRecord):
    """The 72 h kit as a checklist, then how to keep it ready."""

    sorte: Literal["kit"]
    groupes: Annotated[tuple[GroupeObjets, ...], Field(min_length=1)]
    conseils: tuple[Consigne, ...] = ()


class Champ(Record):
    """One field: a line, a telephone number, a day, or a larger space."""

    libelle: TexteSansChiffre
    forme: Literal["ligne", "telephone", "jour", "zone"]


class Etape(Record):
    """One step of the family plan: the instruction, and fields to fill in (`fois` times)."""

    titre: TexteSansChiffre
    texte: TexteConsigne
    source: Identifiant
    fiabilite: Fiabilite
    champs: tuple[Champ, ...] = ()
    fois: Annotated[int, Field(ge=1, le=8)] = 1
    nom: TexteSansChiffre | None = None

    @model_validator(mode="after")
    def _repeats_are_named(self) -> Self:
        if (self.fois > 1) != (self.nom is not None):
            raise broken("étape répétée sans nom", "ce qui se remplit plusieurs fois a un nom (« Personne »), le reste n'en a pas",
                         "donner « fois » et « nom », ou aucun des deux")  # fmt: skip
        return self


class FamilyPlan(PageRecord):
    """The family plan (plan familial de mise en sûreté, PFMS)."""

    sorte: Literal["plan"]
    etapes: Annotated[tuple[Etape, ...], Field(min_length=1)]


# Beside the dossiers: the word `sorte` of a file → its record.
KINDS: Mapping[str, type[PageRecord]] = {"kit": Kit, "plan": FamilyPlan}
