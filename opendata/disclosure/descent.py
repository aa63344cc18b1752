"""One deviation of a whole table, improved by one exchange after another (block coordinate descent, Bertsekas, 1999,
chapter 2.7).
"""

from __future__ import annotations

import numpy as np

from opendata.disclosure.along import Along, Slopes
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.draws import shuffled
from opendata.disclosure.program import INFINITE, Floats


class Descent:
    """A deviation of a whole table, and what one more fact costs in each cell.

    Moving a cell has its price by the fact; moving it towards its target is worth something by the fact, up to it.
    """

    def __init__(
        self, targets: Ints, room: Ints, movable: Bools, free: Bools, slight: float = 0.0
    ) -> None:
        """By cell: how far it is asked to move, what may be taken from it, whether it moves at all, whether it moves for
        nearly nothing. `slight`: a gain below that is none.
        """
        self.targets, self._room, self._movable, self._free = targets, room, movable, free
        self._slight = slight
        self.changes = np.zeros_like(targets)
        self._prices = self._worth = np.zeros(len(targets))
        # What one fact more and one less cost, and how many before that changes: (2 × cells).
        self._costs, self._rooms = np.zeros((2, 2, len(targets)))

    def price(self, prices: Floats, worth: Floats) -> None:
        """By fact: what moving each cell costs, and what nearing its target is worth."""
        self._prices, self._worth = prices, np.where(self.targets == 0, 0.0, worth)
        self._reckon(slice(None))

    def give_up(self) -> None:
        """Forget the targets that are not met."""
        met = np.where(self.targets > 0, self.changes >= self.targets, self.changes <= self.targets)
        self.targets = np.where(met, self.targets, 0)

    def along(self, along: Along, number: int) -> int:
        """Every exchange of a dimension in turn, in an order that is another at each number; how many moved facts."""
        order = shuffled(np.arange(len(along.exchanges)), number)
        paying = along.paying(self._costs, self._slight)[order]
        return sum([self._exchange(along, place) for place in order[paying].tolist()])

    def _exchange(self, along: Along, place: int) -> bool:
        """Facts exchanged where that lowers the cost most; whether any were."""
        one = along.exchanges[place]
        gains, losses = along.numbers[one.gains], along.numbers[one.losses]
        moved = along.cheapest(self._slopes(gains, losses))
        if moved is None:
            return False
        there = np.flatnonzero(moved)
        gains, losses = gains[:, there], losses[:, there]
        self.changes[gains] += moved[there]
        self.changes[losses] -= moved[there]
        self._reckon(np.concatenate([gains, losses]).ravel())
        return True

    def _slopes(self, gains: Ints, losses: Ints) -> Slopes:
        """What an exchange costs between cells (nodes × places) that gain and cells that lose."""
        # `take`: four times as fast as by brackets.
        costs = self._costs.take(gains, axis=1).sum(axis=1)
        costs += self._costs.take(losses, axis=1).sum(axis=1)[::-1]
        room = _lowest(self._rooms.take(gains, axis=1))
        room = np.minimum(room, _lowest(self._rooms.take(losses, axis=1))[::-1])
        return Slopes(np.where(np.abs(costs) < self._slight, np.maximum(costs, 0), costs), room)

    def _reckon(self, cells: Ints | slice) -> None:
        """The costs of some cells, after a change: slopes of price × |change| − worth × what is done of the target.

        A free cell that is asked nothing has its price either way: to take back what it moved gains next to nothing,
        and a slope that changes there would only end each exchange sooner.
        """
        change, target = self.changes[cells], self.targets[cells]
        price, worth, movable = self._prices[cells], self._worth[cells], self._movable[cells]
        up, down = worth * (target > 0), worth * (target < 0)
        idle = self._free[cells] & (target == 0)
        self._costs[0, cells] = (
            np.where(idle | (change >= 0), price, -price)
            - up * (change < target)
            + down * (change >= target)
        )
        self._costs[1, cells] = (
            np.where(idle | (change <= 0), price, -price)
            + up * (change <= target)
            - down * (change > target)
        )
        most = np.minimum(
            np.where(change < 0, -change, INFINITE),
            np.where(change < target, target - change, INFINITE),
        )
        least = np.minimum(
            np.where(change > 0, change, INFINITE),
            np.where(change > target, change - target, INFINITE),
        )
        self._rooms[0, cells] = np.where(movable, np.where(idle, INFINITE, most), 0)
        least = np.where(idle, INFINITE, least)
        self._rooms[1, cells] = np.where(movable, np.minimum(least, self._room[cells] + change), 0)


def _lowest(rooms: Floats) -> Floats:
    """(2 × cells × places) to (2 × places)."""
    lowest: Floats = rooms.min(axis=1, initial=INFINITE)
    return lowest
