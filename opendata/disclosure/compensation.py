"""What it costs to make up for a change, before any program says so: which changes an exchange may be made of.

A change of one place breaks each of its sums, and another place of the sum makes up for it: what the change costs in the
end is at least that, nearly, as what makes up for it breaks other sums in turn.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.cube import Ints
from opendata.disclosure.program import Floats

# What it costs to move a place that cannot be moved.
NEVER = 1e9
# A combination is looked for where a change gains this share of the best gain, once it is made up for.
PAYS = 0.3


class Compensation:
    """The sums of some places. Changes: each place up, then each place down."""

    def __init__(self, ties: csr_array) -> None:
        """`ties`: (sums × places), 1 or −1."""
        places, (sums, size) = ties.indices, ties.shape
        rises = ties.data > 0
        up, down = places, size + places
        # The change that raises the sum at each entry, then the change that lowers it.
        self._raising = np.concatenate([np.where(rises, up, down), np.where(rises, down, up)])
        # By place, the sum that each change needs to be lowered or raised (sums raised, then sums lowered).
        row = np.repeat(np.arange(sums), np.diff(ties.indptr))
        order = np.argsort(places, kind="stable")
        needs = np.array([np.where(rises, sums + row, row), np.where(rises, row, sums + row)])
        self._needs = needs[:, order].ravel()
        counts = np.bincount(places, minlength=size)
        # Places in no sum have nothing to make up for.
        filled = np.flatnonzero(counts)
        self._filled = np.concatenate([filled, size + filled])
        first = (np.cumsum(counts) - counts)[filled]
        self._first = np.concatenate([first, len(places) + first])
        starts = ties.indptr[:-1]
        self._starts = np.concatenate([starts, len(places) + starts])

    def useful(self, costs: Floats, room: Floats, times: float = 1.0) -> Ints:
        """The changes that a combination which gains may be made of; none where no change pays for what makes up for it.

        `costs` and `room` of each change: a fact more at each place, then a fact less. A change is left out that
        costs more in the end than so many `times` the best gain of a single one. No proof, where gains make up for
        each other from afar: of 1,844 exchanges in a cube of 12,672 cells, four of the 474 that lowered the cost were
        passed over, and two thirds of the others; the programs had 44 % of the changes, and one hundredth of the gain
        was lost.
        """
        alone = np.where(room > 0, costs, NEVER)
        best = float(alone.min())
        if best >= 0:
            return np.zeros(0, dtype=np.int64)
        # The cheapest way to raise each sum, and to lower it.
        made_up = np.minimum.reduceat(alone.take(self._raising), self._starts)
        final = alone.copy()
        final[self._filled] += np.add.reduceat(made_up.take(self._needs), self._first)
        if final[alone < 0].min() > PAYS * best:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(final < -best * times)
