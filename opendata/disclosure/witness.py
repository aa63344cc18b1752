"""Whole tables of counts compatible with what is published, computed from it alone.

Each witness is one answer an attacker cannot rule out. Two witnesses that differ on a
hidden count, one of them reaching the threshold, prove by additions alone that the count is
protected: nobody needs a solver, nor trust in ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.draws import spread
from opendata.disclosure.intervals import InfeasibleError, program
from opendata.disclosure.program import INFINITE, Floats, Program, nearest_integers


@dataclass
class Witnesses:
    """Integer tables over the unknowns of one block, and the extremes they reach."""

    block: Unknowns
    tables: list[Ints] = field(default_factory=list)

    def __post_init__(self) -> None:
        size = len(self.block.cells)
        self.lowest = np.full(size, np.iinfo(np.int64).max)
        self.highest = np.full(size, -1)
        given, self.tables = self.tables, []
        for table in given:
            self.add(table)

    def add(self, table: Ints) -> None:
        """Keep a table; ValueError unless it is made of counts that satisfy every sum."""
        if not is_compatible(self.block, table):
            raise ValueError("ce témoin contredit ce qui est publié")
        self.tables.append(table)
        self.lowest = np.minimum(self.lowest, table)
        self.highest = np.maximum(self.highest, table)

    def lacking(self, threshold: int, wanted: Bools) -> Bools:
        """Which wanted counts these tables do not prove protected."""
        return wanted & ((self.lowest >= self.highest) | (self.highest < threshold))

    def needed(self, threshold: int, wanted: Bools) -> list[Ints]:
        """The tables without those that prove nothing more: the last found are tried first."""
        kept = list(self.tables)
        lacking = self.lacking(threshold, wanted)
        for table in reversed(self.tables):
            rest = [other for other in kept if other is not table]
            without = Witnesses(self.block, rest).lacking(threshold, wanted)
            if rest and np.array_equal(without, lacking):
                kept = rest
        return kept


def is_compatible(block: Unknowns, table: Ints) -> bool:
    """Whether counts are at least zero and satisfy every sum, by additions alone."""
    right_length = table.shape == block.cells.shape
    return right_length and bool(np.all(table >= 0) and np.all(block.matrix @ table == block.right))


def explore(
    block: Unknowns, threshold: int, wanted: Bools, given: Sequence[Ints] = ()
) -> Witnesses:
    """Witnesses for as many `wanted` counts of a block as have them.

    A count still lacking after this has none: it cannot differ, or cannot reach `threshold`.
    Raises InfeasibleError when no table at all is compatible, SolverError when unsure.
    """
    witnesses = Witnesses(block)
    for known in given:
        lacking = witnesses.lacking(threshold, wanted)
        adds = np.any(lacking & ((known < witnesses.lowest) | (known > witnesses.highest)))
        if adds and is_compatible(block, known):
            witnesses.add(known)
    search = _Search(block, threshold)
    if not witnesses.tables:
        witnesses.add(search.any_table(wanted))
    for place in np.flatnonzero(wanted):
        goals = _goals(witnesses, int(place), threshold)
        while goals:
            low, high = goals.pop(0)
            table = search.table(int(place), low, high, witnesses.lacking(threshold, wanted))
            if table is not None:
                witnesses.add(table)
                goals = _goals(witnesses, int(place), threshold)
    return witnesses


def _goals(witnesses: Witnesses, place: int, threshold: int) -> list[tuple[float, float]]:
    """Intervals in which a further value of one count is looked for."""
    low, high = int(witnesses.lowest[place]), int(witnesses.highest[place])
    if high < threshold:
        # Reaching the threshold also makes two values, unless it cannot be reached.
        return [
            (threshold, INFINITE),
            *([(0, low - 1), (high + 1, INFINITE)] if low == high else []),
        ]
    return [(0, low - 1), (high + 1, INFINITE)] if low == high else []


class _Search:
    """Compatible integer tables with one count in a given interval."""

    def __init__(self, block: Unknowns, threshold: int) -> None:
        self.block, self.threshold = block, threshold
        self.size = len(block.cells)
        # Beyond this no sum holds a count back; a bound keeps every program bounded.
        self.cap = float(np.abs(block.right).sum() + (threshold + 1) * (self.size + 1))
        # Distinct weights leave one best vertex, whatever the machine.
        self.weights = spread(np.arange(1, self.size + 1))
        self._linear: Program | None = None
        self._integer: Program | None = None

    def any_table(self, eager: Bools) -> Ints:
        table = self._solve(0, 0, INFINITE, eager)
        if table is None:
            raise InfeasibleError
        return table

    def table(self, place: int, low: float, high: float, eager: Bools) -> Ints | None:
        """A table with count `place` in [low, high], raising the `eager` counts as it can."""
        return self._solve(place, low, high, eager) if low <= high else None

    def _solve(self, place: int, low: float, high: float, eager: Bools) -> Ints | None:
        upper = np.full(self.size, self.cap)
        # Holding eager counts at the threshold lets many reach it in one table.
        upper[eager] = self.threshold
        for ceiling in (upper, np.full(self.size, self.cap)):
            ceiling[place] = min(high, self.cap)
            if low > ceiling[place]:
                continue
            table = self._attempt(place, low, ceiling, eager)
            if table is not None:
                return table
        return None

    def _attempt(self, place: int, low: float, upper: Floats, eager: Bools) -> Ints | None:
        lower = np.zeros(self.size)
        lower[place] = low
        costs = np.where(eager, -self.weights, 0.0)
        answer = self._bounded(self._linear_program(), lower, upper, costs)
        if answer is None:
            return None
        table = nearest_integers(answer)
        if table is not None and is_compatible(self.block, table):
            return table
        integers = self._bounded(self._integer_program(), lower, upper, costs)
        return None if integers is None else np.rint(integers).astype(np.int64)

    def _bounded(
        self, system: Program, lower: Floats, upper: Floats, costs: Floats
    ) -> Floats | None:
        system.bound(np.arange(self.size), lower, upper)
        answer = system.minimise_with(costs)
        return answer.values if answer.optimal else None

    def _linear_program(self) -> Program:
        self._linear = self._linear or program(self.block)
        return self._linear

    def _integer_program(self) -> Program:
        self._integer = self._integer or program(self.block, integers=True)
        return self._integer
