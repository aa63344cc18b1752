"""The values of a published table as plain Python, column by column."""

from __future__ import annotations

from opendata.model import Publishable
from opendata.records.values import Value


def columns(table: Publishable) -> list[list[Value | None]]:
    """One list a column, in the table's order; a missing value is `None`."""
    frame = table.frame.astype(object)
    return [list(series) for _, series in frame.where(frame.notna(), None).items()]
