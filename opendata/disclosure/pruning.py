"""A pattern pruned: what no requirement needs is published again."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from opendata.disclosure.additions import Additions
from opendata.disclosure.boxes import FORBIDDEN
from opendata.disclosure.boxing import Boxing
from opendata.disclosure.cheapest import Cheapest
from opendata.disclosure.growing import Growing
from opendata.disclosure.intervals import Progress
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.requirements import Reach

# Pruning looks among hidden cells only: programs stay quick up to so many.
MANY = 1200
# A pattern that is made again, with a few sums more to protect, needs what two before it did: of two thousand cells, none
# or one was published by the third.
OFTEN = 2


class Pruning:
    """The pruning of a pattern that protects; `additions`: where they must give no sum away."""

    def __init__(self, work: Growing, additions: Additions | None) -> None:
        self._work, self._additions = work, additions
        self._table, self._goal, self._pool = work.table, work.goal, work.pool
        unknown = work.hidden | self._table.absent
        cells = np.flatnonzero(unknown)
        self._cheapest = Cheapest(self._table, self._goal, work.hidden, cells, quick=True)
        self._boxing = Boxing(self._table, self._goal, np.where(unknown, 0.0, FORBIDDEN))
        self._is_quick = not work.is_large or len(self._cheapest.cells) <= MANY
        # Where groupings cross, hardly a box stands among hidden cells, and programs are slow: what one has shown is kept.
        # Elsewhere, what is found on the way to a second refusal is worth asking again.
        self._is_crossed = self._table.cube.crossings > 0
        before = None if work.table.before is None else work.table.before.needed
        # How often each cell was found to be needed, in this pattern and in those it is made after.
        self.needed = (
            np.zeros(work.table.cube.size, dtype=np.int64) if before is None else before.copy()
        )
        # Secondary cell → a cell that no deviation protects without it: none will with fewer hidden cells.
        self._needed_by: dict[int, int] = {}

    def prune(self, progress: Progress) -> None:
        """Publish again what no requirement needs, until nothing can be; once over a large table, and there what two
        patterns before needed is needed.
        """
        work, weights = self._work, self._table.weights
        changed = True
        while changed:
            changed = False
            asked = (work.hidden & ~self._goal.primary.cells)[: len(self.needed)]
            if work.is_large:
                asked &= self.needed < OFTEN
            candidates = np.flatnonzero(asked).tolist()
            candidates.sort(key=lambda cell: (-weights[cell], work.covered[cell], cell))
            for number, cell in enumerate(candidates):
                is_published = self._publish(cell)
                self.needed[cell] += not is_published
                changed |= is_published and not work.is_large
                progress("allègement", number + 1, len(candidates))

    def _publish(self, cell: int) -> bool:
        """Publish a secondary cell, with those that fall with it, if all that relied on it can do without."""
        along = self._pool.shortest(cell)
        gone = self._falling(cell, along)
        if not gone or self._is_needed(cell, gone):
            return False
        for other in gone:
            self._cheapest.block(other)
        self._boxing.price[gone] = FORBIDDEN
        relying = {other for d in self._pool.usable(cell) for other in d.changes}.difference(gone)
        held = [other for other in sorted(relying) if self._work.holds(other, gone)]
        if all(self._does_without(other, cell) for other in held):
            self._work.hidden[gone] = False
            for other in gone:
                self._pool.drop(other)
            if self._additions is not None:
                self._additions.publish(gone, along)
            return True
        for other in gone:
            self._cheapest.release(other)
        self._boxing.price[gone] = 0
        return False

    def _falling(self, cell: int, along: Mapping[int, int]) -> list[int]:
        """What is published with a cell, itself included; nothing where additions would give something away.

        `along`: a deviation that moves it. Where none is found, what they would give away cannot be told.
        """
        if self._additions is None:
            return [cell]
        gone = self._additions.falling(cell) if along and self._work.hidden[cell] else []
        return [] if gone and self._additions.gives_away(gone, along) else gone

    def _is_needed(self, cell: int, gone: list[int]) -> bool:
        """Whether what was not protected without a cell is still to be, once these are published."""
        return cell in self._needed_by and self._work.holds(self._needed_by[cell], gone)

    def _does_without(self, other: int, cell: int) -> bool:
        """Whether a cell is protected once another one is published; what no program can is not asked again."""
        try:
            return self._still_protected(other, cell)
        except UnprotectableError:
            if self._is_crossed:
                self._needed_by[cell] = other
            return False

    def _still_protected(self, other: int, without: int) -> bool:
        for need in self._goal.reaches(other):
            if not self._pool.meets(need, without) and not self._meets(need):
                return False
        if self._goal.watched[other]:
            while insiders := self._pool.insiders(other, without):
                if not self._meets(Reach(other, 0, 1), min(insiders)):
                    return False
        return True

    def _meets(self, need: Reach, insider: int | None = None) -> bool:
        """Meet a need, of anybody or of an insider, among hidden cells only: by a box, or if it is quick by a program."""
        return self._keep(self._boxed(need, insider)) or (
            self._is_quick and self._keep(self._cheapest.first(need, insider))
        )

    def _boxed(self, need: Reach, insider: int | None) -> dict[int, int] | None:
        if self._is_crossed and self._is_quick:
            return None
        return self._boxing.best(need) if insider is None else self._boxing.without(need, insider)

    def _keep(self, changes: dict[int, int] | None) -> bool:
        if changes is None:
            return False
        self._pool.add(changes)
        return True
