"""Shapes as the browser downloads them: whole numbers, each the step from the one before.

`{"echelle": 100000, "genre": 1, "valeurs": [[…], …], "formes": […], "etiquettes": […]}`

`valeurs` are columns, one a property shown, each with a value a feature. `genre` is 1 for lines,
2 for polygons, 3 for points. `formes` has one item a feature: of lines a list of flat lists
[x, y, x, y…]; of polygons a list of lists of rings, each flat and left open; of points one flat
list, where two points at one place are two points.
x is longitude × echelle, y latitude × echelle; `echelle` is coarser where the shapes are simplified more. Each point is the difference from the point
before it in the file, the first from (0, 0). `etiquettes` are [x, y, text], not differences.
About a third of the gzip bytes of the same GeoJSON; maps/assets/carte.js turns it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.drawing.drawn_layer import DrawnLayer
from maps.geometry.points import Place, Points, Walks, steps, walks
from maps.geometry.projection import Geometries, to_wgs84

SCALE = 100_000  # 1.1 m northwards, 0.7 m eastwards at Paris
# Tolerance of a drawing in metres → units in a degree: rounding moves a point by less than a third of it.
SCALES = ((10.0, SCALE // 4), (4.0, SCALE // 2), (0.0, SCALE))
LINES, POLYGONS, POINTS = 1, 2, 3


def scale_of(tolerance_m: float) -> int:
    """Units in a degree for shapes that stand at most `tolerance_m` metres off their line."""
    return next(scale for least, scale in SCALES if tolerance_m >= least)


def encode(drawing: DrawnLayer, tolerance_m: float = 0) -> bytes:
    """The drawing as compact JSON in WGS 84; parts smaller than a unit are left out.

    `tolerance_m` is how far, in metres, it was simplified: its points are no finer than that deserves.
    """
    scale = scale_of(tolerance_m)
    kind = POINTS if drawing.is_points else LINES if drawing.is_lines else POLYGONS
    data = {
        "echelle": scale,
        "genre": kind,
        "valeurs": [
            [row[name] for row in drawing.properties] for name in drawing.couche.properties
        ],
        "formes": FORMS[kind](to_wgs84(drawing.geometries), lambda xy: _whole(xy, scale)),
        "etiquettes": _labels(drawing, scale),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _whole(degrees: NDArray[np.float64], scale: int) -> Points:
    return np.rint(degrees * scale).astype(np.int64)


def _dots(places: Geometries, place: Place) -> list[Any]:
    """One flat list a feature, every point kept."""
    degrees, feature = shapely.get_coordinates(places, return_index=True)
    return _flat(Walks(place(degrees), feature))


def _lines(geometries: Geometries, place: Place) -> list[Any]:
    """Flat lists of lines, by feature."""
    parts, feature = shapely.get_parts(geometries, return_index=True)
    drawn = walks(parts, place).of_at_least(2)
    forms: list[Any] = [[] for _ in geometries]
    for owner, line in zip(feature[drawn.line[drawn.starts]], _flat(drawn), strict=True):
        forms[owner].append(line)
    return forms


def _polygons(geometries: Geometries, place: Place) -> list[Any]:
    """Flat lists of rings by polygon, by feature; a polygon goes with its outer ring."""
    parts, feature = shapely.get_parts(geometries, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    drawn = walks(rings, place).opened(np.ones(len(rings), dtype=bool)).of_at_least(3)
    outer = np.flatnonzero(np.diff(part, prepend=-1))
    drawn = drawn.of(np.isin(outer, drawn.line)[part])
    forms: list[Any] = [[] for _ in geometries]
    for ring, line in zip(drawn.line[drawn.starts].tolist(), _flat(drawn), strict=True):
        polygons = forms[feature[part[ring]]]
        if ring == outer[part[ring]]:
            polygons.append([])
        polygons[-1].append(line)
    return forms


def _flat(drawn: Walks) -> list[list[int]]:
    return drawn.flat(steps(drawn.points))


FORMS: Mapping[int, Callable[[Geometries, Place], list[Any]]] = {
    LINES: _lines,
    POLYGONS: _polygons,
    POINTS: _dots,
}


def _labels(drawing: DrawnLayer, scale: int) -> list[list[Any]]:
    propriete = drawing.couche.etiquette
    if propriete is None:
        return []
    circles = shapely.maximum_inscribed_circle(drawing.geometries, tolerance=20)
    centres = shapely.get_coordinates(to_wgs84(np.asarray(shapely.get_point(circles, 0))))
    points = np.rint(centres * scale).astype(np.int64).tolist()
    return [[*xy, str(row[propriete])] for xy, row in zip(points, drawing.properties, strict=True)]
