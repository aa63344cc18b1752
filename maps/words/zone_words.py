"""The map of a zone in words: ground and residents inside it, by arrondissement and for Paris.

Residents are estimates: they are said « environ » and rounded. Where our data draw nothing, that is
said of our data: never « sans risque ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure, ZoneFigures
from maps.figures.shared_ground import shared_km2
from maps.records.layers import Layer
from maps.records.paroles import Enveloppe, ZoneMesuree
from maps.words.estimates import rounded
from opendata.findings import Document, Finding
from opendata.french import NO_BREAK_SPACE, number

# Below this a zone only grazes a territory: no area is said.
GRAZING_M2 = 100.0
ZONE_RULE = "une zone citée est mesurée dans une table publiée des jeux « exposition »"
ROW_RULE = "chaque arrondissement et Paris ont une ligne par zone"

Row = dict[str, Any]


@dataclass(frozen=True)
class ZoneMeasure:
    """One zone in one territory as it is said: km², shares in %, residents rounded.

    « combles » is with the gaps of streets filled; a zone without gaps has the same figures twice.
    """

    surface_km2: float
    part_pct: float
    nb_habitants_vides_ouverts: int
    nb_habitants_vides_combles: int
    nb_habitants_majorant: int
    nb_75_plus_vides_ouverts: int
    nb_75_plus_vides_combles: int

    @property
    def est_nulle(self) -> bool:
        """Whether our data draw nothing of the zone here."""
        return self.surface_km2 * 1e6 < GRAZING_M2

    @property
    def ground(self) -> str:
        """« 2,01 km² (3,4 % du territoire) »; what is too small to be written is said to be."""
        km2 = (
            f"{number(self.surface_km2, 2)}{NO_BREAK_SPACE}km²"
            if self.surface_km2 >= 0.005
            else "moins de 0,01 km²"
        )
        share = (
            f"{number(self.part_pct, 1)}{NO_BREAK_SPACE}%"
            if self.part_pct >= 0.05
            else "moins de 0,1 %"
        )
        return f"{km2} ({share} du territoire)"

    @property
    def residents(self) -> str:
        """« Environ 3 000 à 3 800 personnes »."""
        low, high = sorted((self.nb_habitants_vides_ouverts, self.nb_habitants_vides_combles))
        if low == high:
            return f"Environ {number(low)} personnes"
        return f"Environ {number(low)} à {number(high)} personnes"

    def as_json(self) -> Row:
        """For the pages."""
        return asdict(self) | {"est_nulle": self.est_nulle}


def measure(figures: ZoneFigures) -> ZoneMeasure:
    """Published figures as they are said."""
    return ZoneMeasure(
        surface_km2=round(figures.surface_vides_ouverts_m2 / 1e6, 4),
        part_pct=round(figures.part_vides_ouverts_pct, 1),
        nb_habitants_vides_ouverts=rounded(figures.nb_habitants_vides_ouverts),
        nb_habitants_vides_combles=rounded(
            figures.nb_habitants_vides_ouverts
            if figures.nb_habitants_vides_combles is None
            else figures.nb_habitants_vides_combles
        ),
        nb_habitants_majorant=rounded(figures.nb_habitants_majorant),
        nb_75_plus_vides_ouverts=rounded(figures.nb_75_plus_vides_ouverts),
        nb_75_plus_vides_combles=rounded(
            figures.nb_75_plus_vides_ouverts
            if figures.nb_75_plus_vides_combles is None
            else figures.nb_75_plus_vides_combles
        ),
    )


@dataclass(frozen=True)
class ZoneTerritory:
    """An arrondissement, or Paris: what the map of a zone says of it; measures by code of zone."""

    code_insee: str
    libelle: str
    zone: ZoneMesuree = field(repr=False)
    measures: Mapping[str, ZoneMeasure] = field(repr=False)

    @property
    def phrase(self) -> str:
        """What the map says, after the territory's name."""
        return f"{self.libelle}{NO_BREAK_SPACE}: {self.constat}"

    @property
    def constat(self) -> str:
        """The same without the name."""
        inside, envelope = self.measures[self.zone.code], self.zone.enveloppe
        if envelope is None:
            return _zone_sentence(self.zone, inside)
        around = self.measures[envelope.code]
        if inside.est_nulle and around.est_nulle:
            return f"{self.zone.aucune}, ni dans {envelope.nom}, dans nos données."
        return f"{_zone_sentence(self.zone, inside)} {_envelope_sentence(envelope, around)}"

    def as_json(self) -> Row:
        """For the pages: measures and sentence."""
        return {
            "code_insee": self.code_insee,
            "libelle": self.libelle,
            "constat": self.constat,
            "zones": {code: item.as_json() for code, item in self.measures.items()},
        }


def _zone_sentence(zone: ZoneMesuree, inside: ZoneMeasure) -> str:
    if inside.est_nulle:
        return f"{zone.aucune} dans nos données."
    most = number(inside.nb_habitants_majorant)
    return f"{inside.ground} en {zone.nom}. {inside.residents} y habitent, au plus {most}."


def _envelope_sentence(envelope: Enveloppe, around: ZoneMeasure) -> str:
    name = f"{envelope.nom[0].upper()}{envelope.nom[1:]}"
    if around.est_nulle:
        return f"{name} n’y touche pas dans nos données."
    return f"{name} y couvre {around.ground}."


def zone_territories(zone: ZoneMesuree, exposure: Exposure) -> tuple[ZoneTerritory, ...]:
    """The arrondissements by code, Paris last."""
    codes = sorted({code for code, _ in exposure} - {PARIS})
    return tuple(
        ZoneTerritory(
            code,
            exposure[code, zone.code].libelle_territoire,
            zone,
            {name: measure(exposure[code, name]) for name in zone.codes},
        )
        for code in (*codes, PARIS)
    )


def zone_words(
    zone: ZoneMesuree, layers: Mapping[str, Layer], exposure: Exposure
) -> tuple[dict[str, str], dict[str, Any]]:
    """The sentence of each territory by code_insee, Paris last; what the page adds, as JSON.

    `communs_km2` of the page: layer → other layer → km² of Paris in both.
    """
    territories = zone_territories(zone, exposure)
    shared: dict[str, dict[str, float]] = {}
    for one, other in zone.surfaces_communes:
        shared.setdefault(one, {})[other] = shared_km2(layers, one, other)
    page = {
        "methode": zone.methode,
        "territoires": [item.as_json() for item in territories],
        "communs_km2": shared,
    }
    return {item.code_insee: item.phrase for item in territories}, page


def zone_findings(
    document: Document, number: int, zone: ZoneMesuree, codes: list[str], exposure: Exposure
) -> Iterator[Finding]:
    """Zones of the map of that rank in `document` that no table measures, or not in every territory of `codes`."""
    where = (number, "paroles", "zone")
    for keys, name in zone.references():
        known = {code for code, other in exposure if other == name}
        if not known:
            zones = ", ".join(sorted({other for _, other in exposure})) or "aucune n'est publiée"
            yield document.finding((*where, *keys), f"zone « {name} » inconnue", ZONE_RULE,
                                   f"choisir parmi {zones}")  # fmt: skip
            continue
        for code in sorted({*codes, PARIS} - known):
            yield document.finding((*where, *keys), f"zone « {name} » : aucune ligne pour {code}", ROW_RULE,
                                   "remettre la ligne d'origine, ou relancer derive")  # fmt: skip
