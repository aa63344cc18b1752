"""data/parametres/voies.yaml: the decisions behind the verdict of a street, dated and reasoned."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field, model_validator

from opendata.findings import Finding, Record, broken, read_record, read_yaml

PATH = "data/parametres/voies.yaml"
Share = Annotated[float, Field(gt=0, lt=100)]
Metres = Annotated[float, Field(gt=0, le=200)]


class Reasoned(Record):
    """A decision says where it comes from and when it was taken."""

    source: str = Field(min_length=10)
    date: datetime.date


class Distances(Reasoned):
    """Three distances (m) from the axis of a street: near, middle, far."""

    valeurs: tuple[Metres, Metres, Metres]

    @model_validator(mode="after")
    def _grow(self) -> Distances:
        if not self.valeurs[0] < self.valeurs[1] < self.valeurs[2]:
            raise broken("distances qui ne croissent pas", "de la plus proche à la plus lointaine",
                         "les mettre dans l'ordre")  # fmt: skip
        return self


class Limit(Reasoned):
    """A share of a street's length, in %."""

    valeur: Share


class Stretches(Reasoned):
    """How the concerned part of a street is cut into stretches and named."""

    raccord_m: Metres
    longueur_minimale_m: Metres
    nombre: Annotated[int, Field(ge=1, le=10)]
    croisement_m: Metres
    longe_m: Metres


class Bridges(Reasoned):
    """Which streets are bridges: types of the City's layer, and least share above water (%)."""

    types: tuple[str, ...]
    part_sur_eau_pct: Share


class StreetRules(Record):
    """The whole file."""

    decide_le: datetime.date
    decide_par: str
    distances_m: Distances
    part_concernee_pct: Limit
    part_minimale_pct: Limit
    troncons: Stretches
    ouvrages: Bridges

    @model_validator(mode="after")
    def _limits_in_order(self) -> StreetRules:
        if self.part_minimale_pct.valeur >= self.part_concernee_pct.valeur:
            raise broken("part_minimale_pct au-dessus de part_concernee_pct", "le minimum est le plus petit des deux",
                         "échanger les deux valeurs")  # fmt: skip
        return self


def read_street_rules(raw: bytes, findings: list[Finding]) -> StreetRules | None:
    """The rules in `raw`; `None` with every finding."""
    document = read_yaml(PATH, raw, findings)
    return read_record(document, StreetRules, findings) if document else None
