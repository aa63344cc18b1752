"""The cheapest deviation of a table that moves one count as far as asked.

Deviations are split into what goes up and what goes down; the linear program pays for each
cell that is not yet hidden in proportion to how far it moves (Kelly, Golden and Assad, 1992;
Fischetti and Salazar, 2001).
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.cube import Ints
from opendata.disclosure.program import INFINITE, Floats, Program, nearest_integers
from opendata.disclosure.requirements import Reach
from opendata.disclosure.rules import Contributions

# A deviation through hidden cells is free but for this, so that it does not wander.
FREE = 1e-3


class Flow:
    """Deviations over some `cells` of a table; the other cells stay as they are."""

    def __init__(self, matrix: csr_array, values: Ints, cells: Ints, integers: bool = False,
                 node_limit: int | None = None) -> None:  # fmt: skip
        self.cells, self.size = cells, len(cells)
        self.place = {int(cell): place for place, cell in enumerate(cells)}
        part = csr_array(matrix[:, cells])
        part = csr_array(part[np.diff(part.indptr) > 0])
        zeros = np.zeros(part.shape[0])
        self.matrix = part
        self.down = values[cells].astype(float)
        self.up = np.full(self.size, INFINITE)
        self.program = Program(
            csr_array(hstack([part, -part], format="csr")), zeros, zeros,
            np.zeros(2 * self.size), np.concatenate([self.up, self.down]),
            np.ones(2 * self.size, dtype=bool) if integers else None, node_limit,
        )  # fmt: skip

    def block(self, cell: int) -> None:
        """Publish a cell after all: no deviation moves it any more."""
        place = self.place[cell]
        self.up[place] = self.down[place] = 0.0
        self._bound([place])

    def release(self, cell: int, value: int) -> None:
        """Undo `block`."""
        place = self.place[cell]
        self.up[place], self.down[place] = INFINITE, float(value)
        self._bound([place])

    def solve(
        self, need: Reach, costs: Floats, insider: int | None = None,
        insiders: Contributions | None = None,
    ) -> Floats | None:  # fmt: skip
        """The cheapest deviation (over `cells`) that meets a directed need; None when there is none.

        `costs`: per cell and unit moved. With an `insider`, it must fit what the insider knows.
        """
        place = self.place[need.cell]
        touched = self._restrict(insider, insiders)
        sides = (place, place + self.size) if need.direction > 0 else (place + self.size, place)
        columns = np.array(sides)
        room = float(self._upper(sides[0]))
        if room < need.amount or touched is None:
            self._bound([place, *(touched or [])])
            return None
        self.program.bound(columns, np.array([need.amount, 0.0]), np.array([room, 0.0]))
        answer = self.program.minimise_with(np.concatenate([costs, costs]))
        self._bound([place, *touched])
        if not answer.optimal:
            return None
        return answer.values[: self.size] - answer.values[self.size :]

    def _upper(self, column: int) -> float:
        if column < self.size:
            return float(self.up[column])
        return float(self._down_now[column - self.size])

    def _restrict(self, insider: int | None, insiders: Contributions | None) -> list[int] | None:
        """Tighten bounds to what an insider knows; the places touched."""
        self._down_now = self.down
        if insider is None:
            return []
        if insider < 0:
            places = [self.place[-1 - insider]]
            self._freeze(places)
            return places
        assert insiders is not None
        row = insiders.rows[[insider]]
        known = [
            (self.place[c], v)
            for c, v in zip(row.indices.tolist(), row.data.tolist(), strict=True)
            if c in self.place
        ]
        places = [place for place, _ in known]
        self._down_now = self.down.copy()
        for place, own in known:
            self._down_now[place] = max(0.0, self.down[place] - own)
        self._bound(places, self._down_now)
        return places

    def _freeze(self, places: list[int]) -> None:
        columns = np.array([*places, *(place + self.size for place in places)])
        self.program.bound(columns, np.zeros(len(columns)), np.zeros(len(columns)))

    def _bound(self, places: list[int], down: Floats | None = None) -> None:
        """Pass on the usual bounds of some places."""
        if not places:
            return
        where = np.array(sorted(set(places)))
        highest = np.concatenate([self.up[where], (self.down if down is None else down)[where]])
        self.program.bound(
            np.concatenate([where, where + self.size]), np.zeros(len(highest)), highest
        )

    def whole(self, deviation: Floats) -> Ints | None:
        """The deviation in integers, when it is so and keeps every sum."""
        rounded = nearest_integers(deviation)
        if rounded is None or np.any(self.matrix @ rounded):
            return None
        return rounded
