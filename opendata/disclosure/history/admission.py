"""Whether a release may be published after those of a history, and what to do where it may not.

From public tables alone: the cells that would be hidden are found on a table that nobody can rule out, then the
whole history is attacked again with what would be published instead. Nothing is proposed that does not pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from opendata.disclosure.constraints import InconsistentError
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.history.attack import HistoryAudit, attack, audit_history
from opendata.disclosure.history.joint import Joint, joint
from opendata.disclosure.history.releases import ApartError, Release
from opendata.disclosure.history.ways import BEFORE, NOTHING, WayOut, advice, labelled, margins
from opendata.disclosure.intervals import InfeasibleError, Progress, silent
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.program import Floats
from opendata.disclosure.protector import Counts, UnsafeError, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from opendata.disclosure.witness import explore


class RefusedError(Exception):
    """A release that would reveal together with earlier ones: the audit that it fails, and the ways out.

    `ways` begins with the cheapest; empty where the earlier releases reveal each other already.
    """

    def __init__(self, outcome: HistoryAudit, ways: Sequence[WayOut]) -> None:
        self.outcome, self.ways = outcome, tuple(ways)
        named = (f"{release} : {exposure}" for release, exposure in outcome.exposures)
        super().__init__("\n".join([*named, self.advice]))

    @property
    def advice(self) -> str:
        """The cheapest way out and what the others cost, in one line of French."""
        return advice(self.ways) if self.ways else BEFORE


def admit(
    earlier: Sequence[Release],
    newest: Release,
    hide: tuple[int, int],
    total: float = 2.0,
    reach: bool = True,
    progress: Progress = silent,
) -> HistoryAudit:
    """The audit of a history with one release more. Raises RefusedError where something is exposed.

    A count is worth 1, times `total` for each dimension summed over. Raises ApartError, SolverError.
    """
    known = joint([*earlier, newest])
    outcome = attack(known, hide, reach, progress)
    if outcome.safe:
        return outcome
    search = _Search(earlier, newest, hide, total, reach)
    raise RefusedError(outcome, search.ways(known))


class _Search:
    """The ways out of one refusal."""

    def __init__(
        self, earlier: Sequence[Release], newest: Release, hide: tuple[int, int], total: float, reach: bool
    ) -> None:  # fmt: skip
        self.earlier, self.newest, self.hide, self.total, self.reach = earlier, newest, hide, total, reach  # fmt: skip
        self.weights = _weights(newest.publication.cube, total)

    def ways(self, known: Joint) -> list[WayOut]:
        """Hiding more, leaving out a margin or the detail of a dimension, publishing nothing: the cheapest first."""
        if self.earlier and not audit_history(self.earlier, self.hide, self.reach).safe:
            return []
        before = known.before()
        new = self.newest.publication.shown & ~before.shown[known.places[-1]]
        nothing = WayOut(float(self.weights[new].sum()), NOTHING, _without(self.newest.publication, new | True))  # fmt: skip
        cheaper = [
            way
            for way in self._proposed(known, new)
            if way.cost <= nothing.cost and self._passes(way.publication)
        ]
        return sorted([*cheaper, nothing], key=lambda way: way.cost)

    def _passes(self, publication: Publication) -> bool:
        instead = replace(self.newest, publication=publication)
        try:
            return (
                bool(publication.shown.any())
                and audit_history([*self.earlier, instead], self.hide, self.reach).safe
            )
        except ApartError:
            return False

    def _proposed(self, known: Joint, new: Bools) -> Iterator[WayOut]:
        release = self.newest.publication
        cells = _contradicted(known) if known.contradicted else self._hidden(known)
        if cells is not None:
            yield self._with_hidden(known, cells)
        for text, cells in margins(release.cube, release.shown | release.hidden):
            yield WayOut(self._cost(cells & new), text, _without(release, cells))

    def _with_hidden(self, known: Joint, cells: Bools) -> WayOut:
        """The release with more cells hidden; those that an earlier one shows are shown as it does."""
        release, before = self.newest.publication, known.before()
        places = known.places[-1]
        again = release.hidden & before.shown[places]
        values = np.where(again, before.values[places], release.values)
        instead = Publication(release.cube, values, (release.shown & ~cells) | again, (release.hidden | cells) & ~again, release.covers_cube)  # fmt: skip
        parts = [("masquer aussi", cells), ("montrer, comme avant,", again)]
        text = " et ".join(f"{what} {labelled(release.cube, these)}" for what, these in parts if these.any())  # fmt: skip
        return WayOut(self._cost(cells), text, instead)

    def _cost(self, cells: Bools) -> float:
        return float(self.weights[cells].sum())

    def _hidden(self, known: Joint) -> Bools | None:
        """The cells of the newest release to hide, found on a table that is compatible with everything."""
        values = _compatible(known)
        if values is None:
            return None
        before, told, places = known.before(), known.told, known.places[-1]
        kept = before.hidden.copy()
        kept[places[self.newest.publication.hidden]] = True
        counts = Counts(
            known.cube, values, told.shown | told.hidden | told.differences, told.covers_cube,
            structural=before.shown, kept=kept & ~before.shown, differences=told.differences,
        )  # fmt: skip
        try:
            done = protect(counts, [SmallCount(*self.hide)], self.hide, _weights(known.cube, self.total), not self.reach)  # fmt: skip
        except (UnprotectableError, UnsafeError):
            return None
        cells: Bools = self.newest.publication.shown & done.release.hidden[places]
        return cells


def _weights(cube: Cube, total: float) -> Floats:
    return np.asarray(total ** cube.summarised().astype(np.float64))


def _compatible(known: Joint) -> Ints | None:
    """One whole table that nobody can rule out; `None` where the releases contradict each other."""
    values = known.told.values.copy()
    try:
        for block in known.told.unknowns().blocks():
            nobody = np.zeros(len(block.cells), dtype=bool)
            values[block.cells] = explore(block, 0, nobody).tables[0]
    except (InconsistentError, InfeasibleError):
        return None
    return values


def _contradicted(known: Joint) -> Bools:
    """The cells of the newest release that are not what an earlier one says of them."""
    cells = [cell for cell, _, _ in known.contradicted]
    return known.releases[-1].publication.shown & np.isin(known.places[-1], cells)


def _without(release: Publication, cells: Bools) -> Publication:
    """The same without some cells: neither shown nor said to be hidden."""
    return Publication(release.cube, release.values, release.shown & ~cells, release.hidden & ~cells, release.covers_cube)  # fmt: skip
