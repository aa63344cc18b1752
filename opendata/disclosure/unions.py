"""Sums of hidden counts that published sums give away, protected as cells are.

A total less its published parts is the sum of its hidden parts: anybody computes it. Where a rule would hide
a count of that size and of those contributors, the sum becomes one more cell, never published, that must keep
its interval as a primary cell does (what handbooks call the protection of a group of suppressed cells:
Hundepool et al., Statistical Disclosure Control, 2012, section 4.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csc_array, csr_array, eye_array, hstack, vstack

from opendata.disclosure.cube import Ints
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import Contributions, Primary, Rule, primary

Union = tuple[int, ...]


@dataclass(frozen=True)
class SumRules:
    """What sums are judged by: the counts of all cells, the rules, and who contributes."""

    values: Ints
    rules: Sequence[Rule]
    contributions: Contributions | None

    def judged(self, unions: Sequence[Union]) -> Primary:
        """The rules applied to sums of cells, one after the other."""
        parts = membership(unions, len(self.values))
        brought = None if self.contributions is None else _brought(self.contributions, parts)
        return primary(parts @ self.values, np.ones(len(unions), dtype=bool), self.rules, brought)

    def broken(self, unions: Iterable[Union]) -> list[Union]:
        """The sums that a rule would hide."""
        several = sorted(set(unions))
        return [several[place] for place in np.flatnonzero(self.judged(several).cells)]


def membership(unions: Sequence[Union], size: int) -> csr_array:
    """(sums × cells): 1 where a cell counts in a sum."""
    rows = np.repeat(np.arange(len(unions)), [len(union) for union in unions])
    columns = np.array([cell for union in unions for cell in union], dtype=np.int64)
    ones = np.ones(len(columns), dtype=np.int64)
    return csr_array(coo_array((ones, (rows, columns)), shape=(len(unions), size)))


def _brought(contributions: Contributions, parts: csr_array) -> Contributions:
    brought = csc_array(contributions.matrix @ parts.T)
    brought.eliminate_zeros()
    return Contributions(brought)


def with_unions(
    table: TableToProtect, goal: Goal, unions: Sequence[Union], rules: SumRules
) -> tuple[TableToProtect, Goal]:
    """The table and goal with one more cell for each sum: numbered after the others, never published."""
    if not unions:
        return table, goal
    size, more = table.cube.size, len(unions)
    parts, judged = membership(unions, size), rules.judged(unions)
    nothing = csr_array((table.sums.shape[0], more), dtype=np.int64)
    sums = vstack([hstack([table.sums, nothing]), hstack([parts, -eye_array(more, dtype=np.int64)])], format="csr")  # fmt: skip
    no, yes = np.zeros(more, dtype=bool), np.ones(more, dtype=bool)
    extended = replace(
        table,
        sums=csr_array(sums),
        weights=np.concatenate([table.weights, np.zeros(more)]),
        movable=np.concatenate([table.movable, no]),
        absent=np.concatenate([table.absent, yes]),
        fixed=np.concatenate([table.fixed, no]),
        unions={size + place: union for place, union in enumerate(unions)},
    )
    return extended, _with_cells(goal, parts, judged)


def _with_cells(goal: Goal, parts: csr_array, judged: Primary) -> Goal:
    rule, more = goal.primary, parts.shape[0]
    everywhere = np.ones(more, dtype=bool)
    reasons: Mapping[int, tuple[str, ...]] = {
        len(goal.values) + place: why for place, why in judged.reasons.items()
    }
    insiders = goal.insiders
    if insiders is not None:
        brought = _brought(insiders, parts).matrix
        insiders = Contributions(csc_array(hstack([insiders.matrix, brought], format="csc")))
    return replace(
        goal,
        values=np.concatenate([goal.values, parts @ goal.values]),
        primary=Primary(
            np.concatenate([rule.cells, everywhere]),
            np.concatenate([rule.low, judged.low]),
            np.concatenate([rule.high, judged.high]),
            {**rule.reasons, **reasons},
        ),
        insiders=insiders,
        alike=None if goal.alike is None else np.concatenate([goal.alike, ~everywhere]),
    )
