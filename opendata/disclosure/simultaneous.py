"""Deviations of a whole table that meet many requirements at once.

One linear program moves every cell that still needs it, half of them up, half of them down, as far as each
needs: a need that is met is worth a reward, a cell that is not hidden yet has its price by the unit. What it
moves falls apart into components that no sum ties, each a deviation by itself. A second program meets the same
needs with prices by the unit that fall as a cell is used more, so that few cells are hidden (reweighted l1,
Candès, Wakin and Boyd, 2008). The reward grows when little is met. Where groupings cross, a program of many needs
may not end in hours: one that meets its bound of iterations is left, and the next ones are asked for fewer needs.
Bounded by a number of programs and their iterations, never by the clock; needs that are left are for a program of
their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.compensation import Compensation
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.draws import half, shuffled, spread
from opendata.disclosure.flow import FREE
from opendata.disclosure.program import INFINITE, Floats, LimitError, Program, Restricted
from opendata.disclosure.reached import Component, Reached, Reward, labels
from opendata.disclosure.requirements import Goal

# Programs at most, and in a row without any need met; how the reward grows.
ROUNDS, IDLE = 250, 4
GROWTH, FEW = 2.0, 0.1
# Facts over which the price of a cell is spread, how soon a used cell gets cheap, how often prices are revised.
SPREAD, SOFT, REVISIONS = 2.0, 4.0, 1
# A hidden count that must itself be able to rise costs more than its own price.
NEEDY = 3.0
# Iterations of one program, by sum and at least; the part of its needs that the next ones are asked for when it has
# not ended, and the fewest that are still divided.
ITERATIONS, LEAST_ITERATIONS = 0.7, 5000
DIVIDED, FEWEST = 4, 16
ZERO, WHOLE = 1e-7, 1e-5


@dataclass(frozen=True)
class _Asked:
    """The cells asked to go `up` by `rise` and `down` by `fall`, within `limits` (up, then down)."""

    up: Bools
    down: Bools
    rise: Floats
    fall: Floats
    limits: Floats

    def count(self) -> int:
        """How many cells are asked."""
        return int(self.up.sum() + self.down.sum())

    def among(self, chosen: Bools) -> _Asked:
        """The same asked of some of the cells."""
        return replace(self, up=self.up & chosen, down=self.down & chosen)

    def met(self, moved: Floats) -> _Asked:
        """What a deviation does of it."""
        up, down = moved >= self.rise - ZERO, moved <= ZERO - self.fall
        return replace(self, up=self.up & up, down=self.down & down)

    def bounds(self, forced: bool) -> tuple[Floats, Floats]:
        """Cells asked to go up do not go down, nor the others up; `forced`: as far as asked at least, else at most."""
        size = len(self.up)
        low, high = np.zeros(2 * size), self.limits.copy()
        above, below = high[:size], high[size:]
        above[self.down], below[self.up] = 0.0, 0.0
        if forced:
            low[:size][self.up], low[size:][self.down] = self.rise[self.up], self.fall[self.down]
        else:
            above[self.up] = self.rise[self.up]
            below[self.down] = np.minimum(below, self.fall)[self.down]
        return low, high


class _Narrow:
    """Programs with rewards, told of the changes alone that cost, with what makes up for them, so many `times` the best gain."""

    def __init__(self, sums: csr_array, both: csr_array, iterations: int, times: float) -> None:
        """`both`: the sums by what goes up, then by what goes down."""
        self._compensation, self._times = Compensation(sums), times
        self._program = Restricted(both, iterations)

    def solved(self, room: Floats, costs: Floats) -> Floats | None:
        """The deviation of the lowest cost; `room` and `costs` of what goes up, then of what goes down."""
        changes = self._compensation.useful(costs, room, self._times)
        answer = self._program.minimise_over(changes, costs[changes], room[changes])
        if not answer.optimal:
            return None
        moved = np.zeros(len(costs))
        moved[changes] = answer.values
        up, down = moved.reshape(2, -1)
        return np.asarray(up - down)


class Simultaneous:
    """A system of sums over `cells`, and how far each may be moved by the deviations found so far."""

    def __init__(
        self, sums: csr_array, goal: Goal, cells: Ints, weights: Floats, turn: int = 0,
        needs: int = 1000, growth: float = GROWTH, times: float | None = None, over: float = SPREAD,
    ) -> None:  # fmt: skip
        """`turn`: another one draws other directions; `needs` that one program is asked for at most; `growth` of the
        reward; a change is left out that costs, with what makes up for it, so many `times` the best gain; the price of
        a cell is spread `over` so many facts.
        """
        self.cells, self.size = cells, len(cells)
        part = csr_array(sums[:, cells])
        self.sums = csr_array(part[np.diff(part.indptr) > 0])
        self.reached = Reached(goal, cells)
        self.values, self.weights = self.reached.values, weights[cells]
        self._limits = np.concatenate([np.full(self.size, INFINITE), self.values.astype(float)])
        zeros = np.zeros(self.sums.shape[0])
        both = csr_array(hstack([self.sums, -self.sums], format="csr"))
        iterations = max(LEAST_ITERATIONS, int(ITERATIONS * len(zeros)))
        self._program = Program(
            both,
            zeros,
            zeros,
            np.zeros(2 * self.size),
            self._limits,
            quick=True,
            iterations=iterations,
        )
        self._narrow = None if times is None else _Narrow(self.sums, both, iterations, times)
        # How many needs a program is asked for, until one does not end.
        self._batch, self._rounds, self._growth = needs, ROUNDS, growth
        self._over = over
        self._spread, self._reward = spread(cells), Reward(self.weights)
        self.round, self._first = 0, 1000 * turn

    def restart(self) -> None:
        """The smallest reward again: other needs come."""
        self._reward.restart()

    def next(self, hidden: Bools, active: Bools) -> list[Component] | None:
        """Deviations that meet more needs of `active` cells; None when nothing is left, or nothing found.

        `hidden` cells move for nearly nothing. Both over the `cells` of the system.
        """
        for attempt in range(IDLE):
            if self.round >= self._rounds or not self.reached.left(active):
                return None
            up, down = self.reached.asked(active, self._drawn(), bool(attempt % 2))
            rise, fall = (
                np.maximum(amount, 1).astype(float)
                for amount in (self.reached.up, self.reached.down)
            )
            found = self._swept(hidden, _Asked(up, down, rise, fall, self._limits))
            if found:
                return found
        return None

    def apart(self, hidden: Bools, asked: Bools, frozen: Bools, room: Floats) -> list[Component]:
        """Deviations that move `asked` cells, either way, as insiders may believe them.

        `frozen` cells stay, each known to its reporter; no more than `room` is taken from a cell: its count less
        what an insider brings to it.
        """
        drawn, one = self._drawn(), np.ones(self.size)
        above = np.where(frozen, 0.0, INFINITE)
        below = np.where(frozen, 0.0, np.minimum(self.values, room))
        up, down = asked & drawn & ~frozen, asked & ~drawn & (below >= 1)
        limits = np.concatenate([above, below])
        return self._swept(hidden, _Asked(up, down, one, one, limits))

    def _drawn(self) -> Bools:
        """The cells that this round asks to go up, the others down: not both at once."""
        self.round += 1
        return half(self.cells, self._first + self.round)

    def _chosen(self, asked: _Asked) -> _Asked:
        """As many of the needs as a program is asked for, others at each round."""
        places = np.flatnonzero(asked.up | asked.down)
        if len(places) <= self._batch:
            return asked
        ranks = shuffled(self.cells[places], self._first + self.round)
        chosen = np.zeros(self.size, dtype=bool)
        chosen[places[ranks[: self._batch]]] = True
        return asked.among(chosen)

    def _swept(self, hidden: Bools, every: _Asked) -> list[Component]:
        """One program with rewards, then the same needs with fewer cells."""
        asked = self._chosen(every)
        wanted = asked.count()
        if not wanted:
            return []
        prices = np.where(hidden, FREE * self._spread, self._prices(hidden) / self._over)
        rising, falling = prices.copy(), prices.copy()
        rising[asked.up] -= self._reward.worth / asked.rise[asked.up]
        falling[asked.down] -= self._reward.worth / asked.fall[asked.down]
        try:
            moved = self._rewarded(asked.bounds(forced=False), np.concatenate([rising, falling]))
        except LimitError:
            if wanted <= FEWEST:
                return []
            self._batch, self._rounds = max(FEWEST, wanted // DIVIDED), DIVIDED * ROUNDS
            return self._swept(hidden, every)
        met = None if moved is None else asked.met(moved)
        if met is None or met.count() < FEW * wanted:
            self._reward.grow(self._growth)
        if moved is None or met is None or not met.count():
            return []
        return self._components(self._revised(hidden, met, moved))

    def _prices(self, hidden: Bools) -> Floats:
        needy = np.where((self.reached.up > 0) & ~hidden, NEEDY, 1.0)
        prices: Floats = self.weights * needy * self._spread
        return prices

    def _revised(self, hidden: Bools, asked: _Asked, moved: Floats) -> Floats:
        """The deviation of the lowest price by the cell among a few that do what is asked."""
        bounds = asked.bounds(forced=True)
        prices, best = self._prices(hidden), moved
        least = self._price(best, hidden)
        for _ in range(REVISIONS):
            if not least:
                break
            costs = np.where(hidden, FREE * self._spread, prices / (np.abs(best) + SOFT))
            try:
                again = self._solved(bounds, np.concatenate([costs, costs]))
            except LimitError:
                break
            price = INFINITE if again is None else self._price(again, hidden)
            if again is None or price >= least:
                break
            best, least = again, price
        return best

    def _price(self, moved: Floats, hidden: Bools) -> float:
        """What hiding these cells would cost."""
        return float(self.weights[(np.abs(moved) > ZERO) & ~hidden].sum())

    def _rewarded(self, bounds: tuple[Floats, Floats], costs: Floats) -> Floats | None:
        return (
            self._solved(bounds, costs)
            if self._narrow is None
            else self._narrow.solved(bounds[1], costs)
        )

    def _solved(self, bounds: tuple[Floats, Floats], costs: Floats) -> Floats | None:
        self._program.bound(np.arange(2 * self.size), *bounds)
        answer = self._program.minimise_with(costs)
        return answer.values[: self.size] - answer.values[self.size :] if answer.optimal else None

    def _components(self, moved: Floats) -> list[Component]:
        """The parts of a deviation that no sum ties, in integers; parts that are not are left out."""
        places = np.flatnonzero(np.abs(moved) > ZERO)
        changes = np.rint(moved[places]).astype(np.int64)
        part = csr_array(self.sums[:, places])
        count, label = labels(part)
        fitting = np.ones(count, dtype=bool)
        fitting[label[np.abs(moved[places] - changes) > WHOLE]] = False
        broken = np.flatnonzero(part @ changes)
        fitting[label[part[broken].indices]] = False
        kept = fitting[label]
        return self.reached.keep_parts(places[kept], changes[kept], label[kept])
