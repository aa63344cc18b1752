"""The nearest table of multiples that adds up: zero-restricted where that exists, else the least relaxed.

In units of the base, a count stands between its floor and the next unit. What is asked of each cell: stay on the
floor or rise by one. Where no table does that, some cells take further *steps*, as few in all as can be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.constraints import InconsistentError, Unknowns, unknowns
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.program import Floats
from opendata.disclosure.rounding.around import search_around
from opendata.disclosure.rounding.integers import EFFORT, IntegerProgram, search


class UnroundableError(Exception):
    """No table of multiples adds up with the values that must be kept."""


@dataclass(frozen=True)
class Kept:
    """Cells whose rounded value is given, in units of the base; `units` is read only where `cells`."""

    cells: Bools
    units: Ints


@dataclass(frozen=True)
class Wanted:
    """What to round: counts of every cell, the sums (sums × cells) of those in `scope`, values to keep.

    A count of zero stays zero.
    """

    matrix: csr_array
    counts: Ints
    scope: Bools
    base: int
    kept: Kept

    @property
    def floors(self) -> Ints:
        """The multiple at or below each count, in units of the base."""
        return self.counts // self.base

    @property
    def rests(self) -> Ints:
        """What each count has above its floor."""
        return self.counts % self.base

    @property
    def free(self) -> Bools:
        """Cells whose value is to be found."""
        return self.scope & (self.counts > 0) & ~self.kept.cells

    def steps(self, units: Ints) -> Ints:
        """How many multiples beyond its two neighbours each value stands."""
        above = units - self.floors - (self.rests > 0)
        below = self.floors - units
        return np.where(self.scope, np.maximum(0, np.maximum(above, below)), 0)

    def distance(self, units: Ints) -> int:
        """Sum of what is added to or taken from the counts of the scope."""
        return int(np.abs(self.base * units - self.counts)[self.scope].sum())


@dataclass(frozen=True)
class Nearest:
    """Values in units of the base, and what is known of them.

    `bound`: no table that adds up is nearer (`distance` when nothing better exists: of the fewest steps, the
    nearest); `is_forced`: no table stands between the neighbouring multiples.
    """

    units: Ints
    distance: int
    bound: int
    steps: Ints
    is_forced: bool

    @property
    def is_proved(self) -> bool:
        """Whether nothing better exists."""
        return self.bound == self.distance


Fallback = Callable[[Wanted], Ints]


@dataclass(frozen=True)
class _Block:
    """The outcome of a block: its units (None: the search ended without any), and whether they are proved best."""

    units: Ints | None
    bound: float
    is_forced: bool = False


def nearest(wanted: Wanted, fallback: Fallback, effort: int = EFFORT) -> Nearest:
    """The nearest table; `fallback` gives one where the search ends without any, or with a worse one.

    Raises UnroundableError when the kept values contradict every table, SolverError.
    """
    units = np.where(wanted.kept.cells, wanted.kept.units, wanted.floors)
    try:
        system = unknowns(wanted.matrix, units, wanted.free)
    except InconsistentError:
        raise UnroundableError(_KEPT) from None
    blocks = [(block, _block(wanted, block, effort)) for block in system.blocks()]
    for block, found in blocks:
        if found.units is not None:
            units[block.cells] = found.units
    still = wanted.scope & ~wanted.free
    bound = np.abs(wanted.base * units - wanted.counts)[still].sum() + sum(
        f.bound for _, f in blocks
    )
    least = min(wanted.distance(units), int(np.ceil(bound - _TOLERANCE)))
    if any(found.units is None for _, found in blocks):
        units = fallback(wanted)
    forced = any(found.is_forced for _, found in blocks)
    return Nearest(units, wanted.distance(units), least, wanted.steps(units), forced)


_TOLERANCE = 1e-6
# Above so many cells a whole search finds little before its bound.
_LARGE = 5_000
_KEPT = "les valeurs gardées de la publication antérieure ne laissent aucune table de multiples qui s'additionne"


def _block(wanted: Wanted, block: Unknowns, effort: int) -> _Block:
    """Between the neighbouring multiples where the search finds a table; else with the fewest steps beyond them."""
    floors, rests = wanted.floors[block.cells], wanted.rests[block.cells]
    right = block.right - block.matrix @ floors
    turn = np.where(rests > 0, wanted.base - 2 * rests, 0)
    rise = (rests > 0).astype(float)
    problem = IntegerProgram(block.matrix, right, turn, np.zeros_like(floors), rise)
    found = (search_around if len(floors) > _LARGE else search)(problem, effort)
    if found.values is not None:
        return _Block(floors + found.values, float(rests.sum()) + found.bound)
    relaxed = _relaxed(wanted.base, block.matrix, right, turn, rise, floors)
    further = search(relaxed, effort)
    if further.is_empty:
        raise UnroundableError(_KEPT)
    anyway = float(np.minimum(rests, wanted.base - rests).sum())
    if further.values is None:
        return _Block(None, anyway, found.is_empty)
    rises, ups, downs = np.split(further.values, 3)
    units = floors + rises + ups - downs
    is_best = further.bound > relaxed.cost @ further.values - 1
    distance = float(np.abs(wanted.base * units - wanted.counts[block.cells]).sum())
    return _Block(units, distance if is_best else anyway, found.is_empty)


def _relaxed(
    base: int, matrix: csr_array, right: Ints, turn: Ints, rise: Floats, floors: Ints
) -> IntegerProgram:
    """Rises, then steps up and steps down: a step costs more than all that rises may gain."""
    size = len(floors)
    whole = csr_array(hstack([matrix, matrix, -matrix], format="csr"))
    steps = np.full(2 * size, base * (size + 1))
    upper = np.concatenate([rise, np.full(size, floors.sum() + size), floors])
    return IntegerProgram(
        whole, right, np.concatenate([turn, steps]), np.zeros(3 * size, dtype=np.int64), upper
    )
