"""Deviations of a whole table whose groupings cross, found by exchanges, always in integers.

Where two groupings of a dimension cross, the vertices of a linear program over the whole table are mostly
fractional, and their parts are lost. Here one deviation of the whole table is improved by one exchange after another:
facts go from some codes of that dimension to others, and how many at each place of the other dimensions is a program
of two hierarchies, a network, whose vertices are whole numbers (block coordinate descent, Bertsekas, 1999,
chapter 2.7). It stops at worse patterns than the linear program does, and it ends where that one does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.draws import half, shuffled, spread
from opendata.disclosure.flow import FREE
from opendata.disclosure.hierarchy import TOTAL, Dimension
from opendata.disclosure.program import INFINITE, Floats, Program, nearest_integers
from opendata.disclosure.reached import Component, Reached, Reward
from opendata.disclosure.requirements import Goal
from opendata.disclosure.simultaneous import NEEDY, SOFT, SPREAD

# Rounds at most; passes over every exchange in each; how the reward grows when more than this share of needs is left.
ROUNDS, PASSES = 250, 2
GROWTH, LEFT = 2.0, 0.97
# What a need that is met is worth once prices are revised, beside what it was.
HELD = 4.0
# Exchanges at most, among so many that are looked at.
MOST, LOOKED_AT = 2000, 100_000
NOTHING = 1e-9


@dataclass(frozen=True)
class Exchange:
    """Places of the nodes of a dimension that gain a fact, and of those that lose one."""

    gains: Ints
    losses: Ints


def crossed(cube: Cube) -> int | None:
    """The place of the only dimension that has several hierarchies, beside one or two others; else None."""
    several = [place for place, axis in enumerate(cube.dimensions) if len(axis.hierarchies) > 1]
    simple = not any(axis.seen for axis in cube.dimensions)
    fitting = (
        cube.tables is None and simple and len(cube.dimensions) in (2, 3) and len(several) == 1
    )
    return several[0] if fitting else None


def exchanges(axis: Dimension) -> list[Exchange]:
    """Exchanges that change no more nodes than one code alone does, fewest first: of one code, of two, of four."""
    membership = axis.membership.toarray().astype(np.int64)
    alone = int(membership.sum(axis=0).max())
    found: dict[tuple[int, ...], Exchange] = {}
    for gaining, losing in islice(_codes(axis), LOOKED_AT):
        changes = membership[:, gaining].sum(axis=1) - membership[:, losing].sum(axis=1)
        nodes = np.flatnonzero(changes)
        if len(nodes) <= alone and np.abs(changes).max() == 1:
            one = Exchange(np.flatnonzero(changes > 0), np.flatnonzero(changes < 0))
            found.setdefault((*nodes.tolist(), *one.gains.tolist()), one)
    return sorted(found.values(), key=lambda one: len(one.gains) + len(one.losses))[:MOST]


def _codes(axis: Dimension) -> Iterator[tuple[list[int], list[int]]]:
    """Places of finest codes that gain a fact and that lose one: a code; two of one group; a ring of four."""
    trees = [[tree.parents.get(code, TOTAL) for code in axis.leaves] for tree in axis.hierarchies]
    yield from (([code], []) for code in range(len(axis.leaves)))
    for groups in trees:
        for group in dict.fromkeys(groups):
            inside = [code for code, other in enumerate(groups) if other == group]
            yield from (([one], [other]) for one, other in combinations(inside, 2))
    for rows, columns in combinations(trees, 2):
        yield from _rings(rows, columns)


def _rings(rows: list[str], columns: list[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Four codes at the corners of two groups of one hierarchy and two of another: no group gains or loses a fact."""
    corners: dict[str, dict[str, int]] = {}
    for code, (row, column) in enumerate(zip(rows, columns, strict=True)):
        corners.setdefault(row, {}).setdefault(column, code)
    for above, below in combinations(corners.values(), 2):
        for left, right in combinations([column for column in above if column in below], 2):
            yield [above[left], below[right]], [above[right], below[left]]


class Exchanges:
    """Deviations of a cube along its crossed dimension, and how far each cell may be moved by those found so far."""

    def __init__(self, cube: Cube, goal: Goal, movable: Bools, weights: Floats) -> None:
        """`movable` cells may change, hidden or not; `weights` of all cells. The cube has a `crossed` dimension."""
        axis = crossed(cube)
        assert axis is not None
        self.cells = np.arange(cube.size)
        self.reached = Reached(goal, self.cells)
        self.movable, self.weights = movable, weights
        self.round, self._reward = 0, Reward(weights)
        self._sums = sums(cube)
        self._spread = spread(self.cells)
        # (nodes of the crossed dimension × places of the others): the number of each cell.
        moved = np.moveaxis(self.cells.reshape(cube.shape), axis, 0)
        self._numbers = np.ascontiguousarray(moved.reshape(cube.shape[axis], -1))
        self._exchanges = exchanges(cube.dimensions[axis])
        self._network = _network(Cube(cube.dimensions[:axis] + cube.dimensions[axis + 1 :]))

    def restart(self) -> None:
        """The smallest reward again: other needs come."""
        self._reward.restart()

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
            if self.reached.left(active) > LEFT * left:
                self._reward.grow(GROWTH)
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
        if moved < (1 - LEFT) * np.count_nonzero(targets) or not moved:
            self._reward.grow(GROWTH * GROWTH)
        return found

    def _drawn(self) -> Bools:
        """The cells that this round asks to go up, the others down: not both at once."""
        self.round += 1
        return half(self.cells, self.round)

    def _found(self, hidden: Bools, targets: Ints, room: Ints, movable: Bools) -> list[Component]:
        """One deviation with rewards for each target, then the targets that it met with fewer cells."""
        grid = self._numbers
        deviation = _Deviation(targets[grid], room[grid], movable[grid])
        needy = np.where((self.reached.up > 0) & ~hidden, NEEDY, 1.0)
        prices, free = self.weights * needy * self._spread, FREE * self._spread
        worth = self._reward.worth / np.maximum(np.abs(targets), 1)
        deviation.price(np.where(hidden, free, prices / SPREAD)[grid], worth[grid])
        self._improve(deviation, PASSES)
        deviation.give_up()
        moved = np.zeros_like(targets)
        moved[grid] = deviation.changes
        held = np.maximum(HELD * worth, self._reward.least)
        deviation.price(np.where(hidden, free, prices / (np.abs(moved) + SOFT))[grid], held[grid])
        self._improve(deviation, 1)
        moved[grid] = deviation.changes
        places = np.flatnonzero(moved)
        return self.reached.keep(self._sums, places, moved[places])

    def _improve(self, deviation: _Deviation, passes: int) -> None:
        """Every exchange in turn, in another order each round, as long as one of them improves the deviation."""
        order = shuffled(np.arange(len(self._exchanges)), self.round).tolist()
        for _ in range(passes):
            if not sum(
                [deviation.exchange(self._exchanges[which], self._network) for which in order]
            ):
                return


class _Deviation:
    """A deviation (nodes of the crossed dimension × places of the others), and what one more fact costs in each cell.

    Moving a cell has its price by the fact; moving it towards its target is worth something by the fact, up to it.
    """

    def __init__(self, targets: Ints, room: Ints, movable: Bools) -> None:
        self.targets, self._room, self._movable = targets, room, movable
        self.changes = np.zeros_like(targets)
        self._prices = self._worth = np.zeros(targets.shape)
        # What one fact more and one less cost, and how many before that changes.
        self._more, self._less, self._most, self._least = np.zeros((4, *targets.shape))

    def price(self, prices: Floats, worth: Floats) -> None:
        """By fact: what moving each cell costs, and what nearing its target is worth."""
        self._prices, self._worth = prices, np.where(self.targets == 0, 0.0, worth)
        self._reckon(slice(None))

    def give_up(self) -> None:
        """Forget the targets that are not met."""
        met = np.where(self.targets > 0, self.changes >= self.targets, self.changes <= self.targets)
        self.targets = np.where(met, self.targets, 0)

    def exchange(self, one: Exchange, network: Program) -> bool:
        """Facts exchanged at each place, as many as cost the least; whether that moved any."""
        gains, losses = one.gains, one.losses
        more = self._more[gains].sum(axis=0) + self._less[losses].sum(axis=0)
        less = self._less[gains].sum(axis=0) + self._more[losses].sum(axis=0)
        most = np.minimum(_lowest(self._most[gains]), _lowest(self._least[losses]))
        least = np.minimum(_lowest(self._least[gains]), _lowest(self._most[losses]))
        if not np.any((more < -NOTHING) & (most > 0) | (less < -NOTHING) & (least > 0)):
            return False
        size = len(more)
        network.bound(np.arange(2 * size), np.zeros(2 * size), np.concatenate([most, least]))
        answer = network.minimise_with(np.concatenate([more, less]))
        moved = (
            nearest_integers(answer.values[:size] - answer.values[size:])
            if answer.optimal
            else None
        )
        if moved is None or not moved.any():
            return False
        self.changes[gains] += moved
        self.changes[losses] -= moved
        self._reckon(np.concatenate([gains, losses]))
        return True

    def _reckon(self, rows: Ints | slice) -> None:
        """The costs of some nodes, after a change: slopes of price × |change| − worth × what is done of the target."""
        change, target = self.changes[rows], self.targets[rows]
        price, worth, free = self._prices[rows], self._worth[rows], self._movable[rows]
        up, down = worth * (target > 0), worth * (target < 0)
        self._more[rows] = (
            np.where(change >= 0, price, -price)
            - up * (change < target)
            + down * (change >= target)
        )
        self._less[rows] = (
            np.where(change <= 0, price, -price)
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
        self._most[rows] = np.where(free, most, 0)
        self._least[rows] = np.where(free, np.minimum(least, self._room[rows] + change), 0)


def _lowest(rooms: Floats) -> Floats:
    lowest: Floats = rooms.min(axis=0, initial=INFINITE)
    return lowest


def _network(cube: Cube) -> Program:
    """Deviations of the dimensions that do not cross: what goes up, then what goes down."""
    ties = sums(cube)
    zeros, free = np.zeros(ties.shape[0]), np.zeros(2 * cube.size)
    both = csr_array(hstack([ties, -ties], format="csr"))
    return Program(both, zeros, zeros, free, np.full(2 * cube.size, INFINITE), quick=True)
