"""A book that comes back → the texts of its tables, with all that is wrong in their cells.

A finding names the book and the sheet as its path, the row of the sheet as its line, the column as its field, and the cell
in words: « crues.xlsx, feuille « crues »:14:6: case F14 : … ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings
from opendata.findings.table import header_findings
from opendata.records.schema import Schema
from opendata.workbooks.cells import Fault, Held, text_of
from opendata.workbooks.guide import CODES, GUIDE, Drawn, Left, drawn

_SHEETS = "les feuilles sont celles du classeur tiré par --vers"
_AGAIN = "reprendre le classeur tiré par --vers, et y reporter les corrections"
_SEEN = "tout ce qui est rendu se voit"
_SHOW = "tout sélectionner, puis Format, Afficher ; ôter le filtre s'il y en a un"
_COPY = re.compile(r"(.+) \(\d+\)")
_MOST_COLUMNS = 1_000


@dataclass(frozen=True)
class SheetTable:
    """What a sheet holds: rows of text as long as the header, and the row of the sheet where each stands.

    `faulty` are the (row of the sheet, column) of cells that have a finding: what is in their place is a guess.
    """

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    places: tuple[int, ...] = field(repr=False)
    faulty: frozenset[tuple[int, int]] = frozenset()


def sheet_path(path: str, sheet: str) -> str:
    """How a finding names a sheet of a book."""
    return f"{path}, feuille « {sheet} »"


def cell_name(row: int, column: int) -> str:
    """F14, of a row and a column from 1."""
    return f"{get_column_letter(column)}{row}"


def read_guide(path: str, book: Workbook, findings: list[Finding]) -> Drawn | None:
    """What « Lisez-moi » says that the book is of; `None` with a finding where it does not."""
    sheet = _worksheets(book).get(GUIDE)
    rows = [] if sheet is None else [_trimmed(row) for row in sheet.iter_rows(max_row=200, max_col=8, values_only=True)]  # fmt: skip
    told = drawn(rows)
    if sheet is None:
        findings.append(Finding(path, 0, 0, f"feuille « {GUIDE} » absente", _SHEETS, _AGAIN))
    elif told is None:
        findings.append(Finding(sheet_path(path, GUIDE), 0, 0, "jeu ou empreintes effacés", "cette feuille dit de quoi le classeur est tiré",
                                _AGAIN))  # fmt: skip
    return told


def _trimmed(row: Sequence[object]) -> tuple[str, ...]:
    """The texts of a row, up to its last cell that is not empty."""
    texts = ["" if value is None else str(value) for value in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _worksheets(book: Workbook) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in book.worksheets}


def sheets_findings(
    path: str, book: Workbook, expected: Sequence[str], left: Mapping[str, Left]
) -> Iterator[Finding]:
    """Sheets that are missing, more than there were, copied or hidden; `left` are tables that have no sheet, by name."""
    sheets = {sheet.title: sheet for sheet in (*book.worksheets, *book.chartsheets)}
    for name in expected:
        if name not in sheets:
            yield Finding(path, 0, 0, f"feuille « {name} » absente", _SHEETS, _AGAIN)
        elif sheets[name].sheet_state != "visible":
            yield Finding(sheet_path(path, name), 0, 0, "feuille masquée", _SEEN, "clic droit sur un onglet, Afficher")  # fmt: skip
    for name in sheets:
        if name in (*expected, GUIDE, CODES):
            continue
        copied = _COPY.fullmatch(name)
        if name in left:
            yield Finding(sheet_path(path, name), 0, 0, left[name].quoi, left[name].regle, left[name].remede)  # fmt: skip
        elif copied and copied[1] in expected:
            yield Finding(path, 0, 0, f"feuille « {name} », copie de « {copied[1]} »", _SHEETS, "garder une seule des deux, sous le nom d'origine")  # fmt: skip
        else:
            yield Finding(path, 0, 0, f"feuille « {name} » en trop", _SHEETS, "supprimer la feuille")  # fmt: skip


def read_sheet(
    path: str, book: Workbook, name: str, schema: Schema, findings: list[Finding]
) -> SheetTable | None:
    """The table of a sheet; `None` where it has no such sheet, or another header, with findings. Empty rows at its end are none."""
    sheet = _worksheets(book).get(name)
    if sheet is None:
        return None
    here = sheet_path(path, name)
    if sheet.max_row > limits.ROWS or sheet.max_column > _MOST_COLUMNS:
        findings.append(Finding(here, 0, 0, f"cases jusqu'à {cell_name(sheet.max_row, sheet.max_column)}", f"au plus {limits.counted(limits.ROWS)} lignes et {limits.counted(_MOST_COLUMNS)} colonnes",
                                "supprimer les lignes et colonnes au-delà de la table"))  # fmt: skip
        return None
    rows = _filled(sheet)
    findings.extend(first_findings(_shape(here, sheet, len(rows), len(schema.columns))))
    header = _trimmed([cell.value for cell in rows[0]] if rows else ())
    if header != schema.columns:
        findings.extend(header_findings(here, header, schema.columns))
        return None
    return _table(here, rows, schema, findings)


def _filled(sheet: Worksheet) -> list[tuple[Held, ...]]:
    """The rows of cells up to the last one that holds something."""
    rows = [
        tuple(Held(cell.value, cell.data_type, cell.number_format) for cell in row)
        for row in sheet.iter_rows()
    ]
    while rows and all(cell.is_empty for cell in rows[-1]):
        rows.pop()
    return rows


def _shape(here: str, sheet: Worksheet, rows: int, columns: int) -> Iterator[Finding]:
    """Cells that are merged, rows and columns of the table that nobody sees."""
    for merged in sheet.merged_cells.ranges:
        yield Finding(here, merged.min_row, merged.min_col, f"cases fusionnées {merged.coord}", "une valeur par case",
                      "annuler la fusion, puis écrire la valeur dans chaque case")  # fmt: skip
    hidden = [number for number in range(1, rows + 1) if number in sheet.row_dimensions
              and _is_hidden(sheet.row_dimensions[number].hidden, sheet.row_dimensions[number].height)]  # fmt: skip
    for first, last in _runs(hidden):
        quoi = f"lignes {first} à {last} masquées" if last > first else f"ligne {first} masquée"
        yield Finding(here, first, 0, quoi, _SEEN, _SHOW)
    for size in sheet.column_dimensions.values():
        first = size.min or 0
        if first and first <= columns and _is_hidden(size.hidden, size.width):
            last = min(size.max or first, columns)
            quoi = f"colonnes {get_column_letter(first)} à {get_column_letter(last)} masquées" if last > first else f"colonne {get_column_letter(first)} masquée"  # fmt: skip
            yield Finding(here, 1, first, quoi, _SEEN, _SHOW)


def _is_hidden(hidden: bool | None, size: float | None) -> bool:
    return bool(hidden) or size == 0


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers that follow one another."""
    for place, number in enumerate(numbers):
        if place == 0 or numbers[place - 1] != number - 1:
            end = place
            while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
                end += 1
            yield number, numbers[end]


def _table(
    here: str, rows: Sequence[Sequence[Held]], schema: Schema, findings: list[Finding]
) -> SheetTable:
    texts: list[tuple[str, ...]] = []
    places: list[int] = []
    found: list[Finding] = []
    for number, cells in enumerate(rows[1:], 2):
        if all(cell.is_empty for cell in cells):
            found.append(Finding(here, number, 0, f"ligne {number} vide au milieu de la table", "une ligne, un enregistrement",
                                 "supprimer la ligne entière (clic droit, Supprimer)"))  # fmt: skip
            continue
        texts.append(tuple(_texts(here, number, cells, schema, found)))
        places.append(number)
    faulty = frozenset((one.line, one.field) for one in found if one.field)
    findings.extend(first_findings(found))
    return SheetTable(tuple(texts), tuple(places), faulty)


def _texts(
    here: str, number: int, cells: Sequence[Held], schema: Schema, found: list[Finding]
) -> Iterator[str]:
    """The texts of a row, as long as the header; `found` grows with what is wrong in it."""
    width = len(schema.columns)
    for place, (cell, column) in enumerate(zip(cells, schema.fields_, strict=False), 1):
        text = text_of(cell, column)
        if isinstance(text, Fault):
            quoi = f"case {cell_name(number, place)} : {column.name} : {text.quoi}"
            found.append(Finding(here, number, place, quoi, text.regle, text.remede))
            text = text.likely
        yield text
    for place, cell in enumerate(cells[width:], width + 1):
        if not cell.is_empty:
            found.append(Finding(here, number, place, f"case {cell_name(number, place)} : valeur hors de la table", f"la table a {width} colonnes",
                                 "effacer la case, ou l'écrire dans une colonne de la table"))  # fmt: skip
