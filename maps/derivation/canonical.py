"""One layer of data/geo: its features, and the bytes that are committed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import geojson
import numpy as np
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from maps.geometry.projection import Geometries

Properties = dict[str, Any]


@dataclass(frozen=True)
class DerivedLayer:
    """Features sorted by code: `geometries` in published WGS 84 degrees, one `properties` each.

    `repaired` counts the geometries that were invalid, before or after rounding; `dropped`
    those left out of the layer on purpose; `moved` says, a line each, which points lie elsewhere
    than their publisher says.
    """

    name: str
    properties: tuple[Properties, ...] = field(repr=False)
    geometries: Geometries = field(repr=False)
    repaired: int = 0
    dropped: int = 0
    moved: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Where the layer is committed."""
        return f"data/geo/{self.name}.geojson"

    def encode(self) -> bytes:
        """RFC 7946: WGS 84, right-hand rule, no `crs`; one feature a line, UTF-8, LF."""
        features = zip(self.properties, self.geometries, strict=True)
        lines = ",\n".join(_line(properties, geometry) for properties, geometry in features)
        return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def decoded(name: str, raw: bytes) -> DerivedLayer:
    """A layer as it is committed; what was repaired, dropped or moved when it was derived is not known any more."""
    features = json.loads(raw)["features"]
    drawn = np.array([shape(one["geometry"]) for one in features], dtype=object)
    return DerivedLayer(name, tuple(one["properties"] for one in features), drawn)


def _line(properties: Properties, geometry: BaseGeometry) -> str:
    shape = mapping(geometry)
    typed = getattr(geojson, shape["type"])(shape["coordinates"])
    feature = geojson.Feature(geometry=typed, properties=properties)
    # Properties before geometry, so that a line opens with what it is.
    ordered = {"type": "Feature", "properties": feature["properties"], "geometry": typed}
    text: str = geojson.dumps(ordered, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text
