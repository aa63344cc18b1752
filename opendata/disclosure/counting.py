"""Facts → counts, out of core, leaving nothing behind.

DuckDB counts; what it must spill goes, encrypted, to a private folder that is wiped at the
end and, after a kill, at the next start.
"""

from __future__ import annotations

import csv
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

MEMORY = "1GB"
# A table in memory, as a query calls it.
_GIVEN = "given"
UNCOUNTED = "le fichier de faits n'a pas pu être compté"


class CountingError(Exception):
    """The facts cannot be counted. Says nothing of their content."""


@contextmanager
def private_folder(base: Path | None = None) -> Iterator[Path]:
    """A folder that only this user can enter (0700), wiped at the end with the one it stands in.

    Also wipes what a killed process of this user left behind. Raises CountingError when
    somebody else owns the place.
    """
    root = (base or Path(tempfile.gettempdir())) / f"divulgation-{os.getuid()}"
    folder = _made_in(root)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another process works there
            root.rmdir()


def _made_in(root: Path) -> Path:
    """A new folder in `root`, which another process may remove as soon as it is empty."""
    while True:
        root.mkdir(mode=0o700, exist_ok=True)
        try:
            status = root.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
                raise CountingError("le dossier privé de travail appartient à quelqu'un d'autre")
            root.chmod(0o700)
            for left in root.iterdir():
                if not _alive(left.name):
                    shutil.rmtree(left, ignore_errors=True)
            return Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=root))
        except FileNotFoundError:
            continue


def _alive(name: str) -> bool:
    """Whether the process that made a folder still runs."""
    number = name.split("-")[0]
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def count(
    source: Path | pa.Table,
    keys: Mapping[str, str],
    amount: str | None = None,
    base: Path | None = None,
    memory: str = MEMORY,
    spills: bool = True,
) -> list[tuple[tuple[str, ...], int]]:
    """Facts of a CSV or Parquet file, or of a table in memory, counted by `keys`: (labels, count), sorted by labels.

    `keys`: name → SQL expression over the file's columns, all read as text; `amount` names a
    column of counts to add up instead of counting rows; without `spills`, what does not fit in memory is refused.
    Raises CountingError, never showing data.
    """
    places = [f"key{number}" for number in range(len(keys))]  # a key may be called as the count is
    chosen = ", ".join(
        f"coalesce(CAST({sql} AS VARCHAR), '') AS {place}"
        for place, sql in zip(places, keys.values(), strict=True)
    )
    number = "count(*)" if amount is None else f"sum(CAST({identifier(amount)} AS BIGINT))"
    names = ", ".join(places)
    query = (  # expressions come from the caller's own schema, the path is bound
        f"SELECT {names}, total FROM (SELECT {chosen}, {number} AS total "  # noqa: S608
        f"FROM {_reader(source)} GROUP BY ALL) ORDER BY {names}"
    )
    with private_folder(base) if spills else nullcontext() as folder:
        rows = _run(query, source, folder, memory)
    return [(tuple(map(str, row[:-1])), int(row[-1])) for row in rows]


def _reader(source: Path | pa.Table) -> str:
    """DuckDB's own reading of a CSV, told everything: it guesses nothing, and names no column."""
    if not isinstance(source, Path):
        return _GIVEN
    if source.suffix == ".parquet":
        return "read_parquet(?)"
    try:
        with source.open(encoding="utf-8-sig", newline="") as text:
            header = next(csv.reader(text, strict=True), [])
    except (OSError, UnicodeDecodeError, csv.Error):
        raise CountingError(UNCOUNTED) from None
    columns = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in header)
    return (
        f"read_csv(?, columns = {{{columns}}}, header = true, auto_detect = false, delim = ',', quote = '\"',"
        " escape = '\"', strict_mode = true, null_padding = false)"
    )


def identifier(name: str) -> str:
    """A column's name as DuckDB reads it, whatever it is."""
    quoted = name.replace('"', '""')
    return f'"{quoted}"'


def _literal(text: str) -> str:
    quoted = text.replace("'", "''")
    return f"'{quoted}'"


@contextmanager
def connection(folder: Path | None, memory: str = MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills, encrypted, into `folder`; nowhere without one."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": "" if folder is None else str(folder),
        "memory_limit": memory,
        "temp_file_encryption": "true",
        # DuckDB's built-in generator of keys is not a cryptographic one, and it insists on our
        # saying that we know: the folder's rights protect the spill, its encryption keeps what a
        # kill leaves behind from being read or searched as text.
        "force_mbedtls_unsafe": "true",
    }
    with duckdb.connect(":memory:", config=settings) as database:
        _silence(database)
        yield database


def _silence(database: duckdb.DuckDBPyConnection) -> None:
    """No progress bar of DuckDB's own. In a notebook without ipywidgets it has none, and refuses to be told so."""
    rows = database.execute("SELECT current_setting('enable_progress_bar')").fetchall()
    if rows[0][0]:
        database.execute("SET enable_progress_bar = false")


def _run(
    query: str, source: Path | pa.Table, folder: Path | None, memory: str
) -> Sequence[tuple[str | int, ...]]:
    try:
        with connection(folder, memory) as database:
            if isinstance(source, Path):
                return database.execute(query, [str(source)]).fetchall()
            database.register(_GIVEN, source)
            return database.execute(query).fetchall()
    except duckdb.Error:
        # DuckDB quotes the offending line: neither its message nor its traceback may pass.
        raise CountingError(UNCOUNTED) from None
