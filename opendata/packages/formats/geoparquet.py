"""GeoParquet 1.1 (OGC): the Parquet of a table whose rows stand somewhere, with where they stand.

https://geoparquet.org/releases/v1.1.0/ ; two columns after the table's own: `geometry` (ISO WKB, marked for GeoArrow) and
`bbox`, the covering that lets a reader skip what is elsewhere. Longitude, latitude (OGC:CRS84, the standard's default).
A geometry that comes back, a territory for each zone, stands once in the file: its column is a dictionary.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from opendata.model import Publishable
from opendata.packages.formats.columnar import arrow
from opendata.packages.formats.geometry import Shapes
from opendata.records.schema import Schema

VERSION = "1.1.0"
GEOMETRY, BOX = "geometry", "bbox"
SIDES = ("xmin", "ymin", "xmax", "ymax")
GEOARROW = {"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": "{}"}
LEVEL = 9  # a quarter lighter than the first, for outlines
DICTIONARY = 16_000_000  # bytes: every outline of Paris, that none is written twice


def geoparquet(
    schema: Schema, table: Publishable, about: Mapping[str, str], outlines: Shapes
) -> bytes:
    """The table and the geometry of each row; a row without one has neither geometry nor box."""
    plain = arrow(schema, table, about)
    whole = plain.append_column(
        pa.field(GEOMETRY, pa.binary(), metadata=GEOARROW), _binaries(outlines)
    )
    whole = whole.append_column(pa.field(BOX, _boxes(()).type), _boxes(outlines))
    geo = json.dumps(_metadata(outlines), separators=(",", ":"))
    file = io.BytesIO()
    pq.write_table(whole.replace_schema_metadata({**plain.schema.metadata, "geo": geo}), file,
                   compression="zstd", compression_level=LEVEL, dictionary_pagesize_limit=DICTIONARY)  # fmt: skip
    return file.getvalue()


def outlines(raw: bytes) -> Shapes:
    """The outlines of each row, as `geoparquet` wrote them: that of several rows is one object, as when it was first drawn."""
    binaries = pq.read_table(io.BytesIO(raw), columns=["geometry"])["geometry"].to_pylist()
    known = {binary: shapely.from_wkb(binary) for binary in dict.fromkeys(binaries)}
    return [known[binary] for binary in binaries]


def _binaries(outlines: Shapes) -> pa.Array:
    made: dict[int, bytes] = {}
    for outline in outlines:
        if outline is not None and id(outline) not in made:
            made[id(outline)] = shapely.to_wkb(outline, flavor="iso", output_dimension=2)
    return pa.array([made.get(id(outline)) for outline in outlines], pa.binary())


def _boxes(outlines: Shapes) -> pa.Array:
    kind = pa.struct([pa.field(side, pa.float64()) for side in SIDES])
    boxes = [None if outline is None else dict(zip(SIDES, outline.bounds, strict=True)) for outline in outlines]  # fmt: skip
    return pa.array(boxes, kind)


def _metadata(outlines: Shapes) -> dict[str, Any]:
    """What the standard writes under the key « geo » of the file."""
    there = [outline for outline in outlines if outline is not None]
    bounds = zip(*(outline.bounds for outline in there), strict=True)
    west, south, east, north = [*bounds] or [(math.nan,)] * 4
    box = [min(west), min(south), max(east), max(north)] if there else []
    return {
        "version": VERSION,
        "primary_column": GEOMETRY,
        "columns": {
            GEOMETRY: {
                "encoding": "WKB",
                "geometry_types": sorted({outline.geom_type for outline in there}),
                "orientation": "counterclockwise",
                "edges": "planar",
                **({"bbox": box} if box else {}),
                "covering": {BOX: {side: [BOX, side] for side in SIDES}},
            }
        },
    }
