"""Signs for points: one shape a layer, told apart without colour, shared by picture, legend and interactive map.

A shape is SVG path data around (0, 0), about `UNITS` across. A sign is filled with its layer's
`trait` and set off by a halo of paper; with a `fond` it is hollow: filled with that, outlined
in `trait`. Colours are the class of the layer, as for zones (`maps.drawing.pattern`, `maps.drawing.palette`).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from maps.records.style import Couleur, Style, Symbole

UNITS = 10
SHAPES: Mapping[Symbole, str] = {
    "disque": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "carre": "M-4.5-4.5h9v9h-9z",
    "triangle": "M0-5.8L5.6 4.2H-5.6z",
    "losange": "M0-6.2L6.2 0L0 6.2L-6.2 0z",
    "croix": "M-1.9-5.6h3.8v3.7h3.7v3.8h-3.7v3.7h-3.8v-3.7h-3.7v-3.8h3.7z",
    "sautoir": "M-5-3L-3-5L0-2L3-5L5-3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0z",
    "goutte": "M0-6.6C2.6-3 4.4-.8 4.4 1.6A4.4 4.4 0 1 1-4.4 1.6C-4.4-.8-2.6-3 0-6.6z",
    "etoile": "M0-6.4L1.6-2.1L6.1-2L2.5.8L3.8 5.2L0 2.6L-3.8 5.2L-2.5.8L-6.1-2L-1.6-2.1z",
}
HALO = Couleur(clair="#ffffff", sombre="#14171b")
HALO_PX, OUTLINE_PX = 0.8, 1.6
SAMPLE_PX = 14  # a legend's sample, which shows the shape rather than the size


def fill_of(style: Style, theme: str = "clair") -> str:
    """What fills the sign, in that theme."""
    hue: str = getattr(style.fond or style.trait, theme)
    return hue


def outline_of(style: Style, theme: str = "clair") -> str:
    """What surrounds it: paper, or the layer's own hue when the sign is hollow."""
    hue: str = getattr(style.trait if style.fond else HALO, theme)
    return hue


def outline_px(style: Style) -> float:
    """How wide the outline is, in pixels of the screen."""
    return OUTLINE_PX if style.fond else HALO_PX


def shape_of(style: Style) -> str:
    """The path data of a layer of points. Raises KeyError for a layer of another kind."""
    if style.symbole is None:
        raise KeyError("style without a sign")
    return SHAPES[style.symbole]


def sign(name: str, style: Style, size: float, classes: str = "") -> Markup:
    """The sign alone around (0, 0), of class `name`, `size` units across."""
    scale = size / UNITS
    width = outline_px(style) * UNITS / style.taille
    return Markup(
        '<path class="{}{}" d="{}" transform="scale({:g})" fill="{}" stroke="{}" stroke-width="{:.2g}"'
        ' stroke-linejoin="round"/>'
    ).format(
        name,
        f" {classes}" if classes else "",
        shape_of(style),
        scale,
        fill_of(style),
        outline_of(style),
        width,
    )


def marker(name: str, style: Style, suffix: str, pixel: float) -> Markup:
    """The sign as a `<marker>`, put at every point of a line; `pixel` is a pixel in the units of the drawing."""
    return Markup(
        '<marker id="{}-{}" markerUnits="userSpaceOnUse" markerWidth="{}" markerHeight="{}" overflow="visible">'
        '<g class="prm-svg-symbole">{}</g></marker>'
    ).format(name, suffix, UNITS, UNITS, sign(name, style, style.taille * pixel))


def signs(name: str, suffix: str, points: NDArray[np.int64]) -> Markup:
    """A sign at each of the points (x, y), as the markers of a line that is not seen."""
    # A line has two ends: a lone point is walked to from itself.
    corners = np.vstack([points, points]) if len(points) == 1 else points
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    address = f"url(#{name}-{suffix})"
    return Markup(
        '<path d="m{}" fill="none" stroke="none" marker-start="{}" marker-mid="{}" marker-end="{}"/>'
    ).format(
        " ".join(map(str, steps.ravel().tolist())).replace(" -", "-"), address, address, address
    )
