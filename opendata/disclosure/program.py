"""Linear and integer programs solved by HiGHS, every status checked.

`threads` is never changed: HiGHS keeps one scheduler per process and refuses a second size.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.cube import Ints

Floats = NDArray[np.float64]
INFINITE = float("inf")


class SolverError(Exception):
    """HiGHS ended without an answer: nothing may be concluded, so nothing is safe."""


class LimitError(SolverError):
    """The program has not ended within the iterations that it was given."""


class Verdict(Enum):
    """What a solver may answer."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True)
class Answer:
    """A verdict; `values` and `objective` mean something only when it is OPTIMAL."""

    verdict: Verdict
    values: Floats
    objective: float

    @property
    def optimal(self) -> bool:
        """Whether there is a solution."""
        return self.verdict is Verdict.OPTIMAL


_VERDICTS = {
    highspy.HighsModelStatus.kOptimal: Verdict.OPTIMAL,
    highspy.HighsModelStatus.kInfeasible: Verdict.INFEASIBLE,
    highspy.HighsModelStatus.kUnbounded: Verdict.UNBOUNDED,
}

# What needs no second try: conclusions, and the limit that the caller set.
_SETTLED = {
    *_VERDICTS,
    highspy.HighsModelStatus.kModelEmpty,
    highspy.HighsModelStatus.kSolutionLimit,
}


class _Solver:
    """HiGHS, and what is concluded from each of its answers."""

    def __init__(self, quick: bool, iterations: int | None = None) -> None:
        self.quick, self.limited = quick, iterations is not None
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # no annotations there
        self._solver.setOptionValue("output_flag", False)
        if quick:
            self._solver.setOptionValue("presolve", "off")
            # Costs that differ need no perturbation, nor the iterations that clean up after it.
            self._solver.setOptionValue("dual_simplex_cost_perturbation_multiplier", 0.0)
        if iterations is not None:
            self._solver.setOptionValue("simplex_iteration_limit", iterations)

    def minimise(self) -> Answer:
        """Solve; raises SolverError on any status that is not a conclusion."""
        settled = (
            {*_SETTLED, highspy.HighsModelStatus.kIterationLimit} if self.limited else _SETTLED
        )
        status = self._run()
        if status not in settled:
            # A warm start may lead the simplex astray, and presolve may not tell infeasible from
            # unbounded: once more from nothing, then once more without presolve.
            self._solver.clearSolver()
            status = self._run()
        if status not in settled:
            self._solver.clearSolver()
            self._solver.setOptionValue("presolve", "off")
            status = self._run()
            self._solver.setOptionValue("presolve", "off" if self.quick else "choose")
        if self.limited and status == highspy.HighsModelStatus.kIterationLimit:
            raise LimitError("un programme linéaire s'est arrêté à sa borne : rien n'en est conclu")
        if status == highspy.HighsModelStatus.kModelEmpty:
            return Answer(Verdict.OPTIMAL, np.zeros(self._solver.getNumCol()), 0.0)
        if status == highspy.HighsModelStatus.kSolutionLimit:
            raise SolverError(
                "un programme en nombres entiers s'est arrêté à sa borne : rien n'en est conclu"
            )
        if status not in _VERDICTS:
            raise SolverError(f"HiGHS : {self._solver.modelStatusToString(status)}")
        verdict = _VERDICTS[status]
        if verdict is not Verdict.OPTIMAL:
            return Answer(verdict, np.zeros(0), 0.0)
        values = np.array(self._solver.getSolution().col_value, dtype=float)
        return Answer(verdict, values, float(self._solver.getObjectiveValue()))

    def _run(self) -> highspy.HighsModelStatus:
        if self.quick:
            self._check(self._solver.clearSolver())
        self._check(self._solver.run())
        status: highspy.HighsModelStatus = self._solver.getModelStatus()
        return status

    def _check(self, status: highspy.HighsStatus) -> None:
        # A warning accompanies limits, which the model status then names.
        if status == highspy.HighsStatus.kError:
            raise SolverError("HiGHS refuse le problème posé")


class Program(_Solver):
    """min cost·x over row_lower ≤ Ax ≤ row_upper, lower ≤ x ≤ upper; kept warm between solves."""

    def __init__(
        self,
        matrix: csr_array,
        row_lower: Floats | Ints,
        row_upper: Floats | Ints,
        lower: Floats,
        upper: Floats,
        integers: NDArray[np.bool_] | None = None,
        node_limit: int | None = None,
        quick: bool = False,
        iterations: int | None = None,
    ) -> None:
        """`quick`: each solve starts from nothing, without presolve: faster when most bounds and costs change.
        Costs then differ from each other, as they are not perturbed.

        `iterations` of the simplex at most: LimitError beyond.
        """
        super().__init__(quick, iterations)
        self.size = int(matrix.shape[1])
        self.has_integers = integers is not None
        self._costs = np.zeros(self.size)
        self._bounds = np.array([lower, upper], dtype=float)
        if node_limit is not None:
            self._solver.setOptionValue("mip_max_nodes", node_limit)
        self._check(self._solver.passModel(_model(matrix, row_lower, row_upper, lower, upper)))
        if integers is not None:
            kinds = np.where(integers, 1, 0).astype(np.uint8)
            columns = np.arange(self.size, dtype=np.int32)
            self._check(self._solver.changeColsIntegrality(self.size, columns, kinds))

    def bound(self, columns: Ints, lower: Floats | Ints, upper: Floats | Ints) -> None:
        """New bounds of some columns; of a `quick` program only those that differ are passed on."""
        new = np.array([lower, upper], dtype=float)
        if self.quick:
            differ = np.any(new != self._bounds[:, columns], axis=0)
            columns, new = columns[differ], new[:, differ]
            self._bounds[:, columns] = new
        if len(columns):
            places = columns.astype(np.int32)
            self._check(self._solver.changeColsBounds(len(columns), places, *new))

    def cost(self, costs: Floats) -> None:
        """New costs; only those that differ are passed on."""
        changed = np.flatnonzero(costs != self._costs).astype(np.int32)
        if len(changed):
            self._check(self._solver.changeColsCost(len(changed), changed, costs[changed]))
            self._costs = costs.copy()

    def minimise_with(self, costs: Floats) -> Answer:
        """Solve with these costs."""
        self.cost(costs)
        return self.minimise()


def _model(
    matrix: csr_array,
    row_lower: Floats | Ints,
    row_upper: Floats | Ints,
    lower: Floats,
    upper: Floats,
) -> highspy.HighsLp:
    columns = csc_array(matrix)
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = columns.shape
    model.col_cost_ = np.zeros(columns.shape[1])
    model.col_lower_, model.col_upper_ = np.asarray(lower, float), np.asarray(upper, float)
    model.row_lower_ = np.asarray(row_lower, dtype=float)
    model.row_upper_ = np.asarray(row_upper, dtype=float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = columns.indptr.astype(np.int32)
    model.a_matrix_.index_ = columns.indices.astype(np.int32)
    model.a_matrix_.value_ = columns.data.astype(float)
    return model


class Restricted(_Solver):
    """min cost·x over Ax = 0, 0 ≤ x ≤ upper, of a few columns at a time, the others at 0; each time from nothing."""

    def __init__(self, matrix: csr_array, iterations: int | None = None) -> None:
        super().__init__(True, iterations)
        columns = csc_array(matrix)
        self._rows = columns.shape[0]
        self._starts, self._widths = columns.indptr[:-1], np.diff(columns.indptr)
        self._indices, self._values = columns.indices, columns.data.astype(float)

    def minimise_over(self, columns: Ints, costs: Floats, upper: Floats) -> Answer:
        """Solve over these columns alone, with what each costs and its bound; values in their order."""
        widths = self._widths[columns]
        ends = np.cumsum(widths)
        entries = np.repeat(self._starts[columns] - ends + widths, widths) + np.arange(widths.sum())
        rows = self._indices[entries]
        # Rows without any entry are left out: they hold.
        used = np.zeros(self._rows, dtype=bool)
        used[rows] = True
        numbers = (np.cumsum(used) - 1).astype(np.int32)
        size, height = len(columns), int(used.sum())
        nothing = np.zeros(height)
        self._check(
            self._solver.passModel(
                size, height, len(rows), int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
                costs, np.zeros(size), upper, nothing, nothing,
                np.concatenate([[0], ends]).astype(np.int32), numbers[rows], self._values[entries],
                np.zeros(size, dtype=np.int32),
            )
        )  # fmt: skip
        return self.minimise()


def nearest_integers(values: Floats, tolerance: float = 1e-5) -> Ints | None:
    """The values as integers, or None when one of them is not near an integer."""
    rounded = np.rint(values)
    if np.any(np.abs(values - rounded) > tolerance):
        return None
    return rounded.astype(np.int64)
