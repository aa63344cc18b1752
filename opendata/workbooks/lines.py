"""Rows of text → the CSV, where a row that did not change keeps the bytes that it had.

A CSV may quote more than it must: whoever corrects one cell changes one line, not the quotes of all the others.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Row = tuple[str, ...]


def csv_of(before: bytes, header: Sequence[str], rows: Iterable[Row]) -> tuple[bytes, list[int]]:
    """The CSV of `rows`, where `before` is the one they replace (UTF-8), and the line, from 1, where each row starts.

    The same rows in the same order give the same bytes. A new row is quoted where it must, and ends as the header does.
    """
    old = _records(before.decode())
    end = "\r\n" if old and old[0][1].endswith("\r\n") else "\n"
    kept = dict(reversed(old))
    every = [tuple(header), *rows]
    texts = [kept.get(row) or _written(row, end) for row in every]
    # Only the last line of a file may have no end.
    ended = [text if text.endswith(("\n", "\r")) else text + end for text in texts[:-1]]
    starts, line = [], 1
    for text in ended:
        line += _breaks(text)
        starts.append(line)
    last = texts[-1].rstrip("\r\n") + (end if _is_ended(old) else "")
    if [row for row, _ in old] == every:
        return before, starts
    return "".join([*ended, last]).encode(), starts


def _is_ended(old: Sequence[tuple[Row, str]]) -> bool:
    return not old or old[-1][1].endswith("\n")


def _breaks(text: str) -> int:
    """The lines that the csv module counts."""
    return sum(1 for _ in io.StringIO(text, newline=""))


def _records(text: str) -> list[tuple[Row, str]]:
    """Each row and the text that it was read from, its end included."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    records: list[tuple[Row, str]] = []
    start = 0
    for row in reader:
        records.append((tuple(row), "".join(lines[start : reader.line_num])))
        start = reader.line_num
    return records


def _written(row: Row, end: str) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end).writerow(row)
    return text.getvalue()
