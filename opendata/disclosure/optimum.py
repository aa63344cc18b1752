"""The least costly pattern of a small table, by one integer program.

For every requirement of a primary cell one copy of a deviation, which may only move hidden
cells; a binary unknown per candidate says whether it is hidden (Fischetti and Salazar, 2001).
A zero that is hidden as secondary must also be able to reach the threshold: one more copy,
switched on by its binary. What integers or insiders still see is cut off, and solved again: as long
as a primary cell is exposed, so it is when less is hidden, and one cut takes off all such patterns.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.sparse import coo_array, csr_array

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.program import INFINITE, Program, SolverError
from opendata.disclosure.requirements import Goal, Reach

# Candidates beyond which the program is not tried, its branches, and how many patterns are attacked.
CANDIDATES = 16
BRANCHES = 20_000
ATTACKS = 60


def least_costly(
    table: TableToProtect, goal: Goal, exposed: Callable[[Bools], frozenset[int]]
) -> Bools | None:
    """The cheapest set of cells of the cube to hide, none `exposed`; None when the table is too large.

    `exposed` is the last word (both audits): a pattern that fails it is cut off. None also when the
    search meets its bound, which counts attacks, not seconds.
    """
    candidates = np.flatnonzero(table.movable & ~goal.primary.cells)
    if len(candidates) > CANDIDATES or not goal.primary.cells.any():
        return None
    model = _Model(table, goal, candidates)
    search = _Attacks(table.cube.size, goal, candidates, exposed)
    while search.left > 0:
        try:
            chosen = model.solve()
        except SolverError:
            return None
        if chosen is None:
            return None
        cells = search.exposed(chosen)
        if not cells:
            return search.pattern(chosen)
        if any(goal.primary.cells[cell] for cell in cells):
            model.hide_one_of(~search.widened(chosen))
        else:
            model.cut(chosen)
    return None


class _Attacks:
    """Patterns put through both audits, as many as `ATTACKS`."""

    def __init__(
        self, size: int, goal: Goal, candidates: Ints, exposed: Callable[[Bools], frozenset[int]]
    ) -> None:
        self.goal, self.candidates, self._exposed = goal, candidates, exposed
        self.size, self.left = size, ATTACKS

    def pattern(self, chosen: Bools) -> Bools:
        """The cells that are hidden with these candidates."""
        hidden = self.goal.primary.cells.copy()
        hidden[self.candidates[chosen]] = True
        return hidden[: self.size]

    def exposed(self, chosen: Bools) -> frozenset[int]:
        """The cells that the audits name."""
        self.left -= 1
        return self._exposed(self.pattern(chosen))

    def widened(self, chosen: Bools) -> Bools:
        """The pattern with candidates added, as long as a primary cell stays exposed: half at once, then fewer.

        No part of the result protects, so that one of the others must be hidden.
        """
        width = len(chosen) // 2
        while width:
            for start in range(0, len(chosen), width):
                more = chosen.copy()
                more[start : start + width] = True
                if not (more.all() or np.array_equal(more, chosen)) and self._fails(more):
                    chosen = more
            width //= 2
        return chosen

    def _fails(self, chosen: Bools) -> bool:
        """Whether a primary cell is exposed; not known beyond the bound."""
        return self.left > 0 and any(self.goal.primary.cells[c] for c in self.exposed(chosen))


class _Model:
    """Columns: a binary per candidate, then (up, down) per copy and movable cell."""

    def __init__(self, table: TableToProtect, goal: Goal, candidates: Ints) -> None:
        self.table, self.goal, self.candidates = table, goal, candidates
        self.binary = {int(cell): place for place, cell in enumerate(candidates)}
        self.cells = np.flatnonzero(table.movable | table.absent | goal.primary.cells)
        self.place = {int(cell): place for place, cell in enumerate(self.cells)}
        part = csr_array(table.sums[:, self.cells])
        self.sums = part[np.diff(part.indptr) > 0]
        primaries = np.flatnonzero(goal.primary.cells).tolist()
        # A deviation in either direction is covered by two copies of which one is chosen; primary
        # cells name theirs, so only directed needs come here.
        # Needed whatever is hidden (no switch), or where all the candidates of the switch are.
        self.needs = [
            (need, self._switch(cell)) for cell in primaries for need in _directed(goal, cell)
        ]
        self.needs += [(Reach(cell, 1, goal.threshold - int(goal.values[cell])), (cell,))
                       for cell in candidates.tolist() if goal.values[cell] < goal.threshold]  # fmt: skip
        self.cap = float(goal.values.max() + goal.threshold + 1)
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.width = len(candidates)
        for need, switch in self.needs:
            self._copy(need, switch)

    def _switch(self, cell: int) -> tuple[int, ...]:
        """The candidates among the parts of a sum; none for a primary cell."""
        return tuple(part for part in self.table.unions.get(cell, ()) if part in self.binary)

    def _copy(self, need: Reach, switch: tuple[int, ...]) -> None:
        first, count = self.width, len(self.cells)
        self.width += 2 * count
        for row in range(self.sums.shape[0]):
            inside = slice(self.sums.indptr[row], self.sums.indptr[row + 1])
            pairs = list(
                zip(
                    self.sums.indices[inside].tolist(), self.sums.data[inside].tolist(), strict=True
                )
            )
            ups = {first + column: float(sign) for column, sign in pairs}
            downs = {first + count + column: -float(sign) for column, sign in pairs}
            self.rows.append((ups | downs, 0.0, 0.0))
        for cell, place in self.binary.items():
            up, down = first + self.place[cell], first + count + self.place[cell]
            self.rows.append(({up: 1.0, place: -self.cap}, -INFINITE, 0.0))
            self.rows.append(({down: 1.0, place: -float(self.goal.values[cell])}, -INFINITE, 0.0))
        up, down = first + self.place[need.cell], first + count + self.place[need.cell]
        moved = {up: float(need.direction), down: -float(need.direction)}
        parts = dict.fromkeys((self.binary[part] for part in switch), -float(need.amount))
        least = float(need.amount * (1 - len(switch)))
        self.rows.append((moved | parts, least, INFINITE))

    def hide_one_of(self, others: Bools) -> None:
        """At least one of these candidates."""
        places = np.flatnonzero(others).tolist()
        self.rows.append((dict.fromkeys(places, 1.0), 1.0, INFINITE))

    def cut(self, chosen: Bools) -> None:
        """Never this pattern again."""
        row = {place: (-1.0 if taken else 1.0) for place, taken in enumerate(chosen.tolist())}
        self.rows.append((row, 1.0 - float(chosen.sum()), INFINITE))

    def solve(self) -> Bools | None:
        """Which candidates the cheapest pattern hides, or None when no pattern does."""
        size = len(self.candidates)
        columns = [(r, c, v) for r, (row, _, _) in enumerate(self.rows) for c, v in row.items()]
        rows, places, data = (np.array(x) for x in zip(*columns, strict=True))
        matrix = csr_array(coo_array((data, (rows, places)), shape=(len(self.rows), self.width)))
        upper = np.full(self.width, self.cap)
        upper[:size] = 1.0
        for copy in range(len(self.needs)):
            first = size + copy * 2 * len(self.cells)
            downs = slice(first + len(self.cells), first + 2 * len(self.cells))
            upper[downs] = self.goal.values[self.cells]
        kinds = np.zeros(self.width, dtype=bool)
        kinds[:size] = True
        low, high = (np.array([row[side] for row in self.rows]) for side in (1, 2))
        program = Program(matrix, low, high, np.zeros(self.width), upper, kinds, BRANCHES)
        costs = np.zeros(self.width)
        costs[:size] = self.table.weights[self.candidates]
        answer = program.minimise_with(costs)
        return answer.values[:size] > 0.5 if answer.optimal else None


def _directed(goal: Goal, cell: int) -> list[Reach]:
    return [need for need in goal.reaches(cell) if need.direction]
