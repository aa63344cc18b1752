"""What the promise itself tells a reader who knows it.

A count hidden because it is small stays compatible with zero. A hidden count that cannot be zero is therefore
none of these: it is above them. Told so, the reader attacks again; what is lost that way is counted here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.intervals import TOLERANCE, Progress, extreme, program, silent
from opendata.disclosure.publication import Publication

# Hidden cells beyond which the attack, four programs for each, is not made.
LARGEST = 2_000


@dataclass(frozen=True)
class Inference:
    """Hidden cells that cannot be zero, and the others that this tightens, by what they lose."""

    told: tuple[int, ...]
    known: tuple[int, ...] = ()
    below: tuple[int, ...] = ()
    above_zero: tuple[int, ...] = ()

    @property
    def lost(self) -> int:
        """How many other hidden cells have a tighter interval than the audit says."""
        return len({*self.known, *self.below, *self.above_zero})


def infer(
    release: Publication, hide: tuple[int, int], progress: Progress = silent
) -> Inference | None:
    """What is told by hiding counts of `hide`; `None` where the release is too large to be attacked so.

    `known`: cells left with one value; `below`: that cannot pass the highest small count; `above_zero`: that
    could be zero before. Bounds allow fractions: nothing told is false, and integers may tell more.
    Raises SolverError when a solver gives no answer.
    """
    total = int(release.hidden.sum())
    if total > LARGEST:
        return None
    found: list[list[int]] = [[], [], [], []]
    done = 0
    for block in release.unknowns().blocks():
        for kind, cells in zip(found, _in_block(release, block, hide[1] + 1), strict=True):
            kind.extend(cells)
        done += int(release.hidden[block.cells].sum())
        progress("ce que la promesse dit", done, total)
    return Inference(*(tuple(sorted(cells)) for cells in found))


def _in_block(
    release: Publication, block: Unknowns, least: int
) -> tuple[list[int], list[int], list[int], list[int]]:
    """Told, known, below and above zero; `least`: the first count that is not small."""
    places = np.flatnonzero(release.hidden[block.cells])
    before = program(block)
    lowest = {int(place): extreme(before, int(place), -1) for place in places}
    told = [place for place, low in lowest.items() if low > TOLERANCE]
    if not told:
        return [], [], [], []
    floor = np.zeros(len(block.cells), dtype=np.int64)
    floor[told] = least
    after = program(block, floor)
    known: list[int] = []
    below: list[int] = []
    above_zero: list[int] = []
    for place in sorted(set(lowest) - set(told)):
        low, high = extreme(after, place, -1), extreme(after, place, 1)
        if np.floor(high + TOLERANCE) <= np.ceil(low - TOLERANCE):
            known.append(place)
        elif high < least - TOLERANCE:
            below.append(place)
        elif low > TOLERANCE:
            above_zero.append(place)
    cells = block.cells
    return (
        cells[told].tolist(), cells[known].tolist(), cells[below].tolist(), cells[above_zero].tolist()
    )  # fmt: skip
