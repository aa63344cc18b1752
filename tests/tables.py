"""One row of a committed table written otherwise: a test changes a value, whatever it is today."""

from __future__ import annotations

import csv
import io


def rows(raw: bytes) -> list[dict[str, str]]:
    """The rows of a CSV, by column."""
    return list(csv.DictReader(io.StringIO(raw.decode(), newline="")))


def with_cells(raw: bytes, key: str, **cells: str) -> bytes:
    """The same CSV with `cells` in the row whose first field is `key`."""
    head, *body = csv.reader(io.StringIO(raw.decode(), newline=""))
    (row,) = [row for row in body if row[0] == key]
    for name, value in cells.items():
        row[head.index(name)] = value
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([head, *body])
    return text.getvalue().encode()
