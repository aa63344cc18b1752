"""The lowest and the highest value of each hidden count, as an attacker computes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Ints
from opendata.disclosure.program import INFINITE, Program, Verdict

Progress = Callable[[str, int, int], None]
TOLERANCE = 1e-6
# Branches of one integer program.
BRANCHES = 50_000


def silent(_label: str, _done: int, _total: int) -> None:
    """A progress that shows nothing."""


@dataclass(frozen=True)
class Interval:
    """Lowest and highest value; `upper` is infinite when nothing bounds the count."""

    lower: float
    upper: float


class InfeasibleError(Exception):
    """No table of counts is compatible with what is published: totals contradict each other."""


def program(block: Unknowns, lower: Ints | None = None, integers: bool = False) -> Program:
    """The attacker's system as a program: counts at least `lower` (zero when not given).

    In integers it stops after `BRANCHES`: its answer is then a SolverError, and nothing is concluded.
    """
    size = len(block.cells)
    low = np.zeros(size) if lower is None else lower.astype(float)
    kinds = np.ones(size, dtype=bool) if integers else None
    high, most = np.full(size, INFINITE), BRANCHES if integers else None
    return Program(block.matrix, block.right, block.right, low, high, kinds, most)


def extreme(system: Program, place: int, direction: int) -> float:
    """Lowest (direction −1) or highest (+1) value of one unknown.

    Raises InfeasibleError when nothing is compatible, SolverError when nothing is concluded.
    """
    costs = np.zeros(system.size)
    costs[place] = -direction
    answer = system.minimise_with(costs)
    if answer.verdict is Verdict.INFEASIBLE:
        raise InfeasibleError
    if answer.verdict is Verdict.UNBOUNDED:
        return direction * INFINITE
    return -direction * answer.objective + 0.0


def continuous(
    unknowns: Unknowns, wanted: Iterable[int], progress: Progress = silent
) -> dict[int, Interval]:
    """Cell → interval by linear programs: what an attacker knows who allows fractions."""
    return _intervals(unknowns, set(wanted), False, progress)


def integral(
    unknowns: Unknowns, wanted: Iterable[int], progress: Progress = silent
) -> dict[int, Interval]:
    """Cell → interval by integer programs: never wider than the continuous one."""
    return _intervals(unknowns, set(wanted), True, progress)


def _intervals(
    unknowns: Unknowns, wanted: set[int], integers: bool, progress: Progress
) -> dict[int, Interval]:
    intervals: dict[int, Interval] = {}
    for block in unknowns.blocks():
        system = program(block, integers=integers)
        for place, cell in enumerate(block.cells.tolist()):
            if cell in wanted:
                intervals[cell] = Interval(extreme(system, place, -1), extreme(system, place, 1))
                progress("intervalles", len(intervals), len(wanted))
    return intervals
