"""Deviations of a whole table that meet many requirements at once.

One linear program moves every cell that still needs it, half of them up, half of them down, as far as each
needs: a need that is met is worth a reward, a cell that is not hidden yet has its price by the unit. What it
moves falls apart into components that no sum ties, each a deviation by itself. A second program meets the same
needs with prices by the unit that fall as a cell is used more, so that few cells are hidden (reweighted l1,
Candès, Wakin and Boyd, 2008). The reward grows when little is met. Bounded by a number of programs, never by
the clock; needs that are left are for a program of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import connected_components

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.flow import FREE
from opendata.disclosure.program import INFINITE, Floats, Program
from opendata.disclosure.requirements import Goal

# Programs at most, and in a row without any need met; how the reward grows.
ROUNDS, IDLE = 250, 12
GROWTH, FEW = 2.0, 0.1
# Facts over which the price of a cell is spread, how soon a used cell gets cheap, how often prices are revised.
SPREAD, SOFT, REVISIONS = 3.0, 2.0, 2
# A hidden count that must itself be able to rise costs more than its own price.
NEEDY = 3.0
ZERO, WHOLE = 1e-7, 1e-5
NONE = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Component:
    """Cells that a deviation moves, by how much (never zero), tied by sums to no other cell it moves."""

    cells: Ints
    changes: Ints


class Simultaneous:
    """A system of sums over `cells`, and how far each may be moved by the deviations found so far."""

    def __init__(
        self, sums: csr_array, goal: Goal, cells: Ints, weights: Floats, turn: int = 0
    ) -> None:
        """`turn`: another one draws other directions."""
        self.cells, self.size = cells, len(cells)
        part = csr_array(sums[:, cells])
        self.sums = csr_array(part[np.diff(part.indptr) > 0])
        self.values = goal.values[cells]
        self.weights = weights[cells]
        self.up, self.down = (amounts[cells] for amounts in goal.amounts)
        self.either = (self.up == 0) & (self.down == 0)
        self.highest, self.lowest = np.zeros((2, self.size), dtype=np.int64)
        self._limits = np.concatenate([np.full(self.size, INFINITE), self.values.astype(float)])
        zeros = np.zeros(self.sums.shape[0])
        self._program = Program(
            csr_array(hstack([self.sums, -self.sums], format="csr")), zeros, zeros,
            np.zeros(2 * self.size), self._limits, quick=True,
        )  # fmt: skip
        self._spread = 1 + (cells * 0.6180339887 % 1) * 1e-2
        positive = self.weights[self.weights > 0]
        self._reward = float(positive.min()) if len(positive) else 1.0
        self._ceiling = 1e4 * float(positive.max() if len(positive) else 1.0)
        self.round, self._first = 0, 1000 * turn

    def unmet(self, active: Bools) -> tuple[Bools, Bools, Bools]:
        """The active cells that must still move up, down, or either way."""
        still = active & self.either & (self.highest == 0) & (self.lowest == 0)
        return active & (self.highest < self.up), active & (-self.lowest < self.down), still

    def next(self, hidden: Bools, active: Bools) -> list[Component] | None:
        """Deviations that meet more needs of `active` cells; None when nothing is left, or nothing found.

        `hidden` cells move for nearly nothing. Both over the `cells` of the system.
        """
        idle = 0
        while self.round < ROUNDS and idle < IDLE:
            above, below, either = self.unmet(active)
            if not (above | below | either).any():
                return None
            self.round += 1
            found, asked = self._swept(hidden, *self._sides(above, below, either))
            gained = sum(len(one.cells) for one in found) if found else 0
            if self._met < FEW * asked:
                self._reward = min(self._reward * GROWTH, self._ceiling)
            if gained:
                return found
            idle += 1
        return None

    def _sides(self, above: Bools, below: Bools, either: Bools) -> tuple[Bools, Bools]:
        """Which cells are asked to go up, and down: not both at once, drawn anew each round."""
        number = self._first + self.round
        drawn = (self.cells * (0.7548776662 * number + 0.5698402910)) % 1 < 0.5
        return (above | either) & drawn, (below | either & (self.values > 0)) & ~drawn

    def _swept(self, hidden: Bools, up: Bools, down: Bools) -> tuple[list[Component], int]:
        """One program with rewards, then the same needs with fewer cells. With the number of needs asked."""
        rise = np.maximum(self.up, 1).astype(float)
        fall = np.maximum(self.down, 1).astype(float)
        asked, self._met = int(up.sum() + down.sum()), 0
        if not asked:
            return [], 0
        prices = np.where(hidden, FREE * self._spread, self._prices(hidden) / SPREAD)
        rising, falling = prices.copy(), prices.copy()
        rising[up] -= self._reward / rise[up]
        falling[down] -= self._reward / fall[down]
        costs = np.concatenate([rising, falling])
        moved = self._solved(self._bounds(up, down, rise, fall), costs)
        if moved is None:
            return [], asked
        up, down = up & (moved >= rise - ZERO), down & (moved <= ZERO - fall)
        self._met = int(up.sum() + down.sum())
        if not self._met:
            return [], asked
        fewer = self._revised(hidden, up, down, rise, fall, moved)
        return self._components(fewer), asked

    def _prices(self, hidden: Bools) -> Floats:
        needy = np.where((self.up > 0) & ~hidden, NEEDY, 1.0)
        prices: Floats = self.weights * needy * self._spread
        return prices

    def _bounds(
        self, up: Bools, down: Bools, rise: Floats, fall: Floats, forced: bool = False
    ) -> tuple[Floats, Floats]:
        """Cells asked to go up do not go down, nor the others up; `forced`: as far as needed at least."""
        low, high = np.zeros(2 * self.size), self._limits.copy()
        above, below = high[: self.size], high[self.size :]
        above[down], below[up] = 0.0, 0.0
        if forced:
            low[: self.size][up], low[self.size :][down] = rise[up], fall[down]
        else:
            above[up], below[down] = rise[up], np.minimum(below, fall)[down]
        return low, high

    def _revised(
        self, hidden: Bools, up: Bools, down: Bools, rise: Floats, fall: Floats, moved: Floats
    ) -> Floats:
        """The deviation of the lowest price by the cell among a few that meet these needs."""
        bounds = self._bounds(up, down, rise, fall, forced=True)
        prices, best = self._prices(hidden), moved
        least = self._price(best, hidden)
        for _ in range(REVISIONS):
            if not least:
                break
            costs = np.where(hidden, FREE * self._spread, prices / (np.abs(best) + SOFT))
            again = self._solved(bounds, np.concatenate([costs, costs]))
            price = INFINITE if again is None else self._price(again, hidden)
            if again is None or price >= least:
                break
            best, least = again, price
        return best

    def _price(self, moved: Floats, hidden: Bools) -> float:
        """What hiding these cells would cost."""
        return float(self.weights[(np.abs(moved) > ZERO) & ~hidden].sum())

    def _solved(self, bounds: tuple[Floats, Floats], costs: Floats) -> Floats | None:
        self._program.bound(np.arange(2 * self.size), *bounds)
        answer = self._program.minimise_with(costs)
        return answer.values[: self.size] - answer.values[self.size :] if answer.optimal else None

    def _components(self, moved: Floats) -> list[Component]:
        """The parts of a deviation that no sum ties, in integers; parts that are not are left out."""
        places = np.flatnonzero(np.abs(moved) > ZERO)
        changes = np.rint(moved[places]).astype(np.int64)
        part = csr_array(self.sums[:, places])
        count, label = _labels(part)
        fitting = np.ones(count, dtype=bool)
        fitting[label[np.abs(moved[places] - changes) > WHOLE]] = False
        broken = np.flatnonzero(part @ changes)
        fitting[label[part[broken].indices]] = False
        kept = fitting[label]
        places, changes = places[kept], changes[kept]
        label = np.unique(label[kept], return_inverse=True)[1]
        order = np.argsort(label, kind="stable")
        places, changes, label = places[order], changes[order], label[order]
        self._keep(places, changes, label)
        ends = np.flatnonzero(np.diff(label)) + 1
        cells, moves = np.split(self.cells[places], ends), np.split(changes, ends)
        return [Component(*both) for both in zip(cells, moves, strict=True) if len(both[0])]

    def _keep(self, places: Ints, changes: Ints, label: Ints) -> None:
        """How far each cell moves by a component, its opposite and their multiples (as `Pool.add` keeps them)."""
        values = self.values[places]
        for signed in (changes, -changes):
            falls = signed < 0
            most = np.full(int(label.max(initial=-1)) + 1, NONE)
            np.minimum.at(most, label[falls], values[falls] // -signed[falls])
            most[most == NONE] = 1
            far = signed * most[label]
            self.highest[places] = np.maximum(self.highest[places], far)
            self.lowest[places] = np.minimum(self.lowest[places], far)


def _labels(part: csr_array) -> tuple[int, Ints]:
    """How many groups of columns no row ties, and the group of each column."""
    rows, size = part.shape
    ends = (np.repeat(np.arange(rows), np.diff(part.indptr)), rows + part.indices)
    graph = csr_array((np.ones(part.nnz, dtype=np.int8), ends), shape=(rows + size, rows + size))
    found = connected_components(graph, directed=False)[1][rows:]
    groups, label = np.unique(found, return_inverse=True)
    return len(groups), label
