"""What a chart shows → a static SVG that reads on a phone.

Altair describes it, vl-convert draws it. Nothing is laid out by measured text (`autosize`
none, fixed extents), so that the bytes do not depend on the fonts of the machine. Colours are
the few constants of `opendata.packages.plots`: on the site a style sheet repaints them for the dark scheme.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert

from opendata.packages.colours import INK, MUTED, PAPER
from opendata.packages.marks import Mark
from opendata.packages.multiples import multiples
from opendata.packages.plots import (
    LEADING,
    MARGIN,
    SIZE,
    WIDTH,
    Body,
    bars,
    columns,
    matrix,
    timeline,
)
from opendata.packages.shown import Shown
from opendata.records.dataset import ChartDeclaration

FONT = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"


def draw(shown: Shown) -> bytes:
    """The SVG of what a chart shows, its title and note in it."""
    heading = _heading(shown.declaration.titre, shown.note)
    return _svg(shown.declaration, heading, _body(shown.declaration, shown.marks, shown.absent))


def _body(declaration: ChartDeclaration, marks: Sequence[Mark], absent: str) -> Body:
    if declaration.forme == "matrice":
        return matrix(marks)
    if declaration.forme == "barres":
        return bars(marks, absent)
    if declaration.forme == "frise":
        return timeline(marks, absent)
    if declaration.forme == "multiples":
        return multiples(marks)
    return columns(marks, declaration.nomme_des)


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

# Vega writes every digit of a double; a hundredth of a point is less than any screen shows, and half the bytes of a long series.
_DIGITS = re.compile(r"\d+\.\d{3,}")
_NO_TEXT = re.compile(r"<text [^>]*/>")


def _accessible(svg: str, declaration: ChartDeclaration, heading: str) -> str:
    """One image with a title and a description in French, in place of Vega's roles in English."""
    bare = re.sub(r"<[^>]*>", lambda tag: _rounded(_REPEATED.sub("", tag.group())), svg)
    bare = _NO_TEXT.sub("", bare)
    identifier = f"graphique-{declaration.nom}"
    opening = f'<svg role="img" aria-labelledby="{identifier}-titre {identifier}-desc" font-family="{FONT}" '
    words = (f'<title id="{identifier}-titre">{html.escape(declaration.titre)}</title>'
             f'<desc id="{identifier}-desc">{html.escape(declaration.description)}</desc>')  # fmt: skip
    head, _, rest = bare.replace("<svg ", opening, 1).partition(">")
    return f"{head}>{words}{rest.removesuffix('</svg>')}{heading}</svg>\n"


def _rounded(tag: str) -> str:
    return _DIGITS.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), tag)
