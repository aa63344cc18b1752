"""Boxes that meet the needs of a table, with what they change of its unions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from opendata.disclosure.boxes import FORBIDDEN, Boxes
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.program import Floats
from opendata.disclosure.requirements import Goal, Reach


class Boxing:
    """Cheap boxes at the `price` of each cell, which whoever hides and publishes keeps up to date."""

    def __init__(self, table: TableToProtect, goal: Goal, price: Floats) -> None:
        self.price, self._table, self._goal = price, table, goal
        self._size = table.cube.size
        counted = (table.movable | table.absent | table.fixed)[: self._size]
        self._boxes = Boxes(table.cube, goal.values[: self._size], counted)

    def best(self, need: Reach) -> dict[int, int] | None:
        """A cheap box. A union moves by as much as one of its parts whose others stay: that is tried where any two
        values will do.
        """
        if need.cell < self._size:
            box = self._boxes.best(need, self.price[: self._size])
            return None if box is None else box | self._table.sums_of(box)
        parts = self._table.unions[need.cell] if self._goal.exact else ()
        boxes = [self._of_part(part, parts, need) for part in parts]
        return min((box for box in boxes if box), key=self._total, default=None)

    def without(self, need: Reach, insider: int) -> dict[int, int] | None:
        """A box that the reporter of a single fact cannot rule out: it leaves that cell alone."""
        if insider >= 0:
            return None
        single = -1 - insider
        with self._forbidden([single]):
            box = self.best(need)
        return None if box is None or single in box else box

    def _of_part(self, part: int, parts: tuple[int, ...], need: Reach) -> dict[int, int] | None:
        with self._forbidden([other for other in parts if other != part]):
            return self.best(replace(need, cell=part))

    @contextmanager
    def _forbidden(self, cells: list[int]) -> Iterator[None]:
        """No box moves these for now."""
        before = self.price[cells]
        self.price[cells] = FORBIDDEN
        yield
        self.price[cells] = before

    def _total(self, box: dict[int, int]) -> float:
        return float(self.price[list(box)].sum())
