"""Tables of a dataset → an .xlsx for people: « Lisez-moi », a sheet a table, « Colonnes et codes »."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from opendata.packages.file_names import sheet_names
from opendata.records.schema import Column, Schema
from opendata.workbooks.cells import NUMERIC, TEXT, shown
from opendata.workbooks.guide import CODES, GUIDE, Left, digest, guide_rows

LAST_ROW = 1_048_575  # of a sheet, from 0
_EVERY = "A1:XFD1048576"
_WIDTHS = {"integer": 12, "number": 12, "boolean": 10, "year": 9, "date": 12}
_FORMS = {"integer": "nombre entier", "number": "nombre", "year": "année, 2016", "date": "date, 2016-06-03",
          "boolean": "true ou false", "string": "texte"}  # fmt: skip
_HEAD = {"bold": True, "text_wrap": True, "valign": "top", "num_format": TEXT}
_SAFE: Mapping[str, Any] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_REFUSED = {
    "validate": "list",
    "error_title": "Code inconnu",
    "error_message": f"Choisir dans la liste ; le sens des codes est dans « {CODES} ».",
}


@dataclass(frozen=True)
class EditedTable:
    """A table as it goes to a book: its resource's name, file and title, the CSV, its rows of text."""

    name: str
    path: str
    title: str
    schema: Schema = field(repr=False)
    raw: bytes = field(repr=False)
    rows: Sequence[tuple[str, ...]] = field(repr=False)


def names_of_sheets(tables: Sequence[str]) -> list[str]:
    """The sheets of the tables so named, in order; none is called like « Lisez-moi », in whatever case."""
    return sheet_names((GUIDE.lower(), *tables))[1:]


def book(
    identifier: str,
    title: str,
    day: datetime.date,
    tables: Sequence[EditedTable],
    left: Sequence[Left],
) -> bytes:
    """The book of a dataset, the same bytes for the same tables; `day` is the one that it says it was made on."""
    file = io.BytesIO()
    made = Workbook(file, dict(_SAFE))
    made.set_properties(
        {"title": title, "created": datetime.datetime.combine(day, datetime.time())}
    )
    head = made.add_format({**_HEAD, "bottom": 1})
    sheets = names_of_sheets([table.name for table in tables])
    told = [
        (sheet, table.path, table.title, digest(table.raw))
        for sheet, table in zip(sheets, tables, strict=True)
    ]
    rows = guide_rows(identifier, title, told, left)
    _prose(made, made.add_worksheet(GUIDE), rows, (28, 90, 40, 68), head=made.add_format(_HEAD))
    codes = list(_codes(sheets, tables))
    formats = _Formats(made)
    for sheet, table in zip(sheets, tables, strict=True):
        _table(made.add_worksheet(sheet), head, formats, table)
        _choices(made.get_worksheet_by_name(sheet), table.schema, _places(codes, sheet))
    _prose(made, made.add_worksheet(CODES), [row for row, _ in codes], (22, 24, 60, 18, 18, 24, 20, 40))  # fmt: skip
    made.close()
    return file.getvalue()


class _Formats:
    """One format of the book for each number format."""

    def __init__(self, made: Workbook) -> None:
        self._made = made
        self._formats: dict[str, Format] = {}

    def of(self, pattern: str) -> Format | None:
        if pattern == "General":
            return None
        if pattern not in self._formats:
            self._formats[pattern] = self._made.add_format({"num_format": pattern})
        return self._formats[pattern]


def _table(sheet: Worksheet, head: Format, formats: _Formats, table: EditedTable) -> None:
    sheet.freeze_panes(1, 1)
    # Else Excel offers to make numbers of codes, and dates of years.
    sheet.ignore_errors({"number_stored_as_text": _EVERY, "two_digit_text_year": _EVERY})
    for number, column in enumerate(table.schema.fields_):
        texts = [row[number] for row in table.rows]
        width = _WIDTHS.get(column.type) or min(60, max(12, *map(len, [column.name, *texts])))
        style = None if column.type in NUMERIC else formats.of(TEXT)
        sheet.set_column(number, number, width, style)
        sheet.write_string(0, number, column.name, head)
        for row, text in enumerate(texts, 1):
            _cell(sheet, row, number, text, column, formats)


def _cell(
    sheet: Worksheet, row: int, number: int, text: str, column: Column, formats: _Formats
) -> None:
    cell = shown(text, column)
    style = formats.of(cell.pattern)
    if isinstance(cell.value, str):
        sheet.write_string(row, number, cell.value, style)
    elif cell.value is not None:
        sheet.write_number(row, number, cell.value, style)


def _choices(sheet: Worksheet, schema: Schema, places: Mapping[str, tuple[int, int]]) -> None:
    """A list in each cell of a column of codes, or of true and false."""
    for number, column in enumerate(schema.fields_):
        source: str | list[str] = ["true", "false"]
        if column.name in places:
            first, last = places[column.name]
            source = f"='{CODES}'!$G${first + 1}:$G${last + 1}"
        elif column.type != "boolean":
            continue
        sheet.data_validation(1, number, LAST_ROW, number, {**_REFUSED, "source": source})


def _codes(
    sheets: Sequence[str], tables: Sequence[EditedTable]
) -> Iterator[tuple[tuple[str | int, ...], tuple[str, str]]]:
    """The rows of « Colonnes et codes », each with the sheet and the column whose code it holds."""
    yield ("Feuille", "Colonne", "Sens", "Forme", "Unité", "Case vide", "Code", "Sens du code"), ("", "")  # fmt: skip
    for sheet, table in zip(sheets, tables, strict=True):
        for column in table.schema.fields_:
            empty = column.missing_values[0].label if column.missing_values else "à remplir"
            said = (sheet, column.name, column.description, _FORMS[column.type], column.quantity, empty)  # fmt: skip
            for code, label in column.labels.items():
                value = int(code) if column.type == "integer" else code
                yield (*said, value, label), (sheet, column.name)
            if not column.labels:
                yield said, ("", "")


def _places(
    codes: Sequence[tuple[tuple[str | int, ...], tuple[str, str]]], sheet: str
) -> dict[str, tuple[int, int]]:
    """The rows, from 0, where the codes of each column of a sheet stand."""
    places: dict[str, tuple[int, int]] = {}
    for row, (_, (of, column)) in enumerate(codes):
        if of == sheet:
            places[column] = (places.get(column, (row, row))[0], row)
    return places


def _prose(
    made: Workbook,
    sheet: Worksheet,
    rows: Sequence[Sequence[str | int]],
    widths: Sequence[int],
    head: Format | None = None,
) -> None:
    """A sheet to be read; its first column is in the format `head`, its first row where there is none."""
    wrapped = made.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT})
    first_row = made.add_format({**_HEAD, "bottom": 1})
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    if head is None:
        sheet.freeze_panes(1, 0)
    for row, values in enumerate(rows):
        for number, value in enumerate(values):
            style = (wrapped if number else head) if head else (wrapped if row else first_row)
            if isinstance(value, int):
                sheet.write_number(row, number, value)
            elif value:
                sheet.write_string(row, number, value, style)
