"""What a workbook must never do, and what it must say."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.model import PublicTable
from opendata.packages.file_names import sheet_names
from opendata.packages.formats.archive import archive
from opendata.packages.formats.bundle import Bundle, Sheet
from opendata.packages.formats.sheets import heading, workbook
from opendata.records.schema import Column, Schema

FIELDS: list[dict[str, Any]] = [
    {"name": "lieu", "title": "Lieu", "description": "Lieu.", "type": "string", "constraints": {"required": True}},
    {"name": "jour", "title": "Jour", "description": "Jour.", "type": "date", "missingValues": [{"value": "", "label": "inconnu"}]},
    {"name": "hauteur_m", "title": "Hauteur", "description": "Hauteur.", "type": "number", "unit": "m",
     "missingValues": [{"value": "", "label": "non mesurée"}]},
]  # fmt: skip


def made_bundle(frame: pd.DataFrame, name: str = "mesures") -> Bundle:
    schema = Schema.model_validate({"fields": FIELDS, "primaryKey": ["lieu"]})
    table = PublicTable(name, schema.descriptor(), frame, sources=("carnet",))
    sheet = Sheet(name, f"{name}.csv", "Mesures", "Mesures.", "etalab-2.0", schema, table)
    return Bundle("essai", "Essai", "Un jeu minuscule qui sert aux essais des formats.", "1.0.0",
                  datetime.date(2026, 1, 1), False, (("Statut", "Essai"),), (sheet,))  # fmt: skip


def written_book(rows: list[tuple[object, object, object]], name: str = "mesures") -> Any:
    frame = pd.DataFrame(rows, columns=["lieu", "jour", "hauteur_m"], dtype=object)
    return openpyxl.load_workbook(io.BytesIO(workbook(made_bundle(frame, name))))


@given(st.sampled_from("=+-@\t\r|{"), st.text(alphabet="ABC123()!'\"|,cmd", max_size=20))
def test_a_text_is_never_a_formula_whatever_it_starts_with(start: str, rest: str) -> None:
    text = f"{start}{rest}"
    cell = written_book([(text, None, None)])["mesures"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r").replace("\n", "\r") == text.replace("\n", "\r")


@pytest.mark.parametrize("text", ["https://exemple.invalid/", "00123", "1E5", "TRUE", "1/2"])
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    cell = written_book([(text, None, None)])["mesures"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_cells_have_the_declared_type() -> None:
    sheet = written_book([("a", datetime.date(2024, 2, 29), 6.1), ("b", None, None)])["mesures"]
    assert (sheet["B2"].is_date, sheet["B2"].value.date()) == (True, datetime.date(2024, 2, 29))
    assert (sheet["C2"].value, sheet["C2"].data_type) == (6.1, "n")
    assert sheet["B3"].value is None
    assert sheet["C3"].value is None


def test_a_day_that_excel_cannot_hold_is_its_text() -> None:
    assert (
        written_book([("a", datetime.date(1658, 2, 27), 8.96)])["mesures"]["B2"].value
        == "1658-02-27"
    )


def test_the_header_says_label_and_unit_and_stays_in_sight() -> None:
    book = written_book([("a", None, 1.0)])
    sheet = book["mesures"]
    assert [cell.value for cell in sheet[1]] == ["Lieu", "Jour", "Hauteur (m)"]
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == "A1:C2"
    assert heading(Column.model_validate(FIELDS[0])) == "Lieu"


def test_columns_and_notes_are_explained_after_the_data() -> None:
    book = written_book([("a", None, 1.0)])
    assert book.sheetnames == ["mesures", "Colonnes", "À lire"]
    assert [cell.value for cell in book["Colonnes"][4]][2:6] == [
        "hauteur_m",
        "Hauteur.",
        "m",
        "non mesurée",
    ]
    assert [cell.value for cell in book["À lire"][2]] == ["Statut", "Essai"]


def test_a_long_name_makes_a_sheet_that_excel_opens() -> None:
    name = "mesures-de-tous-les-lieux-de-la-ville"
    first, second = sheet_names([f"{name}-1", f"{name}-2"])
    assert first != second
    assert (len(first), len(second)) == (31, 31)


def test_a_workbook_and_a_zip_have_the_same_bytes_twice() -> None:
    frame = pd.DataFrame([("a", None, 1.0)], columns=["lieu", "jour", "hauteur_m"], dtype=object)
    first, second = (workbook(made_bundle(frame)) for _ in range(2))
    assert first == second
    assert archive({"b": first, "a": second}, "x") == archive({"a": first, "b": second}, "x")
