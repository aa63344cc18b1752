"""Canonical CSV and its schema → a typed table, and back.

read_table       one CSV alone: columns, types, codes, bounds, primary key
typed            the same, once its columns are read
foreign_keys     between the tables of one dataset
canonical_csv    what is published: only a `Publishable` is written
"""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from opendata.findings import CsvTable, Finding, read_csv
from opendata.findings.finding import first_findings
from opendata.findings.numbers import thousands
from opendata.model import Publishable
from opendata.records.schema import ForeignKey, Schema
from opendata.records.typed_values import said, typed_values

DTYPES: Mapping[str, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "Float64",
    "boolean": "boolean",
    "year": "Int64",
    "date": "object",  # datetime.date: 1658 and 2024 alike, no time of day to invent
}


@dataclass(frozen=True)
class TypedTable:
    """A table that respects its schema, with its text for findings that need a line."""

    schema: Schema
    csv: CsvTable = field(repr=False)
    frame: pd.DataFrame = field(repr=False)


def read_table(path: str, raw: bytes, schema: Schema, findings: list[Finding]) -> TypedTable | None:
    """Typed columns in the schema's order (dtypes of `DTYPES`, missing as NA).

    `None` when anything is wrong, with a finding at each faulty field.
    """
    table = read_csv(path, raw, schema.columns, findings)
    return None if table is None else typed(table, schema, findings)


def typed(table: CsvTable, schema: Schema, findings: list[Finding]) -> TypedTable | None:
    """The same of a table whose columns are those of the schema."""
    values = typed_values(table, schema, findings)
    if values is None:
        return None
    series = {column.name: pd.Series(values[column.name], dtype=DTYPES[column.type], name=column.name)
              for column in schema.fields_}  # fmt: skip
    return TypedTable(schema, table, pd.DataFrame(series))


def foreign_keys(tables: Mapping[str, TypedTable], findings: list[Finding]) -> None:
    """Report every row whose foreign key is not found; `tables` by resource name."""
    for table in tables.values():
        for key in table.schema.foreign_keys:
            other = tables.get(key.reference.resource)
            # A table that could not be read, or has not these columns, has its own findings.
            if other is not None and set(key.reference.fields) <= set(other.csv.columns):
                findings.extend(first_findings(_orphans(table.csv, other.csv, key)))


def _orphans(table: CsvTable, other: CsvTable, key: ForeignKey) -> Iterator[Finding]:
    there = [other.columns.index(name) for name in key.reference.fields]
    keys = {tuple(row[number] for number in there) for row in other.rows}
    here = [table.columns.index(name) for name in key.fields]
    target = f"{key.reference.resource} ({', '.join(key.reference.fields)})"
    for row, fields in enumerate(table.rows):
        value = tuple(fields[number] for number in here)
        if all(value) and value not in keys:
            quoi = f"{said(key.fields, value)} : absent de la table {target}"
            yield table.finding(row, key.fields[0], quoi, "dataset.yaml, foreignKeys",
                                "corriger la valeur ou ajouter la ligne qui manque")  # fmt: skip


def canonical_csv(table: Publishable) -> bytes:
    """UTF-8 without BOM, commas, LF, fields quoted only where needed, missing as empty."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.frame.columns)
    writer.writerows(text_rows(table.frame))
    return text.getvalue().encode()


def text_rows(frame: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """The rows of a frame as a canonical CSV writes them, before quoting."""
    return zip(*(_texts(frame[name]) for name in frame.columns), strict=True)


def _texts(column: pd.Series) -> list[str]:
    """The column's values in their written form."""
    texts: list[str] = column.to_numpy(dtype=object, na_value="").tolist()
    return texts if isinstance(column.dtype, pd.StringDtype) else list(map(written, texts))


def written(value: object) -> str:
    """A value in its one written form; empty for a missing one."""
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    if isinstance(value, int | str):  # most of them, and never missing
        return str(value)
    if isinstance(value, float):
        return "" if math.isnan(value) else _decimal(value)
    if pd.isna(value):  # type: ignore[call-overload]  # any other scalar: None, NA
        return ""
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _decimal(value: float) -> str:
    """The shortest decimal that reads back the same, never with an exponent.

    With a fourth digit where three could be taken for thousands (1.234).
    """
    shortest = float.__repr__(value)
    if "e" in shortest or "i" in shortest:
        shortest = str(np.format_float_positional(value, trim="-"))
    shortest = shortest.removesuffix(".0")
    return f"{shortest}0" if thousands(shortest) else shortest
