"""data/parametres/direct.yaml: the official services that are asked, and how long what they say is shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from opendata.findings import Finding, Record, read_record, read_yaml
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


class Parametres(Record):
    """The whole file."""

    seuils: Seuils
    services: Services


def read_services(raw: bytes, findings: list[Finding]) -> Parametres | None:
    """The parameters, or `None` with located findings."""
    document = read_yaml(PATH, raw, findings)
    return read_record(document, Parametres, findings) if document else None
