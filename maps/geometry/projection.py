"""Between the degrees that are published and the metres in which ground is measured.

WGS 84 (EPSG:4326, longitude then latitude) ↔ Lambert-93 (EPSG:2154), the plane in which the
City of Paris computes its official areas.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]
"""A one-dimensional array of shapely geometries."""


def to_lambert93(geometries: Geometries) -> Geometries:
    """WGS 84 degrees → Lambert-93 metres."""
    return _transform(geometries, 4326, 2154)


def to_wgs84(geometries: Geometries) -> Geometries:
    """Lambert-93 metres → WGS 84 degrees, unrounded."""
    return _transform(geometries, 2154, 4326)


@cache
def _transformer(source: int, target: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _transform(geometries: Geometries, source: int, target: int) -> Geometries:
    transformer = _transformer(source, target)

    def move(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))

    moved: Geometries = shapely.transform(geometries, move)
    return moved
