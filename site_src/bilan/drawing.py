"""The small map: the arrondissements of an area, with what each counts; those of an alarm are hatched too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from markupsafe import Markup
from shapely.geometry import shape

from maps.geometry.projection import to_lambert93
from opendata.findings import Finding, read_json
from site_src.bilan.words import counted, place

OUTLINES = "data/geo/arrondissements.geojson"
_UNIT_M = 20.0
_SMOOTH_M = 40.0
_MARGIN = 4
_HATCHES = Markup(
    '<defs><pattern id="hausse" width="14" height="14" patternUnits="userSpaceOnUse">'
    '<path d="M0 14L14 0M-3 3L3 -3M11 17L17 11" stroke="#a3211b" stroke-width="2"/></pattern></defs>'
)


@dataclass(frozen=True)
class Outline:
    """An arrondissement: the `d` of its path, and where its number stands."""

    path: str
    x: int
    y: int


@dataclass(frozen=True)
class Outlines:
    """All of them by INSEE code, in a frame of `width` by `height` units of 20 metres."""

    shapes: Mapping[str, Outline]
    width: int
    height: int


def read_outlines(raw: bytes, findings: list[Finding]) -> Outlines | None:
    """The outlines of data/geo, each simplified by itself to 40 m; `None` with findings where they cannot be read."""
    document = read_json(OUTLINES, raw, findings)
    if document is None:
        return None
    features = document.data["features"]
    ground = to_lambert93(np.array([shape(one["geometry"]) for one in features], dtype=object))
    west, south, east, north = shapely.total_bounds(ground).tolist()

    def placed(xy: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[list[int]]:
        units = np.column_stack([xy[:, 0] - west, north - xy[:, 1]]) / _UNIT_M + _MARGIN
        found: list[list[int]] = np.rint(units).astype(int).tolist()
        return found

    shapes = {}
    for feature, one in zip(features, shapely.simplify(ground, _SMOOTH_M), strict=True):
        ((x, y),) = placed(shapely.get_coordinates(shapely.point_on_surface(one)))
        rings = [placed(shapely.get_coordinates(part.exterior)) for part in shapely.get_parts(one)]
        path = "".join("M" + "L".join(f"{a} {b}" for a, b in ring) + "z" for ring in rings)
        shapes[feature["properties"]["code_insee"]] = Outline(path, x, y)
    size = (round((side) / _UNIT_M) + 2 * _MARGIN for side in (east - west, north - south))
    return Outlines(shapes, *size)


def small_map(outlines: Outlines, counts: Mapping[str, int], raised: Collection[str]) -> str:
    """The SVG. `counts`: facts by INSEE code of the area's arrondissements; others are only outlined."""
    drawn = Markup("").join(
        _arrondissement(outline, code, counts.get(code), code in raised)
        for code, outline in sorted(outlines.shapes.items(), key=lambda pair: pair[0] in counts)
    )
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="Atkinson Hyperlegible Next, sans-serif"'
            ' text-anchor="middle">{}{}</svg>'
        ).format(outlines.width, outlines.height, _HATCHES, drawn)
    )


def _arrondissement(outline: Outline, code: str, facts: int | None, is_raised: bool) -> Markup:
    if facts is None:
        return Markup('<path d="{}" fill="#f4f4f2" stroke="#c8cfd8" stroke-width="1"/>').format(
            outline.path
        )
    shape = Markup('<path d="{}" fill="#dbe7f3" stroke="#0b2f50" stroke-width="2"/>').format(
        outline.path
    )
    if is_raised:
        shape += Markup('<path d="{}" fill="url(#hausse)"/>').format(outline.path)
    # White behind the letters: they are read over hatches too.
    letters = Markup(
        '<g {} ><text x="{}" y="{}" font-size="16">{}</text><text x="{}" y="{}" font-size="24" font-weight="700">{}</text></g>'
    )
    ink = (
        Markup('fill="none" stroke="#ffffff" stroke-width="6" stroke-linejoin="round"'),
        Markup('fill="#0b2f50"'),
    )
    return shape + Markup("").join(
        letters.format(one, outline.x, outline.y - 6, place(code), outline.x, outline.y + 17, facts)
        for one in ink
    )


def in_words(counts: Mapping[str, int], raised: Collection[str]) -> str:
    """The same as a sentence: « 12e : 14 faits, au-dessus »."""
    said = (
        f"{place(code)} : {counted(facts)}{', avec un équipement au-dessus' if code in raised else ''}"
        for code, facts in sorted(counts.items())
    )
    return f"Faits de la semaine par arrondissement. {' ; '.join(said)}."
