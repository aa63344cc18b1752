"""Parquet (Apache): typed columns, with the meaning and unit of each beside its values."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from opendata.model import Publishable
from opendata.packages.formats.cells import columns
from opendata.records.schema import Column, Schema

TYPES: Mapping[str, Any] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "year": pa.int32(),
    "date": pa.date32(),
}


def parquet(schema: Schema, table: Publishable, about: Mapping[str, str]) -> bytes:
    """The table; `about` (title, licence, version…) and the Table Schema are its metadata."""
    file = io.BytesIO()
    pq.write_table(arrow(schema, table, about), file, compression="zstd")
    return file.getvalue()


def arrow(schema: Schema, table: Publishable, about: Mapping[str, str]) -> pa.Table:
    """The same in memory."""
    metadata = {**about, "tableschema": json.dumps(dict(table.schema), ensure_ascii=False)}
    fields = pa.schema([_field(column) for column in schema.fields_], metadata=metadata)
    arrays = [
        pa.array(values, type=TYPES[column.type])
        for column, values in zip(schema.fields_, columns(table), strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=fields)


def _field(column: Column) -> pa.Field:
    metadata = {"title": column.title, "description": column.description}
    if column.unit:
        metadata["unit"] = column.unit
    if column.vintage:
        metadata["vintage"] = column.vintage
    nullable = not column.constraints.required
    return pa.field(column.name, TYPES[column.type], nullable=nullable, metadata=metadata)
