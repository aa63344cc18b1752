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
COARSER = 5  # 1.1 m, for a file that would be heavier than a page can load
HEAVY = 2_500_000  # bytes of a GeoJSON
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
    rows: list[BaseGeometry | None] = [None] * len(table.frame)
    for geometry in declared:
        keys = [written(value) for value in table.frame[geometry.cle]]
        layer = layers[geometry.couche]
        outlines = (
            dict.fromkeys(keys, _union(layer))
            if geometry.reunion
            else _by_key(layer, geometry.propriete)
        )
        kept = _rows_kept(table, geometry.filtre)
        for row, key in enumerate(keys):
            if kept[row] and key in outlines:
                rows[row] = outlines[key]
    return rows


def stand_once(outlines: Shapes) -> bool:
    """Whether no two rows have the same line or surface: where they have, a file of map is its weight as many times.

    Two fountains may stand at one point, which weighs nothing.
    """
    there = [one for one in outlines if one is not None and one.geom_type != "Point"]
    if len({id(one) for one in there}) < len(there):
        return False
    return len(set(shapely.to_wkb(there).tolist())) == len(there)


def _union(layer: Outlines) -> BaseGeometry:
    """All the features of a coverage as one."""
    whole: BaseGeometry = shapely.orient_polygons(shapely.normalize(shapely.coverage_union_all(layer.geometries)))  # fmt: skip
    return whole


def _by_key(layer: Outlines, name: str) -> dict[str, BaseGeometry]:
    keys = (str(properties[name]) for properties in layer.properties)
    return dict(zip(keys, shapely.orient_polygons(layer.geometries), strict=True))


def _rows_kept(table: Publishable, codes_by_column: Mapping[str, str]) -> list[bool]:
    kept = [True] * len(table.frame)
    for name, code in codes_by_column.items():
        kept = [
            k and written(value) == code for k, value in zip(kept, table.frame[name], strict=True)
        ]
    return kept


_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def geojson(table: Publishable, outlines: Shapes) -> tuple[bytes, int]:
    """One feature a row, one line a feature; and to how many decimals of a degree: `DECIMALS`, or `COARSER` beyond `HEAVY` bytes."""
    raw = _geojson(table, outlines, DECIMALS)
    return (raw, DECIMALS) if len(raw) <= HEAVY else (_geojson(table, outlines, COARSER), COARSER)


def _geojson(table: Publishable, outlines: Shapes, decimals: int) -> bytes:
    names = list(table.frame.columns)
    texts: dict[int, str] = {}  # a territory comes back once for each zone
    lines = []
    for outline, row in zip(outlines, zip(*columns(table), strict=True), strict=True):
        if id(outline) not in texts:
            texts[id(outline)] = (
                "null" if outline is None else _write(_rounded(mapping(outline), decimals))
            )
        properties = _write(dict(zip(names, row, strict=True)))
        lines.append(
            f'{{"type":"Feature","properties":{properties},"geometry":{texts[id(outline)]}}}'
        )
    body = ",\n".join(lines)
    return f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'.encode()


def _rounded(value: object, decimals: int) -> object:
    if isinstance(value, float):
        return round(value, decimals)
    if isinstance(value, dict):
        return {name: _rounded(item, decimals) for name, item in value.items()}
    return (
        [_rounded(item, decimals) for item in value] if isinstance(value, list | tuple) else value
    )


def geopackage(
    name: str, schema: Schema, table: Publishable, outlines: Shapes, day: str, title: str
) -> bytes:
    """One layer called `name`; `day` (AAAA-MM-JJ) stands as its last change, whatever the clock says."""
    arrays = [pa.array(values, type=TYPES[column.type])
              for column, values in zip(schema.fields_, columns(table), strict=True)]  # fmt: skip
    binaries = pa.array(
        [None if outline is None else shapely.to_wkb(outline) for outline in outlines], pa.binary()
    )
    content = pa.table([*arrays, binaries], names=[*schema.columns, "geom"])
    with tempfile.TemporaryDirectory(prefix="prm-gpkg-") as folder:
        path = Path(folder) / "couche.gpkg"
        with _clock(f"{day}T00:00:00.000Z"):
            pyogrio.write_arrow(content, path, layer=name, driver="GPKG", geometry_name="geom",
                                geometry_type=_kind(outlines), crs=WGS84,
                                layer_options={"IDENTIFIER": title, "SPATIAL_INDEX": "YES"})  # fmt: skip
        return path.read_bytes()


def _kind(outlines: Shapes) -> str:
    """Polygon or MultiPolygon when all are; « Unknown » lets both stand in one layer."""
    kinds = {outline.geom_type for outline in outlines if outline is not None}
    return kinds.pop() if len(kinds) == 1 else "Unknown"


class _clock:  # noqa: N801  (used as a context manager, like a function)
    """GDAL's own option for a date of writing, set while a file is written."""

    def __init__(self, moment: str) -> None:
        self._moment = moment

    def __enter__(self) -> None:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": self._moment})

    def __exit__(self, *_: object) -> None:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
