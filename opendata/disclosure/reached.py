"""How far the deviations found so far move each cell, and which needs are left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.program import Floats
from opendata.disclosure.requirements import Goal

NONE = np.iinfo(np.int64).max
# How much more than the dearest cell a need is worth at most.
DEAREST = 1e4


@dataclass(frozen=True)
class Component:
    """Cells that a deviation moves, by how much (never zero), tied by sums to no other cell it moves."""

    cells: Ints
    changes: Ints


class Reward:
    """What a need that is met is worth: as much as the cheapest cell at first, more when little is met."""

    def __init__(self, weights: Floats) -> None:
        positive = weights[weights > 0]
        low, high = (positive.min(), positive.max()) if len(positive) else (1.0, 1.0)
        self.worth = self.least = float(low)
        self.most = DEAREST * float(high)

    def restart(self) -> None:
        """The smallest again: other needs come."""
        self.worth = self.least

    def grow(self, times: float) -> None:
        """More from now on."""
        self.worth = min(self.worth * times, self.most)

    @property
    def is_spent(self) -> bool:
        """Whether it is as large as it gets."""
        return self.worth >= self.most


class Reached:
    """What some `cells` need, and the furthest that a deviation moves each of them, up and down."""

    def __init__(self, goal: Goal, cells: Ints) -> None:
        self.cells, self.values = cells, goal.values[cells]
        self.up, self.down = (amounts[cells] for amounts in goal.amounts)
        self.either = (self.up == 0) & (self.down == 0)
        self.highest, self.lowest = np.zeros((2, len(cells)), dtype=np.int64)

    def learn(self, part: Reached) -> None:
        """What was found over some of these cells."""
        places = np.searchsorted(self.cells, part.cells)
        self.highest[places] = np.maximum(self.highest[places], part.highest)
        self.lowest[places] = np.minimum(self.lowest[places], part.lowest)

    def unmet(self, active: Bools) -> tuple[Bools, Bools, Bools]:
        """The active cells that must still move up, down, or either way."""
        still = active & self.either & (self.highest == 0) & (self.lowest == 0)
        return active & (self.highest < self.up), active & (-self.lowest < self.down), still

    def left(self, active: Bools) -> int:
        """How many needs of active cells are not met."""
        return sum(int(kind.sum()) for kind in self.unmet(active))

    def asked(self, active: Bools, drawn: Bools, forced: bool) -> tuple[Bools, Bools]:
        """The active cells to move up, and down: up where `drawn`, not both at once. `forced`: what has one way to go
        takes it.
        """
        above, below, either = self.unmet(active)
        rising = np.where(above ^ below, above, drawn) if forced else drawn
        return (above | either) & rising, (below | either & (self.values > 0)) & ~rising

    def keep(self, sums: csr_array, places: Ints, changes: Ints) -> list[Component]:
        """The parts, that no sum ties, of a deviation in integers; `sums`: (sums × cells)."""
        return self.keep_parts(places, changes, labels(csr_array(sums[:, places]))[1])

    def keep_parts(self, places: Ints, changes: Ints, label: Ints) -> list[Component]:
        """The same, the parts told apart already."""
        if not len(places):
            return []
        order = np.argsort(label, kind="stable")
        places, changes, label = places[order], changes[order], label[order]
        self._reach(places, changes, label)
        ends = np.flatnonzero(np.diff(label)) + 1
        cells, moves = np.split(self.cells[places], ends), np.split(changes, ends)
        return [Component(*both) for both in zip(cells, moves, strict=True)]

    def _reach(self, places: Ints, changes: Ints, label: Ints) -> None:
        """How far each cell moves by a component, its opposite and their multiples (as `Pool.add` keeps them)."""
        values = self.values[places]
        for signed in (changes, -changes):
            falls = signed < 0
            most = np.full(int(label.max()) + 1, NONE)
            np.minimum.at(most, label[falls], values[falls] // -signed[falls])
            most[most == NONE] = 1
            far = signed * most[label]
            self.highest[places] = np.maximum(self.highest[places], far)
            self.lowest[places] = np.minimum(self.lowest[places], far)


def labels(part: csr_array) -> tuple[int, Ints]:
    """How many groups of columns no row ties, and the group of each column."""
    rows, size = part.shape
    # Rows, then columns: a row points at its columns.
    ends = np.concatenate([part.indptr, np.full(size, part.nnz)])
    ones = np.ones(part.nnz, dtype=np.int8)
    graph = csr_array((ones, rows + part.indices, ends), shape=(rows + size, rows + size))
    count, found = connected_components(graph, directed=False)
    of_columns = np.zeros(count, dtype=bool)
    of_columns[found[rows:]] = True
    numbers = np.cumsum(of_columns) - 1
    return int(of_columns.sum()), numbers[found[rows:]]
