"""Names on a map: each with the ground that it names, a point, or the line along which it is written.

`{"echelle": 100000, "noms": [[text, x, y], [text, x, y, x, y], …]}`: longitude and latitude × echelle, whole numbers.
maps/assets/noms.js writes those for which there is room; the picture, those of the water.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from maps.drawing.compact import SCALE
from maps.drawing.drawn_layer import LayerLike
from maps.geometry.projection import to_lambert93, to_wgs84
from maps.records.repere import Repere

STEP_DEG = 5  # of the directions in which room is looked for
REACH_M = 10_000.0  # farther than any ground of Paris


@dataclass(frozen=True)
class Name:
    """A name and its line, or its point, in Lambert-93 metres."""

    text: str
    place: shapely.Geometry


def names_of(repere: Repere, layer: LayerLike) -> list[Name]:
    """The names of that kind, in the order of the layer."""
    return list(_names(repere, layer))


def _names(repere: Repere, layer: LayerLike) -> Iterator[Name]:
    shapes = to_lambert93(layer.geometries)
    for row, shape in zip(layer.properties, shapes, strict=True):
        if repere.choix and not repere.choix.keeps(row[repere.choix.propriete]):
            continue
        if repere.surface_m2 and shapely.area(shape) < repere.surface_m2:
            continue
        yield Name(repere.texte or str(row[repere.nom or ""]), _place(shape))


def _place(shape: shapely.Geometry) -> shapely.Geometry:
    """Where a name is written: at a point; from end to end of a line; along the longest way through ground."""
    dimension = shapely.get_dimensions(shape)
    if dimension == 0:
        return shape
    parts = shapely.get_parts(shape)
    if dimension == 1:
        longest = parts[int(np.argmax(shapely.length(parts)))]
        return shapely.LineString(shapely.get_coordinates(longest)[[0, -1]])
    return _longest_way(parts[int(np.argmax(shapely.area(parts)))])


def _longest_way(ground: shapely.Geometry) -> shapely.Geometry:
    """The longest straight line inside `ground` through the middle of its widest place."""
    (widest,) = shapely.maximum_inscribed_circle(np.array([ground], dtype=object), tolerance=5)
    x, y = shapely.get_coordinates(widest)[0]
    ways: list[shapely.Geometry] = []
    for degrees in range(0, 180, STEP_DEG):
        dx, dy = REACH_M * np.cos(np.radians(degrees)), REACH_M * np.sin(np.radians(degrees))
        inside = shapely.intersection(
            ground, shapely.LineString([(x - dx, y - dy), (x + dx, y + dy)])
        )
        pieces = shapely.get_parts(inside)
        ways.append(pieces[int(np.argmin(shapely.distance(pieces, shapely.Point(x, y))))])
    return ways[int(np.argmax(shapely.length(ways)))]


def encode(names: Iterable[Name]) -> bytes:
    """The names as the browser downloads them."""
    written = []
    for name in names:
        degrees = shapely.get_coordinates(to_wgs84(np.array([name.place], dtype=object)))
        written.append([name.text, *np.rint(degrees * SCALE).astype(np.int64).ravel().tolist()])
    data = {"echelle": SCALE, "noms": written}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
