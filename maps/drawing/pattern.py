"""How a layer fills its ground, as an SVG pattern shared by picture, legend and interactive map.

A layer of points has a marker in place of a pattern (`maps.drawing.symbol`).

Two colours are CSS classes, `<name>-fond` and `<name>-trait`, that the themes set; their light
values are also presentation attributes, so that a file alone is right too.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from maps.drawing import symbol
from maps.records.carte import Carte, Couche

# Strokes of one tile of `TILE` units; `plein` has none.
TILE = 10
SIGN = "symbole"  # the suffix of a marker's id
_STROKES: Mapping[str, str] = {
    "hachures": "M-1 1l2-2M0 10L10 0M9 11l2-2",
    "verticales": "M5 0v10",
    "horizontales": "M0 5h10",
    "croix": "M0 0l10 10M10 0L0 10",
    "points": "M2.5 2.5h0M7.5 7.5h0",
}
_WIDTHS: Mapping[str, float] = {
    "hachures": 1.6,
    "verticales": 1,
    "horizontales": 1,
    "croix": 1,
    "points": 3,
}
# How many tiles a pattern is stretched over: an envelope is only hinted at.
_SCALES: Mapping[str, float] = {"verticales": 1.4}


def class_of(carte: Carte, couche: Couche) -> str:
    """The prefix of ids and classes of a layer: unique on a page."""
    return f"prm-{carte.id}-{couche.id}"


def is_drawn(couche: Couche) -> bool:
    """Whether the layer has a pattern or a colour to fill its ground with."""
    style = couche.style
    if style.symbole or style.motif == "contour":
        return False
    return style.motif != "plein" or style.fond is not None


def fill_of(carte: Carte, couche: Couche) -> str:
    """The value of `fill` for the layer's shapes."""
    return f"url(#{class_of(carte, couche)}-motif)" if is_drawn(couche) else "none"


def pattern(carte: Carte, couche: Couche, suffix: str, scale: float) -> Markup:
    """The layer's `<pattern>`; `scale` is the size of one pixel in the units of what it fills."""
    name, style = class_of(carte, couche), couche.style
    stretch = scale * _SCALES.get(style.motif, 1)
    ground = Markup("")
    if style.fond is not None:
        ground = Markup('<rect class="{}-fond" width="{}" height="{}" fill="{}"/>').format(
            name, TILE, TILE, style.fond.clair
        )
    strokes = Markup("")
    if style.motif in _STROKES:
        strokes = Markup(
            '<path class="{}-trait" d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linecap="round"/>'
        ).format(name, _STROKES[style.motif], style.trait.clair, _WIDTHS[style.motif])
    return Markup(
        '<pattern id="{}-{}" width="{}" height="{}" patternUnits="userSpaceOnUse" patternTransform="scale({:g})">'
        "{}{}</pattern>"
    ).format(name, suffix, TILE, TILE, stretch, ground, strokes)


def patterns(carte: Carte, scale: float = 1) -> Markup:
    """The patterns that fill the map, for every layer that fills its ground; the signs of its points."""
    markers = [
        symbol.marker(class_of(carte, couche), couche.style, SIGN, scale)
        for couche in carte.couches
        if couche.style.symbole
    ]
    return _patterns(carte, "motif", scale) + Markup("").join(markers)


def swatch_patterns(carte: Carte) -> Markup:
    """The same patterns at the size of a legend's samples."""
    return _patterns(carte, "pastille", 1)


def _patterns(carte: Carte, suffix: str, scale: float) -> Markup:
    filled = [couche for couche in carte.couches if is_drawn(couche)]
    return Markup("").join(pattern(carte, couche, suffix, scale) for couche in filled)


def swatch(carte: Carte, couche: Couche) -> Markup:
    """A legend's sample, 30 × 18 units: the sign, the filled ground, the outline that fills nothing, or a line."""
    if couche.style.symbole:
        shape = symbol.sign(class_of(carte, couche), couche.style, symbol.SAMPLE_PX)
        return Markup('<g transform="translate(15 9)">{}</g>').format(shape)
    style = couche.style
    is_lines = not is_drawn(couche) and style.motif != "contour"
    shape = (
        Markup('<path d="M1 13C10 3 18 15 29 5"')
        if is_lines
        else Markup('<path d="M1 1h28v16h-28z"')
    )
    fill = "none" if not is_drawn(couche) else f"url(#{class_of(carte, couche)}-pastille)"
    dashes = (
        Markup(' stroke-dasharray="{}"').format(" ".join(map(str, style.tirets)))
        if style.tirets
        else Markup("")
    )
    return Markup('{} class="{}" fill="{}" stroke="{}" stroke-width="{:g}"{}/>').format(
        shape, class_of(carte, couche), fill, style.trait.clair, max(style.epaisseur, 1), dashes
    )
