"""A plain sheet has the bytes that XlsxWriter's own has, whatever it holds."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from opendata.packages.formats.plain_sheet import PlainSheet

CREATED = {"created": datetime.datetime(2026, 1, 1)}  # noqa: DTZ001  (as a workbook takes it)
VALUES: Mapping[str, st.SearchStrategy[object]] = {
    "write_string": st.text(max_size=5),
    "write_number": st.integers(-(10**18), 10**18) | st.floats(allow_nan=False, allow_infinity=False),
    "write_boolean": st.booleans(),
    "write_datetime": st.dates(datetime.date(1900, 3, 1)),
}  # fmt: skip
# How a value is written, the value, and whether its cell has a format of its own.
CELL = st.sampled_from(sorted(VALUES)).flatmap(
    lambda how: st.tuples(st.just(how), VALUES[how], st.booleans())
)
# More rows than say together what they span, columns beyond Z.
PLACE = st.tuples(st.integers(0, 50), st.integers(0, 30))


def written(
    kind: type[Worksheet], cells: Mapping[tuple[int, int], tuple[str, object, bool]]
) -> bytes:
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.set_properties(CREATED)
    own, shared = book.add_format({"bold": True}), book.add_format({"num_format": "0"})
    sheet = book.add_worksheet("essai", kind)
    sheet.set_column(0, 2, 12)
    sheet.set_column(3, 28, 12, shared)
    for (row, column), (how, value, is_own) in cells.items():
        getattr(sheet, how)(row, column, value, own if is_own else None)
    book.close()
    return file.getvalue()


@given(st.dictionaries(PLACE, CELL, max_size=60))
def test_a_plain_sheet_has_the_bytes_of_the_library(
    cells: dict[tuple[int, int], tuple[str, object, bool]],
) -> None:
    assert written(PlainSheet, cells) == written(Worksheet, cells)


def test_an_empty_sheet_too() -> None:
    assert written(PlainSheet, {}) == written(Worksheet, {})
