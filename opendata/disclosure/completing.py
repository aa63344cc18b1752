"""A pattern of a large table where any two values will do, completed by exchanges.

What a cover hides (see `cover`) protects nearly every cell already, by deviations through hidden cells alone: they are
found first, by needs that are worth next to nothing; then those of the cells that it does not protect, and of the sums
that must not be known, as these are worth more and more. Boxes, one for each need, hide more.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from opendata.disclosure.cube import Bools
from opendata.disclosure.draws import GOLDEN
from opendata.disclosure.exchanging import Exchanging, Pace
from opendata.disclosure.growing import Growing
from opendata.disclosure.intervals import Progress

# What a need is worth at first is less than any cell that is not hidden.
PACE = Pace(least=0.06, growth=1.4, left=0.9, later=1.4)
# Rounds for sums at most, and in a row without any that moves.
ROUNDS, IDLE = 80, 8


class Completing:
    """The exchanges of a pattern in the making, that meet most of its needs."""

    def __init__(self, work: Growing) -> None:
        cube, size = work.table.cube, work.table.cube.size
        self._work, self._size = work, size
        self._exchanges = Exchanging(
            cube, work.goal, work.movable[:size], work.weights[:size], PACE
        )

    def complete(self, progress: Progress) -> None:
        """Meet most needs of cells, then of sums, then of the cells that these hide."""
        self._move_cells(progress)
        self._move_sums(progress)
        self._move_cells(progress)

    def _move_cells(self, progress: Progress) -> None:
        exchanges, work = self._exchanges, self._work
        exchanges.restart()
        while found := exchanges.next(work.free(exchanges.cells), self._unmoved()):
            work.hide_all(found)
            progress("protection", exchanges.round, exchanges.round + int(self._unmoved().sum()))

    def _unmoved(self) -> Bools:
        """The hidden cells that no deviation moves so far."""
        unmoved = self._work.hidden[: self._size].copy()
        unmoved[[cell for cell in self._work.pool.moved() if cell < self._size]] = False
        return unmoved

    def _move_sums(self, progress: Progress) -> None:
        exchanges, work = self._exchanges, self._work
        exchanges.restart()
        room = work.goal.values[: self._size].astype(np.float64)
        last, idle = exchanges.round + ROUNDS, 0
        left = self._unmoved_sums()
        while left and idle < IDLE and exchanges.round < last:
            asked, frozen = self._parts(left, exchanges.round)
            work.hide_all(exchanges.apart(work.free(exchanges.cells), asked, frozen, room))
            before, left = len(left), self._unmoved_sums()
            idle = 0 if len(left) < before else idle + 1
            progress("protection", exchanges.round, exchanges.round + len(left))

    def _unmoved_sums(self) -> list[int]:
        """The sums whose parts are all hidden, and that no deviation moves so far."""
        moved = self._work.pool.moved()
        return [
            one for one in self._work.table.unions if one not in moved and self._work.holds(one)
        ]

    def _parts(self, sums: Sequence[int], turn: int) -> tuple[Bools, Bools]:
        """A part of each sum to move, others at each turn, and the rest of it, that stays; of those that go together."""
        asked, frozen = np.zeros((2, self._size), dtype=bool)
        for one in sorted(sums, key=lambda one: (one * (turn + GOLDEN) % 1, one)):
            parts = self._work.table.unions[one]
            part = parts[(one + turn) % len(parts)]
            rest = [other for other in parts if other != part]
            if not frozen[part] and not asked[rest].any():
                asked[part] = frozen[rest] = True
        return asked, frozen
