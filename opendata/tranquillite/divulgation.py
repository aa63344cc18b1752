"""The decisions of `data/parametres/divulgation.yaml`: rules, weights, codes; dated and sourced."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pydantic import Field, field_validator, model_validator

from opendata.findings import Finding, Record, broken, read_record, read_yaml
from opendata.findings.pattern import is_pattern

if TYPE_CHECKING:
    from opendata.disclosure.rules import Rule

CHEMIN = "data/parametres/divulgation.yaml"
MENTION = "donnees-fictives-de-demonstration"
ARRONDISSEMENTS = tuple(f"751{number:02d}" for number in range(1, 21))  # codes INSEE


class Sourced(Record):
    """A decision says where it comes from and when it was taken."""

    source: str = Field(min_length=10)
    date: datetime.date


class PetitEffectif(Sourced):
    """Counts hidden in themselves, bounds included."""

    minimum: int = Field(ge=0)
    maximum: int = Field(ge=1)


class Contributeurs(Sourced):
    """Fewest facilities a published count comes from."""

    minimum: int = Field(ge=2)
    marge: float = Field(gt=0, lt=1)


class Dominante(Sourced):
    """Largest share of a published count that one facility may bring."""

    part: float = Field(gt=0, lt=1)


class Regles(Record):
    """The primary rules."""

    petit_effectif: PetitEffectif
    contributeurs: Contributeurs
    dominance: Dominante


class Poids(Sourced):
    """What a cell is worth keeping: 1, times `total` for each dimension summed over."""

    total: float = Field(gt=0)


class Periode(Record):
    """First year published."""

    debut: int = Field(ge=1900)


class TypeFait(Record):
    """A type of fact and the group it counts in."""

    libelle: str
    groupe: str


class Nomenclature(Record):
    """The codes an extract may hold; `equipement` is the pattern of a facility's code."""

    equipement: str
    types_equipement: dict[str, str]
    directions: dict[str, str]
    groupes_faits: dict[str, str]
    types_faits: dict[str, TypeFait]
    lieux: dict[str, str] = Field(default_factory=dict)  # places in a building

    @field_validator("equipement")
    @classmethod
    def _is_a_pattern(cls, value: str) -> str:
        if not is_pattern(value):
            raise broken(
                "motif illisible",
                "expression régulière, sans renvoi ni condition sur ce qui l'entoure",
                "corriger le motif",
            )
        return value

    @model_validator(mode="after")
    def _groups_exist(self) -> Nomenclature:
        for code, kind in self.types_faits.items():
            if kind.groupe not in self.groupes_faits:
                raise broken(f"« {code} » est dans un groupe inconnu", "un groupe est déclaré dans groupes_faits",
                             "déclarer le groupe ou corriger le type")  # fmt: skip
        return self


class Divulgation(Record):
    """Everything decided about protecting the extract."""

    est_fictif: bool
    decide_le: datetime.date
    decide_par: str
    periode: Periode
    regles: Regles
    poids: Poids
    nomenclature: Nomenclature

    @property
    def suffix(self) -> str:
        """What the name of every file of a fictitious release ends with."""
        return f"-{MENTION}" if self.est_fictif else ""

    @property
    def fictitious_code(self) -> str:
        """The value of the column `est_fictif`."""
        return "true" if self.est_fictif else "false"

    @property
    def hidden_counts(self) -> tuple[int, int]:
        """The counts hidden in themselves, lowest and highest."""
        return self.regles.petit_effectif.minimum, self.regles.petit_effectif.maximum

    def rules(self) -> tuple[Rule, ...]:
        """The primary rules of the engine."""
        # Loaded for a protection alone: pages show the decisions without the engine.
        from opendata.disclosure.rules import Dominance, FewContributors, SmallCount

        regles = self.regles
        return (
            SmallCount(*self.hidden_counts),
            FewContributors(regles.contributeurs.minimum, regles.contributeurs.marge),
            Dominance(regles.dominance.part),
        )


def read_divulgation(raw: bytes, findings: list[Finding]) -> Divulgation | None:
    """The parameters, or None with findings."""
    document = read_yaml(CHEMIN, raw, findings)
    return None if document is None else read_record(document, Divulgation, findings)
