"""Shapes as the `d` of an SVG path: each corner once, as the step from the one before it, in whole units of the drawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geometry.points import without_repeats

Corners = NDArray[np.int64]
Place = Callable[[NDArray[np.float64]], Corners]


def path_data(geometries: Iterable[shapely.Geometry], place: Place) -> str:
    """The `d` of polygons and lines, one after the other; `place` takes metres (n × 2) to whole units, y downwards.

    What is thinner than a unit is a line; what is smaller than one both ways vanishes, as points do.
    """
    data: list[str] = []
    origin = np.zeros(2, dtype=np.int64)
    for line, is_closed in _lines(geometries):
        corners = without_repeats(place(shapely.get_coordinates(line)))
        drawn = corners[:-1] if is_closed else corners
        if len(drawn) < 2:
            continue
        data.append(f"m{_steps(origin, drawn)}{'z' if is_closed else ''}")
        origin = drawn[0] if is_closed else drawn[-1]  # a closed line ends where it began
    return "".join(data)


def _lines(geometries: Iterable[shapely.Geometry]) -> Iterator[tuple[shapely.Geometry, bool]]:
    """Rings (closed) and lines of shapes, of those inside collections too."""
    for shape in geometries:
        if isinstance(shape, shapely.Polygon):
            yield from ((ring, True) for ring in (shape.exterior, *shape.interiors))
        elif isinstance(shape, shapely.LineString):
            yield shape, False
        elif not isinstance(shape, shapely.Point):
            yield from _lines(shapely.get_parts(shape))


def _steps(origin: NDArray[np.int64], corners: Corners) -> str:
    steps = np.diff(np.vstack([origin, corners]), axis=0)
    # A minus sign separates as well as a space.
    return " ".join(map(str, steps.ravel().tolist())).replace(" -", "-")
