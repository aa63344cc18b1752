"""From a position to a street, and from a street to its quartiers: geometry sent to the browser whole.

`traces.json` holds every street's axis, so that the nearest is found in the reader's browser: no
request says where the reader is. It is loaded only when a position is asked for.

`{"echelle": 100000, "voies": [[code, [[x, y, x, y…], …]], …]}`: whole steps of 1/echelle degree,
longitude then latitude, each from the point before it in the file (the first from 0, 0).
"""

from __future__ import annotations

import json

import numpy as np
import shapely
from numpy.typing import NDArray

from maps.geometry.points import Walks, steps
from maps.geometry.projection import Geometries, to_wgs84
from maps.records.layers import Layer

SCALE = 100_000  # 1.1 m northwards, 0.7 m eastwards at Paris
TOLERANCE_M = 4.0  # far less than a phone's own error
BORDER_M = 10.0  # a border runs along the axis of a street: both sides are its quartiers
THROUGH_M = 20.0
THROUGH_SHARE = 0.5  # of a street shorter than 2 × THROUGH_M


def traces(voies: Layer) -> bytes:
    """`traces.json`; axes at most `TOLERANCE_M` off their line."""
    lines = to_wgs84(shapely.simplify(voies.lambert93, TOLERANCE_M))
    parts, street = shapely.get_parts(lines, return_index=True)
    degrees, part = shapely.get_coordinates(parts, return_index=True)
    drawn = Walks(np.rint(degrees * SCALE).astype(np.int64), part)
    axes: list[list[list[int]]] = [[] for _ in lines]
    for owner, axis in zip(street, drawn.flat(steps(drawn.points)), strict=True):
        axes[owner].append(axis)
    streets = list(zip(voies.column("n_sq_vo"), axes, strict=True))
    data = {"echelle": SCALE, "voies": streets}
    return json.dumps(data, separators=(",", ":")).encode()


def quartiers_of(voies: Layer, quartiers: Layer) -> list[list[str]]:
    """The codes of the quartiers that each street runs through, `BORDER_M` aside included."""
    grown = shapely.buffer(quartiers.lambert93, BORDER_M)
    codes = quartiers.column("code_quartier")
    streets, areas = shapely.STRtree(grown).query(voies.lambert93, predicate="intersects")
    lengths = _lengths(voies.lambert93[streets], grown[areas])
    enough = np.minimum(THROUGH_M, THROUGH_SHARE * shapely.length(voies.lambert93))[streets]
    by_street: list[list[str]] = [[] for _ in voies.properties]
    for street, area in zip(streets[lengths >= enough], areas[lengths >= enough], strict=True):
        by_street[street].append(codes[area])
    return [sorted(names) for names in by_street]


def _lengths(lines: Geometries, areas: Geometries) -> NDArray[np.float64]:
    """How much of each line is in the area beside it; most are whole inside, which is seen without cutting them."""
    lengths = np.asarray(shapely.length(lines), dtype=np.float64)
    shapely.prepare(areas)
    cut = ~shapely.covers(areas, lines)
    lengths[cut] = shapely.length(shapely.intersection(lines[cut], areas[cut]))
    return lengths
