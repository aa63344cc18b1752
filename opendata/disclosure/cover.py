"""Where a pattern that hides little may lie, by what each sum asks of it.

A sum with one hidden cell gives it back: where a cell is hidden, each of its sums hides another one; and where the
cells that rules hide in a sum break a rule together, one that mends it. Hiding the fewest cells so is a problem of
covering. Its conditions are necessary, and nearly sufficient where any two values will do: what its fractional
solution hides is a start, which deviations then confirm or complete (see `suppression`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array, hstack, vstack

from opendata.disclosure.additions import Broken, Parts
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.draws import spread
from opendata.disclosure.program import INFINITE, Floats, Program


@dataclass(frozen=True)
class Sums:
    """The sums of a table that hold published cells alone (sums × cells), and its cells: those that rules hide, and
    those that may be hidden besides.
    """

    matrix: csr_array
    primary: Bools
    others: Bools

    def cover(self, weights: Floats, broken: Broken) -> Floats:
        """How much of each cell the cheapest fractional cover hides, from 0 to 1: none where nothing covers.

        `weights`: what it costs to hide each cell.
        """
        needs = self._needs(broken)
        places = np.flatnonzero(self.others)
        pairs, halves = self._pairs(), len(places)
        sums = pairs.shape[0]
        rows, columns = pairs.nonzero()
        ends = np.arange(len(rows))
        # A sum without primary cells: its cells add up to a total, at least twice each of them.
        twice = coo_array(
            (
                np.concatenate([np.full(len(rows), -2.0), np.ones(len(rows))]),
                (np.tile(ends, 2), np.concatenate([columns, halves + rows])),
            ),
            shape=(len(rows), halves + sums),
        )
        matrix = vstack(
            [
                hstack([pairs, -eye_array(sums)]),
                twice,
                hstack([needs, csr_array((needs.shape[0], sums))]),
            ],
            format="csr",
        )
        low = np.concatenate([np.zeros(sums + len(rows)), np.ones(needs.shape[0])])
        high = np.concatenate([np.zeros(sums), np.full(len(low) - sums, INFINITE)])
        upper = np.concatenate([np.ones(halves), np.full(sums, INFINITE)])
        program = Program(csr_array(matrix), low, high, np.zeros(len(upper)), upper)
        # Distinct costs avoid ties.
        costs = weights[places] * spread(places)
        answer = program.minimise_with(np.concatenate([costs, np.zeros(sums)]))
        hidden = np.zeros(len(self.primary))
        if answer.optimal:
            hidden[places] = answer.values[:halves]
        return hidden

    def _pairs(self) -> csr_array:
        """(sums without primary cells × other cells): where one cell is hidden, so is another."""
        size = abs(self.matrix)
        alone = (size @ self.primary.astype(np.int64) == 0) & (
            size @ self.others.astype(np.int64) > 0
        )
        return csr_array(size[alone][:, self.others])

    def _needs(self, broken: Broken) -> csr_array:
        """(sums that must hide one more × other cells): 1 for the cells that will do."""
        helping = [cells for cells in self._helping(broken) if len(cells)]
        rows = np.repeat(np.arange(len(helping)), [len(cells) for cells in helping])
        place = np.cumsum(self.others) - 1
        columns = place[np.concatenate([*helping, np.zeros(0, dtype=np.int64)])]
        shape = (len(helping), int(self.others.sum()))
        return csr_array(coo_array((np.ones(len(rows)), (rows, columns)), shape=shape))

    def _helping(self, broken: Broken) -> list[Ints]:
        """The cells that mend each sum whose primary cells are known together."""
        asked: list[tuple[Parts, Ints, Ints]] = []
        for row in np.flatnonzero(abs(self.matrix) @ self.primary.astype(np.int64)).tolist():
            inside = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
            cells, signs = self.matrix.indices[inside].astype(np.int64), self.matrix.data[inside]
            held = self.primary[cells]
            if np.all(signs[held] == signs[held][0]):
                others = cells[self.others[cells]]
                asked.append(
                    (_sum(cells[held]), others, signs[self.others[cells]] == signs[held][0])
                )
        known = [parts for parts, _, _ in asked]
        wrong = {*broken(known)}
        more = {
            _sum((*parts, cell))
            for parts, others, same in asked
            if parts in wrong
            for cell in others[same].tolist()
        }
        left = {*broken(more)}
        found = []
        for parts, others, same in asked:
            if parts in wrong:
                mending = [
                    not side or _sum((*parts, cell)) not in left
                    for cell, side in zip(others.tolist(), same, strict=True)
                ]
                found.append(others[mending] if any(mending) else others)
            elif len(parts) == 1:
                found.append(others)
        return found


def _sum(cells: Iterable[int]) -> Parts:
    return tuple(sorted(int(cell) for cell in cells))
