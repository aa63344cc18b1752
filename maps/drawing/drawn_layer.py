"""A declared layer as it is drawn: chosen features, merged, simplified for one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import shapely

from maps.geometry.projection import Geometries, to_lambert93
from maps.geometry.union import united
from maps.records.carte import Couche

Properties = Mapping[str, Any]
CELLS = 2500  # in a degree: about 30 to 45 m


class LayerLike(Protocol):
    """What drawing needs of a layer: one properties and one WGS 84 geometry a feature."""

    @property
    def properties(self) -> Sequence[Properties]:
        """Properties by feature."""

    @property
    def geometries(self) -> Geometries:
        """Geometries by feature, in degrees."""


@dataclass(frozen=True)
class DrawnLayer:
    """Shapes of one layer in Lambert-93 metres; features shown alike are one multi-part shape."""

    couche: Couche
    properties: tuple[Properties, ...] = field(repr=False)
    geometries: Geometries = field(repr=False)

    @property
    def is_points(self) -> bool:
        """Whether the layer is made of places, each drawn by a sign."""
        return bool((shapely.get_dimensions(self.geometries) == 0).all())

    @property
    def is_lines(self) -> bool:
        """Whether the layer is made of lines, which nothing fills."""
        return bool((shapely.get_dimensions(self.geometries) == 1).all())


def draw(
    couche: Couche, layer: LayerLike, tolerance_m: float, *, every_feature: bool = False
) -> DrawnLayer:
    """The features that `couche` chooses (all when `every_feature`), at most `tolerance_m` off their line.

    Borders shared by two polygons stay shared; a point stays where it is. Properties are those of popups and labels,
    in the order of the declaration.
    """
    chosen = [
        index for index, row in enumerate(layer.properties) if every_feature or _chosen(couche, row)
    ]
    kept = _neighbours(chosen, layer) if couche.style.symbole else chosen
    geometries = to_lambert93(layer.geometries[kept])
    shown = [{name: layer.properties[index][name] for name in couche.properties} for index in kept]
    if couche.reunie:
        # First one ground, then its line made simpler: a corner where two blocks met is no corner of the whole.
        rows, merged = _merged(shown, geometries)
        return DrawnLayer(couche, rows, _simplified(_dissolved(merged), tolerance_m))
    return DrawnLayer(couche, *_merged(shown, _simplified(geometries, tolerance_m)))


def _neighbours(chosen: Sequence[int], layer: LayerLike) -> list[int]:
    """Places in the order of a walk that visits neighbours together (Morton's): small steps, small files."""
    degrees = shapely.get_coordinates(layer.geometries[list(chosen)])
    cells = np.floor((degrees - degrees.min(axis=0, initial=180)) * CELLS).astype(int).tolist()
    ranks = [_interleaved(x) | _interleaved(y) << 1 for x, y in cells]
    return [index for _, index in sorted(zip(ranks, chosen, strict=True))]


def _interleaved(cell: int) -> int:
    """Bits of a number, each with a zero before it."""
    return int(f"{cell:b}", 4)


def _chosen(couche: Couche, row: Properties) -> bool:
    return couche.choix is None or couche.choix.keeps(row[couche.choix.propriete])


def _simplified(geometries: Geometries, tolerance_m: float) -> Geometries:
    dimensions = shapely.get_dimensions(geometries)
    if (dimensions == 0).all():
        return geometries
    if (dimensions == 2).all():
        simplified: Geometries = shapely.coverage_simplify(geometries, tolerance_m)
    else:
        simplified = shapely.simplify(geometries, tolerance_m)
    return simplified


def _merged(
    rows: Sequence[Properties], geometries: Geometries
) -> tuple[tuple[Properties, ...], Geometries]:
    """Features whose shown properties are equal, as one: parts side by side, nothing dissolved."""
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(repr(row), []).append(index)
    merged = [_collected(geometries[numbers]) for numbers in groups.values()]
    return tuple(rows[numbers[0]] for numbers in groups.values()), np.array(merged, dtype=object)


def _dissolved(geometries: Geometries) -> Geometries:
    """Parts of one shape that touch, as one: about half of the points of blocks side by side."""
    return np.array([united(shapely.get_parts(shape)) for shape in geometries], dtype=object)


def _collected(geometries: Geometries) -> shapely.Geometry:
    parts = shapely.get_parts(geometries)
    first: shapely.Geometry = parts[0]
    if len(parts) == 1:
        return first
    many = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)
    collected: shapely.Geometry = many[shapely.get_dimensions(first)](list(parts))
    return collected
