"""A table of amounts to protect, and what must stay possible for those who attack it.

Amounts are whole numbers of the smallest unit of the file (cents where it has two decimals).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.program import Floats


@dataclass(frozen=True)
class AmountTable:
    """Amounts tied by sums.

    `sums` (sums × cells): +1 at a parent, −1 at each part; `weights`: what hiding a cell costs; `candidates` may be
    hidden beside the primary cells; `lower`, `upper`: what every attacker knows of each amount before reading.
    """

    sums: csr_array
    values: Ints
    weights: Floats
    candidates: Bools
    lower: Floats
    upper: Floats

    @property
    def size(self) -> int:
        """Number of cells."""
        return len(self.values)

    def cost(self, hidden: Bools) -> float:
        """What the candidates among hidden cells cost."""
        return float(self.weights[hidden & self.candidates].sum())


@dataclass(frozen=True, order=True)
class Need:
    """For an attacker who knows the amounts of `known`, the sum of `cells` may be `amount` above (`side` +1) or below.

    A need of several cells counts where all of them are hidden: published relations give away their sum.
    """

    cells: tuple[int, ...]
    side: int
    amount: int
    known: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True)
class Suppression:
    """Which cells are hidden, what it costs, and a bound that no pattern undercuts.

    `proven`: this is the optimum. `limit`: the bound of the search that was met, when it is not.
    """

    hidden: Bools
    cost: float
    bound: float
    limit: str = ""

    @property
    def proven(self) -> bool:
        """Whether no pattern costs less."""
        return self.gap < 1e-6

    @property
    def gap(self) -> float:
        """How far the cost may stand above the optimum, as a share of the cost."""
        return 0.0 if self.cost <= 0 else max(0.0, (self.cost - self.bound) / self.cost)


def active(need: Need, hidden: Bools) -> bool:
    """Whether all the cells of a need are hidden."""
    return bool(np.all(hidden[list(need.cells)]))
