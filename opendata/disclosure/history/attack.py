"""The public audit of a history: every release at once, as whoever kept them all attacks them.

Four things are named: a hidden count that the releases give away together, a small count that their difference
is, a count hidden by one and shown by another, and counts that contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.audit import BOUNDS, CONTRADICTION, SHOWN, Audit, Exposure, audit
from opendata.disclosure.cluster.across import Across, here
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.history.joint import Joint, Told, joint
from opendata.disclosure.history.releases import Release
from opendata.disclosure.intervals import TOLERANCE, Progress, extreme, program, silent
from opendata.disclosure.witness import Witnesses

DIFFERENCE = "différence de publications"
CHANGED = "deux publications donnent deux effectifs à une même case"
FORGOTTEN = "masqué par une publication, publié par une autre"
SEVERAL = "plusieurs publications"


@dataclass(frozen=True)
class HistoryAudit:
    """Outcome: hidden cells attacked, and (release, exposure) of each that gives way.

    The release is the newest that has the cell, or `SEVERAL` where only their difference gives it. Labels are those
    of `names`.
    """

    names: tuple[str, ...]
    attacked: int
    exposures: tuple[tuple[str, Exposure], ...]
    told: Told = field(repr=False)
    witnesses: tuple[Witnesses, ...] = field(default=(), repr=False)

    @property
    def safe(self) -> bool:
        """Whether nothing is exposed."""
        return not self.exposures

    @property
    def recovered(self) -> tuple[Exposure, ...]:
        """Exposures where a count that should not be is known exactly."""
        return tuple(e for _, e in self.exposures if e.recovered)


def audit_history(
    releases: Sequence[Release],
    hide: tuple[int, int],
    reach: bool = True,
    progress: Progress = silent,
    across: Across = here,
) -> HistoryAudit:
    """Attack all releases at once, in the order of their publication, from their public tables alone.

    `hide`, `reach`, `across`: see `audit`. Raises ApartError when nothing says which facts they share, SolverError when a
    solver gives no answer: neither is a pass.
    """
    return attack(joint(releases), hide, reach, progress, across)


def attack(
    known: Joint,
    hide: tuple[int, int],
    reach: bool = True,
    progress: Progress = silent,
    across: Across = here,
) -> HistoryAudit:
    """The same, of releases that stand in one cube already."""
    label = known.cube.labels
    told = with_differences(known)
    given = np.flatnonzero(told.shown & ~known.told.shown)
    changed = [Exposure(label(c), low, high, CHANGED) for c, low, high in known.contradicted]
    forgotten = [Exposure(label(c), int(told.values[c]), int(told.values[c]), FORGOTTEN) for c in known.forgotten]  # fmt: skip
    attacked = int(told.hidden.sum())
    if changed:
        outcome = Audit(attacked, tuple(changed))
    else:
        outcome = audit(told, hide, progress=progress, reach=reach, across=across)
    differences = {label(c) for c in given.tolist()}
    named = [
        replace(e, attack=DIFFERENCE) if e.attack == SHOWN and e.labels in differences else e
        for e in (*outcome.exposures, *forgotten, *_bounded(told, outcome.witnesses, hide))
    ]
    exposures = [(_holder(known, exposure), exposure) for exposure in sorted(named)]
    return HistoryAudit(known.cube.names, attacked, tuple(exposures), told, outcome.witnesses)


def _holder(known: Joint, exposure: Exposure) -> str:
    if exposure.attack == CONTRADICTION and len(exposure.labels) != len(known.cube.names):
        return SEVERAL
    return known.holder(known.cube.cell(exposure.labels)) or SEVERAL


def with_differences(known: Joint) -> Told:
    """What was published, and the counts that subtracting it gives to cells that nobody published."""
    told = known.told
    matrix, values, shown = told.sums(), told.values.copy(), told.shown.copy()
    free = ~(told.shown | told.hidden)
    while True:
        found = _single(matrix, values, shown)
        new = [(cell, value) for cell, value in found if free[cell] and not shown[cell] and value >= 0]  # fmt: skip
        if not new:
            break
        for cell, value in new:
            values[cell], shown[cell] = value, True
    return replace(told, values=values, shown=shown)


def _single(matrix: csr_array, values: Ints, shown: Bools) -> list[tuple[int, int]]:
    """(cell, count) of each unknown that stands alone in a sum."""
    unknown = (~shown).astype(np.int64)
    rows = np.flatnonzero(abs(matrix) @ unknown == 1)
    if not len(rows):
        return []
    chosen = csr_array(matrix[rows])
    rest = chosen @ np.where(shown, values, 0)
    alone = csr_array(chosen.multiply(unknown))
    alone.eliminate_zeros()
    return list(zip(alone.indices.tolist(), (-rest * alone.data).tolist(), strict=True))


def _bounded(told: Told, blocks: Sequence[Witnesses], hide: tuple[int, int]) -> list[Exposure]:
    """Differences that nobody can subtract exactly, and that are small for sure all the same."""
    exposures = []
    for witnesses in blocks:
        block = witnesses.block
        near = told.differences[block.cells] & (witnesses.lowest >= hide[0]) & (witnesses.highest <= hide[1])  # fmt: skip
        for place in np.flatnonzero(near).tolist():
            system = program(block)
            low, high = extreme(system, place, -1), extreme(system, place, 1)
            if low >= hide[0] - TOLERANCE and high <= hide[1] + TOLERANCE:
                labels = told.cube.labels(int(block.cells[place]))
                exposures.append(Exposure(labels, int(np.ceil(low - TOLERANCE)), int(np.floor(high + TOLERANCE)),
                                          DIFFERENCE if low == high else BOUNDS))  # fmt: skip
    return exposures
