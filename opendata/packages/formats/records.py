"""JSON (RFC 8259): an array of objects, one line a row; a missing value is null."""

from __future__ import annotations

from pydantic_core import to_json

from opendata.model import Publishable
from opendata.packages.formats.cells import columns


def records(table: Publishable) -> bytes:
    """The rows in the table's order, keyed by column name; dates as AAAA-MM-JJ."""
    names = list(table.frame.columns)
    rows = zip(*columns(table), strict=True)
    lines = b",\n".join(to_json(dict(zip(names, row, strict=True))) for row in rows)
    return b"[\n" + lines + b"\n]\n"
