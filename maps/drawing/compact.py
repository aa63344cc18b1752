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
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.drawing.drawn_layer import DrawnLayer
from maps.geometry.points import without_repeats
from maps.geometry.projection import to_wgs84

SCALE = 100_000  # 1.1 m northwards, 0.7 m eastwards at Paris
# Tolerance of a drawing in metres → units in a degree: rounding moves a point by less than a third of it.
SCALES = ((10.0, SCALE // 4), (4.0, SCALE // 2), (0.0, SCALE))
LINES, POLYGONS, POINTS = 1, 2, 3


class _Pen:
    """Remembers the last point, so that a file is one walk."""

    def __init__(self, scale: int) -> None:
        self.scale = scale
        self.x, self.y = 0, 0

    def dots(self, points: shapely.Geometry) -> list[int]:
        """Differences from point to point, every point kept."""
        return self._walk(np.rint(shapely.get_coordinates(points) * self.scale).astype(np.int64))

    def steps(self, line: shapely.Geometry, *, closed: bool) -> list[int]:
        """Differences along a line, repeated points left out; [] when nothing is left to draw."""
        points = np.rint(shapely.get_coordinates(line) * self.scale).astype(np.int64)
        points = without_repeats(points)
        points = points[:-1] if closed else points
        if len(points) < (3 if closed else 2):
            return []
        return self._walk(points)

    def _walk(self, points: NDArray[np.int64]) -> list[int]:
        steps = np.diff(np.vstack([[self.x, self.y], points]), axis=0)
        self.x, self.y = points[-1].tolist()
        flat: list[int] = steps.ravel().tolist()
        return flat


def scale_of(tolerance_m: float) -> int:
    """Units in a degree for shapes that stand at most `tolerance_m` metres off their line."""
    return next(scale for least, scale in SCALES if tolerance_m >= least)


def encode(drawing: DrawnLayer, tolerance_m: float = 0) -> bytes:
    """The drawing as compact JSON in WGS 84; parts smaller than a unit are left out.

    `tolerance_m` is how far, in metres, it was simplified: its points are no finer than that deserves.
    """
    scale = scale_of(tolerance_m)
    pen = _Pen(scale)
    kind = POINTS if drawing.is_points else LINES if drawing.is_lines else POLYGONS
    data = {
        "echelle": scale,
        "genre": kind,
        "valeurs": [
            [row[name] for row in drawing.properties] for name in drawing.couche.properties
        ],
        "formes": [_lines(pen, geometry, kind) for geometry in to_wgs84(drawing.geometries)],
        "etiquettes": _labels(drawing, scale),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(pen: _Pen, geometry: shapely.Geometry, kind: int) -> list[Any]:
    if kind == POINTS:
        return pen.dots(geometry)
    parts = shapely.get_parts(geometry)
    if kind == LINES:
        return [steps for part in parts if (steps := pen.steps(part, closed=False))]
    polygons = []
    for part in parts:
        rings = [pen.steps(ring, closed=True) for ring in (part.exterior, *part.interiors)]
        if rings[0]:
            polygons.append([ring for ring in rings if ring])
    return polygons


def _labels(drawing: DrawnLayer, scale: int) -> list[list[Any]]:
    propriete = drawing.couche.etiquette
    if propriete is None:
        return []
    circles = shapely.maximum_inscribed_circle(drawing.geometries, tolerance=20)
    centres = shapely.get_coordinates(to_wgs84(np.asarray(shapely.get_point(circles, 0))))
    points = np.rint(centres * scale).astype(np.int64).tolist()
    return [[*xy, str(row[propriete])] for xy, row in zip(points, drawing.properties, strict=True)]
