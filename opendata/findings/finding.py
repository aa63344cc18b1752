"""One problem in one file: where it is, which rule it breaks, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from opendata.findings.limits import FINDINGS, counted


@dataclass(frozen=True, order=True)
class Finding:
    """A located problem, in French, for a person who does not code.

    `line` counts from 1; 0 means the whole file. `field` is the field number of a CSV
    and the column of a YAML or JSON line, from 1; 0 means the whole line. `page` is the
    address on the site of the page that shows the value, when there is one.
    """

    path: str
    line: int
    field: int
    quoi: str
    regle: str
    remede: str
    page: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.field}"
        text = f"{place}: {self.quoi} — règle : {self.regle} — remède : {self.remede}"
        text = f"{text} — page : {self.page}" if self.page else text
        # A value of the file may hold line breaks or control characters; a finding is one line.
        if text.isprintable():
            return text
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


class FindingsError(Exception):
    """Input that cannot be used; carries every finding, sorted by place.

    Raised only at the edge (commands and stages), once everything has been read.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(set(findings)))
        super().__init__(f"{len(self.findings)} problème(s) dans les données")

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        """What another process raises in its place: the same findings."""
        return FindingsError, (self.findings,)


def first_findings(found: Iterable[Finding]) -> list[Finding]:
    """The first `FINDINGS` of them; a last one says that there are others. No more are made."""
    every = iter(found)
    first = list(islice(every, FINDINGS))
    if len(first) == FINDINGS and next(every, None) is not None:
        last = first[-1]
        first.append(Finding(last.path, last.line + 1, 0, "d'autres problèmes de cette sorte suivent",
                             f"au plus {counted(FINDINGS)} problèmes d'une sorte par fichier", "corriger, puis relancer"))  # fmt: skip
    return first


def page_of(findings: Iterable[Finding], page: str) -> list[Finding]:
    """The same findings, naming the page of the site that they affect."""
    return [replace(finding, page=finding.page or page) for finding in findings]
