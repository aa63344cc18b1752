"""Exchanges of facts between codes of one dimension of a cube: what keeps every sum of its hierarchies, and changes little.

At each place of the other dimensions so many facts are exchanged; how many is a program of these dimensions alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension
from opendata.disclosure.program import INFINITE, Floats, Program, nearest_integers

# Exchanges at most, among so many that are looked at.
MOST, LOOKED_AT = 2000, 100_000
# What it costs to move a cell that cannot be moved.
NEVER = 1e9


@dataclass(frozen=True)
class Exchange:
    """Places of the nodes of a dimension that gain a fact, and of those that lose one."""

    gains: Ints
    losses: Ints


def has_exchanges(cube: Cube) -> bool:
    """Whether it is a whole cube of two or three dimensions: the programs of one or two others are quick."""
    plain = cube.tables is None and not any(axis.seen for axis in cube.dimensions)
    return plain and len(cube.dimensions) in (2, 3)


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


@dataclass(frozen=True)
class Slopes:
    """At each place, what one more fact exchanged costs and what one less does, and up to how many of each."""

    more: Floats
    less: Floats
    most: Floats
    least: Floats


class Along:
    """The exchanges along one dimension of a cube."""

    def __init__(self, cube: Cube, axis: int) -> None:
        self.exchanges = exchanges(cube.dimensions[axis])
        # (nodes of the dimension × places of the others): the number of each cell.
        moved = np.moveaxis(np.arange(cube.size).reshape(cube.shape), axis, 0)
        self.numbers: Ints = np.ascontiguousarray(moved.reshape(cube.shape[axis], -1))
        ties = sums(Cube(cube.dimensions[:axis] + cube.dimensions[axis + 1 :]))
        self._program, self._compensated = _program(ties), _Compensated(ties)
        self._gains = _places([one.gains for one in self.exchanges], cube.shape[axis])
        self._losses = _places([one.losses for one in self.exchanges], cube.shape[axis])

    def paying(self, more: Floats, less: Floats, slight: float) -> Bools:
        """The exchanges that gain more than `slight` at some place, by what one more fact and one less cost in each cell."""
        above, below = more[self.numbers], less[self.numbers]
        up = self._gains @ above + self._losses @ below
        down = self._gains @ below + self._losses @ above
        paying: Bools = np.minimum(up, down).min(axis=1) < -slight
        return paying

    def cheapest(self, slopes: Slopes) -> Ints | None:
        """How many facts to exchange at each place; None where none is best, or the best are no whole numbers."""
        if not self._compensated.lowers(slopes):
            return None
        size = len(slopes.more)
        room = np.concatenate([slopes.most, slopes.least])
        self._program.bound(np.arange(2 * size), np.zeros(2 * size), room)
        answer = self._program.minimise_with(np.concatenate([slopes.more, slopes.less]))
        if not answer.optimal:
            return None
        moved = nearest_integers(answer.values[:size] - answer.values[size:])
        return moved if moved is not None and moved.any() else None


class _Compensated:
    """Whether an exchange may lower the cost, before any program says so.

    What a place gains must be made up for in each of its sums, by another place of the sum. Where that costs more than
    what is gained at any place, a program finds nothing: not a proof where two gains make up for each other from
    afar, but of 3,800 exchanges that did lower the cost none was passed over, and of 9,600 others half were.
    """

    def __init__(self, ties: csr_array) -> None:
        self._starts, self._rises = ties.indptr[:-1], ties.data > 0
        self._places = ties.indices
        self._row = np.repeat(np.arange(ties.shape[0]), np.diff(ties.indptr))
        # The same by place: all of them stand in some sum.
        self._by_place = np.argsort(ties.indices, kind="stable")
        counts = np.bincount(ties.indices, minlength=ties.shape[1])
        self._first = np.concatenate([[0], np.cumsum(counts)[:-1]])

    def lowers(self, slopes: Slopes) -> bool:
        """False where no place can gain."""
        up = np.where(slopes.most > 0, slopes.more, NEVER)
        down = np.where(slopes.least > 0, slopes.less, NEVER)
        there = self._places
        # The cheapest way to raise each sum of changes, and to lower it.
        raised = self._cheapest(np.where(self._rises, up[there], down[there]))
        lowered = self._cheapest(np.where(self._rises, down[there], up[there]))
        best = np.minimum(
            np.where(up < 0, up + self._summed(np.where(self._rises, lowered, raised)), 0),
            np.where(down < 0, down + self._summed(np.where(self._rises, raised, lowered)), 0),
        )
        return bool(best.min() < 0)

    def _cheapest(self, costs: Floats) -> Floats:
        """The lowest of each sum, given to all of its places."""
        return np.asarray(np.minimum.reduceat(costs, self._starts)[self._row])

    def _summed(self, costs: Floats) -> Floats:
        """By place, over its sums."""
        return np.asarray(np.add.reduceat(costs[self._by_place], self._first))


def _places(rows: list[Ints], width: int) -> csr_array:
    """(exchanges × nodes): 1 at these."""
    ends = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    columns = np.concatenate([*rows, np.zeros(0, dtype=np.int64)])
    return csr_array((np.ones(len(columns)), (ends, columns)), shape=(len(rows), width))


def _program(ties: csr_array) -> Program:
    """Deviations that keep these sums: what goes up, then what goes down."""
    zeros, size = np.zeros(ties.shape[0]), 2 * ties.shape[1]
    both = csr_array(hstack([ties, -ties], format="csr"))
    return Program(both, zeros, zeros, np.zeros(size), np.full(size, INFINITE), quick=True)
