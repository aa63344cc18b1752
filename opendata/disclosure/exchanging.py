"""Deviations of a whole table found by exchanges, always in integers.

Where two groupings of a dimension cross, the vertices of a linear program over the whole table are mostly
fractional, and their parts are lost. Here one deviation of the whole table is improved by one exchange after another:
facts go from some codes of a dimension to others, and how many at each place of the other dimensions is a program of
these alone, whose vertices are whole numbers, or mostly so. The dimensions take turns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.disclosure.along import Along
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.descent import Descent
from opendata.disclosure.draws import half, spread
from opendata.disclosure.flow import FREE
from opendata.disclosure.program import Floats
from opendata.disclosure.reached import Component, Reached, Reward
from opendata.disclosure.requirements import Goal
from opendata.disclosure.simultaneous import NEEDY, SOFT, SPREAD

# Rounds at most; passes over every exchange in each.
ROUNDS, PASSES = 250, 2
# What a need that is met is worth once prices are revised, beside what it was.
HELD = 4.0
# What is no gain, beside the least that a need is worth: to move facts between hidden cells for less takes longer.
SLIGHT = 0.05


@dataclass(frozen=True)
class Pace:
    """What a need is worth at first, beside the cheapest cell, and how that grows when more than a share of needs is left.

    Slower hides less, for a longer time: one cell in forty less for two fifths more of it.
    `later`: how it grows for the needs that come after the first ones, few enough for larger steps.
    """

    least: float = 1.0
    growth: float = 1.3
    left: float = 0.9
    later: float = 1.69


SLOW = Pace()


class Exchanging:
    """Deviations of a cube by exchanges, and how far each cell may be moved by those found so far."""

    def __init__(
        self, cube: Cube, goal: Goal, movable: Bools, weights: Floats, pace: Pace = SLOW
    ) -> None:
        """`movable` cells may change, hidden or not; `weights` of all cells. The cube `has_exchanges`."""
        self._pace, self._growth = pace, pace.growth
        self.cells = np.arange(cube.size)
        self.reached = Reached(goal, self.cells)
        self.movable, self.weights = movable, weights
        self.round, self._reward = 0, Reward(weights * pace.least)
        self._sums = sums(cube)
        self._spread = spread(self.cells)
        axes = [Along(cube, axis) for axis in range(len(cube.dimensions))]
        self._axes = sorted(axes, key=lambda along: len(along.exchanges), reverse=True)

    def restart(self) -> None:
        """The smallest reward again: other needs come."""
        self._reward.restart()
        if self.round:
            self._growth = self._pace.later

    def next(self, hidden: Bools, active: Bools) -> list[Component] | None:
        """Deviations that meet more needs of `active` cells; None when nothing is left, or nothing more found.

        `hidden` cells move for nearly nothing. Both over all cells.
        """
        while self.round < ROUNDS and not self._reward.is_spent:
            left = self.reached.left(active)
            if not left:
                return None
            drawn = self._drawn()
            up, down = self.reached.asked(active, drawn, bool(self.round % 2))
            amounts = np.where(up, self.reached.up, -self.reached.down)
            amounts = np.where(amounts == 0, np.where(up, 1, -1), amounts)
            found = self._found(
                hidden, np.where(up | down, amounts, 0), self.reached.values, self.movable
            )
            if self.reached.left(active) > self._pace.left * left:
                self._reward.grow(self._growth)
            if found:
                return found
        return None

    def apart(self, hidden: Bools, asked: Bools, frozen: Bools, room: Floats) -> list[Component]:
        """Deviations that move `asked` cells, either way, as insiders may believe them.

        `frozen` cells stay, each known to its reporter; no more than `room` is taken from a cell: its count less
        what an insider brings to it.
        """
        drawn = self._drawn()
        most = np.minimum(self.reached.values, room).astype(np.int64)
        targets = np.where(drawn, 1, np.where(most >= 1, -1, 0))
        targets = np.where(asked & ~frozen, targets, 0)
        found = self._found(hidden, targets, most, self.movable & ~frozen)
        moved = sum(int(np.count_nonzero(targets[one.cells])) for one in found)
        if moved < (1 - self._pace.left) * np.count_nonzero(targets) or not moved:
            self._reward.grow(self._pace.later**2)
        return found

    def _drawn(self) -> Bools:
        """The cells that this round asks to go up, the others down: not both at once."""
        self.round += 1
        return half(self.cells, self.round)

    def _found(self, hidden: Bools, targets: Ints, room: Ints, movable: Bools) -> list[Component]:
        """One deviation with rewards for each target, then the targets that it met with fewer cells."""
        deviation = Descent(targets, room, movable, hidden, SLIGHT * self._reward.least)
        needy = np.where((self.reached.up > 0) & ~hidden, NEEDY, 1.0)
        prices, free = self.weights * needy * self._spread, FREE * self._spread
        worth = self._reward.worth / np.maximum(np.abs(targets), 1)
        deviation.price(np.where(hidden, free, prices / SPREAD), worth)
        self._improve(deviation, PASSES)
        deviation.give_up()
        moved = np.abs(deviation.changes)
        held = np.maximum(HELD * worth, self._reward.least)
        deviation.price(np.where(hidden, free, prices / (moved + SOFT)), held)
        self._improve(deviation, 1)
        places = np.flatnonzero(deviation.changes)
        return self.reached.keep(self._sums, places, deviation.changes[places])

    def _improve(self, deviation: Descent, passes: int) -> None:
        """Exchanges along each dimension in turn, in another order each round, as long as one improves the deviation.

        The dimension of most exchanges moves little that others leave: it comes last, in every other round.
        """
        most, *others = self._axes
        for number in range(passes):
            is_last = number == passes - 1 and not self.round % 2
            axes = [*others, most] if is_last else others
            if not sum([deviation.along(along, self.round) for along in axes]):
                return
