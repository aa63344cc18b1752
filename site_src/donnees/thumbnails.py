"""A chart as small as a word: the picture of a dataset on a list of datasets, drawn from its figures.

It says nothing that its card does not: the words beside it lead to the chart, its axes and its table. Every value has a bar
as long as it is; one that is hidden or unknown is a dotted line, never a bar of nothing; a frieze keeps years at their place.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.records.dataset import ChartDeclaration, Dataset

WIDTH, HEIGHT = 120, 40
_PANELS = 6  # of small multiples, those that are drawn
_SPACES = re.compile(r"\s")


@dataclass(frozen=True)
class Thumbnail:
    """Two paths in a box of `WIDTH` × `HEIGHT`: the values, and the places of those that are missing."""

    barres: str
    manques: str
    epaisseur: float


@dataclass(frozen=True)
class _Bar:
    """Where a value stands, from left to right, in parts of the box; `None`: missing."""

    place: float
    part: float | None
    top: float = 0
    bottom: float = HEIGHT


def thumbnail(dataset: Dataset, figures: Mapping[str, Any]) -> Thumbnail | None:
    """The picture of the first chart that has one; `figures` is `graphiques.json` of its package."""
    for chart in dataset.graphiques:
        values = [(row, head, _number(text, figures[chart.nom]["absent"]))
                  for row, head, text in figures[chart.nom]["valeurs"]]  # fmt: skip
        bars = list(_bars(chart, values))
        if bars and all(value is None or value >= 0 for *_, value in values):
            return _drawn(bars)
    return None


Values = Sequence[tuple[str, str, float | None]]


def _bars(chart: ChartDeclaration, values: Values) -> Iterator[_Bar]:
    """None for a matrix: its colours would be a chart of their own."""
    if chart.forme == "multiples":
        yield from _panels(values)
    elif chart.forme == "frise":
        years = [float(row[:4]) for row, *_ in values]
        first, last = min(years), max(years)
        yield from _row(
            [(year - first) / ((last - first) or 1) for year in years], [v for *_, v in values]
        )
    elif chart.forme != "matrice":
        count = len(values)
        yield from _row([(rank + 0.5) / count for rank in range(count)], [v for *_, v in values])  # fmt: skip


def _row(
    places: Iterable[float],
    values: Sequence[float | None],
    top: float = 0,
    bottom: float = HEIGHT,
) -> Iterator[_Bar]:
    longest = max((value for value in values if value is not None), default=0) or 1
    for place, value in zip(places, values, strict=True):
        yield _Bar(place, None if value is None else value / longest, top, bottom)


def _panels(values: Values) -> Iterator[_Bar]:
    """Two rows of three small charts, each on its own scale, as the chart itself."""
    names = list(dict.fromkeys(row for row, *_ in values))[:_PANELS]
    for rank, name in enumerate(names):
        own = [value for row, _, value in values if row == name]
        left, high = (rank % 3) / 3, rank // 3
        places = (left + (step + 0.5) / len(own) * 0.29 for step in range(len(own)))
        yield from _row(places, own, high * HEIGHT / 2 + 2, (high + 1) * HEIGHT / 2)


def _drawn(bars: Sequence[_Bar]) -> Thumbnail:
    thick = max(min(WIDTH / len(bars) * 0.7, 8), 0.6)
    told = "".join(_line(bar, bar.part, thick) for bar in bars if bar.part)
    missing = "".join(_line(bar, 1, thick) for bar in bars if bar.part is None)
    return Thumbnail(told, missing, round(thick, 1))


def _line(bar: _Bar, part: float, thick: float) -> str:
    across = thick / 2 + bar.place * (WIDTH - thick)
    long = math.ceil(part * (bar.bottom - bar.top) * 10) / 10
    return f"M{across:.4g} {bar.bottom:g}v-{long:g}"


def _number(text: str, absent: str) -> float | None:
    """The value of a figure as a page prints it: « 2 103 778 », « 6,10 »."""
    return None if text == absent else float(_SPACES.sub("", text).replace(",", ".").replace("−", "-"))  # fmt: skip
