"""Contributions in, a table of amounts that passed both audits out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.magnitudes.audit import (
    AmountExposure,
    Bounds,
    Prior,
    Required,
    attacked,
    audit_amounts,
    audit_with_levels,
)
from opendata.disclosure.magnitudes.demands import Demands
from opendata.disclosure.magnitudes.growing import grown
from opendata.disclosure.magnitudes.optimum import least_costly
from opendata.disclosure.magnitudes.pattern import AmountTable, Suppression
from opendata.disclosure.magnitudes.rules import AmountRule, Contributed, Unsafe, unsafe
from opendata.disclosure.program import Floats
from opendata.disclosure.publication import Publication

# Cells beyond which the optimum is not looked for.
SEARCHED = 3_000
NOT_SEARCHED = f"plus de {SEARCHED} cases : optimum non cherché"


class UnsafeAmountsError(Exception):
    """The protected table fails its own audit: it must not be published."""

    def __init__(self, exposures: Sequence[AmountExposure]) -> None:
        self.exposures = tuple(exposures)
        super().__init__(f"{len(self.exposures)} montant(s) exposé(s) après protection")


@dataclass(frozen=True)
class AmountsToProtect:
    """A table with what each contributor brings to it, in whole units.

    `weights`: what hiding a cell costs; `prior`: within which share of itself attackers know an amount before
    reading, `None` when they only know that it is not negative.
    """

    cube: Cube
    values: Ints
    contributed: Contributed
    weights: Floats
    prior: float | None = None


@dataclass(frozen=True)
class ProtectedAmounts:
    """A publication, why amounts are hidden, what the pattern costs, and what attackers know of hidden amounts."""

    release: Publication
    unsafe: Unsafe
    pattern: Suppression
    bounds: dict[int, Bounds]


def protect_amounts(
    amounts: AmountsToProtect, rules: Sequence[AmountRule], progress: Progress = silent
) -> ProtectedAmounts:
    """Hide what the rules say and what it takes to protect it, then attack the result twice.

    A cell without contributors is published as zero, never hidden (τ-ARGUS's way with empty cells). Raises
    UnprotectableError when no pattern protects, UnsafeAmountsError when an audit fails, SolverError.
    """
    found = unsafe(amounts.values, amounts.contributed, rules)
    table = _table(amounts, found)
    pattern = _pattern(table, found, Demands(table, found, amounts.contributed, rules), progress)
    release = Publication(amounts.cube, amounts.values, ~pattern.hidden, pattern.hidden)
    prior = Prior(table.lower, table.upper)
    bounds = attacked(release, prior, progress)
    exposures = [*audit_amounts(release, attacked(release, None, progress))]
    exposures += audit_with_levels(release, _required(amounts, found, table), prior, bounds, progress)  # fmt: skip
    if exposures:
        raise UnsafeAmountsError(exposures)
    return ProtectedAmounts(release, found, pattern, bounds)


def _table(amounts: AmountsToProtect, found: Unsafe) -> AmountTable:
    size, values = amounts.cube.size, amounts.values
    lower: Floats = np.zeros(size)
    upper: Floats = np.full(size, np.inf)
    if amounts.prior is not None:
        lower = np.asarray(values * (1 - amounts.prior), dtype=np.float64)
        upper = np.asarray(values * (1 + amounts.prior), dtype=np.float64)
    candidates = (np.diff(amounts.contributed.matrix.indptr) > 0) & ~found.cells
    return AmountTable(sums(amounts.cube), values, amounts.weights, candidates, np.maximum(lower, 0.0), upper)  # fmt: skip


def _pattern(
    table: AmountTable, found: Unsafe, demands: Demands, progress: Progress
) -> Suppression:
    needs = demands.first()
    hidden = grown(table, found.cells, needs, demands.further, progress)
    quick = Suppression(hidden, table.cost(hidden), 0.0, NOT_SEARCHED)
    if not found.cells.any() or table.size > SEARCHED:
        return quick
    return least_costly(table, found.cells, needs, quick, demands.further, progress)


def _required(amounts: AmountsToProtect, found: Unsafe, table: AmountTable) -> Required:
    cells = np.flatnonzero(found.cells).tolist()
    levels = {cell: int(found.levels[cell]) for cell in cells}
    lowest = {c: max(int(amounts.values[c]) - level, int(np.ceil(table.lower[c]))) for c, level in levels.items()}  # fmt: skip
    highest = {c: int(amounts.values[c]) + level for c, level in levels.items()}
    alone = amounts.contributed.alone()
    own = {amounts.contributed.names[who]: inside for who, inside in alone.items()}
    brought = {amounts.contributed.names[who]: amounts.contributed.of(who) for who in alone}
    return Required(amounts.values, lowest, highest, own, brought)
