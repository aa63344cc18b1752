"""data/parametres/direct.yaml: the official services that are asked, and how long what they say is shown."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from opendata.findings import Finding, Record, broken, read_record, read_yaml
from opendata.records.sources import LICENCES

PATH = "data/parametres/direct.yaml"

Text = Annotated[str, StringConstraints(min_length=1)]
Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s?#]+$")]
Positive = Annotated[float, Field(gt=0)]


class Seuils(Record):
    """How old or how far apart values may be. Hours (`_h`), minutes (`_min`), metres (`_m`)."""

    ancienne_apres_h: Positive
    cachee_apres_h: Positive
    bulletin_vaut_h: Positive
    ecart_entre_lecteurs_m: Positive
    avance_admise_min: Positive
    hauteur_min_m: float
    hauteur_max_m: float

    @model_validator(mode="after")
    def _grow(self) -> Self:
        if self.cachee_apres_h <= self.ancienne_apres_h:
            raise broken("« cachee_apres_h » n'est pas au-dessus de « ancienne_apres_h »",
                         "une valeur est ancienne avant d'être cachée", "corriger l'une des deux durées")  # fmt: skip
        if self.hauteur_max_m <= self.hauteur_min_m:
            raise broken("« hauteur_max_m » n'est pas au-dessus de « hauteur_min_m »",
                         "un intervalle va du plus bas au plus haut", "échanger ou corriger les deux hauteurs")  # fmt: skip
        return self


class Service(Record):
    """Who publishes a feed. `adresse` is for machines, `page` for readers; `cle` names the variable of its key."""

    editeur: Text
    nom: Text
    adresse: Address
    page: Address
    licence: Literal["ODbL-1.0", "etalab-2.0", ""] = ""
    a_confirmer: bool = False
    cle: str = ""

    @property
    def titre_licence(self) -> str:
        """The licence in words; "" while none is known."""
        return LICENCES[self.licence][0] if self.licence else ""


class Services(Record):
    """The services by what they give."""

    hubeau: Service
    vigicrues_hauteurs: Service = Field(alias="vigicrues-hauteurs")
    vigicrues: Service
    meteo_france: Service = Field(alias="meteo-france")
    airparif: Service


class ServicesLents(Record):
    """The services that a proposal asks once a week; no page shows them."""

    hubeau_elaborees: Service = Field(alias="hubeau-elaborees")
    georisques_catnat: Service = Field(alias="georisques-catnat")


class Parametres(Record):
    """The whole file."""

    seuils: Seuils
    services: Services
    services_lents: ServicesLents


def read_services(raw: bytes, findings: list[Finding]) -> Parametres | None:
    """The parameters, or `None` with located findings."""
    document = read_yaml(PATH, raw, findings)
    return read_record(document, Parametres, findings) if document else None
