"""Facts in, one a row and too many to be read one by one, the finest counts out: the command `count`, as a function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_numbers
from opendata.disclosure.api.inputs import Table, source
from opendata.disclosure.api.usage import UsageError
from opendata.disclosure.cluster.across import Across, here
from opendata.disclosure.cluster.facts import Counted, FactsPart, count_facts
from opendata.disclosure.columns import Columns
from opendata.disclosure.counting import MEMORY, identifier
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.rows import InMemory, Source, header

NUMBER = "n"


@dataclass(frozen=True, repr=False, eq=False)
class CountedFacts(Frames):
    """The finest counts, for `protect(…, count="n")`. CONFIDENTIAL, whole: nothing of it is hidden.

    `names`: the columns that were counted by; `counted`: (codes, count), sorted by codes.
    """

    names: tuple[str, ...]
    counted: Counted = field(repr=False)

    def __repr__(self) -> str:
        return f"<CountedFacts : {len(self.counted)} combinaisons de codes>"

    def sentences(self) -> Iterator[str]:
        """How much was counted, in French."""
        facts = sum(number for _, number in self.counted)
        yield f"{facts} faits comptés, {len(self.counted)} combinaisons de codes"

    def to_arrow(self) -> pa.Table:
        """A column of texts for each of `names`, then `n` (int64)."""
        return of_numbers(self.names, [NUMBER], self._rows())

    def to_csv(self) -> bytes:
        """The counts as the command `count` writes them."""
        return csv_bytes([*self.names, NUMBER], self._rows())

    def _rows(self) -> Iterator[list[str]]:
        return ([*labels, str(number)] for labels, number in self.counted)


def count(
    tables: Table | Sequence[Table],
    dimensions: Sequence[str],
    *,
    contributor: str | None = None,
    ignore: Collection[str] = (),
    only_declared: bool = False,
    memory: str = MEMORY,
    across: Across = here,
) -> CountedFacts:
    """Facts of one table or of several, counted together by `dimensions`, and by `contributor` where one is named.

    Files of tens of millions of rows are read by DuckDB out of core, in `memory` for each. `across`: who counts the
    tables (see `cluster`), with the same results; a table in memory is sent to whom counts it.

    Raises UsageError, ProblemsError, CountingError, ClusterError.
    """
    names = [*dimensions, *([contributor] if contributor else [])]
    if not dimensions or NUMBER in names or len(set(names)) < len(names):
        raise UsageError("dimensions", f"des colonnes différentes, dont aucune ne s'appelle « {NUMBER} »")  # fmt: skip
    given = list(tables) if isinstance(tables, list | tuple) else [tables]
    several = len(given) > 1
    read = [source(one, f"table {rank}" if several else "table") for rank, one in enumerate(given, 1)]  # type: ignore[arg-type]  # fmt: skip
    if not read:
        raise UsageError("tables", "une table au moins")
    columns = Columns(tuple(names), frozenset(ignore), only_declared)
    parts = [FactsPart(_held(one), _keys(one, columns), memory, across is here) for one in read]
    counted = count_facts(parts, across)
    if not counted:
        raise ProblemsError(str(read[0]), [Problem(0, 0, "aucune ligne", "une table a des effectifs", "vérifier l'extraction du fichier")])  # fmt: skip
    return CountedFacts(tuple(names), counted)


def _held(facts: Source) -> Source | pa.Table:
    return facts.table if isinstance(facts, InMemory) else facts.resolve()


def _keys(facts: Source, columns: Columns) -> dict[str, str]:
    """Column as it is asked for → as this table writes it, for DuckDB. Raises ProblemsError."""
    problems: list[Problem] = []
    names = header(facts, columns, problems)
    if problems:
        raise ProblemsError(str(facts), problems)
    return {name: identifier(there) for name, there in zip(columns.wanted, names, strict=True)}
