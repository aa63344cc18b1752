"""Primary rules: the counts that must not be published for what they are.

Each rule gives the cells it hides and, for each, the interval that must stay possible: a
value at or below `low`, a value at or above `high`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.cube import Bools, Ints


@dataclass(frozen=True)
class Contributions:
    """(contributors × cells): how many of a cell's facts each contributor (a facility) brings."""

    matrix: csc_array

    @cached_property
    def rows(self) -> csr_array:
        """The same by contributor."""
        return csr_array(self.matrix)

    def contributors(self) -> Ints:
        """Number of contributors of each cell."""
        return np.diff(self.matrix.indptr).astype(np.int64)

    def largest(self) -> Ints:
        """The largest contribution in each cell; zero when empty."""
        if not self.matrix.nnz:
            return np.zeros(self.matrix.shape[1], dtype=np.int64)
        return self.matrix.max(axis=0).toarray().reshape(-1).astype(np.int64)


class Rule(Protocol):
    """What a primary rule answers for all cells at once."""

    @property
    def reason(self) -> str:
        """The rule in French, for the confidential report."""
        ...

    def hides(self, counts: Ints, contributions: Contributions | None, /) -> Bools:
        """Which cells are hidden."""
        ...

    def interval(self, counts: Ints, contributions: Contributions | None, /) -> tuple[Ints, Ints]:
        """(low, high) of each cell; read only where the rule hides."""
        ...


@dataclass(frozen=True)
class SmallCount:
    """Counts from `lowest` to `highest` are hidden and stay compatible with 0 and with more."""

    lowest: int = 1
    highest: int = 4
    reason: str = "petit effectif"

    def hides(self, counts: Ints, _contributions: Contributions | None) -> Bools:
        """Counts within the bounds."""
        return (counts >= self.lowest) & (counts <= self.highest)

    def interval(self, counts: Ints, _contributions: Contributions | None) -> tuple[Ints, Ints]:
        """Zero, and the first count that the rule would publish."""
        return np.zeros_like(counts), np.full_like(counts, self.highest + 1)


@dataclass(frozen=True)
class FewContributors:
    """Counts brought by fewer than `minimum` contributors, within ± `margin` of themselves.

    The margin is the « safety range » that τ-ARGUS asks for with a minimum frequency
    (Hundepool et al., Statistical Disclosure Control, 2012, section 4.2).
    """

    minimum: int = 3
    margin: float = 0.3
    reason: str = "trop peu de contributeurs"

    def hides(self, counts: Ints, contributions: Contributions | None) -> Bools:
        """Counts above zero with too few contributors."""
        number = _needed(contributions).contributors()
        return (counts > 0) & (number < self.minimum)

    def interval(self, counts: Ints, _contributions: Contributions | None) -> tuple[Ints, Ints]:
        """The count less and plus the margin, at least one on each side."""
        width = np.maximum(1, np.ceil(counts * self.margin)).astype(np.int64)
        return np.maximum(counts - width, 0), counts + width


@dataclass(frozen=True)
class Dominance:
    """Counts of which one contributor brings more than `share`.

    Its protection level is that of the (1, k) rule: the count must be able to reach
    largest ÷ share, where nobody would dominate, and as far below
    (Hundepool et al., 2012, table 4.2).
    """

    share: float = 0.85
    reason: str = "un contributeur domine"

    def hides(self, counts: Ints, contributions: Contributions | None) -> Bools:
        """Counts above zero that one contributor dominates."""
        return (counts > 0) & (_needed(contributions).largest() > self.share * counts)

    def interval(self, counts: Ints, contributions: Contributions | None) -> tuple[Ints, Ints]:
        """As far on each side as the dominating share."""
        high = np.ceil(_needed(contributions).largest() / self.share).astype(np.int64)
        width = np.maximum(high - counts, 1)
        return np.maximum(counts - width, 0), counts + width


def _needed(contributions: Contributions | None) -> Contributions:
    if contributions is None:
        raise ValueError("cette règle demande la colonne des contributeurs")
    return contributions


@dataclass(frozen=True)
class Primary:
    """Cells hidden by rules, the interval each must keep, and why (confidential)."""

    cells: Bools
    low: Ints
    high: Ints
    reasons: dict[int, tuple[str, ...]] = field(repr=False)


def primary(
    counts: Ints,
    scope: Bools,
    rules: Sequence[Rule],
    contributions: Contributions | None = None,
) -> Primary:
    """Every rule applied to the cells of `scope`; where several hide, the widest interval holds."""
    cells = np.zeros(len(counts), dtype=bool)
    low, high = counts.copy(), counts.copy()
    reasons: dict[int, tuple[str, ...]] = {}
    for rule in rules:
        hidden = scope & rule.hides(counts, contributions)
        rule_low, rule_high = rule.interval(counts, contributions)
        low = np.where(hidden, np.minimum(low, rule_low), low)
        high = np.where(hidden, np.maximum(high, rule_high), high)
        for cell in np.flatnonzero(hidden).tolist():
            reasons[cell] = (*reasons.get(cell, ()), rule.reason)
        cells |= hidden
    return Primary(cells, low, high, reasons)
