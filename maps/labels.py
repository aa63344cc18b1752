"""Words on a picture: a territory's label, and what is written across a map of fictitious data."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from opendata.model import FICTION

LABEL = 95  # units: a territory's number
VALUE = 74  # units: the figure below it
ACROSS = 175
# Rows of the words written across, as shares of the height, each starting at a share of the width.
ROWS = ((0.2, 0.03), (0.42, -0.17), (0.64, 0.03), (0.86, -0.17))
REPEATED = 3


def label(x: int, y: int, text: str) -> Markup:
    """A label at a point: its first line strong; a second one, smaller, below."""
    first, _, second = text.partition("\n")
    number = _text("prm-svg-numero", x, y - (LABEL // 2 if second else 0), LABEL, first)
    return number + (
        _text("prm-svg-numero prm-svg-valeur", x, y + VALUE // 2, VALUE, second) if second else ""
    )


def _text(name: str, x: int, y: int, size: int, text: str) -> Markup:
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="middle" dominant-baseline="central" font-size="{}"'
        ' font-weight="700" fill="#1b1b1b" stroke="#ffffff" stroke-width="25" stroke-linejoin="round"'
        ' paint-order="stroke">{}</text>'
    ).format(name, x, y, size, text)


def across(width: int, height: int) -> Markup:
    """« Données fictives de démonstration » all over a picture: no part of it can be cut out without the words."""
    return Markup(
        '<g class="prm-svg-filigrane" fill="#1b1b1b" fill-opacity=".3" font-size="{}" font-weight="700"'
        ' aria-hidden="true">{}</g>'
    ).format(ACROSS, Markup("").join(_rows(width, height)))


def _rows(width: int, height: int) -> Iterator[Markup]:
    words = " · ".join([FICTION.upper()] * REPEATED)
    for down, right in ROWS:
        x, y = round(right * width), round(down * height)
        yield Markup('<text x="{}" y="{}" transform="rotate(-14 {} {})">{}</text>').format(
            x, y, x, y, words
        )
