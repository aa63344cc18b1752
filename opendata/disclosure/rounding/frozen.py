"""A rounded table that keeps what an earlier one said: a count that did not change keeps its value.

Two roundings of one count tell more of it than one; and readers would see a change where there was none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.history.releases import ApartError
from opendata.disclosure.problems import Problem
from opendata.disclosure.rounding.nearest import Kept
from opendata.disclosure.rounding.rounded import Rounded
from opendata.disclosure.together import Together, together

Finest = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Frozen:
    """Everything to round in one cube: the new counts, and the values of the earlier release that stay.

    `places`: the cells of the new table in this cube; `start`: a table that adds up and holds the kept values, where
    the earlier release shows one.
    """

    cube: Cube
    counts: Ints
    scope: Bools
    kept: Kept
    places: Ints
    start: Ints | None


def unfrozen(cube: Cube, finest: Finest, scope: Bools) -> Frozen:
    """A first release: nothing to keep."""
    nothing = Kept(np.zeros(cube.size, dtype=bool), np.zeros(cube.size, dtype=np.int64))
    return Frozen(cube, cube.counts(finest), scope, nothing, np.arange(cube.size), None)


def frozen(
    cube: Cube, finest: Finest, scope: Bools, earlier: Rounded, earlier_finest: Finest
) -> Frozen:
    """What to round after `earlier`, whose true counts were `earlier_finest`. Raises ApartError."""
    known = together(cube, [earlier.cube])
    counts, before = known.cube.counts(finest), _counts(known.cube, earlier_finest)
    places = known.places[1][earlier.shown]
    same = counts[places] == before[places]
    cells, units = np.zeros(known.cube.size, dtype=bool), np.zeros(known.cube.size, dtype=np.int64)
    cells[places[same]] = True
    units[places] = earlier.values[earlier.shown] // earlier.base
    wanted = cells.copy()
    wanted[known.places[0][scope]] = True
    start = _start(known, earlier, counts, units)
    return Frozen(known.cube, counts, wanted, Kept(cells, units), known.places[0], start)


def earlier_problems(earlier: Rounded, finest: Finest) -> Iterator[Problem]:
    """Rounded values that are not those of the counts that are given with them."""
    counts = _counts(earlier.cube, finest)
    far = earlier.shown & (np.abs(earlier.values - counts) >= earlier.within)
    for cell in np.flatnonzero(far).tolist():
        yield Problem(earlier.line(cell), 0, "effectif arrondi qui n'est pas celui des effectifs antérieurs donnés",
                      f"un effectif arrondi est à moins de {earlier.within} du vrai",
                      "donner à --after-counts les effectifs dont cette table a été faite")  # fmt: skip


def _counts(cube: Cube, finest: Finest) -> Ints:
    try:
        return cube.counts(finest)
    except KeyError:
        raise ApartError("des codes des effectifs antérieurs ne sont plus là") from None


def _start(known: Together, earlier: Rounded, counts: Ints, units: Ints) -> Ints | None:
    """The earlier table with nothing in what is new; None when it does not show all its finest counts."""
    finest = earlier.cube.summarised() == 0
    if not earlier.shown[finest].all():
        return None
    ours = known.cube.summarised() == 0
    fine = np.where(ours, units, 0)
    if np.any(fine[counts == 0]):
        return None
    shape = tuple(len(dimension.leaves) for dimension in known.cube.dimensions)
    return known.cube.totals(fine[ours].reshape(shape))
