"""A large table swept: a few programs over the whole of it, or over parts of it, meet most needs of a pattern at once.

Where its groupings cross, a very large one is swept by exchanges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.draws import GOLDEN
from opendata.disclosure.exchanging import Exchanging
from opendata.disclosure.families import parts
from opendata.disclosure.growing import Growing
from opendata.disclosure.intervals import Progress
from opendata.disclosure.program import Floats
from opendata.disclosure.reached import Component
from opendata.disclosure.simultaneous import GROWTH, IDLE, SPREAD, Simultaneous

# Needs that one program is asked for where groupings cross: of many, few come out whole.
LINKED_NEEDS = 64
# How the reward of a need grows there: slower, for one cell in twenty less and a tenth more of time.
LINKED_GROWTH = 1.5
# And how dear a change may be that its programs are told of: a tenth less of time, and a twentieth in tables that are not
# swept by parts.
TIMES = 1.2
# And over how many facts the price of a cell is spread: a tenth less of time, for one cell in a hundred more.
LINKED_SPREAD = 3.0


@dataclass(frozen=True)
class _Swept:
    """Deviations found in a system, the cells that may move after them, needs not met, and the weight of these cells."""

    system: Simultaneous
    found: list[Component]
    free: Bools
    left: int
    weight: float

    def better_than(self, other: _Swept) -> bool:
        """Whether it hides less and meets as much."""
        return self.weight < other.weight and self.left <= other.left


class Sweeping:
    """The sweeps of a pattern in the making; another `turn` draws other directions."""

    def __init__(self, work: Growing, turn: int = 0) -> None:
        self._work, self._table, self._goal, self._turn = work, work.table, work.goal, turn
        cube = self._table.cube
        # Each part of a very large one is grown again inside itself at once, the whole is not.
        self._parts = parts(cube)
        # Where groupings cross, growing again takes as long for one cell in twenty.
        linked = cube.crossings > 0
        self.is_to_be_lightened = not self._parts and not linked
        self._needs = LINKED_NEEDS if linked else 2 * len(work.hidden)
        self._growth = LINKED_GROWTH if linked else GROWTH
        self._times = TIMES if linked or not self._parts else None
        self._over = LINKED_SPREAD if linked else SPREAD
        # Sums of hidden counts are no cells of a cube.
        self._is_exchanged = work.is_exchanged and linked and not self._table.unions

    def sweep(self, progress: Progress) -> None:
        """Meet most requirements, and face most insiders."""
        whole = self._exchanging() if self._is_exchanged else self._swept_by_parts(progress)
        self._sweep(whole, progress)
        self._face_together(whole, progress)
        self._sweep(whole, progress)

    def _system(self, cells: Ints, turn: int) -> Simultaneous:
        return Simultaneous(
            self._table.sums,
            self._goal,
            cells,
            self._table.weights,
            turn,
            self._needs,
            self._growth,
            self._times,
            self._over,
        )

    def _sweep(self, system: Simultaneous | Exchanging, progress: Progress) -> None:
        """Meet most requirements with few programs over the whole table."""
        work = self._work
        system.restart()
        cells = system.cells
        while True:
            active = np.zeros(len(work.hidden), dtype=bool)
            active[list(work.unknown())] = True
            found = system.next(work.free(cells), active[cells])
            if found is None:
                return
            work.hide_all(found)
            left = system.reached.left(active[cells])
            progress("protection", system.round, system.round + left)

    def _swept_by_parts(self, progress: Progress) -> Simultaneous:
        """The system of the whole table, most requirements met in parts of it: each swept, then swept again inside what
        that hides.
        """
        system = self._system(self._work.cells, self._turn)
        for number, part in enumerate(self._parts):
            cells = np.intersect1d(part, system.cells)
            if self._work.hidden[cells].any():
                first = self._swept(cells, 0)
                again = self._swept(cells[first.free], 1)
                best = again if again.better_than(first) else first
                self._work.hide_all(best.found)
                system.reached.learn(best.system.reached)
            progress("protection", number + 1, len(self._parts))
        return system

    def _swept(self, cells: Ints, turn: int) -> _Swept:
        """A system of some cells by itself, swept as `_sweep` does."""
        system = self._system(cells, turn)
        free = self._work.free(cells)
        asked = self._work.hidden[cells]
        found: list[Component] = []
        while (more := system.next(free, asked)) is not None:
            found += more
            for one in more:
                places = np.searchsorted(cells, one.cells)
                free[places] = True
                asked[places] = ~self._table.absent[one.cells]
        left = system.reached.left(asked)
        return _Swept(system, found, free, left, float(system.weights[free].sum()))

    def _exchanging(self) -> Exchanging:
        cube, weights = self._table.cube, self._table.weights
        return Exchanging(cube, self._goal, self._work.movable, weights)

    def _face_together(self, system: Simultaneous | Exchanging, progress: Progress) -> None:
        """Most insiders at once, as long as fewer cells are known to any."""
        pool = self._work.pool
        system.restart()
        fewest, idle = len(self._work.hidden) + 1, 0
        cells: Iterable[int] = self._work.watched()
        while idle < IDLE:
            known = {cell: sorted(who) for cell in cells if (who := pool.insiders(cell))}
            if not known:
                return
            fewest, idle = (len(known), 0) if len(known) < fewest else (fewest, idle + 1)
            progress("initiés", system.round, system.round + len(known))
            cells = known  # a deviation more takes nothing back
            self._work.hide_all(self._apart(system, known))

    def _apart(
        self, system: Simultaneous | Exchanging, known: Mapping[int, list[int]]
    ) -> list[Component]:
        asked, frozen, room = self._believed(known, system.round)
        there = system.cells
        return system.apart(self._work.free(there), asked[there], frozen[there], room[there])

    def _believed(self, known: Mapping[int, list[int]], turn: int) -> tuple[Bools, Bools, Floats]:
        """Cells to move, cells that stay, and what may be taken from each: for reporters, and one contributor.

        `known`: cells and the insiders who know them; no cell that moves is one that stays.
        """
        asked, frozen = np.zeros((2, len(self._work.hidden)), dtype=bool)
        contributor = None
        for cell in sorted(known, key=lambda cell: (cell * (turn + GOLDEN) % 1, cell)):
            insider = known[cell][turn % len(known[cell])]
            single = -1 - insider
            if insider >= 0:
                contributor = insider if contributor is None else contributor
                asked[cell] |= insider == contributor and not frozen[cell]
            elif not (frozen[cell] or asked[single]):
                asked[cell] = frozen[single] = True
        room = self._goal.values.astype(float)
        if contributor is not None and self._goal.insiders is not None:
            own = self._goal.insiders.rows[[contributor]]
            room[own.indices] = np.maximum(0, room[own.indices] - own.data)
        return asked, frozen, room
