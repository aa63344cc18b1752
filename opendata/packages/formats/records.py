"""JSON (RFC 8259): an array of objects, one line a row; a missing value is null."""

from __future__ import annotations

import json

from opendata.model import Publishable
from opendata.packages.formats.cells import columns

_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


def records(table: Publishable) -> bytes:
    """The rows in the table's order, keyed by column name; dates as AAAA-MM-JJ."""
    names = list(table.frame.columns)
    rows = (_write(dict(zip(names, row, strict=True))) for row in zip(*columns(table), strict=True))
    body = ",\n".join(rows)
    return f"[\n{body}\n]\n".encode()
