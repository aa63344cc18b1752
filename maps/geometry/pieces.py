"""A zone cut into small polygons, so that many intersections with it are quick.

A zone of Paris has tens of thousands of vertices: crossing it with one short street costs as
much as with the whole city. A tree of pieces leaves only those near the street.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geometry.projection import Geometries

Floats = NDArray[np.float64]
VERTICES = 256  # of a piece


def pieces(zone: shapely.Geometry) -> Iterator[shapely.Polygon]:
    """The polygons of the zone, each cut in two until it has few vertices; nothing overlaps."""
    for part in shapely.get_parts(zone):
        if not isinstance(part, shapely.Polygon) or part.is_empty:
            continue
        if shapely.get_num_coordinates(part) <= VERTICES:
            yield part
        else:
            for half in _halves(part.bounds):
                yield from pieces(shapely.intersection(part, half))


def _halves(bounds: tuple[float, float, float, float]) -> tuple[shapely.Geometry, shapely.Geometry]:
    west, south, east, north = bounds
    if east - west > north - south:
        middle = (west + east) / 2
        return shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    middle = (south + north) / 2
    return shapely.box(west, south, east, middle), shapely.box(west, middle, east, north)


def part_within(lines: Geometries, zone: shapely.Geometry) -> Geometries:
    """What of each line lies in the zone; an empty geometry where nothing does."""
    within = np.full(len(lines), shapely.LineString(), dtype=object)
    owners, cut = _cut(lines, zone)
    for owner in np.unique(owners).tolist():
        inside = shapely.get_parts(cut[owners == owner])
        inside = inside[shapely.get_dimensions(inside) == 1]
        within[owner] = shapely.line_merge(shapely.union_all(inside))
    return within


def area_within(polygons: Geometries, zone: shapely.Geometry) -> Floats:
    """Area (m²) of each polygon that lies in the zone; both in Lambert-93."""
    owners, cut = _cut(polygons, zone)
    within: Floats = np.bincount(owners, shapely.area(cut), len(polygons)).astype(np.float64)
    return within


def _cut(geometries: Geometries, zone: shapely.Geometry) -> tuple[NDArray[np.intp], Geometries]:
    """Each meeting of a geometry (its rank) and a piece of the zone, and what they share."""
    small = np.array(list(pieces(zone)), dtype=object)
    owners, parts = shapely.STRtree(small).query(geometries, predicate="intersects")
    return owners, np.asarray(shapely.intersection(geometries[owners], small[parts]))
