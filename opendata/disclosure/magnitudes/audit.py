"""What an attacker knows of every hidden amount, from published ones; and, with the levels, whether it is too much.

Apart from the protector: it reads published labels and amounts, and solves its own programs. Amounts are whole units of
their file; fractions are allowed to the attacker, which makes no interval narrower than it is by more than one unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array, hstack

from opendata.disclosure.constraints import InconsistentError, Unknowns
from opendata.disclosure.cube import Ints
from opendata.disclosure.intervals import Progress, extreme, silent
from opendata.disclosure.program import INFINITE, Floats, Program
from opendata.disclosure.publication import Publication

# A unit less than this is no difference: programs are solved in floating point.
HALF = 0.5
KNOWN = "retrouvé par additions et soustractions"
NARROW = "encadré de plus près que la règle ne le permet"
INSIDER = "encadré de trop près par un contributeur, ses propres montants déduits"
SHOWN = "montant masqué par une règle, publié"
CONTRADICTION = "totaux contradictoires"


@dataclass(frozen=True)
class Bounds:
    """Lowest and highest amount that an attacker cannot rule out."""

    lower: float
    upper: float


@dataclass(frozen=True)
class Prior:
    """By cell, what attackers know of amounts before reading."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, order=True)
class AmountExposure:
    """An amount that gives away too much. The amount itself is not said."""

    labels: tuple[str, ...]
    attack: str

    def __str__(self) -> str:
        return f"({', '.join(self.labels)}) : {self.attack}"


@dataclass(frozen=True)
class Required:
    """What only the producer knows: true amounts, and the interval that each unsafe one must keep.

    `own`: contributor → the cells that it fills alone, for those who do; `brought`: contributor → {cell: its part}.
    """

    values: Ints
    lowest: Mapping[int, int]
    highest: Mapping[int, int]
    own: Mapping[str, frozenset[int]] = field(default_factory=dict)
    brought: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def attacked(
    release: Publication, prior: Prior | None = None, progress: Progress = silent
) -> dict[int, Bounds]:
    """Hidden cell → what an attacker knows of it.

    Raises InconsistentError or InfeasibleError when published totals contradict each other, SolverError when a
    solver gives no answer.
    """
    found: dict[int, Bounds] = {}
    total = int(release.hidden.sum())
    for block in release.unknowns().blocks():
        system = _program(block, prior)
        for place, cell in enumerate(block.cells.tolist()):
            if release.hidden[cell]:
                found[cell] = Bounds(extreme(system, place, -1), extreme(system, place, 1))
                progress("encadrements", len(found), total)
    return found


def audit_amounts(release: Publication, bounds: Mapping[int, Bounds]) -> tuple[AmountExposure, ...]:
    """The hidden amounts that anybody computes exactly (to the unit)."""
    known = [cell for cell, found in bounds.items() if found.upper - found.lower < HALF]
    return tuple(AmountExposure(release.cube.labels(cell), KNOWN) for cell in sorted(known))


def contradicted(release: Publication) -> tuple[AmountExposure, ...]:
    """The published sums that do not add up; empty when they do."""
    try:
        release.unknowns()
    except InconsistentError as error:
        cells = error.cells[:20].tolist()
        return tuple(AmountExposure(release.cube.labels(cell), CONTRADICTION) for cell in cells)
    return ()


def audit_with_levels(
    release: Publication, required: Required, prior: Prior, bounds: Mapping[int, Bounds], progress: Progress = silent
) -> tuple[AmountExposure, ...]:  # fmt: skip
    """Every unsafe amount that an outsider, or a contributor alone in some hidden cell, frames too closely."""
    if np.any(release.shown & (release.values != required.values)):
        raise ValueError("les montants publiés ne sont pas ceux de la table")
    exposures = set()
    for cell in required.lowest:
        if release.shown[cell]:
            exposures.add(AmountExposure(release.cube.labels(cell), SHOWN))
        elif not _wide(bounds[cell], required, cell):
            exposures.add(AmountExposure(release.cube.labels(cell), NARROW))
    for block in release.unknowns().blocks():
        faced = [cell for cell in block.cells.tolist() if cell in required.lowest and _wide(bounds[cell], required, cell)]  # fmt: skip
        exposures.update(_Insiders(release, required, prior, block).exposures(faced))
        progress("initiés", int(block.cells[-1]) + 1, release.cube.size)
    return tuple(sorted(exposures))


def _wide(found: Bounds, required: Required, cell: int) -> bool:
    low = found.lower <= required.lowest[cell] + HALF
    return low and found.upper >= required.highest[cell] - HALF


def _program(block: Unknowns, prior: Prior | None) -> Program:
    size = len(block.cells)
    low = np.zeros(size) if prior is None else prior.lower[block.cells]
    high = np.full(size, INFINITE) if prior is None else prior.upper[block.cells]
    return Program(block.matrix, block.right, block.right, low, high)


class _Insiders:
    """One block of unknown amounts, faced by each contributor who fills some of its cells alone.

    Knowing the truth, the smallest change of it that takes an amount as far as its rule asks: whoever knows none of the
    cells that it changes cannot rule it out; for the others, another is looked for that leaves theirs.
    """

    def __init__(
        self, release: Publication, required: Required, prior: Prior, block: Unknowns
    ) -> None:
        self.release, self.required = release, required
        self.cells = block.cells.tolist()
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.truth = required.values[block.cells].astype(float)
        self.up = np.maximum(prior.upper[block.cells] - self.truth, 0.0)
        self.down = np.maximum(self.truth - prior.lower[block.cells], 0.0)
        both = csr_array(hstack([block.matrix, -block.matrix], format="csr"))
        rows, nothing = np.zeros(both.shape[0]), np.zeros(both.shape[1])
        self.program = Program(both, rows, rows, nothing, nothing)

    def exposures(self, faced: Sequence[int]) -> Iterator[AmountExposure]:
        """Of these, the unsafe amounts of others that a contributor frames too closely."""
        for cell in faced:
            truth = self.required.values[cell]
            for side, amount in (
                (1, self.required.highest[cell] - truth),
                (-1, truth - self.required.lowest[cell]),
            ):
                if amount > 0 and not self._convinces(cell, side, float(amount)):
                    yield AmountExposure(self.release.cube.labels(cell), INSIDER)

    def _convinces(self, cell: int, side: int, amount: float) -> bool:
        """Whether no contributor to other cells alone rules out that the amount moves so far."""
        moved = self._change(cell, side, amount, [])
        if moved is None:
            return False
        changed = {self.cells[place] for place in np.flatnonzero(moved > HALF)}
        for who, cells in self.required.own.items():
            if cell in cells or not cells & changed:
                continue
            known = [self.place[one] for one in cells if one in self.place]
            if self._change(cell, side, self._left(cell, side, amount, who), known) is None:
                return False
        return True

    def _left(self, cell: int, side: int, amount: float, who: str) -> float:
        """How far the amount may go for a contributor: never below what that one brings to it."""
        rest = int(self.required.values[cell]) - self.required.brought.get(who, {}).get(cell, 0)
        return amount if side > 0 else min(amount, float(rest))

    def _change(self, cell: int, side: int, amount: float, known: Sequence[int]) -> Floats | None:
        """How much each amount changes in the smallest change; None when there is none."""
        size, place = len(self.cells), self.place[cell]
        low, high = np.zeros(2 * size), np.concatenate([self.up, self.down])
        for one in known:
            high[[one, size + one]] = 0.0
        forth, back = (place, size + place) if side > 0 else (size + place, place)
        amount = max(0.0, amount - HALF)
        if high[forth] < amount:
            return None
        low[forth], high[forth], high[back] = amount, amount, 0.0
        self.program.bound(np.arange(2 * size), low, high)
        answer = self.program.minimise_with(np.ones(2 * size))
        return answer.values[:size] + answer.values[size:] if answer.optimal else None
