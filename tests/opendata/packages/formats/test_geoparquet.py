"""GeoParquet 1.1: what programs of others find where the rows of a table stand."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from opendata.model import PublicTable
from opendata.packages.formats.geometry import COARSER, DECIMALS, HEAVY, geojson, stand_once
from opendata.packages.formats.geoparquet import geoparquet
from opendata.records.schema import Schema

SCHEMA = Schema.model_validate(
    {
        "fields": [
            {
                "name": "code",
                "title": "Code",
                "description": "Code.",
                "type": "string",
                "constraints": {"required": True},
            }
        ],
        "primaryKey": ["code"],
    }
)
SQUARE = shapely.orient_polygons(shapely.box(2.3, 48.8, 2.31, 48.81))
TWO = shapely.MultiPolygon([SQUARE, shapely.orient_polygons(shapely.box(2.4, 48.85, 2.41, 48.86))])


def table(codes: Sequence[str]) -> PublicTable:
    frame = pd.DataFrame({"code": pd.Series(codes, dtype="string")})
    return PublicTable("lieux", SCHEMA.descriptor(), frame, sources=("essai",))


def written(*outlines: BaseGeometry | None) -> bytes:
    codes = [f"0{rank}" for rank in range(len(outlines))]
    return geoparquet(SCHEMA, table(codes), {"title": "Essai"}, outlines)


def said(raw: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pq.read_schema(io.BytesIO(raw)).metadata[b"geo"])
    return found


def test_the_metadata_are_those_of_the_standard() -> None:
    assert said(written(SQUARE, None, TWO)) == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {
            "geometry": {
                "encoding": "WKB",
                "geometry_types": ["MultiPolygon", "Polygon"],
                "orientation": "counterclockwise",
                "edges": "planar",
                "bbox": [2.3, 48.8, 2.41, 48.86],
                "covering": {
                    "bbox": {
                        side: ["bbox", side] for side in ("xmin", "ymin", "xmax", "ymax")
                    }
                },
            }
        },
    }  # fmt: skip


def test_geopandas_reads_codes_as_texts_geometries_and_what_stands_in_a_box() -> None:
    raw = written(SQUARE, None, TWO)
    read = geopandas.read_parquet(io.BytesIO(raw))
    assert list(read["code"]) == ["00", "01", "02"]
    assert read.crs == "OGC:CRS84"
    assert list(read.geometry.isna()) == [False, True, False]
    assert read.geometry[0].equals_exact(SQUARE)
    inside = geopandas.read_parquet(io.BytesIO(raw), bbox=(2.39, 48.84, 2.42, 48.87))
    assert list(inside["code"]) == ["02"]


def test_the_column_is_marked_for_geoarrow() -> None:
    field = pq.read_schema(io.BytesIO(written(SQUARE))).field("geometry")
    assert field.metadata[b"ARROW:extension:name"] == b"geoarrow.wkb"


def test_a_table_without_a_single_geometry_has_no_box() -> None:
    column = said(written(None))["columns"]["geometry"]
    assert column["geometry_types"] == []
    assert "bbox" not in column


def test_a_geometry_that_comes_back_stands_once_in_the_file() -> None:
    rings = shapely.Point(2.35, 48.85).buffer(0.01, quad_segs=2000)
    once, often = written(rings), written(*[rings] * 50)
    assert len(often) < len(once) + 2000
    assert stand_once([rings, None, None])
    assert not stand_once([rings, None, rings])


def test_same_rows_same_bytes() -> None:
    assert written(SQUARE, TWO) == written(SQUARE, TWO)


@pytest.mark.parametrize(("points", "decimals"), [(10, DECIMALS), (60_000, COARSER)])
def test_a_heavy_geojson_says_its_coarser_coordinates(points: int, decimals: int) -> None:
    line = shapely.LineString([(2.3 + rank * 1.234567e-6, 48.8123456) for rank in range(points)])
    rows: list[BaseGeometry | None] = [line] * 2
    raw, told = geojson(table(["1", "2"]), rows)
    assert told == decimals
    (_, latitude) = json.loads(raw)["features"][0]["geometry"]["coordinates"][0]
    assert latitude == round(48.8123456, decimals)


def test_each_published_map_table_is_read_by_geopandas_and_duckdb(folder: Path) -> None:
    seen = set()
    for path in sorted(folder.glob("*/*.parquet")):
        if b"geo" not in (pq.read_schema(path).metadata or {}):
            continue
        read = geopandas.read_parquet(path)
        assert read.geometry.dropna().is_valid.all(), path  # a total for Paris stands nowhere
        assert set(read.geometry.geom_type.dropna()) == set(said(path.read_bytes())["columns"]["geometry"]["geometry_types"])  # fmt: skip
        (row,) = (
            duckdb.connect()
            .execute(f"select count(geometry), min(bbox.xmin) from '{path}'")
            .fetchall()
        )
        assert row == (len(read.geometry.dropna()), read.total_bounds[0])
        seen.add(f"{path.parent.name}/{path.stem}")
    assert {"territoires/territoires", "voies/voies", "exposition/exposition"} <= seen


def test_no_published_geojson_is_heavier_than_a_page_can_load(folder: Path) -> None:
    sizes = {path.name: path.stat().st_size for path in folder.glob("*/*.geojson")}
    assert sizes
    assert max(sizes.values()) <= HEAVY, sizes
