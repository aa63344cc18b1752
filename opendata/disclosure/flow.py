"""The cheapest deviation of a table that moves one count as far as asked.

Deviations are split into what goes up and what goes down; the linear program pays for each
cell that is not yet hidden in proportion to how far it moves (Kelly, Golden and Assad, 1992;
Fischetti and Salazar, 2001).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.cube import Ints
from opendata.disclosure.program import INFINITE, Answer, Floats, Program, nearest_integers
from opendata.disclosure.requirements import Reach
from opendata.disclosure.rules import Contributions

# A deviation through hidden cells is free but for this, so that it does not wander.
FREE = 1e-3

Room = tuple[float, float]  # how far a count may go up, and down


class Flow:
    """Deviations over some `cells` of a table; the other cells stay as they are."""

    def __init__(self, matrix: csr_array, values: Ints, cells: Ints, integers: bool = False,
                 node_limit: int | None = None, quick: bool = False) -> None:  # fmt: skip
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
            np.ones(2 * self.size, dtype=bool) if integers else None, node_limit, quick,
        )  # fmt: skip

    def block(self, cell: int) -> None:
        """Publish a cell after all: no deviation moves it any more."""
        place = self.place[cell]
        self.up[place] = self.down[place] = 0.0
        self._bound({place: self._room(place)})

    def release(self, cell: int, value: int) -> None:
        """Undo `block`."""
        place = self.place[cell]
        self.up[place], self.down[place] = INFINITE, float(value)
        self._bound({place: self._room(place)})

    def solve(
        self, need: Reach, costs: Floats, insider: int | None = None,
        insiders: Contributions | None = None,
    ) -> Floats | None:  # fmt: skip
        """The cheapest deviation (over `cells`) that meets a directed need; None when there is none.

        `costs`: per cell and unit moved. With an `insider`, it must fit what the insider knows.
        """
        place = self.place[need.cell]
        narrowed = self._narrowed(insider, insiders)
        self._bound(narrowed)
        up, down = narrowed.get(place, self._room(place))
        room = up if need.direction > 0 else down
        answer = self._cheapest(need, room, costs) if room >= need.amount else None
        self._bound({other: self._room(other) for other in (place, *narrowed)})
        if answer is None or not answer.optimal:
            return None
        return answer.values[: self.size] - answer.values[self.size :]

    def _cheapest(self, need: Reach, room: float, costs: Floats) -> Answer:
        """Move the cell of the need by its amount at least and `room` at most, never both ways."""
        up = self.place[need.cell]
        down = up + self.size
        columns = (up, down) if need.direction > 0 else (down, up)
        self.program.bound(np.array(columns), np.array([need.amount, 0.0]), np.array([room, 0.0]))
        return self.program.minimise_with(np.concatenate([costs, costs]))

    def _room(self, place: int) -> Room:
        """How far the count at a place may move, for an attacker who knows no other count."""
        return float(self.up[place]), float(self.down[place])

    def _narrowed(self, insider: int | None, insiders: Contributions | None) -> dict[int, Room]:
        """The places that what an insider knows holds back, and the room it leaves them."""
        if insider is None:
            return {}
        if insider < 0:
            return {self.place[-1 - insider]: (0.0, 0.0)}
        assert insiders is not None
        row = insiders.rows[[insider]]
        own = {
            self.place[cell]: number
            for cell, number in zip(row.indices.tolist(), row.data.tolist(), strict=True)
            if cell in self.place
        }
        return {
            place: (float(self.up[place]), max(0.0, float(self.down[place]) - number))
            for place, number in own.items()
        }

    def _bound(self, rooms: Mapping[int, Room]) -> None:
        """Pass on how far the counts at some places may move."""
        if not rooms:
            return
        places = sorted(rooms)
        up = np.array(places)
        highest = [rooms[place][0] for place in places] + [rooms[place][1] for place in places]
        self.program.bound(
            np.concatenate([up, up + self.size]), np.zeros(len(highest)), np.array(highest)
        )

    def fits(self, moved: Ints, insider: int | None, insiders: Contributions | None) -> bool:
        """Whether no count is moved further than there is room, and than what an insider knows leaves."""
        up, down = self.up.copy(), self.down.copy()
        for place, room in self._narrowed(insider, insiders).items():
            up[place], down[place] = room
        return not np.any((moved > up) | (-moved > down))

    def as_integers(self, deviation: Floats) -> Ints | None:
        """The deviation in integers, when it is so and keeps every sum."""
        rounded = nearest_integers(deviation)
        if rounded is None or np.any(self.matrix @ rounded):
            return None
        return rounded
