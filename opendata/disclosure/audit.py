"""The public audit: attack a release from its published cells alone, as anybody can.

Four attacks, each able to find what the others miss: reading (a small count left in plain
view), exact elimination, bounds, and whole tables in integers. A hidden count is safe when
it may take at least two values and may reach the threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from opendata.disclosure.cluster.across import Across, here
from opendata.disclosure.constraints import InconsistentError, Unknowns
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.elimination import determined
from opendata.disclosure.intervals import (
    InfeasibleError,
    Interval,
    Progress,
    extreme,
    program,
    silent,
)
from opendata.disclosure.program import INFINITE
from opendata.disclosure.publication import Publication
from opendata.disclosure.witness import Witnesses, explore

SHOWN = "petit effectif publié"
ELIMINATION = "additions et soustractions"
BOUNDS = "encadrement"
INTEGERS = "encadrement en nombres entiers"
CONTRADICTION = "totaux contradictoires"


@dataclass(frozen=True, order=True)
class Exposure:
    """A cell that gives away too much: what it is, the values left, and the attack."""

    labels: tuple[str, ...]
    lower: int
    upper: int | None
    attack: str

    @property
    def recovered(self) -> bool:
        """Whether a hidden count is known exactly."""
        return self.lower == self.upper and self.attack != SHOWN

    def __str__(self) -> str:
        place = f"({', '.join(self.labels)})"
        if self.lower == self.upper:
            return f"{place} = {self.lower} : {self.attack}"
        top = "∞" if self.upper is None else self.upper
        return f"{place} entre {self.lower} et {top} : {self.attack}"


@dataclass(frozen=True)
class Audit:
    """Outcome of a public audit: hidden cells attacked, exposures, witnesses by block."""

    attacked: int
    exposures: tuple[Exposure, ...]
    witnesses: tuple[Witnesses, ...] = field(default=(), repr=False)

    @property
    def safe(self) -> bool:
        """Whether nothing is exposed."""
        return not self.exposures

    @property
    def recovered(self) -> tuple[Exposure, ...]:
        """Exposures where a hidden count is known exactly."""
        return tuple(exposure for exposure in self.exposures if exposure.recovered)


def audit(
    release: Publication,
    hide: tuple[int, int],
    given: Mapping[int, Sequence[int]] | None = None,
    progress: Progress = silent,
    reach: bool = True,
    across: Across = here,
) -> Audit:
    """Attack every hidden cell; counts of `hide` (lowest, highest) must not be in plain view.

    `given`: cell → its counts in already published witness tables; they only save work, each is
    checked by additions. `reach` false asks for two values only (exact protection), not for the
    threshold. `across`: who attacks independent blocks. Raises SolverError when a solver gives no answer: never a pass.
    """
    shown = _small_in_view(release, hide)
    attacked = int(release.hidden.sum())
    try:
        unknown = release.unknowns()
        exposures, witnesses = _attack(
            release, unknown, hide[1] + 1 if reach else 0, given or {}, progress, across
        )
    except InconsistentError as error:
        places = (
            Exposure(release.cube.labels(c), 0, 0, CONTRADICTION) for c in error.cells[:20].tolist()
        )
        return Audit(attacked, tuple(sorted([*shown, *places])))
    except InfeasibleError:
        return Audit(attacked, (*shown, Exposure(("release",), 0, 0, CONTRADICTION)))
    return Audit(attacked, tuple(sorted([*shown, *exposures])), tuple(witnesses))


def _small_in_view(release: Publication, hide: tuple[int, int]) -> list[Exposure]:
    small = release.shown & (release.values >= hide[0]) & (release.values <= hide[1])
    return [
        Exposure(release.cube.labels(c), int(release.values[c]), int(release.values[c]), SHOWN)
        for c in np.flatnonzero(small).tolist()
    ]


def _attack(
    release: Publication,
    unknown: Unknowns,
    threshold: int,
    given: Mapping[int, Sequence[int]],
    progress: Progress,
    across: Across,
) -> tuple[list[Exposure], list[Witnesses]]:
    exposures, witnesses, done = [], [], 0
    total = int(release.hidden.sum())
    parts = [
        _Part(block, threshold, release.hidden[block.cells], _tables(block, given))
        for block in unknown.blocks()
    ]
    for (block, _, wanted, _), explored in zip(parts, across(_explored, parts), strict=True):
        if explored is None:
            raise InfeasibleError
        # Two witnesses that differ already show that additions give nothing back.
        single = wanted & (explored.lowest >= explored.highest)
        known = determined(block) if single.any() else {}
        exposures += _exposures(release, block, explored, threshold, wanted, known)
        witnesses.append(explored)
        done += int(wanted.sum())
        progress("attaque", done, total)
    return exposures, witnesses


class _Part(NamedTuple):
    """A block to attack, as whoever attacks it is told: nothing that is not published."""

    block: Unknowns
    threshold: int
    wanted: Bools
    given: Sequence[Ints]


def _explored(part: _Part) -> Witnesses | None:
    """`None` where no table is compatible: that is an answer, and no failure of whoever looked for one."""
    try:
        return explore(*part)
    except InfeasibleError:
        return None


def _tables(block: Unknowns, given: Mapping[int, Sequence[int]]) -> list[Ints]:
    """Witness tables already published, over the unknowns of this block."""
    columns = [given.get(cell, ()) for cell in block.cells.tolist()]
    return [np.array(row, dtype=np.int64) for row in zip(*columns, strict=False)]


def _exposures(
    release: Publication,
    block: Unknowns,
    witnesses: Witnesses,
    threshold: int,
    wanted: Bools,
    known: Mapping[int, int],
) -> list[Exposure]:
    label = release.cube.labels
    exposures = [
        Exposure(label(c), v, v, ELIMINATION) for c, v in known.items() if release.hidden[c]
    ]
    for place in np.flatnonzero(witnesses.lacking(threshold, wanted)):
        cell = int(block.cells[place])
        if cell not in known:
            exposures.append(_bounded(label(cell), block, int(place), threshold))
    return exposures


def _bounded(labels: tuple[str, ...], block: Unknowns, place: int, threshold: int) -> Exposure:
    """The exposure of a count that no witness protects, with its exact bounds."""
    loose = _interval(block, place, False)
    tight = _interval(block, place, True)
    lower, upper = round(tight.lower), None if tight.upper == INFINITE else round(tight.upper)
    if (upper is None or upper >= threshold) and lower != upper:
        raise AssertionError(f"{labels}: the search missed a witness between {lower} and {upper}")
    fractional = np.floor(loose.upper + 1e-6) if loose.upper < INFINITE else INFINITE
    enough = fractional < threshold or np.ceil(loose.lower - 1e-6) == fractional
    return Exposure(labels, lower, upper, BOUNDS if enough else INTEGERS)


def _interval(block: Unknowns, place: int, integers: bool) -> Interval:
    system = program(block, integers=integers)
    return Interval(extreme(system, place, -1), extreme(system, place, 1))
