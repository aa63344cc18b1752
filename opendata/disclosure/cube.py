"""The cells of a table over dimensions, totals included, numbered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from opendata.disclosure.hierarchy import Dimension

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Cube:
    """Every combination of one node per dimension is a cell, numbered in row-major order."""

    dimensions: tuple[Dimension, ...]

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
        return int(np.prod(self.shape))

    def cell(self, labels: Sequence[str]) -> int:
        """The number of the cell with these labels; KeyError on an unknown one."""
        places = [d.position[label] for d, label in zip(self.dimensions, labels, strict=True)]
        return int(np.ravel_multi_index(places, self.shape))

    def labels(self, cell: int) -> tuple[str, ...]:
        """The labels of a cell, one per dimension."""
        places = np.unravel_index(int(cell), self.shape)
        return tuple(d.nodes[p] for d, p in zip(self.dimensions, places, strict=True))

    def counts(self, finest: Mapping[tuple[str, ...], int]) -> Ints:
        """Values of all cells from the counts of the finest; an absent combination is zero."""
        shape = tuple(len(dimension.leaves) for dimension in self.dimensions)
        places = [{leaf: i for i, leaf in enumerate(d.leaves)} for d in self.dimensions]
        fine = np.zeros(shape, dtype=np.int64)
        for labels, count in finest.items():
            fine[tuple(p[label] for p, label in zip(places, labels, strict=True))] += count
        return self.totals(fine)

    def totals(self, fine: Ints) -> Ints:
        """Values of all cells (`size`) from an array over the finest codes of each dimension."""
        values: Ints = fine
        for axis, dimension in enumerate(self.dimensions):
            moved = np.moveaxis(values, axis, 0)
            summed = dimension.membership @ moved.reshape(moved.shape[0], -1)
            values = np.moveaxis(summed.reshape(-1, *moved.shape[1:]), 0, axis)
        return np.ascontiguousarray(values, dtype=np.int64).reshape(-1)

    def margins(self, kept: Sequence[frozenset[str]]) -> Bools:
        """Which cells belong to the margins named by their detailed dimensions.

        A margin detailed by {region, type} holds the cells whose region and type are below
        `Total` and whose other dimensions are `Total`; the empty set is the grand total.
        """
        places = np.unravel_index(np.arange(self.size), self.shape)
        mask = np.zeros(self.size, dtype=bool)
        for detailed in kept:
            inside = np.ones(self.size, dtype=bool)
            for name, place in zip(self.names, places, strict=True):
                inside &= (place > 0) == (name in detailed)
            mask |= inside
        return mask

    def summarised(self) -> Ints:
        """For each cell, how many of its dimensions are not at their finest code."""
        places = np.unravel_index(np.arange(self.size), self.shape)
        firsts = [len(d.nodes) - len(d.leaves) for d in self.dimensions]
        is_summarised = [place < first for place, first in zip(places, firsts, strict=True)]
        summed: Ints = np.sum(is_summarised, axis=0, dtype=np.int64)
        return summed
