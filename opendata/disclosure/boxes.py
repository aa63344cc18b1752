"""Elementary deviations of large tables: boxes.

Moving one fact from a finest code to another, along each dimension at once, changes the cells
above the one and not the other: a box of cells with alternating signs, which keeps every sum
of every hierarchy. All boxes around a cell are priced together by products of small arrays
(the hypercube method, Repsilber 1994, Giessing and Repsilber 2002, for linked hierarchies).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import Dimension
from opendata.disclosure.program import Floats
from opendata.disclosure.requirements import Reach

# The moves tried along one dimension: the shortest ones, then, when none fits, longer ones too.
SHORT, LONG = 24, 40
FORBIDDEN = 1e6


@dataclass(frozen=True)
class Moves:
    """(moves × nodes): +1 where a move adds a fact, −1 where it takes one, over some nodes."""

    nodes: Ints
    signs: Floats

    @cached_property
    def sizes(self) -> Floats:
        """1 where a move adds or takes."""
        sizes: Floats = np.abs(self.signs)
        return sizes


class Around:
    """The moves around a cell and, over the nodes that they change (nodes × nodes × …), what moving each of their cells
    costs and what may be taken from it.
    """

    def __init__(self, moves: Sequence[Moves], prices: Floats, left: Floats) -> None:
        self._moves, self._prices, self._left = moves, prices, left
        self._priced: dict[int, tuple[Floats, Floats]] = {}

    def deviation(self, direction: int, amount: int) -> Floats | None:
        """One box, or several smaller ones, that move the cell so far; None when none do."""
        total, around, rest = np.zeros_like(self._left), self, amount
        while rest:
            step = around._step(direction, rest)
            if step is None:
                return None
            signs, moved = step
            total += signs * moved
            rest -= moved
            if rest:
                around = around._after(signs, moved)
        return total

    def _step(self, direction: int, most: int) -> tuple[Floats, int] | None:
        """The cheapest box of the largest amount that fits, up to `most`."""
        for amount in sorted({most, (most + 1) // 2, 1}, reverse=True):
            if amount not in self._priced:
                self._priced[amount] = self._price(amount)
            dear, signed = self._priced[amount]
            # Going up takes from the cells of negative sign, going down from the others.
            priced = dear - direction * signed
            place = int(np.argmin(priced))
            # Half: cells that are better hidden than not have prices below zero.
            if priced.flat[place] < FORBIDDEN / 2:
                chosen = np.unravel_index(place, priced.shape)
                signs = np.ones(())
                for move, row in zip(self._moves, chosen, strict=True):
                    signs = np.multiply.outer(signs, move.signs[row])
                return signs * direction, amount
        return None

    def _price(self, amount: int) -> tuple[Floats, Floats]:
        """What each box costs (moves × moves × …), FORBIDDEN more for each cell that cannot lose so many; and these
        again, by the sign of the cell.
        """
        short = np.where(self._left < amount, FORBIDDEN, 0.0)
        dear = _contracted(self._prices + short, [move.sizes for move in self._moves])
        return dear, _contracted(short, [move.signs for move in self._moves])

    def _after(self, signs: Floats, moved: int) -> Around:
        """Once a box is moved: its cells cost nothing more."""
        prices = np.where(signs == 0, self._prices, 0)
        return Around(self._moves, prices, self._left + signs * moved)


# The nodes of each dimension, as an index of the cells where they meet, and the moves between them.
_Placed = tuple[tuple[Ints, ...], Around]


class Boxes:
    """The cheapest box around a cell, given what each cell costs to move.

    `counted` cells must stay at or above zero; others are not part of the release.
    """

    def __init__(self, cube: Cube, values: Ints, counted: Bools) -> None:
        self.cube, self.values, self.counted = cube, values, counted
        # What may be taken from each cell; nothing holds back the cells outside the release.
        # A cube of some margins only has no boxes.
        self._shape = cube.shape if cube.tables is None else (cube.size,)
        self._left = np.where(counted, values, np.inf).reshape(self._shape)
        self._numbers = np.arange(cube.size).reshape(self._shape)
        self._moves = lru_cache(maxsize=None)(self._moves_at)

    def best(self, need: Reach, price: Floats) -> dict[int, int] | None:
        """Cheap boxes that together meet a need, cell → change; None when boxes cannot.

        `price`: per cell of the cube, zero where it is already hidden, FORBIDDEN where it must
        not move. A need of several facts takes one box, or several smaller ones.
        """
        if self.cube.tables is not None:
            return None
        around = lru_cache(maxsize=None)(partial(self._around, need.cell, price=price))
        sides = (need.direction,) if need.direction else (1, -1)
        boxes = [self._moving(replace(need, direction=side), around, price) for side in sides]
        fitting = [changes for changes in boxes if changes is not None]
        return min(fitting, key=lambda changes: float(price[list(changes)].sum()), default=None)

    def _moving(
        self, need: Reach, around: Callable[[int], _Placed | None], price: Floats
    ) -> dict[int, int] | None:
        """Boxes that meet a need with a direction; `around`: what the moves tried change, at most so many a dimension."""
        if self.values[need.cell] < need.amount and need.direction < 0:
            return None
        for most in (SHORT, LONG):
            placed = around(most)
            if placed is None:
                continue
            total = placed[1].deviation(need.direction, need.amount)
            changes = None if total is None else self._changes(placed[0], total)
            if changes is not None and (most == SHORT or self._few_new(changes, price)):
                return changes
        return None

    def _few_new(self, changes: dict[int, int], price: Floats) -> bool:
        """Whether a deviation hides no more cells than one short box: a program may do better."""
        new = sum(bool(price[cell] > 0) for cell in changes)
        return new <= int(2 ** len(self.cube.shape))

    def _around(self, cell: int, most: int, price: Floats) -> _Placed | None:
        """The cells around one, by the nodes of each dimension, and their moves; none where a dimension has none."""
        places = np.unravel_index(cell, self.cube.shape)
        moves = [self._moves(axis, int(place), most) for axis, place in enumerate(places)]
        if not all(len(move.nodes) for move in moves):
            return None
        nodes = np.ix_(*(move.nodes for move in moves))
        return nodes, Around(moves, price.reshape(self.cube.shape)[nodes], self._left[nodes])

    def _changes(self, nodes: tuple[Ints, ...], total: Floats) -> dict[int, int]:
        cells = self._numbers[nodes]
        kept = (total != 0) & self.counted[cells]
        changes = zip(cells[kept].tolist(), total[kept].astype(np.int64).tolist(), strict=True)
        return dict(changes)

    def _moves_at(self, axis: int, place: int, most: int) -> Moves:
        return moves_at(self.cube.dimensions[axis], place, most)


def moves_at(dimension: Dimension, place: int, most: int) -> Moves:
    """The shortest moves that add a fact to the node at `place`, at most so many.

    From a finest code outside the node to one inside; for `Total`, a fact added at one code.
    """
    inside = dimension.membership[[place]].toarray()[0] > 0
    columns = dimension.membership.T.toarray().astype(float)
    if inside.all():
        signs = columns
    else:
        signs = columns[inside][:, None, :] - columns[~inside][None, :, :]
        signs = signs.reshape(-1, columns.shape[1])
    lengths = np.count_nonzero(signs, axis=1)
    shortest = np.argsort(lengths, kind="stable")[:most]
    if most == SHORT:
        # Within the same parent, unless it has hardly any other child.
        few = 2 if len(shortest) < 3 else 0
        shortest = shortest[lengths[shortest] <= lengths[shortest[0]] + few]
    signs = signs[shortest]
    nodes = np.flatnonzero(np.any(signs != 0, axis=0))
    return Moves(nodes, signs[:, nodes])


def _contracted(values: Floats, factors: list[Floats]) -> Floats:
    """Sum of `values` over all nodes, weighted by each move of each dimension: (moves × moves × …)."""
    for factor in factors:
        values = np.tensordot(values, factor, axes=([0], [1]))
    return values
