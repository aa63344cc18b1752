"""What is wrong with a CSV that a book would become → the same, at the cell where an officer mends it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from opendata.findings.finding import Finding
from opendata.workbooks.reading import cell_name, sheet_path

_LINE = re.compile(r"déjà ligne (\d+)")


@dataclass(frozen=True)
class Sheet:
    """Where the lines of a CSV come from: `starts` are the lines where rows begin, `rows` those of the sheet, in order."""

    book: str
    name: str
    starts: Sequence[int] = field(repr=False)
    rows: Sequence[int] = field(repr=False)
    faulty: frozenset[tuple[int, int]] = frozenset()

    def row(self, line: int) -> int:
        """The row of the sheet that a line of the CSV comes from; 0 and 1 are the same in both."""
        place = bisect_right(self.starts, line) - 1
        return self.rows[place] if place >= 0 else line


def located(findings: Iterable[Finding], sheets: Mapping[str, Sheet]) -> list[Finding]:
    """The findings, those at a CSV of `sheets` (by its path) at its sheet; none where the cell has one of its own."""
    made = (
        _at(finding, sheets[finding.path]) if finding.path in sheets else finding
        for finding in findings
    )
    return [finding for finding in made if finding is not None]


def _at(finding: Finding, sheet: Sheet) -> Finding | None:
    row = sheet.row(finding.line)
    if (row, finding.field) in sheet.faulty:
        return None
    quoi = _LINE.sub(lambda line: f"déjà ligne {sheet.row(int(line[1]))}", finding.quoi)
    if row > 0 and finding.field > 0:
        quoi = f"case {cell_name(row, finding.field)} : {quoi}"
    return replace(finding, path=sheet_path(sheet.book, sheet.name), line=row, quoi=quoi)
