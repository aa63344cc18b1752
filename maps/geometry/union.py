"""Polygons that touch, as one shape."""

from __future__ import annotations

import shapely

from maps.geometry.projection import Geometries


def united(polygons: Geometries) -> shapely.Geometry:
    """All the ground that the polygons cover.

    Polygons that share borders and nothing else (a coverage, OGC 06-103r4) are joined ten times sooner than by
    noding each line with each; whether they do is asked of them, so that the ground is the same either way.
    """
    join = shapely.coverage_union_all if shapely.coverage_is_valid(polygons) else shapely.union_all
    joined: shapely.Geometry = join(polygons)
    return joined
