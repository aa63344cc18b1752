"""A good pattern, quickly: hide what the cheapest deviations move, then publish again what no need uses.

Bounded by the number of needs and of cells, never by the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from opendata.disclosure.cube import Bools
from opendata.disclosure.draws import spread
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.magnitudes.pattern import AmountTable, Need, active
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.program import Floats, Program

# A deviation through hidden cells is free but for this, so that it does not wander.
FREE = 1e-3
MOVED = 1e-6
ROUNDS = 200


class Deviations:
    """The cheapest deviation of a table that meets one need; the program stays warm."""

    def __init__(self, table: AmountTable) -> None:
        self.table = table
        self.down = np.maximum(table.values - table.lower, 0.0)
        self.up = np.maximum(table.upper - table.values, 0.0)
        rows, self._columns = np.zeros(table.sums.shape[0]), np.arange(2 * table.size)
        both = csr_array(hstack([table.sums, -table.sums], format="csr"))
        nothing = np.zeros(2 * table.size)
        self._program = Program(both, rows, rows, nothing, nothing)
        # Distinct prices leave one best deviation, whatever the machine.
        self._spread = spread(np.arange(table.size))

    def cheapest(self, need: Need, hidden: Bools, more: Bools) -> Floats | None:
        """By cell, a deviation through `hidden` cells and, at a price, `more`; None when there is none."""
        price = np.where(hidden, FREE, self.table.weights / max(1, need.amount)) * self._spread
        first = self._solved(need, hidden | more, price)
        if first is None or not np.any(np.abs(first[more & ~hidden]) > MOVED):
            return first
        # The program pays by the unit, hiding costs by the cell: once more, little used cells being dearer.
        dear = np.where(hidden, price, price * need.amount / np.maximum(np.abs(first), need.amount / 100))  # fmt: skip
        again = self._solved(need, hidden | more, dear)
        return min(
            [first, first if again is None else again], key=lambda one: self._cost(one, hidden)
        )

    def _cost(self, moved: Floats, hidden: Bools) -> float:
        return float(self.table.weights[(np.abs(moved) > MOVED) & ~hidden].sum())

    def _solved(self, need: Need, free: Bools, price: Floats) -> Floats | None:
        room = free.astype(float)
        room[list(need.known)] = 0.0
        up, down = (np.where(room > 0, side, 0.0) for side in (self.up, self.down))
        if len(need.cells) == 1:
            return self._directed(need, up, down, price)
        return self._summed(need, up, down, price)

    def _directed(self, need: Need, up: Floats, down: Floats, price: Floats) -> Floats | None:
        """The one cell moves by the need's amount, and not both ways."""
        (cell,), size = need.cells, self.table.size
        low, high = np.zeros(2 * size), np.concatenate([up, down])
        forth, back = (cell, size + cell) if need.side > 0 else (size + cell, cell)
        if high[forth] < need.amount:
            return None
        low[forth], high[forth], high[back] = need.amount, need.amount, 0.0
        self._program.bound(self._columns, low, high)
        return self._moved(self._program, price)

    def _summed(self, need: Need, up: Floats, down: Floats, price: Floats) -> Floats | None:
        """The sum of several cells moves by the need's amount: one more row."""
        row = np.zeros((1, self.table.size))
        row[0, list(need.cells)] = need.side
        sums = csr_array(vstack([self.table.sums, csr_array(row)], format="csr"))
        least = np.zeros(sums.shape[0])
        least[-1] = need.amount
        both = csr_array(hstack([sums, -sums], format="csr"))
        room = np.concatenate([up, down])
        return self._moved(Program(both, least, least, np.zeros(len(room)), room), price)

    def _moved(self, program: Program, price: Floats) -> Floats | None:
        answer, size = program.minimise_with(np.concatenate([price, price])), self.table.size
        return answer.values[:size] - answer.values[size:] if answer.optimal else None


# What a pattern brings with it: sums that it gives away, contributors who know parts of it.
Further = Callable[[Bools], Iterable[Need]]


def grown(
    table: AmountTable, primary: Bools, needs: Sequence[Need], further: Further, progress: Progress = silent
) -> Bools:  # fmt: skip
    """Hidden cells that meet every need. Raises UnprotectableError when hiding all candidates would not do."""
    work = _Growing(table, primary, further)
    work.grow(needs, progress)
    work.prune(progress)
    return work.hidden


class _Growing:
    def __init__(self, table: AmountTable, primary: Bools, further: Further) -> None:
        self.table, self.further, self.primary = table, further, primary
        self.hidden = primary.copy()
        self.deviations = Deviations(table)
        self.used: dict[Need, Bools] = {}

    def grow(self, needs: Sequence[Need], progress: Progress) -> None:
        """The largest needs first; then those that the pattern brings, until it brings no more."""
        pending = list(needs)
        for _ in range(ROUNDS):
            pending.sort(key=lambda need: (-need.amount, need))
            for number, need in enumerate(pending):
                self._meet(need)
                progress("protection", number + 1, len(pending))
            pending = [need for need in self.further(self.hidden) if need not in self.used]
            if not pending:
                return
        raise UnprotectableError(pending[0].cells[0])

    def _meet(self, need: Need) -> None:
        moved = self.deviations.cheapest(need, self.hidden, self.table.candidates)
        if moved is None:
            raise UnprotectableError(need.cells[0])
        cells = np.abs(moved) > MOVED
        self.hidden |= cells
        self.used[need] = cells

    def prune(self, progress: Progress) -> None:
        """Publish again each candidate, the dearest first, that the needs can do without."""
        candidates = np.flatnonzero(self.hidden & ~self.primary).tolist()
        candidates.sort(key=lambda cell: (-self.table.weights[cell], cell))
        for number, cell in enumerate(candidates):
            self._publish(cell)
            progress("allègement", number + 1, len(candidates))

    def _publish(self, cell: int) -> None:
        before = dict(self.used)
        self.hidden[cell] = False
        relying = [need for need, cells in before.items() if cells[cell]]
        if not (all(map(self._meets_again, relying)) and self._brings_nothing()):
            self.hidden[cell], self.used = True, before

    def _meets_again(self, need: Need) -> bool:
        """Whether hidden cells alone meet a need; one whose cells are no longer all hidden asks for nothing."""
        if not active(need, self.hidden):
            del self.used[need]
            return True
        nothing = np.zeros(self.table.size, dtype=bool)
        moved = self.deviations.cheapest(need, self.hidden, nothing)
        if moved is not None:
            self.used[need] = np.abs(moved) > MOVED
        return moved is not None

    def _brings_nothing(self) -> bool:
        """Whether the needs that the pattern brings are met by hidden cells alone."""
        new = [need for need in self.further(self.hidden) if need not in self.used]
        return all(map(self._meets_again, new))
