"""Rows of a CSV or Parquet file, or of a table in memory: one door for all, in bounded memory, columns by their place.

The header gives each wanted column its place once (`columns`). A row of a Parquet file or of a table in memory is
located where it would stand in a CSV: the header is line 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

import duckdb
import pyarrow as pa

from opendata.disclosure.columns import Columns
from opendata.disclosure.counting import connection, private_folder
from opendata.disclosure.csv_problems import FIELD, separated, stopped
from opendata.disclosure.problems import Problem

ROWS = 20_000_000
ROW = 1_000_000
PROBLEMS = 1_000
READABLE = "un fichier CSV en UTF-8, ou Parquet"
_MEMORY = "512MB"
_BATCH = 10_000
# First bytes of what is often sent instead of a CSV.
_FOREIGN = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"%PDF", b"\xff\xfe", b"\xfe\xff", b"PAR1\x15")  # fmt: skip
_TEXTS = ("VARCHAR", "ENUM", "BOOLEAN", "DATE", "UUID", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
          "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "DECIMAL", "FLOAT", "DOUBLE")  # fmt: skip


class Row(NamedTuple):
    """The wanted columns of one row, in the order asked for, and their field numbers in the file."""

    line: int
    fields: Sequence[int]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class InMemory:
    """A table of a Python program; what is wrong with it is told under `name`."""

    name: str
    table: pa.Table

    def __str__(self) -> str:
        return self.name


Source = Path | InMemory


class RowTooLongError(Exception):
    """A row longer than `ROW` characters."""


class Lines:
    """The lines of a text, as the csv module asks for them; a row of them stays within `ROW` characters."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.left = ROW

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self.left + 1)
        if not line:
            raise StopIteration
        self.left -= len(line)
        if self.left < 0:
            raise RowTooLongError
        return line


def read_rows(source: Source, columns: Columns, problems: list[Problem]) -> Iterator[Row]:
    """Each row as long as the header, whose columns are those wanted or left out by name.

    What is wrong with others goes to `problems`; reading stops after `PROBLEMS` of them.
    """
    found = _found(source, columns, problems)
    header = next(found, None)
    if header is None:
        return
    other_mark = separated(header[1], len(columns.wanted))
    problems.extend([other_mark] if other_mark else columns.problems(header[1]))
    if problems:
        return
    places = [place for (place,) in columns.places(header[1])]
    fields = [place + 1 for place in places]
    for count, (line, row) in enumerate(found, 1):
        if len(row) != len(header[1]):
            problems.append(Problem(line, 0, f"{len(row)} champ(s) au lieu de {len(header[1])}",
                                    "autant de champs que de colonnes", "compléter la ligne"))  # fmt: skip
        else:
            yield Row(line, fields, tuple([row[place] for place in places]))
        if len(problems) >= PROBLEMS:
            problems.append(Problem(line + 1, 0, "lecture arrêtée ici", f"au plus {PROBLEMS} problèmes à la fois", "corriger, puis relancer"))  # fmt: skip
            return
        if count == ROWS:
            problems.append(_too_long(line + 1))
            return


def header(source: Source, columns: Columns, problems: list[Problem]) -> list[str]:
    """The wanted columns as the file names them; what is wrong with its header, or with their types, goes to `problems`."""
    found = _found(source, columns, problems, whole=False)
    first = next(found, None)
    if first is None:
        return []
    other_mark = separated(first[1], len(columns.wanted))
    problems.extend([other_mark] if other_mark else columns.problems(first[1]))
    if problems:
        return []
    next(found, None)  # types come with the first row
    return [first[1][place] for (place,) in columns.places(first[1])]


def _found(
    source: Source, columns: Columns, problems: list[Problem], whole: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """The header, then each row with its line; `whole`: all of them will be read."""
    if isinstance(source, InMemory):
        return _in_memory(source.table, columns, problems)
    return (
        _parquet(source, columns, problems, whole)
        if _is_parquet(source)
        else _csv(source, problems)
    )


def unreadable(quoi: str, line: int = 0) -> Problem:
    """A file, or the rest of one, that cannot be read."""
    return Problem(line, 0, quoi, READABLE, "vérifier le chemin et le format")


def _too_long(line: int) -> Problem:
    return Problem(
        line,
        0,
        "fichier trop long",
        f"au plus {ROWS // 1_000_000} millions de lignes",
        "le partager",
    )


def _is_parquet(path: Path) -> bool:
    return path.suffix.lower() == ".parquet"


def _csv(path: Path, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The header, then each row with its last line; a file without a line has an empty header."""
    line = 0
    try:
        if path.is_file() and _head(path).startswith(_FOREIGN):
            problems.append(unreadable("fichier d'un autre format"))
            return
        with path.open(encoding="utf-8-sig", newline="") as text, _field_limit():
            lines = Lines(text)
            reader = csv.reader(lines, strict=True)
            empty = True
            for row in reader:
                line, empty, lines.left = reader.line_num, False, ROW
                yield line, row
            if empty:
                yield 1, []
    except OSError:
        problems.append(unreadable("fichier illisible"))
    except UnicodeDecodeError:
        problems.append(unreadable("texte qui n'est pas en UTF-8"))
    except csv.Error as error:
        problems.append(stopped(error, line + 1))
    except RowTooLongError:
        problems.append(unreadable("ligne sans fin", line + 1))


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


@contextmanager
def _field_limit() -> Iterator[None]:
    """Within it, the csv module refuses longer fields, whatever others have told it."""
    before = csv.field_size_limit(FIELD)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _parquet(
    path: Path, columns: Columns, problems: list[Problem], whole: bool
) -> Iterator[tuple[int, list[str]]]:
    """The header, then each row as texts, empty where there is no value."""
    try:
        with private_folder() as folder, connection(folder, _MEMORY) as base:
            names = _top_level(base, path)
            if names is None:
                problems.append(unreadable("colonne faite de plusieurs valeurs", 1))
                return
            if whole and _length(base, path) > ROWS:
                problems.append(_too_long(ROWS + 2))
                return
            yield 1, names
            found = base.execute("SELECT * FROM read_parquet(?)", [str(path)])
            yield from _typed(found, columns, names, problems)
    except OSError:
        problems.append(unreadable("fichier illisible"))
    except duckdb.Error:  # its message may quote a value
        problems.append(unreadable("Parquet mal formé"))


def _in_memory(
    table: pa.Table, columns: Columns, problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """As `_parquet`, of a table that is already in memory."""
    if table.num_rows > ROWS:
        problems.append(_too_long(ROWS + 2))
        return
    try:
        with private_folder() as folder, connection(folder, _MEMORY) as base:
            yield 1, table.column_names
            base.register("given", table)
            found = base.execute("SELECT * FROM given")
            yield from _typed(found, columns, table.column_names, problems)
    except duckdb.Error:  # its message may quote a value
        problems.append(unreadable("table mal formée"))


def _typed(
    found: duckdb.DuckDBPyConnection, columns: Columns, names: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:  # fmt: skip
    """Rows after the header, unless a wanted column is of a type that is no code and no count."""
    kinds = [str(column[1]).partition("(")[0] for column in found.description or ()]
    problems.extend(
        Problem(1, place + 1, f"colonne de type {kinds[place]}", "des textes, des entiers ou des dates", "écrire la colonne en texte")
        for (place,) in columns.places(names) if kinds[place] not in _TEXTS
    )  # fmt: skip
    line = 1
    while not problems and (batch := found.fetchmany(_BATCH)):
        for row in batch:
            line += 1
            yield line, [_text(value) for value in row]


def _length(base: duckdb.DuckDBPyConnection, path: Path) -> int:
    """How many rows a Parquet file says it has: a few bytes may stand for billions."""
    query = "SELECT num_rows FROM parquet_file_metadata(?)"
    return sum(int(rows) for (rows,) in base.execute(query, [str(path)]).fetchall())


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _top_level(base: duckdb.DuckDBPyConnection, path: Path) -> list[str] | None:
    """The names of the columns as the file writes them; `None` when one holds others."""
    rows = base.execute("SELECT name, num_children FROM parquet_schema(?)", [str(path)]).fetchall()
    inside = rows[1:]
    return None if any(children for _, children in inside) else [str(name) for name, _ in inside]
