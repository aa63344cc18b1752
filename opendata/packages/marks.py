"""The values of a chart, and how they are read in French."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opendata.french import number
from opendata.records.table import written


@dataclass(frozen=True)
class Mark:
    """One value of a chart; `valeur` is `None` when it is hidden or unknown.

    `est_evide`: a column drawn hollow, for what the chart tells apart.
    """

    ligne: str
    colonne: str
    valeur: float | None
    est_evide: bool = False


def figures(marks: Sequence[Mark], absent: str) -> list[str]:
    """The marks' values as read in French, all with as many decimals: 6,10 beside 5,88."""
    decimals = max((_decimals(mark.valeur) for mark in marks if mark.valeur is not None), default=0)
    return [absent if mark.valeur is None else number(mark.valeur, decimals) for mark in marks]


def _decimals(value: float) -> int:
    return len(written(value).partition(".")[2])
