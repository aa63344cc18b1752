"""The confidential audit: with the true counts, the reasons, and attackers from inside.

Run on the protector's side of the wall, but from published labels and hierarchies: it shares
no code with the protector, and would rather refuse than believe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.audit import BOUNDS, INTEGERS, Exposure
from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.intervals import TOLERANCE, Progress, extreme, program, silent
from opendata.disclosure.program import INFINITE, Floats, Program
from opendata.disclosure.publication import Publication
from opendata.disclosure.witness import is_compatible

INSIDER = "un contributeur, ses propres faits déduits"
REPORTER = "l'auteur de la fiche d'un effectif de 1"


@dataclass(frozen=True)
class Secrets:
    """What only the producer knows.

    `values` of all cells; `primary`: cell → (low, high), the interval that must stay possible;
    `own`: contributor → {cell: its own facts}; `insiders`: whether attacks from inside count;
    `unions`: the sums of hidden cells that have their intervals too, numbered after the cells; `after`: whether this
    was published after other releases, whose counts can no longer be hidden.
    """

    values: Ints
    primary: Mapping[int, tuple[int, int]]
    own: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    insiders: bool = True
    unions: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    after: bool = False


def audit_with_reasons(
    release: Publication,
    secrets: Secrets,
    progress: Progress = silent,
    deviations: csr_array | None = None,
    one: bool = False,
) -> tuple[Exposure, ...]:
    """Every primary count whose interval is not open, or that an insider knows exactly; `one` will do.

    `deviations` (deviations × cells) only save work: each is checked by additions before it counts.
    Raises SolverError when a solver gives no answer: never a pass.
    """
    size = release.cube.size
    wrong = release.shown & (release.values != secrets.values[:size])
    if np.any(wrong):
        raise ValueError("les effectifs publiés ne sont pas ceux de la table")
    published = [c for c in secrets.primary if c not in secrets.unions and release.shown[c]]
    exposures = [_in_view(release, secrets, cell) for cell in published]
    watched = {c for c in secrets.primary if c in secrets.unions or release.hidden[c]}
    # A sum of which one part is published is that of the others.
    whole = {c: parts for c, parts in secrets.unions.items() if release.hidden[list(parts)].all()}
    done = 0
    for block in release.unknowns().with_sums(whole).blocks():
        inside = [c for c in block.cells.tolist() if c in watched]
        if inside:
            found = _Inspection(release, secrets, block, inside, deviations).exposures()
            exposures += islice(found, 1) if one else found
        if one and exposures:
            break
        done += len(inside)
        progress("audit confidentiel", done, len(secrets.primary))
    return tuple(sorted(set(exposures)))


def _in_view(release: Publication, secrets: Secrets, cell: int) -> Exposure:
    value = int(secrets.values[cell])
    return Exposure(
        release.cube.labels(cell), value, value, "effectif masqué par une règle, publié"
    )


def sum_labels(release: Publication, cells: Iterable[int]) -> tuple[str, ...]:
    """How a sum of cells is named."""
    return (" + ".join(", ".join(release.cube.labels(cell)) for cell in cells),)


class _Inspection:
    """One block of unknowns, its tables found so far (the true one first)."""

    def __init__(
        self,
        release: Publication,
        secrets: Secrets,
        block: Unknowns,
        cells: list[int],
        deviations: csr_array | None = None,
    ) -> None:
        self.release, self.secrets, self.block = release, secrets, block
        self.place = {int(cell): place for place, cell in enumerate(block.cells)}
        self.cells = cells
        self.truth = secrets.values[block.cells]
        self.own = self._owned()
        self.singles = [self.place[cell] for cell in cells if self.truth[self.place[cell]] == 1]
        self.given = self._checked(deviations)
        self.lowest, self.highest = self._reach()
        # Whole tables found since, and the contributors who can rule out each.
        self.tables = np.zeros((0, len(self.truth)), dtype=np.int64)
        self.refuted = np.zeros((0, len(self.own)), dtype=bool)
        self._linear = program(block)
        self._integer: Program | None = None

    def _checked(self, deviations: csr_array | None) -> csr_array:
        """The deviations of this block that keep every sum and leave no count below zero."""
        if deviations is None:
            return csr_array((0, len(self.truth)), dtype=np.int64)
        part = csr_array(csc_array(deviations)[:, self.block.cells])
        kept = np.diff(part.indptr) > 0
        wrong = csr_array(self.block.matrix @ part.T)
        wrong.eliminate_zeros()
        kept[wrong.indices] = False
        below = part.data < -self.truth[part.indices]
        rows = np.repeat(np.arange(part.shape[0]), np.diff(part.indptr))
        kept[rows[below]] = False
        return csr_array(part[kept])

    def _reach(self) -> tuple[Ints, Ints]:
        """The lowest and the highest value of each unknown in the tables given, and in the true one."""
        low, high = self.truth.copy(), self.truth.copy()
        there = self.truth[self.given.indices] + self.given.data
        np.minimum.at(low, self.given.indices, there)
        np.maximum.at(high, self.given.indices, there)
        return low, high

    def exposures(self) -> Iterator[Exposure]:
        """Intervals first: the tables they leave serve against insiders."""
        for cell in self.cells:
            yield from self._interval(cell)
        if self.secrets.insiders:
            for cell in self.cells:
                yield from self._insiders(cell)
            for cell, known in self._reporters():
                yield from self._reporter(cell, known)

    # -- intervals -------------------------------------------------------------------------

    def _interval(self, cell: int) -> list[Exposure]:
        low, high = self.secrets.primary[cell]
        place = self.place[cell]
        fails = [self._reached(place, -1, low), self._reached(place, 1, high)]
        if all(fail is None for fail in fails):
            return []
        lowest, highest = (self._exact(place, side) for side in (-1, 1))
        upper = None if highest == INFINITE else round(highest)
        reason = next(fail for fail in fails if fail is not None)
        return [Exposure(self._labels(cell), round(lowest), upper, reason)]

    def _labels(self, cell: int) -> tuple[str, ...]:
        parts = self.secrets.unions.get(cell)
        return sum_labels(self.release, parts) if parts else self.release.cube.labels(cell)

    def _reached(self, place: int, side: int, goal: int) -> str | None:
        """None when some whole table has the count at `goal` or beyond; else the attack."""
        if self.lowest[place] <= goal if side < 0 else self.highest[place] >= goal:
            return None
        loose = extreme(self._linear, place, side)
        if loose * side < goal * side - TOLERANCE:
            return BOUNDS
        return None if self._witness(place, side, goal) else INTEGERS

    def _witness(self, place: int, side: int, goal: int) -> bool:
        """Keep a whole table with the count at `goal` or beyond, if there is one."""
        return self._table({place: (goal, INFINITE) if side > 0 else (0, goal)}, None)

    def _exact(self, place: int, side: int) -> float:
        return extreme(self._integers(), place, side)

    # -- insiders --------------------------------------------------------------------------

    def _insiders(self, cell: int) -> list[Exposure]:
        """The attackers from inside for whom the count of `cell` cannot differ."""
        place, label = self.place[cell], self._labels(cell)
        value, exposures = int(self.truth[place]), []
        for owner in np.flatnonzero(self._unmoved(place)).tolist():
            # A table found for one contributor may serve the next.
            still = self._unmoved(place)[owner]
            if still and not self._moves(place, self.own[owner], None):
                exposures += [Exposure(label, value, value, INSIDER)]
        return exposures

    def _reporters(self) -> Iterator[tuple[int, int]]:
        """(cell, place of a count of 1) where no table given moves the one without the other."""
        places = [self.place[cell] for cell in self.cells]
        moved = csc_array(abs(self.given).sign().astype(np.int64))
        cells, singles = csc_array(moved[:, places]), csc_array(moved[:, self.singles])
        together = (cells.T @ singles).toarray()
        alone = together == np.diff(cells.indptr)[:, None]
        for row, column in np.argwhere(alone).tolist():
            if places[row] != self.singles[column]:
                yield self.cells[row], self.singles[column]

    def _reporter(self, cell: int, known: int) -> list[Exposure]:
        """The attack of who reported the single fact at `known`, when the count of `cell` cannot differ."""
        place, value = self.place[cell], int(self.truth[self.place[cell]])
        moved = self.tables[:, place] != value
        if np.any(moved & (self.tables[:, known] == 1)) or self._moves(place, None, known):
            return []
        if self._same_facts(int(self.block.cells[known]), cell) or self._tied(place, known):
            return []
        return [Exposure(self._labels(cell), value, value, REPORTER)]

    @cached_property
    def _ruled_out(self) -> Bools:
        """(tables given × contributors): whose own facts do not fit."""
        ruled = np.zeros((self.given.shape[0], len(self.own)), dtype=bool)
        for row in range(len(ruled)) if len(self.own) else ():
            inside = slice(self.given.indptr[row], self.given.indptr[row + 1])
            places = self.given.indices[inside]
            ruled[row] = np.any(
                self.own[:, places] > self.truth[places] + self.given.data[inside], axis=1
            )
        return ruled

    @cached_property
    def _by_place(self) -> csc_array:
        return csc_array(self.given)

    def _unmoved(self, place: int) -> Bools:
        """Contributors to whom no table found so far leaves another value of this count."""
        moved = self.tables[:, place] != self.truth[place]
        given = self._by_place
        rows = given.indices[given.indptr[place] : given.indptr[place + 1]]
        unmoved: Bools = np.all(self.refuted[moved], axis=0) & np.all(self._ruled_out[rows], axis=0)
        return unmoved

    def _owned(self) -> Ints:
        """(contributors × unknowns): the facts of each contributor who has some here."""
        rows = [own for own in self.secrets.own.values() if any(c in self.place for c in own)]
        owned = np.zeros((len(rows), len(self.truth)), dtype=np.int64)
        for row, own in enumerate(rows):
            for cell, facts in own.items():
                if cell in self.place:
                    owned[row, self.place[cell]] = facts
        return owned

    def _keep(self, table: Ints) -> None:
        self.tables = np.vstack([self.tables, table])
        self.lowest, self.highest = np.minimum(self.lowest, table), np.maximum(self.highest, table)
        self.refuted = np.vstack([self.refuted, np.any(self.own > table, axis=1)])

    def _moves(self, place: int, floor: Ints | None, known: int | None) -> bool:
        """Whether the count may differ for this insider."""
        value = int(self.truth[place])
        fixed = {} if known is None else {known: (1.0, 1.0)}
        above = self._table({**fixed, place: (value + 1, INFINITE)}, floor)
        return above or (value > 0 and self._table({**fixed, place: (0, value - 1)}, floor))

    def _same_facts(self, first: int, second: int) -> bool:
        """Two labels of the same finest cells: knowing one is knowing the other."""
        if first in self.secrets.unions or second in self.secrets.unions:
            return False
        for dimension, a, b in zip(self.release.cube.dimensions, self.release.cube.labels(first),
                                   self.release.cube.labels(second), strict=True):  # fmt: skip
            rows = dimension.membership[[dimension.position[a], dimension.position[b]]].toarray()
            if np.any(rows[0] != rows[1]):
                return False
        return True

    def _tied(self, first: int, second: int) -> bool:
        """Whether everybody knows by how much two counts differ, and nothing can be hidden to undo it.

        Knowing one is knowing the other then: whoever reported the first learns nothing of the second.
        """
        if not self.secrets.after:
            return False
        costs = np.zeros(len(self.truth))
        costs[first], costs[second] = 1, -1
        least, most = (self._linear.minimise_with(sign * costs) for sign in (1, -1))
        both = least.optimal and most.optimal
        return both and abs(least.objective + most.objective) < TOLERANCE

    # -- tables ----------------------------------------------------------------------------

    def _table(self, bounds: Mapping[int, tuple[float, float]], floor: Ints | None) -> bool:
        """Look for a whole table within bounds and above `floor`; keep it."""
        for system in (self._linear, None):
            values = self._solved(system or self._integers(), bounds, floor)
            if values is None:
                return False
            table = np.rint(values).astype(np.int64)
            if is_compatible(self.block, table) and np.max(np.abs(values - table)) < 1e-5:
                self._keep(table)
                return True
        raise AssertionError("an integer program gave a table that breaks a sum")

    def _solved(
        self, system: Program, bounds: Mapping[int, tuple[float, float]], floor: Ints | None
    ) -> Floats | None:
        size = len(self.truth)
        low = np.zeros(size) if floor is None else floor.astype(float)
        high = np.full(size, INFINITE)
        for place, (least, most) in bounds.items():
            low[place], high[place] = max(low[place], least), min(high[place], most)
        every = np.arange(size)
        answer = None
        if np.all(low <= high):
            system.bound(every, low, high)
            # Small tables are looked for, so that the program is bounded.
            answer = system.minimise_with(np.ones(size))
            system.bound(every, np.zeros(size), np.full(size, INFINITE))
        return answer.values if answer is not None and answer.optimal else None

    def _integers(self) -> Program:
        self._integer = self._integer or program(self.block, integers=True)
        return self._integer
