"""Everything that was published, read from public files alone: the whole years, then each quarter since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from opendata.disclosure.publication import Publication
from opendata.findings import CsvTable, Finding
from opendata.tranquillite import publications, quarterly_tables, release_tables
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.published import Published
from opendata.tranquillite.quarter import Quarter
from opendata.tranquillite.quarterly_tables import Counts, QuarterlyPlan
from opendata.tranquillite.release_tables import TABLES, ReleasePlan


@dataclass(frozen=True)
class History:
    """`years`: year → its release; `counts`: quarter → what its publication gives; `recorded`: one a publication."""

    plan: ReleasePlan
    years: Mapping[str, Publication] = field(repr=False)
    quarterly: QuarterlyPlan
    counts: Mapping[Quarter, Counts] = field(repr=False)
    recorded: tuple[Published, ...]

    @property
    def last(self) -> Publication:
        """The last whole year."""
        return self.years[str(self.quarterly.year)]

    @property
    def together(self) -> Publication:
        """The publications that share facts, as one release: the last whole year, and the quarters since."""
        return self.quarterly.published(self.last, self.counts)


def read_history(plan: ReleasePlan, public: PublicFiles, findings: list[Finding]) -> History | None:
    """The publications; `None`, with findings, when a file is malformed or a publication is not what was recorded."""
    wrong = len(findings)
    files = _read_once(plan, public)
    years = release_tables.read(plan, files, findings)
    recorded = publications.read(plan, files, findings)
    if len(findings) > wrong or not years:
        return None
    quarterly, counts = quarterly_tables.read(plan, int(max(years)), files, findings)
    if len(findings) > wrong:
        return None
    history = History(plan, years, quarterly, counts, recorded)
    publications.held(plan, recorded, list(_tables(history, files)), findings)
    return history if len(findings) == wrong else None


def _read_once(plan: ReleasePlan, files: PublicFiles) -> PublicFiles:
    """The same, its large tables parsed: their rows are read, then digested."""
    wanted = {plan.path(definition.name): definition.header for definition in TABLES}
    read = {path: table for path, header in wanted.items() if (table := files.table(path, header, []))}  # fmt: skip
    return PublicFiles(files.files, {**files.tables, **read})


def _tables(history: History, files: PublicFiles) -> Iterator[Published]:
    """What the tables hold of each publication."""
    found = [files.tables[history.plan.path(definition.name)] for definition in TABLES]
    yield first_publication(history.years, found)
    for quarter, counts in history.counts.items():
        yield quarterly_publication(history.quarterly, quarter, counts)


def first_publication(years: Mapping[str, Publication], tables: list[CsvTable]) -> Published:
    """All whole years, by the rows of their tables."""
    hidden = sum(int(release.hidden.sum()) for release in years.values())
    shown = sum(int(release.shown.sum()) for release in years.values())
    printed = publications.digest(row for table in tables for row in table.rows)
    return Published(max(years), shown + hidden, hidden, None, None, printed)


def quarterly_publication(plan: QuarterlyPlan, quarter: Quarter, counts: Counts) -> Published:
    """One quarter; what its memory cost is not in its table."""
    hidden = sum(count is None for count in counts.values())
    printed = publications.digest(quarterly_tables.rows_of(plan, quarter, counts))
    return Published(str(quarter), len(counts), hidden, None, None, printed)
