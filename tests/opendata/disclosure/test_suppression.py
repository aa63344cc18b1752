"""What a pattern is told of the sums that it gives away, at its end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from opendata.disclosure import additions, suppression
from opendata.disclosure.additions import SumRule
from opendata.disclosure.intervals import Progress
from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.pruning import Pruning
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from opendata.disclosure.suppression import suppress
from opendata.disclosure.unions import SumRules
from tests.opendata.disclosure.cases import matrix

# Two small counts, which a ring of six hidden counts alone protects: their sum is then known.
CASE = matrix([[30, 30, 40], [1, 40, 30], [40, 2, 30]])
SHOWN = (("r1", "c3"), ("r2", "c2"), ("r3", "c1"))
RULES = [SmallCount(1, 4)]


def table() -> TableToProtect:
    """The three cells off the ring are known to all."""
    size = CASE.cube.size
    every, none = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    movable = every.copy()
    movable[[CASE.cube.cell(labels) for labels in SHOWN]] = False
    for cell in range(size):
        movable[cell] &= "Total" not in CASE.cube.labels(cell)
    made = TableToProtect(CASE.cube, CASE.hide().sums(), np.ones(size), movable, none, every & ~movable)  # fmt: skip
    return replace(made, rule=SumRule(SumRules(CASE.values, RULES, None).broken, 4))


def goal() -> Goal:
    every = np.ones(CASE.cube.size, dtype=bool)
    return Goal(CASE.values, primary(CASE.values, every, RULES), 0, exact=True)


@pytest.mark.parametrize("is_enough", [False, True])
def test_small_sums_too_many_to_look_for_are_looked_for_once_pruned(
    monkeypatch: pytest.MonkeyPatch, is_enough: bool
) -> None:
    monkeypatch.setattr(additions, "PAIRS", 0)

    class Lightened(Pruning):
        """A pruning after which the cells that are left are few enough."""

        def prune(self, progress: Progress) -> None:
            super().prune(progress)
            if is_enough:
                monkeypatch.setattr(additions, "PAIRS", 1)

    monkeypatch.setattr(suppression, "Pruning", Lightened)
    pattern = suppress(table(), goal())
    assert pattern.hidden.sum() == 6
    small = tuple(CASE.cube.cell(labels) for labels in (("r2", "c1"), ("r3", "c2")))
    assert pattern.known == ((small,) if is_enough else ())
