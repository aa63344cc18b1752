"""A declared chart → a static SVG that reads on a phone, and the rows it shows.

Altair describes it, vl-convert draws it. Nothing is laid out by measured text (`autosize`
none, fixed extents), so that the bytes do not depend on the fonts of the machine. Colours are
the few constants of `opendata.packages.plots`: on the site a style sheet repaints them for the dark scheme.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from opendata.model import Publishable, ReleasedTable
from opendata.packages.plots import (
    INK,
    LEADING,
    MARGIN,
    MUTED,
    PAPER,
    SIZE,
    WIDTH,
    Body,
    Mark,
    bars,
    columns,
    matrix,
    timeline,
)
from opendata.records.dataset import ChartDeclaration
from opendata.records.schema import Column, Schema
from opendata.records.table import written

FONT = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


@dataclass(frozen=True)
class Chart:
    """What a chart shows, drawn and in rows. `absent` is the word for a missing value."""

    declaration: ChartDeclaration
    unite: str
    absent: str
    marks: tuple[Mark, ...]
    svg: bytes


def draw(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> Chart:
    """The chart of a published table; rows in the table's order, counted ones in the codes' order."""
    marks = _marks(declaration, schema, table)
    unite = declaration.unite or ""
    if declaration.valeur and not unite:
        unite = schema.column(declaration.valeur).unit or ""
    absent = "masqué" if isinstance(table, ReleasedTable) else "non indiqué"
    note = _note(declaration.forme, unite, absent, marks) + _hollow_note(declaration, schema)
    heading = _heading(declaration.titre, note)
    svg = _svg(declaration, heading, _body(declaration, marks, absent))
    return Chart(declaration, unite, absent, marks, svg)


def _body(declaration: ChartDeclaration, marks: Sequence[Mark], absent: str) -> Body:
    if declaration.forme == "matrice":
        return matrix(marks)
    if declaration.forme == "barres":
        return bars(marks, absent)
    if declaration.forme == "frise":
        return timeline(marks, absent)
    return columns(marks, declaration.nomme_des)


def _marks(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> tuple[Mark, ...]:
    frame = table.frame
    for name, code in declaration.filtre.items():
        frame = frame[[written(value) == code for value in frame[name]]]
    axes = [schema.column(name) for name in (declaration.ligne, declaration.colonne) if name]
    codes = _texts(frame, [axis.name for axis in axes])
    values: Iterable[tuple[tuple[str, ...], float | None]]
    if declaration.valeur:
        texts = _texts(frame, [declaration.valeur])
        values = zip(codes, (float(text) if text else None for (text,) in texts), strict=True)
    else:
        values = _counts(codes, axes)
    hollow = _hollow(declaration, frame, codes)
    return tuple(
        Mark(*_labels(row, axes), value, row in hollow)
        for row, value in values
        if not set(row) & set(declaration.exclut)
    )  # fmt: skip


def _hollow(
    declaration: ChartDeclaration, frame: pd.DataFrame, codes: Sequence[tuple[str, ...]]
) -> frozenset[tuple[str, ...]]:
    """The rows that the chart tells apart, by their codes."""
    if declaration.evide is None:
        return frozenset()
    said = map(written, frame[declaration.evide])
    return frozenset(row for row, text in zip(codes, said, strict=True) if text == "true")


def _texts(frame: pd.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """The named columns of each row, in their written form."""
    return [tuple(map(written, row)) for row in frame[list(names)].itertuples(index=False)]


def _counts(
    codes: Sequence[tuple[str, ...]], axes: Sequence[Column]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """How many rows have each combination of codes; one that none has is a true zero."""
    counts = Counter(codes)
    orders = [
        list(axis.labels) or sorted({row[rank] for row in codes}) for rank, axis in enumerate(axes)
    ]
    for row in product(*orders):
        yield row, float(counts[row])


def _labels(codes: Sequence[str], axes: Sequence[Column]) -> tuple[str, str]:
    """What a mark's row and column are called; a chart of rows alone has no column."""
    labels = [_label(axis, code) for axis, code in zip(axes, codes, strict=True)]
    return labels[0], labels[1] if len(labels) > 1 else ""


def _label(column: Column, code: str) -> str:
    """The label's name; what it explains after a colon is in the column's dictionary."""
    return column.labels.get(code, code).partition(" : ")[0]


# What a missing value looks like, in each form.
_MISSING = {
    "barres": " « {} » n’est pas zéro.",
    "frise": " « {} » n’est pas zéro.",
    "colonnes": " Cadre pointillé : {}, pas zéro.",
    "matrice": " m : {}, pas zéro.",
}


def _note(forme: str, unite: str, absent: str, marks: Sequence[Mark]) -> str:
    missing = any(mark.valeur is None for mark in marks)
    return f"Unité : {unite}." + (_MISSING[forme].format(absent) if missing else "")


def _hollow_note(declaration: ChartDeclaration, schema: Schema) -> str:
    if declaration.evide is None:
        return ""
    title = schema.column(declaration.evide).title
    return f" Barre évidée : {title[:1].lower()}{title[1:]}."


def _heading(titre: str, note: str) -> list[tuple[str, str]]:
    """Lines of text above the drawing, each with the attributes of its part."""
    bold = f'font-size="{SIZE + 1}" font-weight="bold" fill="{INK}"'
    small = f'font-size="{SIZE - 1}" fill="{MUTED}"'
    return [(line, bold) for line in textwrap.wrap(titre, 40, break_on_hyphens=False)] + [
        (line, small) for line in textwrap.wrap(note, 50)
    ]


def _svg(declaration: ChartDeclaration, heading: Sequence[tuple[str, str]], body: Body) -> bytes:
    """The drawing below its heading, room kept for the labels around it."""
    left, right = MARGIN + body.left, MARGIN + body.right
    top = MARGIN + LEADING * len(heading) + 14 + body.above
    chart = alt.layer(*body.layers).properties(
        width=WIDTH - left - right,
        height=body.height,
        autosize="none",
        padding={"left": left, "right": right, "top": top, "bottom": MARGIN + body.below},
    )
    # Not validated here, which takes as long as the drawing: a test does it for every kind of chart.
    spec = chart.to_dict(validate=False)
    spec["config"] = _config()
    svg: str = vl_convert.vegalite_to_svg(spec)
    return _accessible(svg, declaration, _heading_svg(heading)).encode()


def _config() -> Mapping[str, Any]:
    axis = {"labelColor": INK, "labelFontSize": SIZE, "labelLimit": 0, "labelOverlap": False,
            "labelLineHeight": LEADING, "grid": False}  # fmt: skip
    return {
        "background": PAPER,
        "font": FONT,
        "axis": axis,
        "view": {"stroke": None},
        "aria": False,
    }


def _heading_svg(lines: Sequence[tuple[str, str]]) -> str:
    """Title and note as text of the image: it says what it is wherever it is copied."""
    return "".join(
        f'<text x="{MARGIN}" y="{MARGIN + LEADING * rank - 4}" {attributes}>{html.escape(line)}</text>'
        for rank, (line, attributes) in enumerate(lines, 1)
    )


# What Vega writes on every element and a reader does not need: roles and labels in English,
# the same font again, defaults.
_REPEATED = re.compile(r' (?:role|aria-[a-z]+|class|font-family|pointer-events|opacity)="[^"]*"')


def _accessible(svg: str, declaration: ChartDeclaration, heading: str) -> str:
    """One image with a title and a description in French, in place of Vega's roles in English."""
    bare = re.sub(r"<[^>]*>", lambda tag: _REPEATED.sub("", tag.group()), svg)
    identifier = f"graphique-{declaration.nom}"
    opening = f'<svg role="img" aria-labelledby="{identifier}-titre {identifier}-desc" font-family="{FONT}" '
    words = (f'<title id="{identifier}-titre">{html.escape(declaration.titre)}</title>'
             f'<desc id="{identifier}-desc">{html.escape(declaration.description)}</desc>')  # fmt: skip
    head, _, rest = bare.replace("<svg ", opening, 1).partition(">")
    return f"{head}>{words}{rest.removesuffix('</svg>')}{heading}</svg>\n"
