"""Small multiples: for each row a chart of its own, its own scale, an upright bar for each column.

Two stand side by side. Everything is placed in points of the drawing: no panel may borrow the scale of another.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt

from opendata.packages.colours import BAR, INK, LINE, MUTED
from opendata.packages.marks import Mark, figures
from opendata.packages.plots import LEADING, MARGIN, SIZE, WIDTH, Body

ACROSS, GAP = 2, 16
INNER = WIDTH - 2 * MARGIN
PANEL = (INNER - GAP * (ACROSS - 1)) / ACROSS
CHARACTERS = 21  # of a line of a panel's title
TALL = 64  # height of the highest bar of each panel
BETWEEN = 0.2  # of a bar's step, left empty
Row = Mapping[str, object]


@dataclass(frozen=True)
class _Panel:
    """One row's chart: its title in lines, its marks, its upper left corner."""

    title: tuple[str, ...]
    marks: tuple[Mark, ...]
    left: float
    top: float
    head: int  # lines that the titles of its line of panels take

    @property
    def base(self) -> float:
        """Where its bars stand."""
        return self.top + LEADING * (self.head + 1) + TALL


def multiples(marks: Sequence[Mark]) -> Body:
    """A panel a row, with its greatest value written; a missing value is a dashed frame of full height."""
    panels = _placed(_titled(marks))
    height = max((panel.base for panel in panels), default=0) + LEADING
    x = alt.X("x:Q", axis=None, scale=_scale(INNER), stack=None)
    y = alt.Y("y:Q", axis=None, scale=_scale(height, is_downwards=True), stack=None)
    boxes = {"x": x, "x2": "x2:Q", "y": y, "y2": "y2:Q"}
    layers = (
        _of(_lines(panels)).mark_rule(color=LINE).encode(**boxes),
        _of(_bars(panels)).mark_rect(color=BAR).encode(**boxes),
        _of(_frames(panels)).mark_rect(filled=False, stroke=MUTED, strokeDash=[2, 2]).encode(**boxes),
        _words(_titles(panels), "left", INK).encode(x=x, y=y, text="texte:N"),
        _words(_greatest(panels), "left", MUTED).encode(x=x, y=y, text="texte:N"),
        _words(_first(panels), "left", MUTED).encode(x=x, y=y, text="texte:N"),
        _words(_last(panels), "right", MUTED).encode(x=x, y=y, text="texte:N"),
    )  # fmt: skip
    return Body(layers, round(height), left=0)


def _titled(marks: Sequence[Mark]) -> list[tuple[tuple[str, ...], tuple[Mark, ...]]]:
    rows: dict[str, list[Mark]] = {}
    for mark in marks:
        rows.setdefault(mark.ligne, []).append(mark)
    return [
        (tuple(textwrap.wrap(name, CHARACTERS, break_on_hyphens=False)), tuple(found))
        for name, found in rows.items()
    ]


def _placed(rows: Sequence[tuple[tuple[str, ...], tuple[Mark, ...]]]) -> list[_Panel]:
    panels: list[_Panel] = []
    top = 0.0
    for start in range(0, len(rows), ACROSS):
        beside = rows[start : start + ACROSS]
        head = max(len(title) for title, _ in beside)
        panels += [_Panel(title, marks, rank * (PANEL + GAP), top, head) for rank, (title, marks) in enumerate(beside)]  # fmt: skip
        top = panels[-1].base + 2 * LEADING
    return panels


def _scale(length: float, *, is_downwards: bool = False) -> alt.Scale:
    return alt.Scale(domain=[0, length], reverse=is_downwards, nice=False, zero=False)


def _words(rows: Iterator[Row], align: Literal["left", "right"], colour: str) -> alt.Chart:
    words: alt.Chart = _of(rows).mark_text(align=align, baseline="bottom", color=colour, fontSize=SIZE - 1)  # fmt: skip
    return words


def _of(rows: Iterator[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _bars(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        top = max((mark.valeur or 0 for mark in panel.marks), default=0) or 1
        for rank, mark in enumerate(panel.marks):
            if mark.valeur is not None:
                yield _box(panel, rank, TALL * mark.valeur / top)


def _frames(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        for rank, mark in enumerate(panel.marks):
            if mark.valeur is None:
                yield _box(panel, rank, TALL)


def _box(panel: _Panel, rank: int, height: float) -> Row:
    step = PANEL / len(panel.marks)
    left = panel.left + step * (rank + BETWEEN / 2)
    return {"x": round(left, 2), "x2": round(left + step * (1 - BETWEEN), 2),
            "y": round(panel.base - height, 2), "y2": round(panel.base, 2)}  # fmt: skip


def _lines(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        yield {"x": panel.left, "x2": panel.left + PANEL, "y": panel.base, "y2": panel.base}


def _titles(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        for rank, line in enumerate(panel.title, 1):
            # The last line of each title stands on the same line as its neighbour's.
            place = panel.head - len(panel.title) + rank
            yield {"x": panel.left, "y": panel.top + LEADING * place, "texte": line}


def _greatest(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        known = [mark for mark in panel.marks if mark.valeur is not None]
        if known:
            written = dict(zip(known, figures(known, ""), strict=True))
            highest = max(known, key=lambda mark: mark.valeur or 0)
            yield {"x": panel.left, "y": panel.top + LEADING * (panel.head + 1) - 2,
                   "texte": f"au plus {written[highest]} ({highest.colonne})"}  # fmt: skip


def _first(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        yield {"x": panel.left, "y": panel.base + LEADING, "texte": panel.marks[0].colonne}


def _last(panels: Sequence[_Panel]) -> Iterator[Row]:
    for panel in panels:
        if len(panel.marks) > 1:
            yield {
                "x": panel.left + PANEL,
                "y": panel.base + LEADING,
                "texte": panel.marks[-1].colonne,
            }
