"""Rows of a table that date what is over after the day of the run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opendata.findings import Finding
from opendata.findings.dates import REMEDY, RULE, is_to_come
from opendata.records.resource import Resource
from opendata.records.schema import Column
from opendata.records.table import TypedTable


def rows_to_come(table: TypedTable, resource: Resource, day: date) -> Iterator[Finding]:
    """A finding at each date or year after `day`, in columns that `resource` does not say to hold planned ones."""
    for rank, column in enumerate(table.schema.fields_):
        if column.name in resource.a_venir or not _is_date(column):
            continue
        for row, fields in enumerate(table.csv.rows):
            if is_to_come(fields[rank], day):
                yield table.csv.finding(row, column.name, f"{column.name} « {fields[rank]} » est à venir", RULE, REMEDY)  # fmt: skip


def _is_date(column: Column) -> bool:
    return column.type in ("date", "year") or column.name.startswith("date_")
