"""Excel (ECMA-376): a sheet a table, then what the columns mean, then what to know.

Texts are written as texts, whatever they start with: « =1+1 » in a cell is four characters,
never a formula. Cells carry the type that the schema declares; a code stays a code, with
its label on the sheet of columns. Excel has no day before 1900: such a date is its ISO text.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from opendata.model import Publishable
from opendata.packages.file_names import sheet_names
from opendata.packages.formats.bundle import Bundle
from opendata.packages.formats.cells import columns
from opendata.packages.formats.plain_sheet import PlainSheet
from opendata.records.schema import Column, Schema
from opendata.records.values import Value

# A method of Worksheet: row, column, value, format.
Write = Callable[[int, int, Any, Format | None], object]
FIRST_DAY = datetime.date(1900, 3, 1)  # before it, Excel counts a 29 February 1900 that never was
NOT_DATA = ("Colonnes", "À lire")
_WIDTHS = {"string": 24, "integer": 12, "number": 12, "boolean": 10, "year": 9, "date": 12}
_PATTERNS = {"integer": "#,##0", "year": "0", "date": "yyyy-mm-dd"}
_SAFE: Mapping[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def workbook(bundle: Bundle) -> bytes:
    """A version as .xlsx."""
    file = io.BytesIO()
    book = Workbook(file, dict(_SAFE))
    book.worksheet_class = PlainSheet
    day = datetime.datetime.combine(bundle.jour, datetime.time(), datetime.UTC)
    book.set_properties(
        {
            "title": bundle.titre,
            "comments": bundle.description,
            "created": day.replace(tzinfo=None),
        }
    )
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    names = sheet_names(sheet.nom for sheet in bundle.tables)
    for name, sheet in zip(names, bundle.tables, strict=True):
        _table(book, book.add_worksheet(name), head, sheet.schema, sheet.table)
    _prose(book, book.add_worksheet(NOT_DATA[0]), head, list(_dictionary(names, bundle)))
    _prose(book, book.add_worksheet(NOT_DATA[1]), head, [("Sujet", "Texte"), *bundle.notes])
    book.close()
    return file.getvalue()


def _table(
    book: Workbook, sheet: Worksheet, head: Format, schema: Schema, table: Publishable
) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.frame), len(schema.fields_) - 1)
    for number, (column, values) in enumerate(zip(schema.fields_, columns(table), strict=True)):
        pattern = _PATTERNS.get(column.type)
        style = book.add_format({"num_format": pattern}) if pattern else None
        sheet.set_column(number, number, _WIDTHS[column.type], style)
        sheet.write_string(0, number, heading(column), head)
        write, plain = _writer(sheet, column), style
        for row, value in enumerate(values, 1):
            if value is not None:
                write(row, number, value, plain)


def heading(column: Column) -> str:
    """« Hauteur retenue (m) »."""
    return f"{column.title} ({column.quantity})" if column.unit else column.title


def _writer(sheet: Worksheet, column: Column) -> Write:
    """How a value of the column is written: by its declared type, never by its looks."""
    if column.type in ("integer", "number", "year"):
        write: Write = sheet.write_number
    elif column.type == "boolean":
        write = sheet.write_boolean
    elif column.type == "date":
        write = _dated(sheet)
    else:
        write = sheet.write_string
    return write


def _dated(sheet: Worksheet) -> Write:
    def write(row: int, number: int, value: Value, style: Format | None) -> object:
        if isinstance(value, datetime.date) and value >= FIRST_DAY:
            return sheet.write_datetime(row, number, value, style)
        return sheet.write_string(row, number, str(value))

    return write


def _dictionary(names: Sequence[str], bundle: Bundle) -> Iterator[tuple[str, ...]]:
    yield ("Feuille", "Colonne", "Nom dans le CSV", "Sens", "Unité", "Case vide", "Codes")
    for name, sheet in zip(names, bundle.tables, strict=True):
        for column in sheet.schema.fields_:
            codes = "\n".join(f"{code} : {label}" for code, label in column.labels.items())
            empty = column.missing_values[0].label if column.missing_values else ""
            yield (name, heading(column), column.name, column.description, column.quantity, empty, codes)  # fmt: skip


def _prose(book: Workbook, sheet: Worksheet, head: Format, rows: Sequence[tuple[str, ...]]) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(rows[0]) - 1, 28)
    sheet.set_column(len(rows[0]) - 1, len(rows[0]) - 1, 80)
    for row, texts in enumerate(rows):
        for number, text in enumerate(texts):
            sheet.write_string(row, number, text, wrapped if row else head)
