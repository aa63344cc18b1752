"""Tables and hierarchies as a Python program holds them, brought to the one door of files.

A table is anything that gives its columns by the Arrow PyCapsule interface (pandas, polars, pyarrow, duckdb…), a
mapping of columns, or the path of a CSV or Parquet file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from opendata.disclosure.hierarchy import TOTAL, Hierarchy
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.reading import read_trees
from opendata.disclosure.rows import InMemory, Source

ONE_TYPE = "une table a des colonnes d'un seul type : textes, entiers ou dates"


class ArrowStream(Protocol):
    """A table that gives itself as an Arrow stream: a frame of pandas or polars, a pyarrow table, a Release."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A PyCapsule named `arrow_array_stream`."""
        ...


Table = ArrowStream | Mapping[str, object] | Path | str
# A tree of codes: code → parent (« Total » or nothing: none above), or a table `code,parent`.
Grouping = Hierarchy | Mapping[str, str] | ArrowStream | Path | str
# Every dimension, in order → what groups its codes: nothing, a tree, or several.
Groupings = Mapping[str, Grouping | Sequence[Grouping] | None]


def source(table: Table, name: str, counts: str | None = None) -> Source:
    """Where rows are read: a file, or a table in memory of which problems are told under `name`.

    Whole numbers of column `counts` written as fractions (pandas has no other way to leave one out) are
    read as the numbers they are. Raises ProblemsError, without values, when it is no table.
    """
    if isinstance(table, str | Path):
        return Path(table)
    try:
        given = pa.table(table)
    except (pa.ArrowException, TypeError, ValueError, AttributeError):
        # Its message may quote a value.
        problem = Problem(1, 0, "table illisible", ONE_TYPE, "convertir ses colonnes en texte")
        raise ProblemsError(name, [problem]) from None
    for place, column in enumerate(given.columns):
        if given.column_names[place] == counts and pa.types.is_floating(column.type):
            given = given.set_column(place, counts, pa.array(_whole(column.to_pylist())))
    return InMemory(name, given)


def _whole(numbers: Sequence[float | None]) -> list[str | None]:
    return [
        str(int(number)) if number is not None and number.is_integer() else _written(number)
        for number in numbers
    ]


def _written(number: float | None) -> str | None:
    return None if number is None else str(number)


def trees(hierarchies: Groupings) -> dict[str, tuple[Hierarchy, ...]]:
    """Dimension → its hierarchies, checked as those of files are. Raises ProblemsError."""
    pairs: list[tuple[str, Source | None]] = []
    for name, given in hierarchies.items():
        groupings = _groupings(given)
        pairs += [(name, tree(one, f"hierarchies[{name}]")) for one in groupings] or [(name, None)]
    return read_trees(pairs)


def _groupings(given: Grouping | Sequence[Grouping] | None) -> Sequence[Grouping]:
    if given is None:
        return ()
    return given if isinstance(given, list | tuple) else [given]  # type: ignore[list-item]


def tree(grouping: Grouping, name: str) -> Source:
    """The hierarchy as a file of columns `code,parent`, or as a table in memory of these, told of under `name`."""
    parents = grouping.parents if isinstance(grouping, Hierarchy) else grouping
    if not isinstance(parents, Mapping):
        return source(parents, name)
    above = ["" if parent == TOTAL else parent for parent in parents.values()]
    return source({"code": list(parents), "parent": above}, name)
