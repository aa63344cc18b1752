"""The choice of cells to hide, under the inequalities found so far: an integer program with a bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from opendata.disclosure.magnitudes.separation import Cut
from opendata.disclosure.program import INFINITE, Floats, SolverError

BRANCHES = 5_000
_BOUNDED = (highspy.HighsModelStatus.kSolutionLimit, highspy.HighsModelStatus.kIterationLimit)


@dataclass(frozen=True)
class Choice:
    """A pattern (fractional without `integers`), and a bound of what any costs; `values` empty when there is none.

    `finished`: the search ended by itself.
    """

    values: Floats
    bound: float
    finished: bool


def choose(
    weights: Floats, fixed: Floats, candidates: Floats, cuts: Sequence[Cut], integers: bool
) -> Choice:
    """The cheapest pattern that keeps every cut. `fixed` cells are hidden (1); others are 0 but for candidates.

    Raises SolverError when the cuts contradict each other or the solver gives no answer.
    """
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # no annotations there
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("mip_max_nodes", BRANCHES)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    solver.passModel(_model(weights, fixed, candidates, cuts))
    if integers:
        columns = np.flatnonzero(candidates).astype(np.int32)
        kinds = np.ones(len(columns), dtype=np.uint8)
        solver.changeColsIntegrality(len(columns), columns, kinds)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kOptimal:
        values = np.array(solver.getSolution().col_value, dtype=float)
        return Choice(np.rint(values) if integers else values, float(info.objective_function_value), True)  # fmt: skip
    if integers and status in _BOUNDED:
        return Choice(np.zeros(0), float(info.mip_dual_bound), False)
    raise SolverError(f"HiGHS : {solver.modelStatusToString(status)}")


def _model(
    weights: Floats, fixed: Floats, candidates: Floats, cuts: Sequence[Cut]
) -> highspy.HighsLp:
    scales = [float(np.abs(cut.weights).max(initial=0.0)) or 1.0 for cut in cuts]
    places = np.concatenate([np.zeros(0, dtype=np.int64), *(cut.cells for cut in cuts)])
    data = np.concatenate([np.zeros(0), *(c.weights / scale for c, scale in zip(cuts, scales, strict=True))])  # fmt: skip
    starts = np.cumsum([0, *(len(cut.cells) for cut in cuts)])
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = len(cuts), len(weights)
    model.col_cost_ = np.where(candidates > 0, weights, 0.0)
    model.col_lower_, model.col_upper_ = fixed, np.maximum(fixed, candidates)
    model.row_lower_ = np.array(
        [c.least / scale for c, scale in zip(cuts, scales, strict=True)], dtype=float
    )
    model.row_upper_ = np.full(len(cuts), INFINITE)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = starts.astype(np.int32)
    model.a_matrix_.index_ = places.astype(np.int32)
    model.a_matrix_.value_ = data
    return model
