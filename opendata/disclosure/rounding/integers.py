"""An integer program whose search has a bound: the best table found, and how far a better one may stand.

The bound counts nodes, not seconds: the same table on any machine. `threads` is never changed: HiGHS keeps one
scheduler per process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.cube import Ints
from opendata.disclosure.program import Floats, SolverError

# Nodes times unknowns: what a node costs grows with the program.
EFFORT = 40_000
_FEASIBLE = 2  # kSolutionStatusFeasible
# Costs are whole numbers: a table less than one from the bound is the best.
_LESS_THAN_ONE = 0.99


@dataclass(frozen=True)
class IntegerProgram:
    """min cost·x over matrix·x = right, lower ≤ x ≤ upper, x integer; costs are whole numbers."""

    matrix: csr_array
    right: Ints
    cost: Ints
    lower: Ints
    upper: Floats


@dataclass(frozen=True)
class Found:
    """What a search gave: `values` None when nothing was found, `is_empty` when nothing exists.

    `bound`: no solution costs less.
    """

    values: Ints | None
    is_empty: bool
    bound: float


def search(problem: IntegerProgram, effort: int = EFFORT) -> Found:
    """The cheapest solution within a number of nodes, `effort` by the unknowns.

    Raises SolverError on a status that concludes nothing.
    """
    size = int(problem.matrix.shape[1])
    nodes = min(effort, max(effort // max(size, 1), 1))
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # no annotations there
    for option, value in (
        ("output_flag", False),
        ("mip_max_nodes", nodes),
        ("mip_rel_gap", 0.0),
        ("mip_abs_gap", _LESS_THAN_ONE),
    ):
        solver.setOptionValue(option, value)
    if highspy.HighsStatus.kError in (solver.passModel(_model(problem)), solver.run()):
        raise SolverError("HiGHS refuse le problème posé")
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Found(None, True, np.inf)
    if status == highspy.HighsModelStatus.kModelEmpty:
        return Found(np.zeros(size, dtype=np.int64), False, 0.0)
    settled = status == highspy.HighsModelStatus.kOptimal
    if not settled and status != highspy.HighsModelStatus.kSolutionLimit:
        raise SolverError(f"HiGHS : {solver.modelStatusToString(status)}")
    if info.primal_solution_status != _FEASIBLE:
        return Found(None, False, float(info.mip_dual_bound))
    values = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    _check(problem, values)
    cost = float(problem.cost @ values)
    return Found(values, False, cost if settled else min(cost, float(info.mip_dual_bound)))


def _check(problem: IntegerProgram, values: Ints) -> None:
    """A solution in floats is believed once its integers satisfy every equation."""
    inside = np.all((values >= problem.lower) & (values <= problem.upper))
    if not inside or np.any(problem.matrix @ values != problem.right):
        raise SolverError("HiGHS : une solution qui n'est pas entière")


def _model(problem: IntegerProgram) -> highspy.HighsLp:
    columns = csc_array(problem.matrix)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = columns.shape
    model.col_cost_ = problem.cost.astype(float)
    model.col_lower_ = problem.lower.astype(float)
    model.col_upper_ = problem.upper.astype(float)
    model.row_lower_ = model.row_upper_ = problem.right.astype(float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr.astype(np.int32)
    model.a_matrix_.index_ = columns.indices.astype(np.int32)
    model.a_matrix_.value_ = columns.data.astype(float)
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns.shape[1]
    return model
