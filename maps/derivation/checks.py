"""What must hold of the layers before they are written; each check prints one line.

Every area is that of the published geometry (rounded, WGS 84), measured back in Lambert-93,
the plane of the official areas.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.derivation.canonical import DerivedLayer
from maps.geometry.projection import Geometries, to_lambert93
from maps.records.placement import BORDER_M
from opendata.french import number

KM2 = 1e6  # m²
PARIS_KM2 = 105.37
PPRI_KM2 = {"B": 11.75, "V": 2.01}
COUNTS = {"arrondissements": 20, "quartiers": 80, "iris": 992}
POINTS = ("lieux_frais", "fontaines", "gares", "mairies", "toilettes")
# Of the features of a published layer: what differs more, and that nobody described, is another set or a part of it.
COUNT_SHARE = 0.2
MOVED_SHARE = 0.01  # of the points may lie elsewhere than their publisher says
OVERLAP_M2 = 1.0
BYTES = 6_000_000


@dataclass(frozen=True)
class Check:
    """A measured value against its bound: `quoi` is what was measured, in French."""

    layer: str
    quoi: str
    holds: bool

    def __str__(self) -> str:
        return f"{'vérifié' if self.holds else 'FAUX   '}  {self.layer} : {self.quoi}"


def check(
    layers: Mapping[str, DerivedLayer],
    size: int,
    published: Mapping[str, int] = MappingProxyType({}),
) -> list[Check]:
    """Every check on the layers, by name, whose encoded bytes add up to `size`.

    `published`: how many features each published layer has, where the new originals were described by nobody.
    """
    return [
        *(_count(layers[name], expected) for name, expected in COUNTS.items()),
        *(_near(layers[name], count) for name, count in published.items() if name not in COUNTS),
        _paris(layers["arrondissements"]),
        _official(layers["arrondissements"]),
        _official(layers["quartiers"]),
        *(_zone(layers["ppri"], zonage, km2) for zonage, km2 in PPRI_KM2.items()),
        *(_overlap(layers[name]) for name in (*COUNTS, "ppri", "seine_et_canaux")),
        *(_shared(layers[name]) for name in COUNTS),
        *(_inside(layers[name], layers["arrondissements"]) for name in POINTS),
        *(_distinct(layers[name]) for name in POINTS),
        *(_moved(layers[name]) for name in ("lieux_frais", "fontaines", "toilettes")),
        *(_validity(layer) for layer in layers.values()),
        Check("data/geo", f"{number(size / 1e6, 2)} Mo, au plus 6 attendus", size <= BYTES),
    ]


def _areas(layer: DerivedLayer) -> NDArray[np.float64]:
    areas: NDArray[np.float64] = shapely.area(to_lambert93(layer.geometries))
    return areas


def _count(layer: DerivedLayer, expected: int) -> Check:
    count = len(layer.properties)
    return Check(layer.name, f"{count} entités, {expected} attendues", count == expected)


def _near(layer: DerivedLayer, published: int) -> Check:
    count = len(layer.properties)
    text = f"{count} entités, {published} publiées, 20 % d'écart admis"
    return Check(layer.name, text, abs(count - published) <= COUNT_SHARE * published)


def _paris(arrondissements: DerivedLayer) -> Check:
    km2 = float(_areas(arrondissements).sum()) / KM2
    text = f"Paris {number(km2, 3)} km², {number(PARIS_KM2, 2)} ± 0,1 % attendus"
    return Check(arrondissements.name, text, abs(km2 / PARIS_KM2 - 1) <= 0.001)


def _official(layer: DerivedLayer) -> Check:
    official = np.array([properties["surface_m2"] for properties in layer.properties])
    worst = float(np.abs(_areas(layer) / official - 1).max())
    text = f"écart à la surface officielle {number(100 * worst, 3)} % au plus, 0,2 % admis"
    return Check(layer.name, text, worst <= 0.002)


def _zone(ppri: DerivedLayer, zonage: str, expected: float) -> Check:
    chosen = np.array([properties["zonage"] == zonage for properties in ppri.properties])
    km2 = float(_areas(ppri)[chosen].sum()) / KM2
    text = f"zone {zonage} {number(km2, 3)} km², {number(expected, 2)} ± 1 % attendus"
    return Check(ppri.name, text, abs(km2 / expected - 1) <= 0.01)


def _overlap(layer: DerivedLayer) -> Check:
    worst = largest_overlap(to_lambert93(layer.geometries))
    text = f"recouvrement entre voisins {number(worst, 3)} m² au plus, 1 m² admis"
    return Check(layer.name, text, worst <= OVERLAP_M2)


def largest_overlap(geometries: Geometries) -> float:
    """The largest area (m²) that two of the Lambert-93 polygons share."""
    left, right = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    pairs = left < right
    shared = shapely.area(shapely.intersection(geometries[left[pairs]], geometries[right[pairs]]))
    return float(shared.max(initial=0.0))


def _shared(layer: DerivedLayer) -> Check:
    torn = int((~shapely.is_empty(shapely.coverage_invalid_edges(layer.geometries))).sum())
    text = f"limites communes tracées autrement chez le voisin : {torn}, 0 attendue"
    return Check(layer.name, text, torn == 0)


def _inside(layer: DerivedLayer, arrondissements: DerivedLayer) -> Check:
    codes = [properties["code_insee"] for properties in arrondissements.properties]
    areas = dict(zip(codes, to_lambert93(arrondissements.geometries), strict=True))
    nowhere = shapely.Polygon()
    named = np.array([areas.get(row["code_insee"], nowhere) for row in layer.properties])
    inside = shapely.dwithin(named, to_lambert93(layer.geometries), BORDER_M)
    outside = int((~inside).sum())
    text = f"points hors de l'arrondissement qu'ils nomment : {outside}, 0 attendu"
    return Check(layer.name, text, outside == 0)


def _distinct(layer: DerivedLayer) -> Check:
    names = [properties["identifiant"] for properties in layer.properties]
    repeated = len(names) - len(set(names))
    return Check(layer.name, f"identifiants repris : {repeated}, 0 attendu", repeated == 0)


def _moved(layer: DerivedLayer) -> Check:
    few = len(layer.moved) <= MOVED_SHARE * len(layer.properties)
    listed = f" ({' ; '.join(layer.moved)})" if layer.moved else ""
    text = f"points placés ailleurs que ne le dit l'éditeur : {len(layer.moved)}, au plus 1 % admis{listed}"
    return Check(layer.name, text, few)


def _validity(layer: DerivedLayer) -> Check:
    valid = bool(shapely.is_valid(layer.geometries).all())
    empty = bool(shapely.is_empty(layer.geometries).any())
    sound = "toutes valides" if valid and not empty else "invalides ou vides pour partie"
    text = f"géométries : {len(layer.properties)}, {sound}, réparées : {layer.repaired}, écartées : {layer.dropped}"
    return Check(layer.name, text, valid and not empty)
