"""Bytes that somebody gives as an Excel book → what its sheets hold, or what the bytes are instead.

An .xlsx is a ZIP of XML parts (ECMA-376, part 2): what it unpacks to is bounded before anything is parsed, and no part
may declare entities, which Office never writes. Sheets are parsed by openpyxl, row by row: its own worksheets would make
every cell of a range that is merged, and A1:XFD1048576 has seventeen billion.
"""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

import openpyxl
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from opendata.findings import limits
from opendata.findings.finding import Finding
from opendata.workbooks.cells import Held

UNPACKED = 20_000_000
"""Bytes of all parts together: a hundred times the largest book that a dataset gives."""
PARTS = 1_000
TAGS = 200_000
"""Marks « < » in all parts together, one to four a cell: ten times those of the largest book."""
RULE = "un classeur Excel (.xlsx), tiré par python build.py tableur JEU --vers FICHIER.xlsx"
REMEDY = "dans le tableur : Enregistrer sous, « Classeur Excel (.xlsx) »"
_AGAIN = "reprendre le classeur tiré par --vers, et y reporter les corrections"
_FIRST_OWN = 164  # number formats below it are those of the standard (ECMA-376, 18.8.30)
_OLD, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_ENTITIES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


@dataclass(frozen=True)
class Merged:
    """A range of cells that are one: « A2:A3 », and its first row and column, from 1."""

    ref: str
    row: int
    column: int


@dataclass(frozen=True)
class BookSheet:
    """What a sheet holds: by row and by column, from 1, its cells that are not empty; what is merged or hidden."""

    title: str
    is_hidden: bool
    cells: Mapping[int, Mapping[int, Held]] = field(repr=False)
    merged: tuple[Merged, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[tuple[int, int], ...] = ()


class _RefusedError(Exception):
    """Why the bytes are no book: what they are, and the remedy."""


def open_book(path: str, raw: bytes, findings: list[Finding]) -> dict[str, BookSheet] | None:
    """The sheets by their name, in order; `None` with a finding that says what the bytes are."""
    try:
        _refuse_others(raw)
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            _refuse_large(parts)
            _refuse_foreign(parts)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is no data: drawings, themes
            sheets = {sheet.title: sheet for sheet in _sheets(raw)}
    except _RefusedError as error:
        findings.append(Finding(path, 0, 0, error.args[0], RULE, error.args[1]))
    except (zipfile.BadZipFile, zlib.error, EOFError):
        findings.append(Finding(path, 0, 0, "classeur abîmé : l'archive ZIP ne se lit pas", RULE, _AGAIN))  # fmt: skip
    except Exception:  # openpyxl raises anything of a part that is not what it says
        findings.append(Finding(path, 0, 0, "classeur illisible", RULE, _AGAIN))
    else:
        return sheets
    return None


def _sheets(raw: bytes) -> Iterator[BookSheet]:
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    for sheet in (*book.worksheets, *book.chartsheets):
        is_hidden = sheet.sheet_state != "visible"
        if isinstance(sheet, ReadOnlyWorksheet):
            yield _sheet(sheet, is_hidden)
        else:
            yield BookSheet(sheet.title, is_hidden, {})


class _Parser(WorkSheetParser):  # type: ignore[misc]
    """Leaves a formula as it is written: one that many cells share would be worked out for each."""

    def parse_formula(self, element: Element) -> str:
        """The formula of the first cell that has it, « = » for those that share it."""
        return "=" + next((child.text or "" for child in element if child.tag.endswith("}f")), "")


def _sheet(sheet: ReadOnlyWorksheet, is_hidden: bool) -> BookSheet:
    book = sheet.parent
    with sheet._get_source() as source:
        parser = _Parser(source, sheet._shared_strings, epoch=book.epoch, date_formats=book._date_formats,
                         timedelta_formats=book._timedelta_formats)  # fmt: skip
        patterns = _Patterns(book)
        cells: dict[int, dict[int, Held]] = {}
        for _, row in parser.parse():
            for cell in row:
                held = Held(cell["value"], cell["data_type"], patterns.of(cell["style_id"]))
                if not held.is_empty:
                    _put(cells, cell["row"], cell["column"], held)
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    rows = tuple(sorted(int(row) for row, size in parser.row_dimensions.items() if _hides(size, "ht")))  # fmt: skip
    return BookSheet(sheet.title, is_hidden, cells, tuple(_merged(merged)), rows, tuple(_hidden_columns(parser.column_dimensions.values())))  # fmt: skip


def _put(cells: dict[int, dict[int, Held]], row: int, column: int, held: Held) -> None:
    """Raises `ValueError` for a cell that no sheet has, or that it has twice."""
    if row < 1 or column < 1 or column in cells.get(row, ()):
        raise ValueError(row, column)
    cells.setdefault(row, {})[column] = held


class _Patterns:
    """The number format of each style of a book."""

    def __init__(self, book: openpyxl.Workbook) -> None:
        self._styles = book._cell_styles
        self._formats = book._number_formats

    def of(self, style: int) -> str:
        number = self._styles[style].numFmtId
        if number < _FIRST_OWN:
            return str(BUILTIN_FORMATS.get(number, "General"))
        return str(self._formats[number - _FIRST_OWN])


def _merged(ranges: Iterable[object]) -> Iterator[Merged]:
    for one in ranges:
        ref = str(getattr(one, "ref", one))
        column, row, _, _ = range_boundaries(ref)
        yield Merged(ref, row, column)


def _hides(size: Mapping[str, str], measure: str) -> bool:
    return size.get("hidden") in ("1", "true") or float(size.get(measure, 1)) == 0


def _hidden_columns(sizes: Iterable[Mapping[str, str]]) -> Iterator[tuple[int, int]]:
    for size in sizes:
        if _hides(size, "width"):
            yield int(size["min"]), int(size.get("max", size["min"]))


def _refuse_others(raw: bytes) -> None:
    if len(raw) > limits.BYTES:
        raise _RefusedError(f"fichier de plus de {limits.BYTES // 1_000_000} Mo", _AGAIN)
    if raw.startswith(_OLD):
        raise _RefusedError("classeur Excel ancien (.xls), ou protégé par un mot de passe",
                            f"ôter le mot de passe, puis {REMEDY}")  # fmt: skip
    if not raw.startswith(_ZIP):
        raise _RefusedError(_kind(raw), REMEDY)


def _kind(raw: bytes) -> str:
    first = raw.partition(b"\n")[0]
    if not raw.strip():
        return "fichier vide"
    if b"\0" in raw:
        return "fichier d'une autre sorte"
    return f"CSV à « {';' if b';' in first else ','} »" if b";" in first or b"," in first else "fichier de texte"  # fmt: skip


def _refuse_large(parts: zipfile.ZipFile) -> None:
    # Python unpacks no more of a part than its header says.
    size, count = sum(part.file_size for part in parts.infolist()), len(parts.infolist())
    if size > UNPACKED or count > PARTS:
        raise _RefusedError(f"classeur de {-(-size // 1_000_000)} Mo une fois ouvert, en {count} parties, au lieu de {UNPACKED // 1_000_000} Mo au plus",
                            _AGAIN)  # fmt: skip


def _refuse_foreign(parts: zipfile.ZipFile) -> None:
    names, tags = set(parts.namelist()), 0
    if any(part.flag_bits & 1 for part in parts.infolist()):
        raise _RefusedError("archive protégée par un mot de passe", f"ôter le mot de passe, puis {REMEDY}")  # fmt: skip
    if "mimetype" in names and b"opendocument" in parts.read("mimetype"):
        raise _RefusedError("classeur OpenDocument (.ods)", REMEDY)
    if "xl/workbook.bin" in names:
        raise _RefusedError("classeur binaire (.xlsb)", REMEDY)
    if "xl/vbaProject.bin" in names:
        raise _RefusedError("classeur à macros (.xlsm)", REMEDY)
    if "[Content_Types].xml" not in names:
        raise _RefusedError("archive ZIP qui n'est pas un classeur Excel", REMEDY)
    if "xl/workbook.xml" in names and _STRICT in parts.read("xl/workbook.xml"):
        raise _RefusedError("classeur « Open XML strict »", REMEDY)
    for name in parts.namelist():
        part = parts.read(name)
        tags += part.count(b"<")
        if any(mark in part for mark in _ENTITIES):
            raise _RefusedError("classeur qui déclare des entités XML", _AGAIN)
        if tags > TAGS:
            raise _RefusedError(f"classeur de plus de {limits.counted(TAGS)} éléments", "ôter les mises en forme et les lignes vides, ou "
                                + _AGAIN)  # fmt: skip
