"""The cells of a table over dimensions, totals included, numbered once."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from opendata.disclosure.frame import Frame, Margin, frame, subsets
from opendata.disclosure.hierarchy import Dimension

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Cube:
    """Combinations of one node per dimension are cells, numbered in row-major order.

    Without `tables` every combination is one. With them only those of these margins (sets of detailed dimensions),
    the totals that they share, and `inside`: finest cells that cross several margins (see `frame`), by their numbers
    in the whole cube. An attacker's counts of the cells that are not built are zero.
    """

    dimensions: tuple[Dimension, ...]
    tables: tuple[Margin, ...] | None = None
    inside: Ints | None = field(default=None, compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the dimensions."""
        return tuple(dimension.name for dimension in self.dimensions)

    @cached_property
    def shape(self) -> tuple[int, ...]:
        """Number of nodes of each dimension."""
        return tuple(len(dimension.nodes) for dimension in self.dimensions)

    @cached_property
    def size(self) -> int:
        """Number of cells."""
        return math.prod(self.shape) if self.tables is None else len(self.numbers)

    @cached_property
    def crossings(self) -> int:
        """How many groupings its dimensions have beside their first."""
        return sum(len(dimension.hierarchies) - 1 for dimension in self.dimensions)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far the numbers, in the whole cube, of two neighbours along each dimension are."""
        return tuple(math.prod(self.shape[axis + 1 :]) for axis in range(len(self.shape)))

    @cached_property
    def frame(self) -> Frame:
        """How the margins that are built hang together."""
        return frame(self.tables if self.tables is not None else [frozenset(self.names)])

    @cached_property
    def margins_built(self) -> tuple[Margin, ...]:
        """The margins whose cells are all there."""
        return subsets(self.frame.tables)

    @cached_property
    def numbers(self) -> Ints:
        """The number of each cell in the whole cube, in order."""
        if self.tables is None:
            return np.arange(math.prod(self.shape))
        parts = [self.grid(margin, lambda axis: np.arange(1, self.shape[axis])) for margin in self.margins_built]  # fmt: skip
        parts += [] if self.inside is None else [self.inside]
        return np.unique(np.concatenate(parts))

    def grid(self, margin: Margin, nodes: Callable[[int], Ints]) -> Ints:
        """Numbers, in the whole cube, of the cells of a margin at some nodes of each dimension that it details."""
        numbers = np.zeros(1, dtype=np.int64)
        for axis, name in enumerate(self.names):
            if name in margin:
                numbers = (numbers[:, None] + nodes(axis) * self.strides[axis]).reshape(-1)
        return numbers

    def finest_of(self, margin: Margin) -> Ints:
        """Numbers, in the whole cube, of the finest cells of a margin."""
        return self.grid(margin, lambda axis: np.arange(self.first_leaf(axis), self.shape[axis]))

    def first_leaf(self, axis: int) -> int:
        """The place of the first finest code among the nodes of a dimension."""
        return self.shape[axis] - len(self.dimensions[axis].leaves)

    def projected(self, numbers: Ints, margin: Margin) -> Ints:
        """The cells that hold these when only the dimensions of a margin are detailed."""
        places = np.unravel_index(numbers, self.shape)
        kept = [place * stride for name, place, stride in zip(self.names, places, self.strides, strict=True)
                if name in margin]  # fmt: skip
        return np.sum(kept, axis=0, dtype=np.int64) if kept else np.zeros_like(numbers)

    def positions(self, numbers: Ints) -> Ints:
        """The cells with these numbers in the whole cube, −1 where one is not built."""
        if self.tables is None:
            return numbers
        found = np.minimum(np.searchsorted(self.numbers, numbers), self.size - 1)
        return np.where(self.numbers[found] == numbers, found, -1)

    def cell(self, labels: Sequence[str]) -> int:
        """The number of the cell with these labels; KeyError on an unknown one."""
        places = [d.position[label] for d, label in zip(self.dimensions, labels, strict=True)]
        number = sum(place * stride for place, stride in zip(places, self.strides, strict=True))
        found = int(self.positions(np.array([number]))[0])
        if found < 0:
            raise KeyError(tuple(labels))
        return found

    def labels(self, cell: int) -> tuple[str, ...]:
        """The labels of a cell, one per dimension."""
        places = np.unravel_index(int(self.numbers[cell]), self.shape)
        return tuple(d.nodes[p] for d, p in zip(self.dimensions, places, strict=True))

    def counts(self, finest: Mapping[tuple[str, ...], int]) -> Ints:
        """Values of all cells from the counts of the finest; an absent combination is zero."""
        places, counts = self.leaves_of(finest), np.fromiter(finest.values(), np.int64, len(finest))
        if self.tables is not None:
            return self._sums(places, counts)
        fine = np.zeros([len(dimension.leaves) for dimension in self.dimensions], dtype=np.int64)
        np.add.at(fine, tuple(places), counts)
        return self.totals(fine)

    def leaves_of(self, finest: Iterable[tuple[str, ...]]) -> Ints:
        """(dimensions × combinations): the place of each finest code among those of its dimension."""
        ranks = [{leaf: i for i, leaf in enumerate(d.leaves)} for d in self.dimensions]
        rows = [[rank[label] for rank, label in zip(ranks, labels, strict=True)] for labels in finest]  # fmt: skip
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(ranks)).T

    def _sums(self, places: Ints, counts: Ints) -> Ints:
        """Values of the cells that are built; `places` as `leaves_of`."""
        values = np.zeros(self.size, dtype=np.int64)
        for margin in self.margins_built:
            axes = [axis for axis, name in enumerate(self.names) if name in margin]
            lengths = [len(self.dimensions[axis].leaves) for axis in axes]
            fine, rank = np.zeros(math.prod(lengths), dtype=np.int64), np.zeros_like(counts)
            for axis, length in zip(axes, lengths, strict=True):
                rank = rank * length + places[axis]
            np.add.at(fine, rank, counts)
            fine = fine.reshape(lengths)
            summed = _summed(fine, [self.dimensions[axis] for axis in axes])
            below = summed[tuple(slice(1, None) for _ in axes)].reshape(-1)
            cells = self.positions(self.grid(margin, lambda axis: np.arange(1, self.shape[axis])))
            values[cells] = below
        return self._with_inside(values, places, counts)

    def _with_inside(self, values: Ints, places: Ints, counts: Ints) -> Ints:
        for numbers in self._crossings(places):
            held, rank = np.unique(numbers, return_inverse=True)
            summed = np.zeros(len(held), dtype=np.int64)
            np.add.at(summed, rank, counts)
            cells = self.positions(held)
            values[cells[cells >= 0]] = summed[cells >= 0]
        return values

    def _crossings(self, places: Ints) -> Iterator[Ints]:
        """For each crossing that is built, the number of the finest cell that holds each combination."""
        firsts = np.array([self.first_leaf(axis) for axis in range(len(self.shape))])
        numbers: Ints = np.array(self.strides) @ (places + firsts[:, None])
        for clique in self.frame.crossed if self.inside is not None else ():
            yield self.projected(numbers, clique)

    def totals(self, fine: Ints) -> Ints:
        """Values of all cells (`size`) from an array over the finest codes of each dimension."""
        if self.tables is not None:
            places = np.array(np.nonzero(fine), dtype=np.int64)
            return self._sums(places, fine[tuple(places)])
        return np.ascontiguousarray(_summed(fine, self.dimensions), dtype=np.int64).reshape(-1)

    def spread(self, places: Ints) -> csr_array:
        """(combinations of finest codes × cells): 1 where a combination counts in a cell; `places` as `leaves_of`."""
        ends = [self._holding(places, margin) for margin in self.margins_built]
        ends += [(np.arange(places.shape[1]), numbers) for numbers in self._crossings(places)]
        rows, numbers = (np.concatenate(part) for part in zip(*ends, strict=True))
        cells = self.positions(numbers)
        rows, cells = rows[cells >= 0], cells[cells >= 0]
        shape = (places.shape[1], self.size)
        return csr_array((np.ones(len(rows), dtype=np.int64), (rows, cells)), shape=shape)  # fmt: skip

    def _holding(self, places: Ints, margin: Margin) -> tuple[Ints, Ints]:
        """The cells of a margin that hold each combination: its place, and the number of the cell."""
        rows = np.arange(places.shape[1])
        numbers = np.zeros_like(rows)
        for axis, dimension in enumerate(self.dimensions):
            if dimension.name in margin:
                above = dimension.ancestors
                leaves = places[axis][rows]
                lengths = np.diff(above.indptr)[leaves]
                starts = np.repeat(above.indptr[leaves] - np.cumsum(lengths) + lengths, lengths)
                nodes = above.indices[starts + np.arange(lengths.sum())]
                rows, numbers = np.repeat(rows, lengths), np.repeat(numbers, lengths)
                numbers = numbers + nodes.astype(np.int64) * self.strides[axis]
        return rows, numbers

    def margins(self, kept: Sequence[Margin]) -> Bools:
        """Which cells belong to the margins named by their detailed dimensions.

        A margin detailed by {region, type} holds the cells whose region and type are below
        `Total` and whose other dimensions are `Total`; the empty set is the grand total.
        """
        places = np.unravel_index(self.numbers, self.shape)
        mask = np.zeros(self.size, dtype=bool)
        for detailed in kept:
            inside = np.ones(self.size, dtype=bool)
            for name, place in zip(self.names, places, strict=True):
                inside &= (place > 0) == (name in detailed)
            mask |= inside
        return mask

    def summarised(self) -> Ints:
        """For each cell, how many of its dimensions are not at their finest code."""
        places = np.unravel_index(self.numbers, self.shape)
        firsts = [len(d.nodes) - len(d.leaves) for d in self.dimensions]
        is_summarised = [place < first for place, first in zip(places, firsts, strict=True)]
        summed: Ints = np.sum(is_summarised, axis=0, dtype=np.int64)
        return summed


def _summed(fine: Ints, dimensions: Sequence[Dimension]) -> Ints:
    """An array over all nodes of each dimension from one over their finest codes."""
    values: Ints = fine
    for axis, dimension in enumerate(dimensions):
        moved = np.moveaxis(values, axis, 0)
        summed = dimension.membership @ moved.reshape(moved.shape[0], -1)
        values = np.moveaxis(summed.reshape(-1, *moved.shape[1:]), 0, axis)
    return values
