"""A declared chart → a static SVG that reads on a phone, and the rows it shows.

Altair describes it, vl-convert draws it. Nothing is laid out by measured text (`autosize`
none, fixed extents), so that the bytes do not depend on the fonts of the machine. Colours are
the few constants below: on the site a style sheet repaints them for the dark scheme.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import vl_convert

from opendata.dataset import ChartDeclaration
from opendata.model import Publishable, ReleasedTable
from opendata.schema import Column, Schema
from opendata.table import written

INK, MUTED, PAPER, BAR = "#16202e", "#54606f", "#fefefe", "#1b5e9e"
HIDDEN, LINE, ON_TINT = "#e3e6ea", "#c8cfd8", "#0d1520"
TINTS = ("#eaf2fa", "#cfe2f3", "#a9cbe8", "#7fb0dc")
FONT = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
WIDTH, MARGIN, SIZE, LEADING = 360, 6, 14, 18
CHARACTER = 7.6  # room left to one character of a label
FIGURES = 48  # room right of the longest bar, for its figure
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


@dataclass(frozen=True)
class Mark:
    """One value of a chart; `valeur` is `None` when it is hidden or unknown."""

    ligne: str
    colonne: str
    valeur: float | None


@dataclass(frozen=True)
class Body:
    """The drawing below the heading: its layers, its height, the room its labels take."""

    layers: tuple[alt.Chart, ...]
    height: int
    left: int
    right: int = 0
    above: int = 0


@dataclass(frozen=True)
class Chart:
    """What a chart shows, drawn and in rows. `absent` is the word for a missing value."""

    declaration: ChartDeclaration
    unite: str
    absent: str
    marks: tuple[Mark, ...]
    svg: bytes


def draw(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> Chart:
    """The chart of a published table; rows in the table's order."""
    marks = _marks(declaration, schema, table)
    unite = declaration.unite or schema.column(declaration.valeur).unit or ""
    absent = "masqué" if isinstance(table, ReleasedTable) else "non indiqué"
    heading = _heading(declaration.titre, unite, absent, marks)
    body = _bars(marks, absent) if declaration.forme == "barres" else _matrix(marks)
    return Chart(declaration, unite, absent, marks, _svg(declaration, heading, body))


def figures(marks: Sequence[Mark], absent: str) -> list[str]:
    """The marks' values as read in French, all with as many decimals: 6,10 beside 5,88."""
    decimals = max((_decimals(mark.valeur) for mark in marks if mark.valeur is not None), default=0)
    return [absent if mark.valeur is None else figure(mark.valeur, decimals) for mark in marks]


def figure(value: float, decimals: int = 0) -> str:
    """A number as read in French: 2 103, 11,75."""
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")


def _decimals(value: float) -> int:
    return len(written(value).partition(".")[2])


def _marks(declaration: ChartDeclaration, schema: Schema, table: Publishable) -> tuple[Mark, ...]:
    frame = table.frame
    for name, kept in declaration.filtre.items():
        frame = frame[[written(value) == kept for value in frame[name]]]
    row, column = schema.column(declaration.ligne), declaration.colonne
    found = []
    for _, line in frame.iterrows():
        codes = [written(line[name]) for name in (declaration.ligne, column) if name]
        if any(code in declaration.exclut for code in codes):
            continue
        text = written(line[declaration.valeur])
        head = _label(schema.column(column), codes[1]) if column else ""
        found.append(Mark(_label(row, codes[0]), head, float(text) if text else None))
    return tuple(found)


def _label(column: Column, code: str) -> str:
    return column.labels.get(code, code)


def _heading(titre: str, unite: str, absent: str, marks: Sequence[Mark]) -> list[tuple[str, str]]:
    """Lines of text above the drawing, each with the attributes of its part."""
    note = f"Unité : {unite}."
    if any(mark.valeur is None for mark in marks):
        note += (
            f" m : {absent}, pas zéro." if marks[0].colonne else f" « {absent} » n’est pas zéro."
        )
    bold = f'font-size="{SIZE + 1}" font-weight="bold" fill="{INK}"'
    small = f'font-size="{SIZE - 1}" fill="{MUTED}"'
    return [(line, bold) for line in textwrap.wrap(titre, 40, break_on_hyphens=False)] + [
        (line, small) for line in textwrap.wrap(note, 50)
    ]


def _bars(marks: Sequence[Mark], absent: str) -> Body:
    """Horizontal bars with their figures; a missing value is a word, not a bar."""
    labels = ["\n".join(textwrap.wrap(mark.ligne, 22)) for mark in marks]
    step = max(24, LEADING * max((label.count("\n") + 1 for label in labels), default=1) + 8)
    rows = [
        {"rang": index, "libelle": label, "valeur": mark.valeur,
         "texte": text}
        for index, (label, mark, text) in enumerate(zip(labels, marks, figures(marks, absent), strict=True))
    ]  # fmt: skip
    top = max((mark.valeur or 0 for mark in marks), default=0) or 1
    axis = alt.Axis(
        labelExpr=_lookup(labels), domain=False, ticks=False, title=None, labelPadding=8
    )
    y = alt.Y("rang:O", axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))
    x = alt.X("valeur:Q", axis=None, scale=alt.Scale(domain=[0, top]), stack=None)
    base = alt.Chart(alt.InlineData(values=rows))
    known = base.transform_filter("isValid(datum.valeur)")
    missing = base.transform_filter("!isValid(datum.valeur)")
    layers = (
        known.mark_bar(color=BAR).encode(x=x, y=y),
        known.mark_text(align="left", dx=6, color=INK, fontSize=SIZE).encode(x=x, y=y, text="texte:N"),
        missing.mark_text(align="left", dx=6, color=MUTED, fontSize=SIZE, fontStyle="italic")
        .encode(x=alt.value(0), y=y, text="texte:N"),
    )  # fmt: skip
    return Body(layers, step * len(marks), _room("\n".join(labels).split("\n")), FIGURES)


def _matrix(marks: Sequence[Mark]) -> Body:
    """Rows × columns of figures on tints; a missing value is « m » on grey, framed."""
    lines = list(dict.fromkeys(mark.ligne for mark in marks))
    heads = list(dict.fromkeys(mark.colonne for mark in marks))
    top = max((mark.valeur or 0 for mark in marks), default=0) or 1
    rows = [
        {"ligne": lines.index(mark.ligne), "colonne": heads.index(mark.colonne),
         "texte": text, "teinte": _tint(mark.valeur, top)}
        for mark, text in zip(marks, figures(marks, "m"), strict=True)
    ]  # fmt: skip
    heads_axis = alt.Axis(orient="top", labelAngle=-90, labelAlign="left", labelBaseline="middle",
                          labelExpr=_lookup(heads), labelPadding=4, domain=False, ticks=False, title=None)  # fmt: skip
    lines_axis = alt.Axis(
        labelExpr=_lookup(lines), labelPadding=6, domain=False, ticks=False, title=None
    )
    x = alt.X("colonne:O", scale=alt.Scale(padding=0.06), axis=heads_axis)
    y = alt.Y("ligne:O", scale=alt.Scale(padding=0.06), axis=lines_axis)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y)
    tint = alt.Color("teinte:N", scale=None)
    layers = (
        base.mark_rect().encode(color=tint),
        base.transform_filter(f"datum.teinte === '{HIDDEN}'").mark_rect(fill=HIDDEN, stroke=MUTED, strokeDash=[3, 2]),
        base.mark_text(color=ON_TINT, fontSize=SIZE - 1).encode(text="texte:N"),
    )  # fmt: skip
    return Body(layers, 26 * len(lines), _room(lines), above=_room(heads))


def _tint(value: float | None, top: float) -> str:
    if value is None:
        return HIDDEN
    return TINTS[min(int(len(TINTS) * value / top), len(TINTS) - 1)]


def _room(labels: Sequence[str]) -> int:
    """The room that labels need: counted, not measured."""
    return round(CHARACTER * max(map(len, labels), default=0)) + 8


def _lookup(labels: Sequence[str]) -> str:
    """A Vega expression: rank → its label, on several lines where it has several."""
    lists = [
        [line.replace("\\", "").replace("'", "’") for line in label.split("\n")] for label in labels
    ]
    return f"{lists!r}[datum.value]"


def _svg(
    declaration: ChartDeclaration,
    heading: Sequence[tuple[str, str]],
    body: Body,
) -> bytes:
    left, right = MARGIN + body.left, MARGIN + body.right
    top = MARGIN + LEADING * len(heading) + 14 + body.above
    chart = alt.layer(*body.layers).properties(
        width=WIDTH - left - right,
        height=body.height,
        autosize="none",
        padding={"left": left, "right": right, "top": top, "bottom": MARGIN},
    )
    spec = chart.to_dict()
    spec["config"] = _config()
    drawn: str = vl_convert.vegalite_to_svg(spec)
    return _accessible(drawn, declaration, _heading_svg(heading)).encode()


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
