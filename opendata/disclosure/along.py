"""Facts exchanged along one dimension of a cube, at each place of the others.

How many are exchanged at each place is a program of the other dimensions alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.compensation import Compensation
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.exchanges import exchanges
from opendata.disclosure.program import Floats, Restricted, nearest_integers

# Programs of one exchange at most; what is no fraction.
TRIES, NEARLY = 3, 1e-5


@dataclass(frozen=True)
class Slopes:
    """At each place, what one more fact costs and up to how many of them; then the same of one less.

    `costs` and `room`: (more and less × places).
    """

    costs: Floats
    room: Floats


class Along:
    """The exchanges along one dimension of a cube."""

    def __init__(self, cube: Cube, axis: int) -> None:
        self.exchanges = exchanges(cube.dimensions[axis])
        # (nodes of the dimension × places of the others): the number of each cell.
        moved = np.moveaxis(np.arange(cube.size).reshape(cube.shape), axis, 0)
        self.numbers: Ints = np.ascontiguousarray(moved.reshape(cube.shape[axis], -1))
        ties = sums(Cube(cube.dimensions[:axis] + cube.dimensions[axis + 1 :]))
        # What goes up, then what goes down.
        self._program = Restricted(csr_array(hstack([ties, -ties], format="csr")))
        self._compensation = Compensation(ties)
        self._gains = _places([one.gains for one in self.exchanges], cube.shape[axis])
        self._losses = _places([one.losses for one in self.exchanges], cube.shape[axis])

    def paying(self, costs: Floats, slight: float) -> Bools:
        """The exchanges that gain more than `slight` at some place; `costs` of one more fact and of one less: (2 × cells)."""
        more, less = costs.take(self.numbers, axis=1)
        up = self._gains @ more + self._losses @ less
        down = self._gains @ less + self._losses @ more
        paying: Bools = np.minimum(up, down).min(axis=1) < -slight
        return paying

    def cheapest(self, slopes: Slopes) -> Ints | None:
        """How many facts to exchange at each place; None where none is best, or the best are no whole numbers."""
        costs, room = slopes.costs.ravel(), slopes.room.ravel()
        columns = self._compensation.useful(costs, room)
        if not len(columns):
            return None
        found = self._whole(columns, costs[columns], room[columns])
        if found is None:
            return None
        moved = np.zeros(len(costs), dtype=np.int64)
        moved[columns] = found
        up, down = moved.reshape(2, -1)
        exchanged = up - down
        return exchanged if exchanged.any() else None

    def _whole(self, columns: Ints, costs: Floats, room: Floats) -> Ints | None:
        """The best changes in whole numbers. Where they are fractions, once more with no more of these than the whole below;
        None where that does not do either.
        """
        for _ in range(TRIES):
            answer = self._program.minimise_over(columns, costs, room)
            if not answer.optimal:
                return None
            found = nearest_integers(answer.values)
            if found is not None:
                return found
            below = np.floor(answer.values + NEARLY)
            room = np.where(answer.values - below > NEARLY, below, room)
        return None


def _places(rows: list[Ints], width: int) -> csr_array:
    """(exchanges × nodes): 1 at these."""
    ends = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    columns = np.concatenate([*rows, np.zeros(0, dtype=np.int64)])
    return csr_array((np.ones(len(columns)), (ends, columns)), shape=(len(rows), width))
