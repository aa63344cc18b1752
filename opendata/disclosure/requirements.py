"""What must stay possible for an attacker, as deviations from the true table.

A deviation changes hidden counts and no published one, keeps every sum, and leaves no
count below zero: the true table plus a deviation is a table the attacker cannot rule out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.rules import Contributions, Primary


@dataclass(frozen=True, order=True)
class Reach:
    """Some deviation moves `cell` by at least `amount`, up (+1), down (−1) or either way (0)."""

    cell: int
    direction: int
    amount: int

    def met_by(self, change: int) -> bool:
        """Whether a deviation that changes the cell by `change` will do."""
        moved = abs(change) if self.direction == 0 else change * self.direction
        return moved >= self.amount


@dataclass(frozen=True)
class Goal:
    """What to protect against.

    `primary` cells with their intervals; `threshold` that every hidden count must be able to
    reach; `exact` asks only that no hidden count be computable; `insiders` holds attackers who
    know their own facts: contributors, and the reporter of each primary count of 1 (under `exact`
    both are faced where contributors are known, and neither where they are not); `alike`: the
    counts that, once hidden, must be able to be zero, as small ones are, so that nothing tells them apart; `kept`:
    those of the primary cells that no rule hides, and that were hidden before.
    """

    values: Ints
    primary: Primary
    threshold: int
    exact: bool = False
    insiders: Contributions | None = None
    alike: Bools | None = None
    kept: Bools | None = None

    def reaches(self, cell: int) -> Iterator[Reach]:
        """The needs of one hidden cell, primary or not."""
        value = int(self.values[cell])
        if self.exact:
            yield Reach(cell, 0, 1)
            return
        low, high = (value, value)
        if self.primary.cells[cell]:
            low, high = int(self.primary.low[cell]), int(self.primary.high[cell])
        high = max(high, self.threshold)
        low = 0 if self.alike is not None and self.alike[cell] else low
        if high > value:
            yield Reach(cell, 1, high - value)
        if low < value:
            yield Reach(cell, -1, value - low)
        if low == value == high:
            yield Reach(cell, 0, 1)

    @cached_property
    def amounts(self) -> tuple[Ints, Ints]:
        """How far each cell, once hidden, must be able to go up, and down; either way by one where both are zero."""
        nothing = np.zeros(len(self.values), dtype=np.int64)
        if self.exact:
            return nothing, nothing
        rule = self.primary
        high = np.where(rule.cells, rule.high, self.values)
        low = np.where(rule.cells, rule.low, self.values)
        if self.alike is not None:
            low = np.where(self.alike, 0, low)
        up = np.maximum(high, self.threshold) - self.values
        return np.maximum(up, nothing), np.maximum(self.values - low, nothing)

    @cached_property
    def watched(self) -> Bools:
        """Cells that no insider may know exactly."""
        watched: Bools = self.primary.cells.copy()
        if self.exact and self.insiders is None:
            watched[:] = False
        if self.kept is not None:
            watched[: len(self.kept)] &= ~self.kept
        return watched

    @cached_property
    def singles(self) -> frozenset[int]:
        """Primary cells with a count of 1: their reporter knows them."""
        return frozenset(np.flatnonzero(self.watched & (self.values == 1)).tolist())
