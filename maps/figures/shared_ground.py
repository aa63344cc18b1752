"""Ground of Paris that two layers both draw: where two products say the same, and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import shapely

from maps.geometry.union import united
from maps.records.layers import Layer


def shared_km2(layers: Mapping[str, Layer], first: str, second: str) -> float:
    """Km² of Paris in both layers, by their names; measured in Lambert-93, two decimals."""
    paris, ground, other = (_ground(layers[name]) for name in ("arrondissements", first, second))
    shared = shapely.intersection(shapely.intersection(ground, paris), other)
    return round(float(shapely.area(shared)) / 1e6, 2)


@lru_cache(maxsize=8)
def _ground(layer: Layer) -> shapely.Geometry:
    """All that the layer covers: once a process, whatever it is compared with."""
    return united(layer.lambert93)
