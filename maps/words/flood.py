"""A flood map in words: a table by arrondissement and one sentence for each.

Residents are estimates: they are said « environ » and rounded to the hundred (to the ten below
a thousand). An arrondissement where our data draw nothing is said so, never « sans risque ».
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure, ZoneFigures
from opendata.french import NO_BREAK_SPACE, number

NO_BREAK = NO_BREAK_SPACE
# Below this a zone only grazes a territory: no area is said.
GRAZING_M2 = 100.0

NOTHING = "aucune surface en zone du PPRI, ni dans l’enveloppe des plus hautes eaux connues, dans nos données."

Row = dict[str, Any]


@dataclass(frozen=True)
class Mesure:
    """One zone in one territory: areas in km² and shares in %, gaps open and closed; residents, rounded."""

    surface_km2: float
    part_pct: float
    surface_comblee_km2: float
    part_comblee_pct: float
    nb_habitants_vides_ouverts: int
    nb_habitants_vides_combles: int
    nb_habitants_majorant: int
    nb_75_plus_vides_ouverts: int
    nb_75_plus_vides_combles: int

    @property
    def est_nulle(self) -> bool:
        """Whether our data draw nothing of the zone here."""
        return self.surface_km2 * 1e6 < GRAZING_M2


@dataclass(frozen=True)
class Territoire:
    """An arrondissement, or Paris: what the map says of it."""

    code_insee: str
    libelle: str
    ppri: Mesure
    plus_hautes_eaux: Mesure

    @property
    def phrase(self) -> str:
        """What the PPRI says here, then the highest known waters, after the territory's name."""
        return f"{self.libelle}{NO_BREAK}: {self.constat}"

    @property
    def constat(self) -> str:
        """The same without the name."""
        if self.ppri.est_nulle and self.plus_hautes_eaux.est_nulle:
            return NOTHING
        return f"{_ppri(self.ppri)} {_plus_hautes_eaux(self.plus_hautes_eaux)}"

    def as_json(self) -> Row:
        """For the pages: measures, sentence, and whether the territory is concerned."""
        return {
            "code_insee": self.code_insee,
            "libelle": self.libelle,
            "constat": self.constat,
            "ppri": asdict(self.ppri) | {"est_nulle": self.ppri.est_nulle},
            "plus_hautes_eaux": asdict(self.plus_hautes_eaux)
            | {"est_nulle": self.plus_hautes_eaux.est_nulle},
        }


def territoires(exposure: Exposure) -> tuple[Territoire, ...]:
    """The arrondissements by code, Paris last."""
    return tuple(_territoires(exposure))


def _territoires(exposure: Exposure) -> Iterator[Territoire]:
    for code in territory_codes(exposure):
        ppri, highest = exposure[code, "ppri"], exposure[code, "plus_hautes_eaux"]
        yield Territoire(code, ppri.libelle_territoire, _mesure(ppri), _mesure(highest))


def territory_codes(exposure: Exposure) -> list[str]:
    """The arrondissements' codes in their order, then that of Paris."""
    return [*sorted({code for code, _ in exposure} - {PARIS}), PARIS]


def _mesure(figures: ZoneFigures) -> Mesure:
    return Mesure(
        surface_km2=round(figures.surface_vides_ouverts_m2 / 1e6, 4),
        part_pct=round(figures.part_vides_ouverts_pct, 1),
        surface_comblee_km2=round((figures.surface_vides_combles_m2 or 0) / 1e6, 4),
        part_comblee_pct=round(figures.part_vides_combles_pct or 0, 1),
        nb_habitants_vides_ouverts=rounded(figures.nb_habitants_vides_ouverts),
        nb_habitants_vides_combles=rounded(figures.nb_habitants_vides_combles or 0),
        nb_habitants_majorant=rounded(figures.nb_habitants_majorant),
        nb_75_plus_vides_ouverts=rounded(figures.nb_75_plus_vides_ouverts),
        nb_75_plus_vides_combles=rounded(figures.nb_75_plus_vides_combles or 0),
    )


def rounded(residents: float) -> int:
    """An estimate of residents without the precision that it lacks."""
    step = 100 if residents >= 1000 else 10
    return int(step * round(float(residents) / step))


def _ppri(measure: Mesure) -> str:
    if measure.est_nulle:
        return "aucune surface en zone du PPRI dans nos données."
    return (
        f"{_ground(measure)} en zone du PPRI. {_residents(measure)} y habitent, au plus "
        f"{number(measure.nb_habitants_majorant)}."
    )


def _plus_hautes_eaux(measure: Mesure) -> str:
    if measure.est_nulle:
        return "L’enveloppe des plus hautes eaux connues n’y touche pas dans nos données."
    return f"L’enveloppe des plus hautes eaux connues y couvre {_ground(measure)}."


def _ground(measure: Mesure) -> str:
    return ground_phrase(measure.surface_km2, measure.part_pct)


def ground_phrase(surface_km2: float, part_pct: float) -> str:
    """« 2,01 km² (3,4 % du territoire) »; what is too small to be written is said to be."""
    km2 = f"{number(surface_km2, 2)}{NO_BREAK}km²" if surface_km2 >= 0.005 else "moins de 0,01 km²"
    share = f"{number(part_pct, 1)}{NO_BREAK}%" if part_pct >= 0.05 else "moins de 0,1 %"
    return f"{km2} ({share} du territoire)"


def _residents(measure: Mesure) -> str:
    low, high = sorted((measure.nb_habitants_vides_ouverts, measure.nb_habitants_vides_combles))
    if low == high:
        return f"Environ {number(low)} personnes"
    return f"Environ {number(low)} à {number(high)} personnes"
