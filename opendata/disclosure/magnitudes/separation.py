"""The attacker's own program for one need, and the inequality that a pattern breaks when it fails.

The largest deviation that hidden cells leave is a linear program; its duals weigh the cells that hold it back, and
every pattern must hide enough of these (the capacity constraints of Fischetti and Salazar-González, Models and
algorithms for optimizing cell suppression in tabular data with linear constraints, JASA 95, 2000, 916-928).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Ints
from opendata.disclosure.magnitudes.pattern import AmountTable, Need
from opendata.disclosure.program import Floats, Program, Verdict

TOLERANCE = 1e-6


class Dual(Program):
    """A linear program that also gives the price of its rows."""

    def prices(self) -> Floats:
        """The dual value of each row of the last solution."""
        return np.array(self._solver.getSolution().row_dual, dtype=float)


@dataclass(frozen=True)
class Cut:
    """At least `least` of the hiding of `cells`, weighted."""

    cells: Ints
    weights: Floats
    least: float

    def missing(self, hiding: Floats) -> float:
        """By how much a (fractional) pattern breaks it."""
        return float(self.least - self.weights @ hiding[self.cells])


class Separation:
    """Deviations of one table, asked for one need after the other; the program stays warm."""

    def __init__(self, table: AmountTable) -> None:
        self.table = table
        rows = table.sums.shape[0]
        self._zeros = np.zeros(rows)
        self._columns = np.arange(table.size)
        nothing = np.zeros(table.size)
        self._program = Dual(table.sums, self._zeros, self._zeros, nothing, nothing)
        self.down = np.maximum(table.values - table.lower, 0.0)
        self.up = np.maximum(table.upper - table.values, 0.0)

    def reaches(self, need: Need, hiding: Floats) -> float:
        """How far a need gets, up to its amount, for cells that are hidden (1), published (0) or in between."""
        reached, _ = self._solve(need, hiding, np.inf)
        return reached

    def cut(self, need: Need, hiding: Floats) -> Cut | None:
        """An inequality that this pattern breaks and that none which meets the need does; None when it breaks none."""
        # No cell moves further than the need in most deviations: the duals of that program are sharper.
        reached, prices = self._solve(need, hiding, float(need.amount))
        if reached >= need.amount - TOLERANCE:
            return None
        cut = self._cut(need, prices)
        if cut.missing(hiding) > TOLERANCE * need.amount:
            return cut
        reached, prices = self._solve(need, hiding, np.inf)
        if reached >= need.amount - TOLERANCE:
            return None
        cut = self._cut(need, prices)
        return cut if cut.missing(hiding) > TOLERANCE * need.amount else None

    def _solve(self, need: Need, hiding: Floats, most: float) -> tuple[float, Floats]:
        """The largest deviation, at most the need's amount, no cell moving beyond `most`; prices of the sums."""
        free = hiding.copy()
        free[list(need.known)] = 0.0
        low, high = (self._room(side, free, most) for side in (self.down, self.up))
        costs = np.zeros(self.table.size)
        costs[list(need.cells)] = -need.side
        self._program.bound(self._columns, -low, high)
        answer = self._program.minimise_with(costs)
        if answer.verdict is Verdict.UNBOUNDED:
            return float(need.amount), self._zeros
        return -answer.objective, self._program.prices()

    @staticmethod
    def _room(side: Floats, free: Floats, most: float) -> Floats:
        """How far each cell may move, in proportion to how much of it is hidden."""
        inside = free > 0
        room = np.zeros(len(side))
        room[inside] = np.minimum(side, most)[inside] * free[inside]
        return room

    def _cut(self, need: Need, prices: Floats) -> Cut:
        """What each cell may add to the deviation at these prices, never more than the need itself."""
        reduced = -np.asarray(self.table.sums.T @ prices)
        reduced[list(need.cells)] -= need.side
        # A minimum: a negative reduced cost is worth a move up, a positive one a move down.
        gain = np.where(reduced < -TOLERANCE, -reduced * self._finite(self.up), 0.0)
        gain = np.where(reduced > TOLERANCE, reduced * self._finite(self.down), gain)
        gain[list(need.known)] = 0.0
        weights, least = np.minimum(gain, need.amount), float(need.amount)
        # Publishing a candidate among its cells puts the need aside.
        spared = [cell for cell in need.cells if self.table.candidates[cell]]
        weights[spared] -= need.amount
        least -= need.amount * len(spared)
        cells = np.flatnonzero(weights)
        return Cut(cells, weights[cells], least)

    @staticmethod
    def _finite(room: Floats) -> Floats:
        return np.where(np.isfinite(room), room, 1e15)
