"""A table to protect, and a pattern: which of its cells are hidden, with deviations that show it protects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.additions import SumRule
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.program import Floats

# Deviations put together into whole tables.
PACKED = 20_000


class UnprotectableError(Exception):
    """No pattern protects `cell`: the table cannot be published with these totals and rules."""

    def __init__(self, cell: int) -> None:
        self.cell = cell
        super().__init__("aucun masquage ne protège cette table")


@dataclass(frozen=True)
class TableToProtect:
    """A table to protect.

    `sums` (sums × cells) tie its cells; `weights` say how much each is worth keeping;
    `movable` cells may be hidden; `absent` are not published; `fixed` are published whatever happens.
    `unions`: the cells that stand after those of the cube, each a sum of some of these (see `unions`).
    `rule`: where additions must give away no sum that breaks it; `before`: what was then found to protect fewer sums.
    """

    cube: Cube
    sums: csr_array
    weights: Floats
    movable: Bools
    absent: Bools
    fixed: Bools
    unions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    rule: SumRule | None = None
    before: Pattern | None = None

    def sums_of(self, changes: Mapping[int, int]) -> dict[int, int]:
        """How `unions` change when their parts do; those that stay are left out."""
        moved: dict[int, int] = {}
        for part in changes.keys() & self._unions_of.keys():
            for union in self._unions_of[part]:
                moved[union] = moved.get(union, 0) + changes[part]
        return {union: moved[union] for union in sorted(moved) if moved[union]}

    @cached_property
    def _unions_of(self) -> dict[int, list[int]]:
        """Cell → the unions that it is part of."""
        found: dict[int, list[int]] = {}
        for union, cells in self.unions.items():
            for cell in cells:
                found.setdefault(cell, []).append(union)
        return found


@dataclass(frozen=True)
class Pattern:
    """Which cells of the cube to hide, primary ones included, and deviations through hidden cells alone that show
    it protects: (deviations × cells), those of sums included. `known`: sums that it still gives away, and that break a
    rule: a pattern that protects them too is to be made after it. `covered`: how much of each cell a cover hides;
    `needed`: how often pruning found each to be needed.
    """

    hidden: Bools
    deviations: csr_array
    known: tuple[tuple[int, ...], ...] = ()
    covered: Floats | None = None
    needed: Ints | None = None


def unproven(hidden: Bools, size: int) -> Pattern:
    """A pattern that no deviation comes with; `size`: cells, those of sums included."""
    return Pattern(hidden, csr_array((0, size), dtype=np.int64))


def tables(values: Ints, pattern: Pattern) -> dict[int, list[int]]:
    """Hidden cell → its counts in whole tables that nobody can rule out, few of them.

    Deviations that move no cell in common add up to one: each goes into the first table that it fits.
    """
    size = len(values)
    deviations = pattern.deviations
    moved: list[Bools] = []
    whole: list[Ints] = []
    sizes = np.diff(deviations.indptr)
    for row in np.argsort(-sizes, kind="stable")[:PACKED].tolist():
        inside = slice(deviations.indptr[row], deviations.indptr[row + 1])
        cells, changes = deviations.indices[inside], deviations.data[inside]
        cells, changes = cells[cells < size], changes[cells < size]
        fitting = next((i for i, used in enumerate(moved) if not used[cells].any()), None)
        if fitting is None:
            fitting = len(whole)
            moved.append(np.zeros(size, dtype=bool))
            whole.append(values.copy())
        moved[fitting][cells] = True
        whole[fitting][cells] += changes
    stacked = np.array(whole, dtype=np.int64).reshape(len(whole), size)
    return {cell: stacked[:, cell].tolist() for cell in np.flatnonzero(pattern.hidden).tolist()}
