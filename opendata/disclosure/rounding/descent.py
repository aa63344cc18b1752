"""A table of multiples without a solver: each finest count moved by one unit while the whole gets nearer.

Sums of the finest cells always add up: the result may be far from the nearest, never wrong.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.rounding.chains import chains
from opendata.disclosure.rounding.nearest import UnroundableError, Wanted

_PASSES = 30


def descend(cube: Cube, wanted: Wanted, start: Ints | None = None) -> Ints:
    """Units of every cell; `start`: a table that adds up and holds the kept values (default: each to its nearest).

    Raises UnroundableError when values must be kept and no start is given.
    """
    if wanted.kept.cells.any() and start is None:
        raise UnroundableError(
            "la recherche a atteint sa borne avant de trouver une table qui garde les valeurs antérieures"
        )
    finest = np.flatnonzero(cube.summarised() == 0)
    above = chains(cube)
    units = above @ _rounded(wanted)[finest] if start is None else start.copy()
    movable = wanted.counts[finest] > 0
    for _ in range(_PASSES):
        moved = [_moved(wanted, units, above, place) for place in np.flatnonzero(movable).tolist()]
        if not any(moved):
            break
    return units


def _rounded(wanted: Wanted) -> Ints:
    """Each count to its nearest multiple, in units."""
    return wanted.floors + (2 * wanted.rests >= wanted.base) * (wanted.rests > 0)


def _moved(wanted: Wanted, units: Ints, above: csc_array, place: int) -> bool:
    """Moves one finest count up or down when that lowers the cost; says whether it did."""
    rows = above.indices[above.indptr[place] : above.indptr[place + 1]].astype(np.int64)
    if wanted.kept.cells[rows].any():
        return False
    counted = rows[wanted.scope[rows]]
    now = _cost(wanted, counted, units)
    for change in (1, -1):
        if change < 0 and units[rows].min() <= 0:
            continue
        units[rows] += change
        if _cost(wanted, counted, units) < now:
            return True
        units[rows] -= change
    return False


def _cost(wanted: Wanted, cells: Ints, units: Ints) -> int:
    """Steps beyond the neighbours first, then what is added or taken."""
    counts, held, base = wanted.counts[cells], units[cells], wanted.base
    gaps = np.abs(base * held - counts)
    steps = gaps // base
    return int(gaps.sum() + base * len(wanted.counts) * steps.sum())
