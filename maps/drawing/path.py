"""Shapes as the `d` of an SVG path: each corner once, as the step from the one before it, in whole units of the drawing."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geometry.points import Place, Points, Walks, steps, walks
from maps.geometry.projection import Geometries

_LINE, _POLYGON = 1, 3
_COLLECTIONS = 4  # and above: what has parts


def path_data(geometries: Iterable[shapely.Geometry], place: Place) -> str:
    """The `d` of polygons and lines, one after the other; `place` takes metres (n × 2) to whole units, y downwards.

    What is thinner than a unit is a line; what is smaller than one both ways vanishes, as points do.
    """
    lines, is_closed = _lines(geometries)
    drawn = walks(lines, place).opened(is_closed).of_at_least(2)
    closed = is_closed[drawn.line[drawn.starts]].tolist()
    data = drawn.flat(_steps(drawn, is_closed))
    return "".join(f"m{_pairs(line)}{'z' * end}" for line, end in zip(data, closed, strict=True))


def _lines(geometries: Iterable[shapely.Geometry]) -> tuple[Geometries, NDArray[np.bool_]]:
    """Rings and lines of shapes, of those inside collections too, in their order; and whether each is a ring."""
    parts = shapely.get_parts(np.array(list(geometries), dtype=object))
    while (shapely.get_type_id(parts) >= _COLLECTIONS).any():
        parts = shapely.get_parts(parts)
    kind = shapely.get_type_id(parts)
    (polygons,), (single,) = np.nonzero(kind == _POLYGON), np.nonzero(kind == _LINE)
    rings, polygon = shapely.get_rings(parts[polygons], return_index=True)
    order = np.argsort(np.concatenate([polygons[polygon], single]), kind="stable")
    is_ring = np.arange(len(order)) < len(rings)
    return np.concatenate([rings, parts[single]])[order], is_ring[order]


def _steps(drawn: Walks, is_closed: NDArray[np.bool_]) -> Points:
    """From corner to corner; to the first of a line from where the one before it ends, which a ring does at its start."""
    moves, starts = steps(drawn.points), drawn.starts
    before = is_closed[drawn.line[starts[:-1]]]
    ends = np.where(before, starts[:-1], starts[1:] - 1)
    moves[starts[1:]] = drawn.points[starts[1:]] - drawn.points[ends]
    return moves


def _pairs(line: Iterable[int]) -> str:
    # A minus sign separates as well as a space.
    return " ".join(map(str, line)).replace(" -", "-")
