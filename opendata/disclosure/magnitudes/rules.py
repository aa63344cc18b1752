"""Primary rules of amounts: which are unsafe, and how far each must be able to move for those who attack it.

Formulas: Hundepool, Domingo-Ferrer, Franconi, Giessing, Nordholt, Spicer and de Wolf, Statistical Disclosure Control,
Wiley 2012, section 4.2 (rules) and table 4.2 (upper protection levels). The lower level is the same, as τ-ARGUS sets it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.cube import Bools, Ints


class AmountRule(Protocol):
    """What a rule of amounts answers for one amount."""

    @property
    def reason(self) -> str:
        """The rule in French, for the confidential report."""
        ...

    def level(self, total: int, brought: Sequence[int]) -> Fraction:
        """How far the amount must be able to move; zero or less where it is safe. `brought`: largest first."""
        ...


@dataclass(frozen=True)
class PPercent:
    """Unsafe where the second largest contributor estimates the largest within `p` % of it.

    With X the amount and x₁ ≥ x₂ the largest contributions: unsafe when X − x₁ − x₂ < p/100 · x₁, and the level is
    the difference.
    """

    p: Fraction | int
    reason: str = "règle p %"

    def level(self, total: int, brought: Sequence[int]) -> Fraction:
        """See `AmountRule.level`."""
        return Fraction(self.p) / 100 * sum(brought[:1]) - (total - sum(brought[:2]))


@dataclass(frozen=True)
class NkDominance:
    """Unsafe where the `n` largest contributors bring more than `k` % of the amount.

    Level: 100/k · (x₁ + … + xₙ) − X, the amount at which they would no longer dominate less the amount.
    """

    n: int
    k: Fraction | int
    reason: str = "règle de dominance (n, k)"

    def level(self, total: int, brought: Sequence[int]) -> Fraction:
        """See `AmountRule.level`."""
        return 100 / Fraction(self.k) * sum(brought[: self.n]) - total


@dataclass(frozen=True)
class FewBring:
    """Unsafe where fewer than `minimum` contributors bring something; level: `margin` of the amount.

    The margin is the « safety range » that τ-ARGUS asks for with a minimum frequency.
    """

    minimum: int
    margin: Fraction = Fraction(3, 10)
    reason: str = "trop peu de contributeurs"

    def level(self, total: int, brought: Sequence[int]) -> Fraction:
        """See `AmountRule.level`."""
        few = total > 0 and len(brought) < self.minimum
        return self.margin * total if few else Fraction(0)


@dataclass(frozen=True)
class Contributed:
    """(contributors × cells): what each brings, whole units; those who bring nothing are none."""

    names: tuple[str, ...]
    matrix: csc_array

    def brought(self, cell: int) -> list[int]:
        """The contributions to a cell, largest first."""
        inside = slice(self.matrix.indptr[cell], self.matrix.indptr[cell + 1])
        return sorted(self.matrix.data[inside].tolist(), reverse=True)

    def to_sum(self, cells: Sequence[int]) -> list[int]:
        """The contributions to a sum of cells, largest first."""
        summed = np.asarray(self.matrix[:, list(cells)].sum(axis=1)).reshape(-1)
        return sorted(summed[summed > 0].tolist(), reverse=True)

    def of(self, who: int) -> dict[int, int]:
        """What one contributor brings, by cell."""
        row = csr_array(self.matrix[[who]])
        return dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))

    def alone(self) -> dict[int, frozenset[int]]:
        """Contributor → the cells that it fills alone, for those who do."""
        found: dict[int, set[int]] = {}
        for cell in np.flatnonzero(np.diff(self.matrix.indptr) == 1).tolist():
            found.setdefault(int(self.matrix.indices[self.matrix.indptr[cell]]), set()).add(cell)
        return {who: frozenset(cells) for who, cells in found.items()}


@dataclass(frozen=True)
class Unsafe:
    """Cells that a rule hides, how far each must be able to move (whole units, rounded up), and why."""

    cells: Bools
    levels: Ints
    reasons: dict[int, tuple[str, ...]]


def level(
    total: int, brought: Sequence[int], rules: Sequence[AmountRule]
) -> tuple[int, tuple[str, ...]]:
    """The largest level of the rules, rounded up, and the reasons of those that hide; (0, ()) where none does."""
    found = [(rule.level(total, brought), rule.reason) for rule in rules]
    return math.ceil(max([least for least, _ in found], default=0)), tuple(why for least, why in found if least > 0)  # fmt: skip


def unsafe(values: Ints, contributed: Contributed, rules: Sequence[AmountRule]) -> Unsafe:
    """The rules applied to every cell that has contributors."""
    cells, levels = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=np.int64)
    reasons: dict[int, tuple[str, ...]] = {}
    for cell in np.flatnonzero(np.diff(contributed.matrix.indptr)).tolist():
        least, why = level(int(values[cell]), contributed.brought(cell), rules)
        if why:
            cells[cell], levels[cell], reasons[cell] = True, least, why
    return Unsafe(cells, levels, reasons)
