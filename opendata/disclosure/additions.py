"""What a pattern in the making gives away by additions alone, where any two values will do.

Sums of hidden cells that break a rule: those of one published sum, and small ones of a few cells. And for a cell that
might be published again: the cells that would be computed with it, and the sums that would then be given away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.constraints import given_away
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.freedom import Freedom
from opendata.disclosure.small_sums import SmallSums, number_of_pairs

Parts = tuple[int, ...]
# Which of some sums of cells break a rule.
Broken = Callable[[Iterable[Parts]], list[Parts]]
# Unknown cells whose freedom is reckoned, and pairs of small ones among which small sums are looked for: 20,800 cells and
# 24 million pairs, the largest that were measured, take half a second and six, and 1.7 GiB.
MOST, PAIRS = 50_000, 30_000_000


@dataclass(frozen=True)
class SumRule:
    """The rules as sums of cells may break them: which do, and how large a small one is at most."""

    broken: Broken
    most: int


class Additions:
    """What is given away while cells are `hidden`: an array that whoever hides and publishes keeps up to date.

    `sums` tie the cells and the `unions` after them, each a sum of some cells; `primary` cells are never published;
    `absent` are unknown and in no pattern.
    """

    def __init__(
        self, sums: csr_array, values: Ints, primary: Bools, hidden: Bools, absent: Bools,
        unions: Mapping[int, Parts], rule: SumRule,
    ) -> None:  # fmt: skip
        self.sums, self.values, self.rule = sums, values, rule
        self.primary, self.hidden, self.absent, self.unions = primary, hidden, absent, unions
        self._by_cell = csc_array(sums)
        self._judged: dict[Parts, bool] = {}
        unknown = np.flatnonzero(hidden | absent)
        self._freedom = Freedom(sums, unknown) if len(unknown) <= MOST else None
        self._small = self._small_sums()

    def _small_sums(self) -> SmallSums | None:
        if self._freedom is None:
            return None
        small = np.flatnonzero(self.hidden & (self.values <= self.rule.most))
        values = self.values[small]
        if number_of_pairs(values, self.rule.most) > PAIRS:
            return None
        return SmallSums(self._freedom, small, values, self.rule.most)

    @property
    def is_whole(self) -> bool:
        """Whether small sums of several relations are looked for: too many hidden cells leave them to the audit."""
        return self._small is not None

    def known(self) -> list[Parts]:
        """The sums that break a rule and that additions give."""
        found = given_away(self.sums, self.hidden, self.absent)
        if self._small is not None:
            found += self._small.known()
        return self.rule.broken(found)

    def falling(self, cell: int) -> list[int]:
        """The hidden cells that are computed once this one is published, itself among them: to publish with it.

        None when one of them must stay hidden, or a sum of cells that do.
        """
        if self._freedom is None:
            return [cell]
        found = self._freedom.together(cell)
        gone = [other for other in found if self.hidden[other]]
        left = self.hidden.copy()
        left[gone] = False
        whole = (other for other in found if other in self.unions)
        kept = self.primary[gone].any() or any(
            left[list(self.unions[other])].all() for other in whole
        )
        return [] if kept else gone

    def gives_away(self, gone: Sequence[int], along: Mapping[int, int]) -> bool:
        """Whether publishing cells that fall together gives away a sum that breaks a rule.

        `along`: a deviation that moves them; empty where none does.
        """
        after = self.hidden.copy()
        after[gone] = False
        rows = np.unique(self._by_cell[:, gone].indices)
        if self._break(given_away(csr_array(self.sums[rows]), after, self.absent)):
            return True
        if self._small is None:
            return False
        return self._break(self._small.known_without(gone[0], along))

    def _break(self, sums: Sequence[Parts]) -> bool:
        new = [parts for parts in sums if parts not in self._judged]
        if new:
            wrong = {*self.rule.broken(new)}
            self._judged |= {parts: parts in wrong for parts in new}
        return any(self._judged[parts] for parts in sums)

    def publish(self, gone: Sequence[int], along: Mapping[int, int]) -> None:
        """Cells that fall together, and that `along` moves, have been published: they are no longer `hidden`."""
        if self._freedom is not None and self._small is not None:
            self._freedom.publish(gone[0], along)
            self._small.publish(gone)
