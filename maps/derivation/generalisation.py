"""Geometry made lighter without tearing it: what two neighbours share stays shared.

Everything metric happens in Lambert-93 (EPSG:2154), the plane in which the City computes
its official areas; what is published is in WGS 84 degrees, rounded to `DECIMALS`.
"""

from __future__ import annotations

import numpy as np
import shapely

from maps.geometry.projection import Geometries, to_wgs84

DECIMALS = 6  # of a degree: 0.11 m northwards, 0.07 m eastwards at Paris
SNAPPING_M = 0.1  # vertices closer than this are one vertex
GAP_M = 1.0  # narrower gaps between neighbours are drawing faults


def repair(geometries: Geometries) -> tuple[Geometries, int]:
    """Valid polygons covering the same ground, and how many had to be repaired.

    A repair may leave lines and points beside the polygons; only the polygons are kept.
    """
    broken = ~shapely.is_valid(geometries)
    fixed = geometries.copy()
    valid = shapely.make_valid(geometries[broken], method="structure", keep_collapsed=False)
    fixed[broken] = np.array([polygons_of(geometry) for geometry in valid], dtype=object)
    return fixed, int(broken.sum())


def polygons_of(geometry: shapely.Geometry) -> shapely.Polygon | shapely.MultiPolygon:
    """The polygonal part of a geometry or collection."""
    if isinstance(geometry, shapely.Polygon | shapely.MultiPolygon):
        return geometry
    parts = [p for p in shapely.get_parts(geometry) if isinstance(p, shapely.Polygon)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def clean_coverage(geometries: Geometries, *, gap_m: float = GAP_M) -> Geometries:
    """Neighbours that neither overlap nor leave slivers (Lambert-93); overlaps go to the larger."""
    cleaned: Geometries = shapely.coverage_clean(  # type: ignore[attr-defined]  # stubs lag behind 2.2
        geometries, gap_width=gap_m, snapping_distance=SNAPPING_M, merge_strategy="max_area"
    )
    return cleaned


def simplify_coverage(geometries: Geometries, tolerance_m: float) -> Geometries:
    """Visvalingam-Whyatt on shared edges once (Lambert-93): a valid coverage stays one."""
    simplified: Geometries = shapely.coverage_simplify(geometries, tolerance_m)
    return simplified


def publish(geometries: Geometries) -> tuple[Geometries, int]:
    """Lambert-93 → what is published: rounded WGS 84, valid, right-hand rule, canonical start.

    Rounding moves a vertex shared by two neighbours to the same place in both. Returns the
    count of polygons that rounding made invalid and that were repaired.
    """
    rounded = round_degrees(to_wgs84(geometries))
    polygonal = shapely.get_dimensions(rounded) == 2
    repaired = 0
    if polygonal.any():
        rounded[polygonal], repaired = repair(rounded[polygonal])
    oriented = shapely.orient_polygons(shapely.normalize(rounded), exterior_cw=False)
    return round_degrees(oriented), repaired


def round_degrees(geometries: Geometries) -> Geometries:
    """Coordinates rounded to `DECIMALS`, vertices that fall together merged."""
    # Adding 0.0 turns -0.0 into 0.0.
    rounded = shapely.transform(geometries, lambda xy: np.round(xy, DECIMALS) + 0.0)
    merged: Geometries = shapely.remove_repeated_points(rounded, 0.0)
    return merged
