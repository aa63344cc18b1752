"""The cheapest deviation for one need, by a program of its own, in integers.

The program pays by the unit, hiding costs by the cell: a second round, where a little used cell costs more by the unit,
leaves fewer cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.deviations import as_changes
from opendata.disclosure.draws import spread
from opendata.disclosure.flow import FREE, Flow
from opendata.disclosure.pattern import TableToProtect, UnprotectableError
from opendata.disclosure.program import Floats, SolverError
from opendata.disclosure.requirements import Goal, Reach

NODES = 5000
# The vertices of a program are mostly halves and thirds where they are not whole.
MULTIPLES = 6


class Cheapest:
    """Programs over some `cells` of a table; `hidden` is what whoever hides and publishes keeps up to date."""

    def __init__(
        self, table: TableToProtect, goal: Goal, hidden: Bools, cells: Ints, quick: bool
    ) -> None:
        """`quick`: each program starts from nothing (see `Program`)."""
        self.cells, self._table, self._goal, self._hidden = cells, table, goal, hidden
        self._flow = Flow(table.sums, goal.values, cells, quick=quick)

    def deviation(self, need: Reach, insider: int | None = None) -> dict[int, int]:
        """The cheapest one; with an `insider`, one that the insider cannot rule out.

        Raises UnprotectableError when there is none.
        """
        changes = self._least(self._directed(directed, insider) for directed in _directed(need))
        if changes is None:
            raise UnprotectableError(need.cell)
        return changes

    def first(self, need: Reach, insider: int | None) -> dict[int, int] | None:
        """A deviation that one program finds in integers; None when it does not.

        Raises UnprotectableError when there is none, be it in fractions.
        """
        costs, is_possible = self._costs(self.cells), False
        for directed in _directed(need):
            raw = self._flow.solve(directed, costs, insider, self._goal.insiders)
            is_possible |= raw is not None
            moved = None if raw is None else self._whole(insider, raw)
            if moved is not None:
                return as_changes(self.cells, moved)
        if not is_possible:
            raise UnprotectableError(need.cell)
        return None

    def block(self, cell: int) -> None:
        """No deviation moves a cell any more."""
        self._flow.block(cell)

    def release(self, cell: int) -> None:
        """Undo `block`."""
        self._flow.release(cell, int(self._goal.values[cell]))

    def _price(self, changes: dict[int, int]) -> float:
        """What hiding these cells would cost."""
        new = [c for c in changes if not self._hidden[c] and not self._table.absent[c]]
        return float(self._table.weights[new].sum()) + FREE * sum(map(abs, changes.values()))

    def _least(self, candidates: Iterable[dict[int, int] | None]) -> dict[int, int] | None:
        return min((c for c in candidates if c is not None), key=self._price, default=None)

    def _directed(self, need: Reach, insider: int | None) -> dict[int, int] | None:
        costs = self._costs(self.cells)
        raw = self._flow.solve(need, costs, insider, self._goal.insiders)
        if raw is None:
            return None
        vertices = [raw, *self._revised(need, insider, costs, raw)]
        found = [self._integers(need, insider, vertex) for vertex in vertices]
        if None in found:
            found.append(self._integer_deviation(need, insider, self.cells))
        return self._least(found)

    def _costs(self, cells: Ints) -> Floats:
        """Price per unit moved: hidden cells are nearly free, distinct weights avoid ties."""
        free = self._hidden[cells] | self._table.absent[cells]
        return np.where(free, FREE, self._table.weights[cells]) * spread(cells)

    def _revised(
        self, need: Reach, insider: int | None, costs: Floats, raw: Floats
    ) -> Iterator[Floats]:
        """The deviation that dearer units give, if any."""
        moved = np.abs(raw)
        dear = np.where(
            moved > 0.5, costs * need.amount / np.maximum(moved, 1), costs * need.amount
        )
        again = self._flow.solve(need, dear, insider, self._goal.insiders)
        if again is not None:
            yield again

    def _integers(self, need: Reach, insider: int | None, raw: Floats) -> dict[int, int] | None:
        """The deviation in integers: as it is, else among the same cells."""
        moved = self._whole(insider, raw)
        if moved is not None:
            return as_changes(self.cells, moved)
        free = self._hidden[self.cells] | self._table.absent[self.cells]
        return self._integer_deviation(need, insider, self.cells[free | (np.abs(raw) > 1e-7)])

    def _whole(self, insider: int | None, raw: Floats) -> Ints | None:
        """The deviation, when it is in integers; where any two values will do, a multiple of it will too."""
        for times in range(1, (MULTIPLES if self._goal.exact else 1) + 1):
            moved = self._flow.as_integers(times * raw)
            if moved is not None:
                fits = times == 1 or self._flow.fits(moved, insider, self._goal.insiders)
                return moved if fits else None
        return None

    def _integer_deviation(
        self, need: Reach, insider: int | None, cells: Ints
    ) -> dict[int, int] | None:
        """The cheapest deviation in integers among `cells`, or None within a bounded search."""
        table, goal = self._table, self._goal
        flow = Flow(table.sums, goal.values, cells, integers=True, node_limit=NODES)
        try:
            raw = flow.solve(need, self._costs(cells), insider, goal.insiders)
        except SolverError:
            return None  # the search ended at its limit: nothing found, nothing claimed
        moved = None if raw is None else flow.as_integers(raw)
        return None if moved is None else as_changes(cells, moved)


def _directed(need: Reach) -> tuple[Reach, ...]:
    """A need in either direction is met by one of two."""
    if need.direction:
        return (need,)
    return Reach(need.cell, 1, need.amount), Reach(need.cell, -1, need.amount)
