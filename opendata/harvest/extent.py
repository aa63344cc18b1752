"""Where the place that a dataset covers stands: its box and its centre, for harvesters (GeoSPARQL WKT)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry import shape

# The layer whose union is Paris, and the Insee code of Paris.
LAYER, PARIS = "data/geo/arrondissements.geojson", "75056"
DECIMALS = 6  # of a degree: those of the layer


@dataclass(frozen=True)
class Extent:
    """Longitude then latitude, WGS 84, as texts that GeoSPARQL calls `wktLiteral`."""

    boite: str
    centre: str


def extents(files: Mapping[str, bytes]) -> dict[str, Extent]:
    """By Insee code, of the places that a published layer draws; empty without the layer."""
    if LAYER not in files:
        return {}
    drawn = [shape(one["geometry"]) for one in json.loads(files[LAYER])["features"]]
    whole = shapely.union_all(np.array(drawn))
    return {PARIS: Extent(_wkt(shapely.envelope(whole)), _wkt(shapely.centroid(whole)))}


def _wkt(geometry: shapely.Geometry) -> str:
    text: str = shapely.to_wkt(shapely.normalize(geometry), rounding_precision=DECIMALS, trim=True)
    return text
