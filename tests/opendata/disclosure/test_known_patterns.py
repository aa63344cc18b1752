"""Patterns of GaussSuppression on the tables of Statistics Norway: as few cells for the same required range."""

from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure.pattern import TableToProtect
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import Primary
from opendata.disclosure.suppression import suppress
from tests.opendata.disclosure.cases import bench


@pytest.mark.parametrize(
    ("table", "file", "width"),
    [
        ("z1", "z1-gausssuppression.csv", 0),
        ("z2", "z2-gausssuppression.csv", 0),
        ("z2", "z2-gausssuppression-range10.csv", 10),
    ],
)
def test_no_more_is_hidden_than_by_another_tool(table: str, file: str, width: int) -> None:
    pattern = bench(table, file)
    values, size = pattern.case.values, pattern.case.cube.size
    everywhere, nowhere = np.ones(size, dtype=bool), np.zeros(size, dtype=bool)
    # Their range is a width: from 0 to that width is one of that width at least.
    low = np.where(pattern.primary & (width > 0), 0, values)
    high = np.where(pattern.primary, np.maximum(values, width), values)
    goal = Goal(values, Primary(pattern.primary, low, high, {}), 0, exact=not width)
    sums = Publication(pattern.case.cube, values, everywhere, nowhere).sums()
    worth = np.ones(size)
    ours = suppress(
        TableToProtect(pattern.case.cube, sums, worth, everywhere, nowhere, nowhere), goal
    )
    assert ours.hidden[pattern.primary].all()
    assert ours.hidden.sum() <= pattern.hidden.sum()
