"""The outlines of places as CAP 1.2 draws them: « lat,lon lat,lon … » in WGS 84 degrees, the first point again at the end.

Drawn for an alert: few points, and never less ground than the place has. An outline is moved out by `MARGIN_M`, then
simplified by as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import shapely

from maps.geometry.projection import Geometries, to_wgs84
from maps.records.layers import Layer
from opendata.model import Source
from site_src.alertes.scope import INSEE_PARIS

MARGIN_M = 20
# Of a degree: about a metre.
DECIMALS = 5
# The column of each layer that has the official code.
CODES: Mapping[str, str] = {"arrondissements": "code_insee", "quartiers": "code_quartier"}


@dataclass(frozen=True)
class Outlines:
    """`polygones` by official code; `mention` names whose outlines they are, and their licence, as that one asks."""

    polygones: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    mention: str = ""


NO_OUTLINE = Outlines()


def outlines(layers: Mapping[str, Layer], sources: Mapping[str, Source]) -> Outlines:
    """Those of arrondissements, of quartiers, and of Paris (all its arrondissements)."""
    found: dict[str, tuple[str, ...]] = {}
    for name, column in CODES.items():
        layer = layers[name]
        drawn = drawn_around(layer.lambert93)
        found |= {code: tuple(_polygons(one)) for code, one in zip(layer.column(column), drawn, strict=True)}  # fmt: skip
    whole = shapely.union_all(layers["arrondissements"].lambert93)
    (paris,) = drawn_around(np.array([whole], dtype=object))
    named = dict.fromkeys(_mention(sources[name]) for name in CODES if name in sources)
    return Outlines({INSEE_PARIS: tuple(_polygons(paris)), **found}, " ; ".join(named))


def _mention(source: Source) -> str:
    return f"{source.editeur}, {source.licence.titre}"


def drawn_around(geometries: Geometries) -> Geometries:
    """Lambert-93 metres → outlines in degrees that hold the whole of each, without its holes."""
    wider = shapely.buffer(geometries, MARGIN_M + 2)  # two metres for its own arcs and for rounding
    return to_wgs84(shapely.simplify(wider, MARGIN_M))


def _polygons(geometry: shapely.Geometry) -> Iterator[str]:
    for part in shapely.get_parts(geometry):
        points = shapely.get_coordinates(shapely.get_exterior_ring(part)).round(DECIMALS)
        yield " ".join(f"{latitude:.{DECIMALS}f},{longitude:.{DECIMALS}f}" for longitude, latitude in points)  # fmt: skip
