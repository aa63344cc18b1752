"""A quarter protected with everything published before it, so that all of them together give nothing back.

What was published stays published, and what was hidden stays hidden: where no pattern of the new table protects all
of them at once, the quarter is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from opendata.disclosure.audit import Audit
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, Protected, UnsafeError, contributions
from opendata.disclosure.protector import protect as hide_cells
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import Contributions
from opendata.findings import Finding, FindingsError
from opendata.tranquillite import publications, quarterly_tables
from opendata.tranquillite.history import History, quarterly_publication
from opendata.tranquillite.published import Published
from opendata.tranquillite.quarter import Quarter
from opendata.tranquillite.quarterly_tables import QuarterlyPlan
from opendata.tranquillite.witness_values import possible_values

KEPT = "ce qui est publié reste publié : les publications se soustraient"
Facts = Mapping[tuple[str, ...], Mapping[str, int]]


@dataclass(frozen=True)
class HiddenBefore:
    """Counts that an earlier publication hides, and that the new one would give back: two values at least stay possible."""

    cells: Bools = field(repr=False)
    reason: str = "masqué par une publication d'avant"

    def hides(self, counts: Ints, _contributions: Contributions | None) -> Bools:
        """The cells; a sum of cells that the protector adds is none of them."""
        mask = np.zeros(len(counts), dtype=bool)
        mask[: len(self.cells)] = self.cells[: len(counts)]
        return mask

    def interval(self, counts: Ints, _contributions: Contributions | None) -> tuple[Ints, Ints]:
        """The count, and one more: another value than its own."""
        return counts.copy(), counts + 1


@dataclass(frozen=True)
class QuarterProtected:
    """A quarter, as it goes out: what is hidden and why, and the attack of all publications together."""

    quarter: Quarter
    protected: Protected
    own: Publication
    record: Published
    files: Mapping[str, bytes] = field(repr=False)
    together: Audit = field(repr=False)


def refuse_gap(history: History, quarter: Quarter) -> None:
    """Raises FindingsError when the quarter is not the next one."""
    last = history.quarterly.quarters[-1] if history.counts else Quarter(history.quarterly.year, 4)
    if quarter != last.after(1):
        raise FindingsError([Finding("--release", 0, 0, f"« {quarter} » après « {last} »", "un trimestre suit celui d'avant",
                                     f"écrire {last.after(1)}")])  # fmt: skip


def protect_quarter(history: History, quarter: Quarter, facts: Facts) -> QuarterProtected:
    """The files of the release with one more quarter.

    `facts`: (arrondissement, type, quarter as 2026-T1, kind of facility) → facility → number. Raises FindingsError when
    published counts are no longer those of the facts, or when no pattern protects.
    """
    work = _Work(history, quarter, facts)
    work.refuse_revisions()
    try:
        return work.published()
    except (UnprotectableError, UnsafeError) as error:
        raise FindingsError([Finding("extrait", 0, 0, f"{quarter} ne peut pas être protégé avec ce qui est déjà publié ({error})",
                                     "ce qui est publié reste publié, et une table qui échoue à son audit ne l'est pas",
                                     "publier moins de détail ce trimestre")]) from None  # fmt: skip


class _Work:
    """The new quarter in the cube of all publications that share facts with it."""

    def __init__(self, history: History, quarter: Quarter, facts: Facts) -> None:
        before = history.quarterly
        self.history, self.quarter = history, quarter
        self.plan = QuarterlyPlan(history.plan, before.year, (*before.quarters, quarter))
        self.cube = self.plan.cube
        self.counts = {one: before.moved(cells, self.plan) for one, cells in history.counts.items()}
        self.before = self.plan.published(history.last, self.counts)
        self.own = self.plan.scope(quarter)
        known = set(self.cube.dimensions[self.cube.names.index("trimestre")].leaves)
        self.facts = {labels: brought for labels, brought in facts.items() if labels[2] in known}
        self.values = self.cube.counts({labels: sum(brought.values()) for labels, brought in self.facts.items()})  # fmt: skip

    def refuse_revisions(self) -> None:
        """Raises FindingsError when a published count is no longer that of the facts: never which, nor how many it is now."""
        changed = int(np.sum(self.before.shown & (self.before.values != self.values)))
        if changed:
            raise FindingsError([Finding("extrait", 0, 0, f"{changed} effectif(s) publié(s) ne sont plus ceux de l'extrait", KEPT,
                                         "exporter les faits tels qu'ils étaient comptés, ou décider d'une révision")])  # fmt: skip

    def published(self) -> QuarterProtected:
        """The quarter, protected and attacked with all others."""
        alone = self._own(self._protected(self.own, None, ()))
        lost = len(self._attacked(alone).recovered)
        protected, outcome = self._with_memory()
        own = self._own(protected)
        cells = self._cells(own)
        counts = {**self.counts, self.quarter: cells}
        record = replace(
            quarterly_publication(self.plan, self.quarter, cells),
            sans_memoire=int(alone.hidden.sum()), retrouvees=lost,
        )  # fmt: skip
        possible = possible_values(outcome, self.history.plan.decisions.hidden_counts[1] + 1)
        files = {
            **quarterly_tables.write(self.plan, counts, possible),
            **publications.write(self.history.plan, (*self.history.recorded, record)),
        }
        return QuarterProtected(self.quarter, protected, own, record, files, outcome)

    def _with_memory(self) -> tuple[Protected, Audit]:
        """Protected until the attack of all publications recovers nothing.

        The protector may rely on less than is hidden: it takes as published a cell hidden before that nothing needs
        any more. What then gives way in the attack is protected for itself. Small counts lose nothing by it: more is
        hidden than the confidential audit was told.
        """
        watched = np.zeros(self.cube.size, dtype=bool)
        while True:
            protected = self._protected(self.own | self.before.shown | self.before.hidden, self.before.shown,
                                        (HiddenBefore(watched),))  # fmt: skip
            outcome = self._attacked(self._own(protected))
            exposed = [self.cube.cell(exposure.labels) for exposure in outcome.exposures]
            if not exposed:
                return protected, outcome
            if np.any(~self.before.hidden[exposed] | watched[exposed]):
                raise UnsafeError(outcome.exposures)
            watched[exposed] = True

    def _protected(
        self, scope: Bools, fixed: Bools | None, more: Sequence[HiddenBefore]
    ) -> Protected:
        decisions = self.history.plan.decisions
        names, brought = contributions(self.cube, self.facts, scope)
        counts = Counts(self.cube, self.values, scope, False, brought, names, fixed)
        weights = decisions.poids.total ** self.cube.summarised().astype(float)
        return hide_cells(counts, (*decisions.rules(), *more), decisions.hidden_counts, weights)

    def _own(self, protected: Protected) -> Publication:
        """The cells of the new quarter alone."""
        release = protected.release
        return Publication(self.cube, self.values, release.shown & self.own, release.hidden & self.own, False)  # fmt: skip

    def _cells(self, own: Publication) -> dict[int, int | None]:
        return {cell: int(own.values[cell]) if own.shown[cell] else None for cell in self.plan.cells(self.quarter)}  # fmt: skip

    def _attacked(self, own: Publication) -> Audit:
        """All publications, this one as `own`, attacked from what they publish."""
        everything = self.plan.published(self.history.last, {**self.counts, self.quarter: self._cells(own)})  # fmt: skip
        return attack(everything, self.history.plan.decisions.hidden_counts)
