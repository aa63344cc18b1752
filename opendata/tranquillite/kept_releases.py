"""The publications that share facts, each as whoever kept its files alone reads it: its own codes, what it counts.

`history` lays them in one cube of its own, whose groups of quarters are written there; here nothing is laid: the engine
finds by itself which facts the publications share, and what their differences tell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Dimension, dimension
from opendata.disclosure.history.releases import Release
from opendata.disclosure.publication import Publication
from opendata.tranquillite.history import History
from opendata.tranquillite.quarter import QUARTERS, Quarter
from opendata.tranquillite.quarterly_tables import FOUR
from opendata.tranquillite.release_tables import DIMENSIONS

PERIOD = "trimestre"


def kept_releases(history: History) -> list[Release]:
    """The last whole year, then each quarter since, in the order of their publication."""
    return [_of_year(history), *(_of_quarter(history, quarter) for quarter in history.counts)]


def _axes(history: History, quarters: Sequence[Quarter]) -> tuple[Dimension, ...]:
    """The dimensions of the release, its quarters those that one publication counts."""
    period = dimension(PERIOD, [str(quarter) for quarter in quarters])
    return tuple(period if axis.name == PERIOD else axis for axis in history.plan.cube.dimensions)


def _of_year(history: History) -> Release:
    quarters = Quarter(history.quarterly.year, QUARTERS).four
    cube, last = Cube(_axes(history, quarters)), history.last
    publication = Publication(cube, last.values, last.shown, last.hidden, last.covers_cube)
    return Release(str(history.quarterly.year), publication, {PERIOD: tuple(map(str, quarters))})


def _of_quarter(history: History, quarter: Quarter) -> Release:
    """Its counts, and those of the four quarters that end with it: the total of what it counts."""
    cube = Cube(_axes(history, quarter.four))
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros((2, cube.size), dtype=bool)
    for cell, count in history.counts[quarter].items():
        labels = dict(zip(DIMENSIONS, history.quarterly.cube.labels(cell), strict=True))
        labels[PERIOD] = TOTAL if labels[PERIOD].startswith(FOUR) else labels[PERIOD]
        there = cube.cell([labels[name] for name in cube.names])
        shown[there], hidden[there], values[there] = count is not None, count is None, count or 0
    publication = Publication(cube, values, shown, hidden, history.last.covers_cube)
    return Release(str(quarter), publication, {PERIOD: tuple(map(str, quarter.four))})
