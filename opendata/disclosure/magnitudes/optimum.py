"""The least costly pattern of a table of amounts, by inequalities added as they are broken.

Fischetti and Salazar-González's branch and cut (JASA 95, 2000; Management Science 47, 2001), in rounds: choose the
cheapest pattern under the inequalities found so far, ask every need of it, add what it breaks. Fractional patterns
first, whole ones then. Each round's cost is a bound that no pattern undercuts, so that the gap is known whenever
the search stops: after `ROUNDS` rounds or the branches of one choice, never after a time, or results would differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from opendata.disclosure.cube import Bools
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.magnitudes.master import choose
from opendata.disclosure.magnitudes.pattern import AmountTable, Need, Suppression, active
from opendata.disclosure.magnitudes.separation import Cut, Separation
from opendata.disclosure.program import Floats

ROUNDS = 200
MET_ROUNDS = f"{ROUNDS} tours de recherche"
MET_BRANCHES = "le nombre de branches d'un tour de recherche"
# Needs that a pattern brings with it (sums that it gives away), asked of each whole pattern.
Further = Callable[[Bools], Iterable[Need]]


def least_costly(
    table: AmountTable, primary: Bools, needs: Sequence[Need], known: Suppression,
    further: Further | None = None, progress: Progress = silent,
) -> Suppression:  # fmt: skip
    """The optimum, or `known` (a pattern that meets every need) with the best bound found. Raises SolverError."""
    return _Search(table, primary, needs, known, further, progress).run()


class _Search:
    def __init__(
        self, table: AmountTable, primary: Bools, needs: Sequence[Need], known: Suppression,
        further: Further | None, progress: Progress,
    ) -> None:  # fmt: skip
        self.table, self.needs, self.best = table, list(needs), known
        self.further, self.progress = further, progress
        self.fixed = primary.astype(float)
        self.candidates = (table.candidates & ~primary).astype(float)
        self.separation = Separation(table)
        self.cuts: list[Cut] = []
        self._rows = abs(table.sums)

    def run(self) -> Suppression:
        """Fractional rounds until they find little, then whole ones."""
        bound, integers = 0.0, False
        for number in range(ROUNDS):
            chosen = choose(self.table.weights, self.fixed, self.candidates, self.cuts, integers)
            bound = max(bound, chosen.bound)
            self.progress("optimum", number, ROUNDS)
            if not chosen.finished:
                return self._stopped(bound, MET_BRANCHES)
            if bound >= self.best.cost - 1e-6:
                return self._stopped(self.best.cost, "")
            broken = list(self._broken(chosen.values, integers))
            if not broken and integers:
                hidden = chosen.values > 0.5
                return Suppression(hidden, self.table.cost(hidden), self.table.cost(hidden))
            integers = integers or not broken
            self.cuts += broken
        return self._stopped(bound, MET_ROUNDS)

    def _stopped(self, bound: float, limit: str) -> Suppression:
        return Suppression(self.best.hidden, self.best.cost, bound, limit)

    def _broken(self, hiding: Floats, integers: bool) -> Iterator[Cut]:
        """The inequalities that a pattern breaks."""
        for need in self.needs:
            # What a fractional pattern hides of candidates is not known yet.
            if all(self.fixed[list(need.cells)]) or (integers and active(need, hiding > 0.5)):
                cut = self.separation.cut(need, hiding)
                if cut is not None:
                    yield cut
        yield from self._lonely(hiding)
        if integers and self.further is not None:
            yield from self._brought(hiding)

    def _brought(self, hiding: Floats) -> Iterator[Cut]:
        """Those of the needs that this pattern brings with it; they stay."""
        for need in self.further(hiding > 0.5) if self.further else ():
            if need in self.needs:
                continue
            self.needs.append(need)
            cut = self.separation.cut(need, hiding)
            if cut is not None:
                yield cut

    def _lonely(self, hiding: Floats) -> Iterator[Cut]:
        """A candidate hidden alone in a sum protects nothing: some other cell of the sum must be hidden too."""
        summed = np.asarray(self._rows @ hiding)
        for row in range(self._rows.shape[0]):
            inside = self._rows.indices[self._rows.indptr[row] : self._rows.indptr[row + 1]]
            for cell in inside[2 * hiding[inside] > summed[row] + 1e-6]:
                if self.candidates[cell]:
                    yield Cut(inside.astype(np.int64), np.where(inside == cell, -1.0, 1.0), 0.0)
