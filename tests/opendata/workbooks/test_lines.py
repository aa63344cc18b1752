"""A row that did not change keeps its bytes, whatever its quotes; the others are written as the standard says."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.findings import read_csv
from opendata.workbooks.lines import csv_of

HEADER = ("a", "b")
FIELDS = st.text(st.sampled_from('ab ,;"\né=é0'), max_size=6)
ROWS = st.lists(st.tuples(FIELDS, FIELDS), max_size=8)
# How somebody may have written the file: what is quoted, how lines end, whether the last one does.
HANDS = st.tuples(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\n", "\r\n"]), st.booleans())  # fmt: skip
Hand = tuple[int, str, bool]


def written(rows: list[tuple[str, str]], hand: Hand) -> bytes:
    quoting, end, is_ended = hand
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator=end, quoting=quoting).writerows([HEADER, *rows])  # type: ignore[arg-type]
    raw = text.getvalue().encode()
    return raw if is_ended else raw.removesuffix(end.encode())


def read(raw: bytes) -> list[tuple[str, ...]]:
    return [tuple(row) for row in csv.reader(io.StringIO(raw.decode(), newline=""), strict=True)]


@settings(max_examples=60)
@given(ROWS, HANDS)
def test_the_same_rows_give_the_same_bytes(rows: list[tuple[str, str]], hand: Hand) -> None:
    raw = written(rows, hand)
    assert csv_of(raw, HEADER, rows)[0] == raw


@settings(max_examples=60)
@given(ROWS, ROWS, HANDS)
def test_other_rows_are_what_is_read_again(
    rows: list[tuple[str, str]], others: list[tuple[str, str]], hand: Hand
) -> None:
    raw, starts = csv_of(written(rows, hand), HEADER, others)
    assert read(raw) == [HEADER, *others]
    table = read_csv("a.csv", raw, HEADER, [])
    if table is not None:  # else what nobody sees is refused
        assert table.lines == tuple(starts)


@pytest.mark.parametrize(
    ("before", "rows", "after"),
    [
        (b'a,b\n"1",2\n3,4\n', [("1", "2"), ("3", "5")], b'a,b\n"1",2\n3,5\n'),
        (b'a,b\r\n"1",2\r\n', [("1", "2"), ("x", "y")], b'a,b\r\n"1",2\r\nx,y\r\n'),
        (b'a,b\n"1",2', [("1", "2"), ("x", "y")], b'a,b\n"1",2\nx,y'),
        (b"a,b\n1,2\n", [], b"a,b\n"),
        (b'a,b\n"1",2\n1,2\n', [("1", "2")], b'a,b\n"1",2\n'),
        (b"a,b\n1,2\n", [("x, y", 'dit "z"')], b'a,b\n"x, y","dit ""z"""\n'),
    ],
)
def test_only_lines_that_change_are_written(
    before: bytes, rows: list[tuple[str, ...]], after: bytes
) -> None:
    assert csv_of(before, HEADER, rows)[0] == after
