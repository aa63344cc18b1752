"""The map of former quarries in words: ground and residents above them, by arrondissement.

The zones are generalised by their publisher, without street gaps: one estimate, and the most.
An arrondissement where they draw nothing is said so, never « sans risque ».
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from maps.figures.published_exposure import Exposure, ZoneFigures
from maps.words.flood import GRAZING_M2, NO_BREAK, ground_phrase, rounded, territory_codes
from opendata.french import number

METHODE = (
    "Surfaces mesurées en Lambert-93 sur la couche publiée, très généralisée. Habitants : recensement 2022 par IRIS "
    "(Insee), répartis dans chaque IRIS au prorata de la surface. Majorant : tous les habitants des IRIS que la zone "
    "touche. L'arrondissement d'un IRIS est celui de son code Insee."
)
NOTHING = "aucune zone d’anciennes carrières dans nos données."


@dataclass(frozen=True)
class Territoire:
    """An arrondissement, or Paris: area in km², share in %, residents of 2022, rounded."""

    code_insee: str
    libelle: str
    surface_km2: float
    part_pct: float
    nb_habitants: int
    nb_habitants_majorant: int

    @property
    def est_nulle(self) -> bool:
        """Whether our data draw nothing here."""
        return self.surface_km2 * 1e6 < GRAZING_M2

    @property
    def constat(self) -> str:
        """What the map says here."""
        if self.est_nulle:
            return NOTHING
        return (
            f"{ground_phrase(self.surface_km2, self.part_pct)} en zone d’anciennes carrières. "
            f"Environ {number(self.nb_habitants)} personnes y habitent, au plus {number(self.nb_habitants_majorant)}."
        )

    @property
    def phrase(self) -> str:
        """The same after the territory's name."""
        return f"{self.libelle}{NO_BREAK}: {self.constat}"

    def as_json(self) -> dict[str, Any]:
        """For the pages."""
        return asdict(self) | {"est_nulle": self.est_nulle, "constat": self.constat}


def territoires(exposure: Exposure) -> tuple[Territoire, ...]:
    """The arrondissements by code, Paris last."""
    return tuple(
        _territoire(code, exposure[code, "carrieres"]) for code in territory_codes(exposure)
    )


def _territoire(code: str, figures: ZoneFigures) -> Territoire:
    return Territoire(
        code_insee=code,
        libelle=figures.libelle_territoire,
        surface_km2=round(figures.surface_vides_ouverts_m2 / 1e6, 4),
        part_pct=round(figures.part_vides_ouverts_pct, 1),
        nb_habitants=rounded(figures.nb_habitants_vides_ouverts),
        nb_habitants_majorant=rounded(figures.nb_habitants_majorant),
    )
