"""A search of large tables: what the linear program settles stays, the rest is searched.

Without whole numbers the program is solved at once, and most of its values are whole: only cells that share a sum
with the others are left free. The table found is not proved the nearest; the linear program bounds how far it is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from opendata.disclosure.cube import Ints
from opendata.disclosure.program import Floats, Program, Verdict, nearest_integers
from opendata.disclosure.rounding.integers import EFFORT, Found, IntegerProgram, search

_WHOLE = 1e-6


def search_around(problem: IntegerProgram, effort: int = EFFORT) -> Found:
    """A cheap solution, and the bound of the linear program; the whole search where none is around.

    Raises SolverError.
    """
    size = int(problem.matrix.shape[1])
    system = Program(problem.matrix, problem.right, problem.right, problem.lower.astype(float), problem.upper)  # fmt: skip
    answer = system.minimise_with(problem.cost.astype(float))
    if answer.verdict is Verdict.INFEASIBLE:
        return Found(None, True, np.inf)
    whole = nearest_integers(answer.values, _WHOLE) if size else np.zeros(0, dtype=np.int64)
    if whole is not None and not np.any(problem.matrix @ whole != problem.right):
        return Found(whole, False, float(problem.cost @ whole))
    near = search(_settled(problem, answer.values), effort)
    if near.values is None:
        return search(problem, effort)
    return replace(near, bound=answer.objective)


def _settled(problem: IntegerProgram, values: Floats) -> IntegerProgram:
    """The program where whole values that share no sum with another stay as they are."""
    whole: Ints = np.rint(values).astype(np.int64)
    open_cells = np.abs(values - whole) > _WHOLE
    links = abs(problem.matrix)
    free = links.T @ (links @ open_cells.astype(np.int64) > 0).astype(np.int64) > 0
    lower = np.where(free, problem.lower, whole)
    return replace(problem, lower=lower, upper=np.where(free, problem.upper, whole.astype(float)))
