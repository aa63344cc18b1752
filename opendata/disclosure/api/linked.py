"""Several tables of the same facts in one description, protected and attacked together: `protect-release`, as a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_published
from opendata.disclosure.api.inputs import Grouping, Table, source, tree
from opendata.disclosure.api.protection import protect_counts
from opendata.disclosure.api.release import Protection, Release
from opendata.disclosure.api.usage import COLUMNS
from opendata.disclosure.cube import Bools
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.linked.description import Description, Shape, read_description
from opendata.disclosure.linked.facts import read_counted, rules_of
from opendata.disclosure.linked.release_rows import report_head, report_rows, shown_by, table_rows

FACTS = "facts"


@dataclass(frozen=True, repr=False, eq=False)
class LinkedTable(Frames):
    """One table of a release: its `shape`, and which cells of `release` it shows (`kept`)."""

    shape: Shape
    release: Release = field(repr=False)
    kept: Bools = field(repr=False)

    def __repr__(self) -> str:
        return f"<LinkedTable : {self.sentence()}>"

    def sentence(self) -> str:
        """What is hidden of it, in French."""
        hidden = int((self.kept & self.release.publication.hidden).sum())
        return f"{self.shape.name} : {int(self.kept.sum())} cases, {hidden} masquées"

    def to_arrow(self) -> pa.Table:
        """A column of texts for each of its dimensions, `value` (int64, null where hidden), `status`."""
        return of_published(self.shape.dimensions, table_rows(self.release.publication, self.shape, self.kept))  # fmt: skip

    def to_csv(self) -> bytes:
        """The table as the command `protect-release` writes it."""
        return csv_bytes([*self.shape.dimensions, *COLUMNS], table_rows(self.release.publication, self.shape, self.kept))  # fmt: skip


@dataclass(frozen=True)
class _System:
    """The tables of one counted column, and the release that holds them all."""

    described: Description
    release: Release
    tables: tuple[LinkedTable, ...]


@dataclass(frozen=True, repr=False, eq=False)
class LinkedRelease:
    """Tables protected together: name → table. Those that count one column are one system, and passed one attack."""

    described: Description
    systems: tuple[_System, ...]

    def __repr__(self) -> str:
        return f"<LinkedRelease : {', '.join(self.tables)}>"

    @property
    def tables(self) -> dict[str, LinkedTable]:
        """Name → table."""
        return {table.shape.name: table for system in self.systems for table in system.tables}

    @property
    def releases(self) -> tuple[Release, ...]:
        """All tables of one counted column as one Release, for each of these columns."""
        return tuple(system.release for system in self.systems)

    def __getitem__(self, name: str) -> LinkedTable:
        return self.tables[name]

    def sentences(self) -> Iterator[str]:
        """What was hidden and what is told, in French, a line each; nothing that is confidential."""
        for system in self.systems:
            yield from (table.sentence() for table in system.tables)
            yield from system.release.sentences()

    def report_csv(self, progress: Progress = silent) -> bytes:
        """Each cell once: the tables that show it, why it is hidden, what anybody computes. CONFIDENTIAL.

        As `--report` writes it. Raises SolverError.
        """
        rows: list[Sequence[str]] = []
        for system in self.systems:
            release, shown = system.release, [(one.shape, one.kept) for one in system.tables]
            primary = None if release.confidential is None else release.confidential.primary
            names = [*self.described.layout.trees]
            rows += report_rows(release.publication, names, shown, release.intervals(progress), primary)  # fmt: skip
        return csv_bytes(report_head(self.described), rows)


def protect_release(
    description: Path | str | Mapping[str, object],
    facts: Table | None = None,
    hierarchies: Mapping[str, Grouping] | None = None,
    *,
    progress: Progress = silent,
) -> LinkedRelease:
    """Hide what the rules say in several tables of the same facts, attack them together, then give them.

    `description`: its YAML file (see TABLES.md), or the same as a mapping, whose paths are then those of the working
    folder. `facts`: the table that stands for the file that its key `facts` names (which may then be left out);
    `hierarchies`: file name, as the description writes it → the table `code,parent` or mapping that stands for it.

    Raises UsageError, ProblemsError (every problem of the description, or of a table), UnprotectableError,
    UnsafeError, SolverError, CrossedError: nothing is given then.
    """
    described = _described(description, facts, hierarchies or {})
    return protect_described(described, progress)


def protect_described(described: Description, progress: Progress = silent) -> LinkedRelease:
    """The same, of a description that is read already."""
    counted = [(system, read_counted(system)) for system in described.systems()]
    systems = []
    for system, counts in counted:
        protection: Protection = "exact" if system.exact else "interval"
        release = protect_counts(counts, rules_of(system), protection, progress)
        shown = shown_by(system, release.publication.cube)
        tables = tuple(LinkedTable(shape, release, kept) for shape, kept in shown)
        systems.append(_System(system, release, tables))
    return LinkedRelease(described, tuple(systems))


def _described(
    description: Path | str | Mapping[str, object], facts: Table | None, hierarchies: Mapping[str, Grouping]
) -> Description:  # fmt: skip
    memory = {name: tree(one, name) for name, one in hierarchies.items()}
    given = Path(description) if isinstance(description, str) else description
    return read_description(
        given, facts=None if facts is None else source(facts, FACTS), memory=memory
    )
