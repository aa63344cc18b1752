"""Points along a line, in whole units of the drawing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def without_repeats(points: NDArray[np.int64]) -> NDArray[np.int64]:
    """`points` (n × 2) without those that stand where the one before them stands."""
    moves = np.ones(len(points), dtype=bool)
    np.any(points[1:] != points[:-1], axis=1, out=moves[1:])
    return points[moves]
