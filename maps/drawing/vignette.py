"""A small static map of one territory: the layers of a declared map, cut to its frame.

Same patterns and colours as the large map of which it is a corner; the territory's own border
is drawn over them. Lambert-93 metres become whole units (`Window.unit_m`), y downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from numpy.typing import NDArray

from maps.drawing import symbol
from maps.drawing.drawn_layer import DrawnLayer
from maps.drawing.path import path_data
from maps.drawing.pattern import SIGN, class_of, fill_of, patterns
from maps.geometry.projection import Geometries
from maps.records.carte import Carte

UNIT_M = 2.0  # the smallest
MARGIN_M = 120.0
TALLEST = 1.2  # height to width: a narrow territory is shown with more of its neighbours
WIDTH_PX = 640  # a vignette's usual width on a screen, for the size of patterns and of units
UNITS = 2  # in a pixel: wide ground has no finer units than a screen shows


@dataclass(frozen=True)
class Window:
    """The ground shown: west, south, east, north in metres."""

    west: float
    south: float
    east: float
    north: float

    @property
    def unit_m(self) -> float:
        """How many metres of ground a unit is."""
        return max(UNIT_M, (self.east - self.west) / (WIDTH_PX * UNITS))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in units."""
        width, height = self.east - self.west, self.north - self.south
        return round(width / self.unit_m), round(height / self.unit_m)

    @property
    def box(self) -> shapely.Polygon:
        """The ground as a rectangle, a little wider so that no cut edge is seen."""
        return shapely.box(self.west - 20, self.south - 20, self.east + 20, self.north + 20)

    def place(self, xy: NDArray[np.float64]) -> NDArray[np.int64]:
        """Lambert-93 → whole units, y downwards."""
        units = np.column_stack([xy[:, 0] - self.west, self.north - xy[:, 1]]) / self.unit_m
        return np.rint(units).astype(np.int64)


def window_of(territory: shapely.Geometry) -> Window:
    """The frame of a territory, with a margin; widened where it would be more than `TALLEST`."""
    west, south, east, north = shapely.bounds(territory).tolist()
    width, height = east - west + 2 * MARGIN_M, north - south + 2 * MARGIN_M
    beside = MARGIN_M + max(0.0, height / TALLEST - width) / 2
    return Window(west - beside, south - MARGIN_M, east + beside, north + MARGIN_M)


def vignette(
    carte: Carte,
    drawings: Sequence[DrawnLayer],
    territory: shapely.Geometry,
    name: str,
    resume: str,
) -> Markup:
    """The SVG of `territory` (Lambert-93), called `name`; `resume` says in words what it shows."""
    window = window_of(territory)
    width, height = window.size
    shapes = Markup("").join(_shapes(carte, drawings, window))
    border = Markup(
        '<path class="prm-vignette-bord" d="{}" fill="none" stroke="#1b1b1b" stroke-width="2.5"'
        ' stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
    ).format(path_data([territory], window.place))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="prm-image prm-vignette" viewBox="0 0 {} {}" role="img"'
        ' lang="fr" aria-labelledby="vignette-titre vignette-resume"><title id="vignette-titre">{}</title>'
        '<desc id="vignette-resume">{}</desc><defs>{}</defs>{}{}</svg>'
    ).format(width, height, name, resume, patterns(carte, width / WIDTH_PX), shapes, border)


def _shapes(carte: Carte, drawings: Sequence[DrawnLayer], window: Window) -> Iterator[Markup]:
    box = window.box
    shapely.prepare(box)  # asked of every part of every shape
    for item in drawings:
        inside = [_cut(geometry, box) for geometry in item.geometries]
        if item.couche.style.symbole:
            yield from _signs(
                carte, item, shapely.get_parts(np.array(inside, dtype=object)), window
            )
            continue
        data = path_data(inside, window.place)
        if not data:
            continue
        style = item.couche.style
        dashes = Markup(' stroke-dasharray="{}"').format(" ".join(map(str, style.tirets)))
        yield Markup(
            '<path class="{}" d="{}" fill="{}" fill-rule="evenodd" stroke="{}" stroke-width="{:g}"'
            ' stroke-linejoin="round" vector-effect="non-scaling-stroke"{}/>'
        ).format(
            class_of(carte, item.couche), data, "none" if item.is_lines else fill_of(carte, item.couche),
            style.trait.clair, style.epaisseur, dashes if style.tirets else Markup(""),
        )  # fmt: skip


def _signs(carte: Carte, item: DrawnLayer, places: Geometries, window: Window) -> Iterator[Markup]:
    """The signs of the places inside the frame, nothing when there is none."""
    if len(places):
        points = window.place(shapely.get_coordinates(places))
        yield symbol.signs(class_of(carte, item.couche), SIGN, points)


def _cut(geometry: shapely.Geometry, box: shapely.Polygon) -> shapely.Geometry:
    """What of a drawn shape (parts side by side) lies in the box; only what crosses its edge is cut."""
    parts = shapely.get_parts(geometry)
    near = parts[shapely.intersects(box, parts)]
    crossing = ~shapely.covers(box, near)
    near[crossing] = shapely.intersection(near[crossing], box)
    return shapely.GeometryCollection(near.tolist())
