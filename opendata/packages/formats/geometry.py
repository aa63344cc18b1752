"""GeoJSON (RFC 7946) and GeoPackage (OGC 12-128) of a table whose rows stand somewhere.

Geometries come from a published layer (data/geo, WGS 84), joined by key. A row without one
(Paris as a whole, for one) stays, with a null geometry: every format has the same rows.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyogrio
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from opendata.model import Publishable
from opendata.packages.formats.cells import columns
from opendata.packages.formats.columnar import TYPES
from opendata.records.resource import Geometry
from opendata.records.schema import Schema
from opendata.records.table import written

DECIMALS = 6  # of a degree: 11 cm, those of data/geo
WGS84 = "EPSG:4326"
Shapes = Sequence[BaseGeometry | None]


class Outlines(Protocol):
    """A layer of data/geo as it was read: its features in file order, WGS 84 degrees."""

    @property
    def properties(self) -> Sequence[Mapping[str, Any]]:
        """The declared columns of each feature."""
        ...

    @property
    def geometries(self) -> NDArray[np.object_]:
        """The geometry of each feature."""
        ...


def shapes(
    table: Publishable, declared: Sequence[Geometry], layers: Mapping[str, Outlines]
) -> Shapes:
    """The geometry of each row, outer rings counter-clockwise (RFC 7946, 3.1.6); `layers` by path."""
    found: list[BaseGeometry | None] = [None] * len(table.frame)
    for geometry in declared:
        known = _drawn(layers[geometry.couche], geometry.propriete)
        keys = [written(value) for value in table.frame[geometry.cle]]
        kept = _kept(table, geometry.filtre)
        for row, key in enumerate(keys):
            if kept[row] and key in known:
                found[row] = known[key]
    return found


def _drawn(layer: Outlines, name: str) -> dict[str, BaseGeometry]:
    keys = (str(properties[name]) for properties in layer.properties)
    return dict(zip(keys, shapely.orient_polygons(layer.geometries), strict=True))


def _kept(table: Publishable, chosen: Mapping[str, str]) -> list[bool]:
    kept = [True] * len(table.frame)
    for name, code in chosen.items():
        kept = [
            k and written(value) == code for k, value in zip(kept, table.frame[name], strict=True)
        ]
    return kept


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def geojson(table: Publishable, drawn: Shapes) -> bytes:
    """One feature a row, one line a feature."""
    names = list(table.frame.columns)
    outlines: dict[int, str] = {}  # a territory comes back once for each zone
    lines = []
    for one, row in zip(drawn, zip(*columns(table), strict=True), strict=True):
        if id(one) not in outlines:
            outlines[id(one)] = "null" if one is None else _write(_rounded(mapping(one)))
        properties = _write(dict(zip(names, row, strict=True)))
        lines.append(
            f'{{"type":"Feature","properties":{properties},"geometry":{outlines[id(one)]}}}'
        )
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode()


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, DECIMALS)
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list | tuple) else value


def geopackage(
    name: str, schema: Schema, table: Publishable, drawn: Shapes, day: str, title: str
) -> bytes:
    """One layer called `name`; `day` (AAAA-MM-JJ) stands as its last change, whatever the clock says."""
    arrays = [pa.array(values, type=TYPES[column.type])
              for column, values in zip(schema.fields_, columns(table), strict=True)]  # fmt: skip
    outlines = pa.array(
        [None if one is None else shapely.to_wkb(one) for one in drawn], pa.binary()
    )
    content = pa.table([*arrays, outlines], names=[*schema.columns, "geom"])
    with tempfile.TemporaryDirectory(prefix="prm-gpkg-") as folder:
        path = Path(folder) / "couche.gpkg"
        with _clock(f"{day}T00:00:00.000Z"):
            pyogrio.write_arrow(content, path, layer=name, driver="GPKG", geometry_name="geom",
                                geometry_type=_kind(drawn), crs=WGS84,
                                layer_options={"IDENTIFIER": title, "SPATIAL_INDEX": "YES"})  # fmt: skip
        return path.read_bytes()


def _kind(drawn: Shapes) -> str:
    """Polygon or MultiPolygon when all are; « Unknown » lets both stand in one layer."""
    kinds = {one.geom_type for one in drawn if one is not None}
    return kinds.pop() if len(kinds) == 1 else "Unknown"


class _clock:  # noqa: N801  (used as a context manager, like a function)
    """GDAL's own option for a date of writing, set while a file is written."""

    def __init__(self, moment: str) -> None:
        self._moment = moment

    def __enter__(self) -> None:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": self._moment})

    def __exit__(self, *_: object) -> None:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
