"""What can be wrong with the geometry of a contributed feature, told to a person.

A fault knows where it stands inside the geometry (`keys`, as a path of member names and
indices), so that it can be located in the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import shape

from opendata.findings.limits import counted

Keys = tuple[str | int, ...]
Position = NDArray[np.float64]


@dataclass(frozen=True)
class Bounds:
    """Degrees within which every point of a layer lies."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return (
            f"longitude de {written_degree(self.west)} à {written_degree(self.east)}, "
            f"latitude de {written_degree(self.south)} à {written_degree(self.north)}"
        )

    def contain(self, xy: Position) -> NDArray[np.bool_]:
        """For each row (longitude, latitude), whether it lies within."""
        inside: NDArray[np.bool_] = (
            (xy[:, 0] >= self.west)
            & (xy[:, 0] <= self.east)
            & (xy[:, 1] >= self.south)
            & (xy[:, 1] <= self.north)
        )
        return inside


PARIS = Bounds(2.22, 48.81, 2.475, 48.91)

# In what other coordinates a layer of Paris may have come, each with its own remedy.
_SYSTEMS = {
    "latitude d'abord": (
        Bounds(48.7, 2.0, 49.0, 2.7),
        "latitude et longitude inversées",
        "GeoJSON (RFC 7946) : longitude d'abord",
        "échanger les deux nombres de chaque point",
    ),
    "Lambert-93": (
        Bounds(630_000, 6_845_000, 680_000, 6_880_000),
        "mètres Lambert-93 au lieu de degrés",
        "GeoJSON (RFC 7946) : toujours WGS 84",
        "exporter la couche en WGS 84 (EPSG:4326)",
    ),
    "Web Mercator": (
        Bounds(222_000, 6_220_000, 301_000, 6_275_000),
        "mètres Web Mercator au lieu de degrés",
        "GeoJSON (RFC 7946) : toujours WGS 84",
        "exporter la couche en WGS 84 (EPSG:4326)",
    ),
}

POINTS = 20_000
"""Points of one feature: twenty times the most detailed of ours; whether many more cross takes minutes to tell."""

# Type → how deeply its coordinates are nested above a list of positions.
_DEPTHS = {"Point": 0, "LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
_RING_RULE = "GeoJSON (RFC 7946) : le dernier point d'un anneau répète le premier"


@dataclass(frozen=True)
class Fault:
    """One problem, in the three parts of a finding; `system` names coordinates of another kind."""

    keys: Keys
    quoi: str
    regle: str
    remede: str
    system: str = ""


def written_degree(value: float) -> str:
    """A coordinate with a decimal comma, shortest form."""
    return f"{value:.10g}".replace(".", ",")


def broken_geometry(geometry: object, bounds: Bounds) -> list[Fault]:
    """Every fault of one GeoJSON geometry; the empty list when it can be drawn and measured."""
    if not isinstance(geometry, dict) or str(geometry.get("type")) not in _DEPTHS:
        return [Fault(("type",), "géométrie absente ou d'un type non admis",
                      f"types admis : {', '.join(_DEPTHS)}", "corriger ou retirer l'entité")]  # fmt: skip
    kind: str = geometry["type"]
    try:
        lines = list(_lines(geometry["coordinates"], kind))
    except (KeyError, TypeError, ValueError):
        return [Fault(("coordinates",), "coordonnées mal formées",
                      f"GeoJSON (RFC 7946) : {kind}, deux nombres par point",
                      "exporter de nouveau l'entité, en deux dimensions")]  # fmt: skip
    points = sum(len(line) for _, line in lines)
    if points > POINTS:
        return [Fault(("coordinates",), f"contour de {counted(points)} points", f"au plus {counted(POINTS)} points par entité",
                      "simplifier le contour, ou partager l'entité")]  # fmt: skip
    if not kind.endswith("Polygon"):
        return _line_faults(lines, kind) + _place_faults(lines, bounds)
    return _ring_faults(lines) + _place_faults(lines, bounds) or _crossing_faults(geometry)


def _lines(coordinates: object, kind: str) -> Iterator[tuple[Keys, Position]]:
    """Each list of positions with its keys. Raises ValueError when it is not one."""
    if kind == "Point":
        coordinates = [coordinates]
    yield from _nested(coordinates, _DEPTHS[kind], ("coordinates",))


def _nested(coordinates: object, depth: int, keys: Keys) -> Iterator[tuple[Keys, Position]]:
    if not isinstance(coordinates, list) or not coordinates:
        raise ValueError(keys)
    if depth:
        for index, child in enumerate(coordinates):
            yield from _nested(child, depth - 1, (*keys, index))
        return
    xy = np.array(coordinates)  # no dtype: « "2.3" » must not become a number
    if xy.dtype.kind not in "if" or xy.ndim != 2 or xy.shape[1] != 2 or not np.isfinite(xy).all():
        raise ValueError(keys)
    yield keys, xy.astype(float)


def _ring_faults(rings: Sequence[tuple[Keys, Position]]) -> list[Fault]:
    faults = []
    for keys, ring in rings:
        if (ring[0] != ring[-1]).any():
            quoi = f"anneau non fermé : commence en {_point(ring[0])}, finit en {_point(ring[-1])}"
            faults.append(Fault(keys, quoi, _RING_RULE, "recopier le premier point à la fin"))
        elif len(ring) < 4:
            faults.append(Fault(keys, f"anneau de {len(ring)} points", "un anneau a au moins 4 points",
                                "compléter ou retirer l'anneau"))  # fmt: skip
    return faults


def _line_faults(lines: Sequence[tuple[Keys, Position]], kind: str) -> list[Fault]:
    if kind == "Point":
        return []
    return [
        Fault(keys, "ligne d'un seul point", "une ligne a au moins 2 points",
              "compléter ou retirer la ligne")
        for keys, line in lines
        if len(line) < 2
    ]  # fmt: skip


def _place_faults(lines: Sequence[tuple[Keys, Position]], bounds: Bounds) -> list[Fault]:
    """One fault for all the points of the geometry that lie out of bounds."""
    xy = np.concatenate([line for _, line in lines])
    outside = xy[~bounds.contain(xy)]
    if not len(outside):
        return []
    keys = next(keys for keys, line in lines if not bounds.contain(line).all())
    for system, (elsewhere, quoi, regle, remede) in _SYSTEMS.items():
        if elsewhere.contain(xy).all():
            return [Fault(keys, f"{quoi} ({_point(xy[0])})", regle, remede, system)]
    others = f", et {len(outside) - 1} autre(s)" if len(outside) > 1 else ""
    return [Fault(keys, f"point {_point(outside[0])} hors de Paris{others}", str(bounds),
                  "corriger la position, ou le système de coordonnées de l'export")]  # fmt: skip


def _crossing_faults(geometry: dict[str, object]) -> list[Fault]:
    drawn = shape(geometry)
    if shapely.is_valid(drawn):
        return []
    reason, _, place = shapely.is_valid_reason(drawn).rstrip("]").partition("[")
    where = _point([float(number) for number in place.split()]) if place else "un point inconnu"
    quoi = f"polygone qui se recoupe en {where} ({reason})"
    return [Fault(("coordinates",), quoi, "un contour ne se croise ni ne se recouvre",
                  "corriger le contour, ou « réparer les géométries » dans QGIS")]  # fmt: skip


def _point(xy: Sequence[float] | Position) -> str:
    return f"{written_degree(float(xy[0]))} ; {written_degree(float(xy[1]))}"
