"""Points along lines, in whole units of the drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geometry.projection import Geometries

Points = NDArray[np.int64]  # n × 2
# Coordinates (n × 2) → whole units of the drawing.
Place = Callable[[NDArray[np.float64]], Points]


@dataclass(frozen=True)
class Walks:
    """Many lines, point after point: `line` is the rank of each point's line, in rising order.

    All are counted together, since a shape has thousands of lines of a few points each.
    """

    points: Points = field(repr=False)
    line: NDArray[np.intp] = field(repr=False)

    @property
    def starts(self) -> NDArray[np.intp]:
        """Where each line that has points begins."""
        return np.flatnonzero(np.diff(self.line, prepend=-1))

    def opened(self, is_closed: NDArray[np.bool_]) -> Walks:
        """The same without the last point of those that are closed, which is their first; `is_closed` is by line."""
        is_last = np.diff(self.line, append=-1) != 0
        return self._where(~(is_last & is_closed[self.line]))

    def of_at_least(self, points: int) -> Walks:
        """The lines that have so many points."""
        return self._where(np.bincount(self.line)[self.line] >= points)

    def of(self, is_kept: NDArray[np.bool_]) -> Walks:
        """The lines that are kept; `is_kept` is by line."""
        return self._where(is_kept[self.line])

    def flat(self, values: Points) -> list[list[int]]:
        """Of each line that has points, the pairs of `values` that stand beside them: [x, y, x, y…]."""
        pairs = values.ravel().tolist()
        ends = [*(2 * self.starts).tolist(), len(pairs)]
        return [pairs[start:end] for start, end in pairwise(ends)]

    def _where(self, is_kept: NDArray[np.bool_]) -> Walks:
        return Walks(self.points[is_kept], self.line[is_kept])


def walks(lines: Geometries, place: Place) -> Walks:
    """The lines in whole units, without the points that stand where the one before them on their line stands."""
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    points = place(coordinates)
    moves = np.ones(len(points), dtype=bool)
    moves[1:] = np.any(points[1:] != points[:-1], axis=1) | (line[1:] != line[:-1])
    return Walks(points[moves], line[moves])


def steps(points: Points) -> Points:
    """Each as the step from the one before it, the first from (0, 0)."""
    return np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
