"""Deviations found so far: each certifies, as long as its cells stay hidden, what it reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.cube import Ints
from opendata.disclosure.requirements import Goal, Reach


@dataclass(frozen=True)
class Deviation:
    """Changes of some cells (never zero), and the insiders who can rule it out.

    Insider `f ≥ 0` is a contributor; `−1 − cell` is the reporter of the single fact of a cell.
    """

    changes: dict[int, int]
    refuted_by: frozenset[int] = field(default=frozenset())


class Pool:
    """Deviations by cell, with what they meet."""

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.by_cell: dict[int, list[Deviation]] = {}
        # (cell, insider): the insider knows the cell whatever is published.
        self.exempt: set[tuple[int, int]] = set()
        self._seen: set[tuple[tuple[int, int], ...]] = set()

    def add(self, changes: dict[int, int]) -> None:
        """Keep a deviation, its opposite and their multiples, as far as no count falls below zero."""
        for sign in (1, -1):
            falls = [
                (int(self.goal.values[c]), -sign * v) for c, v in changes.items() if sign * v < 0
            ]
            most = min((value // fall for value, fall in falls), default=self.goal.threshold)
            for factor in sorted({1, most} if most >= 1 else set()):
                self._keep({cell: sign * factor * value for cell, value in changes.items()})

    def _keep(self, changes: dict[int, int]) -> None:
        key = tuple(sorted(changes.items()))
        if key in self._seen:
            return
        self._seen.add(key)
        deviation = Deviation(changes, self._refuted_by(changes))
        for cell in changes:
            self.by_cell.setdefault(cell, []).append(deviation)

    def _refuted_by(self, changes: dict[int, int]) -> frozenset[int]:
        """Contributors whose own facts would no longer fit, reporters whose cell would change."""
        insiders = {-1 - cell for cell in changes if cell in self.goal.singles}
        if self.goal.insiders is not None:
            matrix = self.goal.insiders.matrix
            for cell, change in changes.items():
                inside = slice(matrix.indptr[cell], matrix.indptr[cell + 1])
                if change < 0:
                    too_many = matrix.data[inside] > self.goal.values[cell] + change
                    insiders.update(matrix.indices[inside][too_many].tolist())
        return frozenset(insiders)

    def usable(self, cell: int, avoiding: int | None = None) -> Iterator[Deviation]:
        """Deviations that move `cell` and leave `avoiding` as it is."""
        for deviation in self.by_cell.get(cell, ()):
            if avoiding not in deviation.changes:
                yield deviation

    def moved(self) -> set[int]:
        """The cells that some deviation moves."""
        return {cell for cell, moving in self.by_cell.items() if moving}

    def shortest(self, cell: int) -> dict[int, int]:
        """The changes of the deviation that moves a cell and the fewest others; none where none does."""
        moving = self.by_cell.get(cell, ())
        return min((one.changes for one in moving), key=len, default={})

    def meets(self, need: Reach, avoiding: int | None = None) -> bool:
        """Whether some deviation meets the need."""
        deviations = self.usable(need.cell, avoiding)
        return any(need.met_by(deviation.changes[need.cell]) for deviation in deviations)

    def insiders(self, cell: int, avoiding: int | None = None) -> frozenset[int]:
        """Insiders who would know `cell` exactly, as far as the deviations found can tell.

        None when no deviation moves the cell: that is not the insiders' doing.
        """
        rest: frozenset[int] | None = None
        for deviation in self.usable(cell, avoiding):
            rest = deviation.refuted_by if rest is None else rest & deviation.refuted_by
            if not rest:
                return rest
        own = {-1 - cell, *(insider for other, insider in self.exempt if other == cell)}
        return (rest or frozenset()) - own

    def matrix(self) -> csr_array:
        """(deviations × cells): all that are kept, each once."""
        every = {id(one): one for several in self.by_cell.values() for one in several}.values()
        ends = np.cumsum([0, *(len(one.changes) for one in every)])
        cells = np.array([cell for one in every for cell in one.changes], dtype=np.int64)
        moves = np.array([move for one in every for move in one.changes.values()], dtype=np.int64)
        return csr_array((moves, cells, ends), shape=(len(ends) - 1, len(self.goal.values)))

    def drop(self, cell: int) -> None:
        """Forget the deviations that move a cell which is published after all."""
        gone = {id(deviation): deviation for deviation in self.by_cell.pop(cell, [])}
        touched = {other for deviation in gone.values() for other in deviation.changes}
        for other in touched - {cell}:
            self.by_cell[other] = [d for d in self.by_cell[other] if id(d) not in gone]
        self._seen -= {tuple(sorted(deviation.changes.items())) for deviation in gone.values()}


def as_changes(cells: Ints, amounts: Ints) -> dict[int, int]:
    """Cell → change, zeros left out."""
    return {int(cells[i]): int(amounts[i]) for i in np.flatnonzero(amounts)}
