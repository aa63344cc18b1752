"""What anybody learns from a table of approximate counts: bounds of each, and the sums of the true ones.

A rounded count is less than a known distance away from its value, a perturbed one at most its largest noise. The
true counts add up, whatever the published ones do: some may have one value left.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.audit import BOUNDS, CONTRADICTION, Audit, Exposure
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.program import Program, SolverError, Verdict
from opendata.disclosure.rounding.chains import chains
from opendata.disclosure.rounding.integers import Found, IntegerProgram, search


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest true count of each cell of a cube, as published; `known` cells are attacked no more.

    `start`: a guess at a table within the bounds.
    """

    cube: Cube
    lower: Ints
    upper: Ints
    start: Ints
    known: Bools


def bounds(cube: Cube, shown: Bools, values: Ints, below: Ints, above: Ints) -> Bounds:
    """Counts at most `below` under and `above` over each value shown; what is not shown is any count."""
    most = int((values + above)[shown].sum()) + 1
    lower = np.where(shown, np.maximum(0, values - below), 0)
    upper = np.where(shown, values + above, most)
    return Bounds(cube, lower, upper, np.where(shown, values, 0), np.zeros(cube.size, dtype=bool))


def with_known(given: Bounds, cells: Bools, values: Ints) -> Bounds:
    """The same, where some counts are published exactly elsewhere."""
    lower, upper = np.where(cells, values, given.lower), np.where(cells, values, given.upper)
    start = np.where(cells, values, given.start)
    return Bounds(given.cube, lower, upper, start, given.known | cells)


class _ImpossibleError(Exception):
    """No table of counts lies within the bounds."""


def attack(given: Bounds, hidden: tuple[int, int], progress: Progress = silent) -> Audit:
    """Every cell whose count is known exactly, or known to be one of those that the rule hides.

    Raises SolverError when a search ends before it concludes: never a pass.
    """
    cells = np.flatnonzero(~given.known)
    try:
        lowest, highest = _spread(given)
        unsafe = cells[_told(lowest, highest, hidden)[cells]]
        exposures = []
        for done, cell in enumerate(unsafe.tolist(), 1):
            exposures += _exposure(given, cell, hidden, lowest, highest)
            progress("attaque", done, len(unsafe))
    except _ImpossibleError:
        return Audit(len(cells), (Exposure(("table",), 0, 0, CONTRADICTION),))
    return Audit(len(cells), tuple(sorted(exposures)))


def _told(lowest: Ints, highest: Ints, hidden: tuple[int, int]) -> Bools:
    """Cells with one value left, or with small ones only."""
    told: Bools = (lowest == highest) | ((lowest >= hidden[0]) & (highest <= hidden[1]))
    return told


def _spread(given: Bounds) -> tuple[Ints, Ints]:
    """Values that each cell takes in whole tables within the bounds: one, then one with a finest count moved by one."""
    start = _start(given)
    links = chains(given.cube)
    rises = links.T @ (start + 1 > given.upper).astype(np.int64) == 0
    falls = links.T @ (start - 1 < given.lower).astype(np.int64) == 0
    return start - (links @ falls.astype(np.int64) > 0), start + (links @ rises.astype(np.int64) > 0)  # fmt: skip


def _start(given: Bounds) -> Ints:
    """A whole table within the bounds. Raises _ImpossibleError, SolverError."""
    shape = tuple(len(dimension.leaves) for dimension in given.cube.dimensions)
    guess = given.cube.totals(given.start[given.cube.summarised() == 0].reshape(shape))
    if np.all((guess >= given.lower) & (guess <= given.upper)):
        return guess
    found = search(_problem(given, np.zeros(given.cube.size, dtype=np.int64)))
    return _values(found)


def _values(found: Found) -> Ints:
    if found.is_empty:
        raise _ImpossibleError
    if found.values is None:
        raise SolverError("la recherche a atteint sa borne avant de conclure")
    return found.values


def _problem(given: Bounds, cost: Ints) -> IntegerProgram:
    matrix = sums(given.cube)
    right = np.zeros(matrix.shape[0], dtype=np.int64)
    return IntegerProgram(matrix, right, cost, given.lower, given.upper.astype(float))


def _exposure(
    given: Bounds, cell: int, hidden: tuple[int, int], lowest: Ints, highest: Ints
) -> list[Exposure]:
    """The exposure of a cell, its bounds proved; every table met on the way widens what others may be."""
    if not _told(lowest[[cell]], highest[[cell]], hidden)[0]:
        return []
    ends = []
    for direction in (1, -1):
        cost = np.zeros(given.cube.size, dtype=np.int64)
        cost[cell] = direction
        found = search(_problem(given, cost))
        values = _values(found)
        np.minimum(lowest, values, out=lowest)
        np.maximum(highest, values, out=highest)
        if not _told(lowest[[cell]], highest[[cell]], hidden)[0]:
            return []
        if found.bound <= int(values[cell]) * direction - 1:
            raise SolverError("la recherche a atteint sa borne avant de conclure")
        ends.append(int(values[cell]))
    return [Exposure(given.cube.labels(cell), ends[0], ends[1], BOUNDS)]


def intervals(given: Bounds, progress: Progress = silent) -> tuple[Ints, Ints]:
    """(lowest, highest) count of each cell, fractions allowed on the way: never narrower than the truth.

    Raises SolverError, also when no table lies within the bounds.
    """
    matrix: csr_array = sums(given.cube)
    right = np.zeros(matrix.shape[0], dtype=np.int64)
    system = Program(matrix, right, right, given.lower.astype(float), given.upper.astype(float))
    ends = np.zeros((2, given.cube.size), dtype=np.int64)
    for cell in range(given.cube.size):
        for place, direction in enumerate((1, -1)):
            costs = np.zeros(given.cube.size)
            costs[cell] = direction
            answer = system.minimise_with(costs)
            if answer.verdict is not Verdict.OPTIMAL:
                raise SolverError("aucune table d'effectifs n'est compatible avec celle-ci")
            loose = answer.objective * direction
            ends[place, cell] = np.ceil(loose - 1e-6) if direction > 0 else np.floor(loose + 1e-6)
        progress("intervalles", cell + 1, given.cube.size)
    return ends[0], ends[1]
