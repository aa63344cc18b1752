"""What a pattern must leave possible: unsafe amounts, the sums that it gives away, and contributors who attack.

A contributor alone in a hidden cell knows it. For each the unsafe amounts of others keep their intervals all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from opendata.disclosure.constraints import given_away
from opendata.disclosure.cube import Bools
from opendata.disclosure.magnitudes.growing import MOVED, Deviations
from opendata.disclosure.magnitudes.pattern import AmountTable, Need
from opendata.disclosure.magnitudes.rules import AmountRule, Contributed, Unsafe, level


class Demands:
    """The needs of one table; a sum of hidden amounts that anybody computes is judged by the rules as an amount is."""

    def __init__(
        self, table: AmountTable, unsafe: Unsafe, contributed: Contributed, rules: Sequence[AmountRule]
    ) -> None:  # fmt: skip
        self.table, self.unsafe, self.contributed, self.rules = table, unsafe, contributed, rules
        self._alone = contributed.alone()
        self._owner = {cell: who for who, cells in self._alone.items() for cell in cells}
        self._deviations = Deviations(table)
        self._nothing = np.zeros(table.size, dtype=bool)
        self._moved: dict[Need, list[int]] = {}

    def first(self) -> list[Need]:
        """Every unsafe amount, both ways."""
        cells = np.flatnonzero(self.unsafe.cells).tolist()
        return [need for cell in cells for need in self._sides((cell,), int(self.unsafe.levels[cell]))]  # fmt: skip

    def further(self, hidden: Bools) -> list[Need]:
        """What this pattern adds: sums, contributors, and that no other hidden amount is known to the unit.

        An amount that is hidden and known would seem to cover a sum that it does not.
        """
        others = np.flatnonzero(hidden & ~self.unsafe.cells).tolist()
        return [
            *self._sums(hidden),
            *self._insiders(hidden),
            *(Need((cell,), 1, 1) for cell in others),
        ]

    def _sides(
        self, cells: tuple[int, ...], amount: int, known: frozenset[int] = frozenset()
    ) -> Iterator[Need]:
        """Up by the level; down by it too, as far as attackers do not know better before reading."""
        total = int(self.table.values[list(cells)].sum())
        below = int(min(amount, total - np.ceil(self.table.lower[list(cells)].sum())))
        yield Need(cells, 1, amount, known)
        if below > 0:
            yield Need(cells, -1, below, known)

    def _sums(self, hidden: Bools) -> Iterator[Need]:
        """The sums that published relations give away and that a rule would hide."""
        for cells in sorted(set(given_away(self.table.sums, hidden, self._nothing))):
            total = int(self.table.values[list(cells)].sum())
            least, why = level(total, self.contributed.to_sum(cells), self.rules)
            if why:
                yield from self._sides(cells, least)

    def _insiders(self, hidden: Bools) -> Iterator[Need]:
        """For each contributor alone in cells that an unsafe amount's deviation moves: another that leaves them."""
        for need in self.first():
            for who in sorted({self._owner[cell] for cell in self._support(need, hidden) if cell in self._owner}):  # fmt: skip
                known = frozenset(cell for cell in self._alone[who] if hidden[cell])
                amount = self._left(need, who)
                if amount > 0 and need.cells[0] not in self._alone[who]:
                    yield Need(need.cells, need.side, amount, known)

    def _left(self, need: Need, who: int) -> int:
        """How far the need goes for a contributor: an amount is never below what that contributor brings to it."""
        (cell,) = need.cells
        rest = int(self.table.values[cell] - self.contributed.matrix[who, cell])
        return need.amount if need.side > 0 else min(need.amount, rest)

    def _support(self, need: Need, hidden: Bools) -> list[int]:
        """The cells that a deviation for this need moves; none when it has no deviation."""
        found = self._moved.get(need)
        if not found or not hidden[found].all():
            moved = self._deviations.cheapest(need, hidden, self._nothing)
            found = [] if moved is None else np.flatnonzero(np.abs(moved) > MOVED).tolist()
            self._moved[need] = found
        return found
