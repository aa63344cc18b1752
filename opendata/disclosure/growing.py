"""A pattern grown need by need: boxes, or a program for each, and what insiders must not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.boxes import FORBIDDEN
from opendata.disclosure.boxing import Boxing
from opendata.disclosure.cheapest import Cheapest
from opendata.disclosure.cover import Sums
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.deviations import Pool
from opendata.disclosure.exchanges import has_exchanges
from opendata.disclosure.families import is_very_large
from opendata.disclosure.intervals import Progress
from opendata.disclosure.pattern import Pattern, TableToProtect, UnprotectableError
from opendata.disclosure.program import Floats
from opendata.disclosure.reached import Component
from opendata.disclosure.requirements import Goal, Reach

BONUS = -0.3
# What a cover hides by half at least is hidden at first; by more than half where exchanges choose among the rest.
HALF, MORE = 0.49, 0.51
# How much dearer a zero is, which mends no small sum.
ZERO = 5


class Growing:
    """A pattern in the making: what is `hidden`, and the `pool` of deviations through hidden cells."""

    def __init__(self, table: TableToProtect, goal: Goal, is_large: bool) -> None:
        """`is_large`: a program for every requirement costs more than it saves."""
        self.table, self.goal, self.is_large = table, goal, is_large
        # Where any two values will do, exchanges hide less than boxes do in very large tables, and in large ones whose
        # groupings cross; elsewhere, less than programs in very large ones whose groupings cross (see `Sweeping`).
        crossed = is_large and goal.exact and table.cube.crossings > 0
        self.is_exchanged = has_exchanges(table.cube) and (is_very_large(table.cube) or crossed)
        self.hidden = goal.primary.cells.copy()
        self.hidden[table.cube.size :] = False
        # How much of each cell the cheapest cover hides.
        self.covered = np.zeros(len(self.hidden))
        self.pool = Pool(goal)
        self._begin()
        price = np.where(table.movable, self.weights, FORBIDDEN)
        price[self.hidden | table.absent] = 0
        # Between two patterns of one cost, the one that also protects others is better.
        price[self.hidden] = BONUS
        self._boxing = Boxing(table, goal, price)
        crossings = table.cube.crossings
        # Pruning makes up for boxes, but where one grouping crosses another; where several do, programs take minutes.
        self._is_boxed = is_large or crossings > 1 or (table.rule is not None and not crossings)
        allowed = np.flatnonzero(table.movable | table.absent | self.hidden)
        self._cheapest = Cheapest(table, goal, self.hidden, allowed, quick=goal.exact)

    def _begin(self) -> None:
        """Where additions must give no sum away: what the pattern before hid, or else what a cover does."""
        table, size = self.table, self.table.cube.size
        if table.before is not None:
            self.hidden[:size] |= table.before.hidden
            if table.before.covered is not None:
                self.covered[:size] = table.before.covered
            deviations = csr_array(table.before.deviations[:, :size])
            for row in range(deviations.shape[0]):
                inside = slice(deviations.indptr[row], deviations.indptr[row + 1])
                cells, moves = deviations.indices[inside].tolist(), deviations.data[inside].tolist()
                changes = dict(zip(cells, moves, strict=True))
                self.pool.add(changes | table.sums_of(changes))
        elif table.rule is not None:
            published = abs(table.sums) @ table.absent.astype(np.int64) == 0
            sums = Sums(csr_array(table.sums[published][:, :size]), self.hidden[:size],
                        (table.movable & ~self.hidden)[:size])  # fmt: skip
            self.covered[:size] = sums.cover(table.weights[:size], table.rule.broken)
            self.hidden |= self.covered > (MORE if self.is_exchanged else HALF)

    @property
    def weights(self) -> Floats:
        """What hiding each cell costs: more for a zero, where sums must not be small."""
        is_dear = (self.goal.values == 0) & (self.table.rule is not None)
        return np.where(is_dear, ZERO * self.table.weights, self.table.weights)

    @property
    def cells(self) -> Ints:
        """The cells that deviations may move."""
        return self._cheapest.cells

    @property
    def movable(self) -> Bools:
        """Which of all cells deviations may move."""
        movable = np.zeros(len(self.hidden), dtype=bool)
        movable[self.cells] = True
        return movable

    def pattern(self, known: tuple[tuple[int, ...], ...] = ()) -> Pattern:
        """What is hidden, and what shows that it protects; `known` sums that it gives away."""
        size = self.table.cube.size
        return Pattern(self.hidden[:size], self.pool.matrix(), known, self.covered[:size])

    def grow(self, progress: Progress) -> None:
        """Hide until every requirement is met. Raises UnprotectableError when hiding every movable cell would not do."""
        done: set[int] = set()
        while pending := self._hardest(self.unknown() - done):
            for number, cell in enumerate(pending):
                self._protect(cell)
                progress("protection", number + 1, len(pending))
            done.update(pending)
            if not self.unknown() - done:
                self._face_insiders(progress)

    def unknown(self) -> set[int]:
        """The cells to protect: those hidden, and the sums whose parts are all hidden."""
        return {*np.flatnonzero(self.hidden).tolist(), *filter(self.holds, self.table.unions)}

    def holds(self, cell: int, without: Sequence[int] = ()) -> bool:
        """Whether a cell is hidden; a sum is when all its parts are. `without`: if these are published."""
        parts = self.table.unions.get(cell, (cell,))
        return not any(part in without for part in parts) and bool(self.hidden[list(parts)].all())

    def watched(self) -> list[int]:
        """The cells to protect that no insider may know."""
        return list(filter(self.holds, np.flatnonzero(self.goal.watched).tolist()))

    def free(self, cells: Ints) -> Bools:
        """Which of some cells move for nothing."""
        free: Bools = (self.hidden | self.table.absent)[cells]
        return free

    def hide(self, changes: dict[int, int]) -> None:
        """Hide the cells that a deviation moves, and keep it."""
        moved = np.array(sorted(changes), dtype=np.int64)
        self.hidden[moved[~self.table.absent[moved]]] = True
        self._boxing.price[moved] = 0
        self.pool.add(changes)

    def hide_all(self, found: Iterable[Component]) -> None:
        """The same for several."""
        for one in found:
            changes = dict(zip(one.cells.tolist(), one.changes.tolist(), strict=True))
            self.hide(changes | self.table.sums_of(changes))

    def _hardest(self, cells: Iterable[int]) -> list[int]:
        """Cells by the largest move they need, then by number."""
        most = {cell: max(need.amount for need in self.goal.reaches(cell)) for cell in cells}
        return sorted(most, key=lambda cell: (-most[cell], cell))

    def _protect(self, cell: int) -> None:
        for need in self.goal.reaches(cell):
            if not self.pool.meets(need):
                box = self._boxing.best(need) if self._is_boxed else None
                self.hide(box or self._inside(need) or self._cheapest.deviation(need))

    def _inside(self, need: Reach, insider: int | None = None) -> dict[int, int] | None:
        """In a large table, a deviation through cells that are hidden already: a program over all takes minutes."""
        if not self.is_large:
            return None
        cells = np.flatnonzero(self.hidden | self.table.absent)
        inside = Cheapest(self.table, self.goal, self.hidden, cells, quick=True)
        try:
            return inside.first(need, insider)
        except UnprotectableError:
            return None

    def _face_insiders(self, progress: Progress) -> None:
        """Hide until no insider knows a watched cell; new cells bring their own needs."""
        watched = self.watched()
        for number, cell in enumerate(watched):
            while insiders := self.pool.insiders(cell):
                self._face(cell, min(insiders))
            progress("initiés", number + 1, len(watched))
        for cell in np.flatnonzero(self.hidden & ~self.goal.primary.cells).tolist():
            self._protect(cell)

    def _face(self, cell: int, insider: int) -> None:
        """Hide until one insider no longer knows `cell`."""
        need = Reach(cell, 0, 1)
        try:
            box = self._boxing.without(need, insider) if self._is_boxed else None
            self.hide(box or self._inside(need, insider) or self._cheapest.deviation(need, insider))
        except UnprotectableError:
            if insider >= 0:
                raise
            # Even with everything hidden the reporter's cell settles this one (the same facts
            # under another label): that is prior knowledge, not disclosure.
            self.pool.exempt.add((cell, insider))
