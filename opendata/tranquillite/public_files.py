"""The files of the release, as anybody has them: what an attack starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from opendata.findings import CsvTable, Finding, read_csv

FOLDER = "data/datasets/tranquillite"


@dataclass(frozen=True)
class PublicFiles:
    """The files of the release by path; `tables` are those that somebody has read already."""

    files: Mapping[str, bytes] = field(repr=False)
    tables: Mapping[str, CsvTable] = field(default_factory=dict, repr=False)

    def table(self, path: str, columns: Sequence[str], findings: list[Finding]) -> CsvTable | None:
        """The rows of one; `None` with findings when its header is not `columns`, or a row is malformed."""
        known = self.tables.get(path)
        if known is not None and known.columns == tuple(columns):
            return known
        return read_csv(path, self.files.get(path, b""), columns, findings)
