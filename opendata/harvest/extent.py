"""Where the place that a dataset covers stands: its box and its centre, for harvesters (GeoSPARQL WKT)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

PARIS = "75056"
DECIMALS = 6  # of a degree: those of the layer


@dataclass(frozen=True)
class Extent:
    """Longitude then latitude, WGS 84: texts that GeoSPARQL calls `wktLiteral`, and the box again as GeoJSON."""

    boite: str
    centre: str
    geojson: str


def extents(arrondissements: NDArray[np.object_]) -> dict[str, Extent]:
    """By Insee code, of Paris: the union of its arrondissements, in WGS 84 degrees."""
    whole = shapely.union_all(arrondissements)
    box = shapely.normalize(shapely.set_precision(shapely.envelope(whole), 10**-DECIMALS))
    return {PARIS: Extent(_wkt(box), _wkt(shapely.centroid(whole)), shapely.to_geojson(box))}


def _wkt(geometry: shapely.Geometry) -> str:
    text: str = shapely.to_wkt(shapely.normalize(geometry), rounding_precision=DECIMALS, trim=True)
    return text
