"""A book that comes back → the texts of its tables, with all that is wrong in their cells.

A finding names the book and the sheet as its path, the row of the sheet as its line, the column as its field, and the cell
in words: « crues.xlsx, feuille « crues »:14:6: case F14 : … ».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings
from opendata.findings.table import header_findings
from opendata.records.schema import Schema
from opendata.workbooks.cells import Fault, Held, text_of
from opendata.workbooks.guide import CODES, GUIDE, Drawn, Left, drawn
from opendata.workbooks.opening import BookSheet

Book = Mapping[str, BookSheet]
_EMPTY = Held(None)
_SHEETS = "les feuilles sont celles du classeur tiré par --vers"
_AGAIN = "reprendre le classeur tiré par --vers, et y reporter les corrections"
_SEEN = "tout ce qui est rendu se voit"
_SHOW = "tout sélectionner, puis Format, Afficher ; ôter le filtre s'il y en a un"
_COPY = re.compile(r"(.+) \(\d+\)")
_MOST_COLUMNS = 1_000
_LAST = 200  # row of « Lisez-moi »


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


def read_guide(path: str, book: Book, findings: list[Finding]) -> Drawn | None:
    """What « Lisez-moi » says that the book is of; `None` with a finding where it does not."""
    sheet = book.get(GUIDE)
    told = drawn([_texts_of(sheet.cells.get(row, {})) for row in range(1, _LAST + 1)]) if sheet else None  # fmt: skip
    if sheet is None:
        findings.append(Finding(path, 0, 0, f"feuille « {GUIDE} » absente", _SHEETS, _AGAIN))
    elif told is None:
        findings.append(Finding(sheet_path(path, GUIDE), 0, 0, "jeu ou empreintes effacés", "cette feuille dit de quoi le classeur est tiré",
                                _AGAIN))  # fmt: skip
    return told


def _texts_of(row: Mapping[int, Held]) -> tuple[str, ...]:
    """The texts of a row, up to its last cell that is not empty."""
    last = min(max(row, default=0), _MOST_COLUMNS)
    return tuple(
        "" if column not in row else str(row[column].value) for column in range(1, last + 1)
    )


def sheets_findings(
    path: str, book: Book, expected: Sequence[str], left: Mapping[str, Left]
) -> Iterator[Finding]:
    """Sheets that are missing, more than there were, copied or hidden; `left` are tables that have no sheet, by name."""
    for name in expected:
        if name not in book:
            yield Finding(path, 0, 0, f"feuille « {name} » absente", _SHEETS, _AGAIN)
        elif book[name].is_hidden:
            yield Finding(sheet_path(path, name), 0, 0, "feuille masquée", _SEEN, "clic droit sur un onglet, Afficher")  # fmt: skip
    for name in book:
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
    path: str, book: Book, name: str, schema: Schema, findings: list[Finding]
) -> SheetTable | None:
    """The table of a sheet; `None` where it has no such sheet, or another header, with findings. Empty rows at its end are none."""
    sheet = book.get(name)
    if sheet is None:
        return None
    here = sheet_path(path, name)
    last, widest = max(sheet.cells, default=0), max(map(max, sheet.cells.values()), default=0)
    if last > limits.ROWS or widest > _MOST_COLUMNS:
        findings.append(Finding(here, 0, 0, f"cases jusqu'à la ligne {limits.counted(last)} et la colonne {limits.counted(widest)}", f"au plus {limits.counted(limits.ROWS)} lignes et {limits.counted(_MOST_COLUMNS)} colonnes",
                                "supprimer les lignes et colonnes au-delà de la table"))  # fmt: skip
        return None
    findings.extend(first_findings(_shape(here, sheet, last, len(schema.columns))))
    header = _texts_of(sheet.cells.get(1, {}))
    if header != schema.columns:
        findings.extend(header_findings(here, header, schema.columns))
        return None
    return _table(here, sheet, schema, findings)


def _shape(here: str, sheet: BookSheet, last: int, columns: int) -> Iterator[Finding]:
    """Cells that are merged, rows and columns of the table that nobody sees, rows that are empty before the `last`."""
    for merged in sheet.merged:
        yield Finding(here, merged.row, merged.column, f"cases fusionnées {merged.ref}", "une valeur par case",
                      "annuler la fusion, puis écrire la valeur dans chaque case")  # fmt: skip
    for first, end in _runs([row for row in sheet.hidden_rows if row <= last]):
        quoi = f"lignes {first} à {end} masquées" if end > first else f"ligne {first} masquée"
        yield Finding(here, first, 0, quoi, _SEEN, _SHOW)
    for first, end in sheet.hidden_columns:
        if first <= columns:
            names = [get_column_letter(number) for number in (first, min(end, columns))]
            quoi = f"colonne {names[0]} masquée" if names[0] == names[1] else f"colonnes {names[0]} à {names[1]} masquées"  # fmt: skip
            yield Finding(here, 1, first, quoi, _SEEN, _SHOW)
    for first, end in _runs([row for row in range(2, last) if row not in sheet.cells]):
        quoi = f"lignes {first} à {end} vides" if end > first else f"ligne {first} vide"
        yield Finding(here, first, 0, f"{quoi} au milieu de la table", "une ligne, un enregistrement",
                      "supprimer la ligne entière (clic droit, Supprimer)")  # fmt: skip


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers that follow one another."""
    for place, number in enumerate(numbers):
        if place == 0 or numbers[place - 1] != number - 1:
            end = place
            while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
                end += 1
            yield number, numbers[end]


def _table(here: str, sheet: BookSheet, schema: Schema, findings: list[Finding]) -> SheetTable:
    found: list[Finding] = []
    places = tuple(row for row in sorted(sheet.cells) if row > 1)
    texts = tuple(tuple(_texts(here, row, sheet.cells[row], schema, found)) for row in places)
    faulty = frozenset((one.line, one.field) for one in found)
    findings.extend(first_findings(found))
    return SheetTable(texts, places, faulty)


def _texts(
    here: str, row: int, cells: Mapping[int, Held], schema: Schema, found: list[Finding]
) -> Iterator[str]:
    """The texts of a row, as long as the header; `found` grows with what is wrong in it."""
    width = len(schema.columns)
    for place, column in enumerate(schema.fields_, 1):
        text = text_of(cells.get(place, _EMPTY), column)
        if isinstance(text, Fault):
            quoi = f"case {cell_name(row, place)} : {column.name} : {text.quoi}"
            found.append(Finding(here, row, place, quoi, text.regle, text.remede))
            text = text.likely
        yield text
    found.extend(
        Finding(here, row, place, f"case {cell_name(row, place)} : valeur hors de la table", f"la table a {width} colonnes",
                "effacer la case, ou l'écrire dans une colonne de la table")
        for place in sorted(cells) if place > width
    )  # fmt: skip
