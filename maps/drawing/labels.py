"""Words on a picture: a territory's label, and what is written across a map of fictitious data."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from opendata.model import FICTION

LABEL = 95  # units: a territory's number
VALUE = 74  # units: the figure below it
NAME = 90  # units: the river's
ACROSS = 175
# Rows of the words written across, as shares of the height, each starting at a share of the width.
ROWS = ((0.2, 0.03), (0.42, -0.17), (0.64, 0.03), (0.86, -0.17), (1.08, 0.03), (1.3, -0.17))
REPEATED = 3
# A label of two lines fills a circle of this radius; smaller ground has smaller letters.
ROOM, SMALLEST = 150, 0.74


def label(x: int, y: int, radius: float, text: str) -> Markup:
    """A label in the middle of ground that holds a circle of that radius, in units.

    Its first line stands out; a second one, smaller, is below.
    """
    first, _, second = text.partition("\n")
    if not second:
        return _text("prm-svg-numero", x, y, LABEL, first)
    scale = min(1, max(SMALLEST, radius / ROOM))
    size, below = round(LABEL * scale), round(VALUE * scale)
    return _text("prm-svg-numero", x, y - size // 2, size, first) + _text(
        "prm-svg-numero prm-svg-valeur", x, y + below // 2, below, second
    )


def _text(name: str, x: int, y: int, size: int, text: str) -> Markup:
    return Markup(
        '<text class="{}" x="{}" y="{}" text-anchor="middle" dominant-baseline="central" font-size="{}"'
        ' font-weight="700" fill="#1b1b1b" stroke="#ffffff" stroke-width="{}" stroke-linejoin="round"'
        ' paint-order="stroke">{}</text>'
    ).format(name, x, y, size, size * 25 // LABEL, text)


def along(ends: NDArray[np.int64], text: str) -> Markup:
    """A name in the middle of a line, (x, y) of whose ends are given, slanted as the line is; never upside down."""
    (x, y), (dx, dy) = ends.mean(axis=0), ends[-1] - ends[0]
    slant = np.degrees(np.arctan2(dy, dx)) % 180
    angle = slant - 180 if slant > 90 else slant
    return Markup(
        '<text class="prm-svg-nom" x="{0}" y="{1}" transform="rotate({2:.0f} {0} {1})" text-anchor="middle"'
        ' dominant-baseline="central" font-size="{3}" font-weight="700" font-style="italic" letter-spacing="4" fill="#0b4f94"'
        ' stroke="#ffffff" stroke-width="22" stroke-linejoin="round" paint-order="stroke">{4}</text>'
    ).format(round(x), round(y), angle, NAME, text)


def across(width: int, height: int) -> Markup:
    """« Données fictives de démonstration » all over a picture: no part of it can be cut out without the words."""
    # An inner <svg> cuts what goes beyond the picture's own ground.
    return Markup(
        '<svg width="{}" height="{}" aria-hidden="true"><g class="prm-svg-filigrane" fill="#1b1b1b" fill-opacity=".3"'
        ' font-size="{}" font-weight="700">{}</g></svg>'
    ).format(width, height, ACROSS, Markup("").join(_rows(width, height)))


def _rows(width: int, height: int) -> Iterator[Markup]:
    words = " · ".join([FICTION.upper()] * REPEATED)
    for down, right in ROWS:
        x, y = round(right * width), round(down * height)
        yield Markup('<text x="{}" y="{}" transform="rotate(-14 {} {})">{}</text>').format(
            x, y, x, y, words
        )
