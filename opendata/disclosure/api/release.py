"""A release as a Python program holds it: what anybody may read, and apart from it what only its producer knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_published
from opendata.disclosure.api.guarded import Guarded
from opendata.disclosure.api.sdmx import Dataset, sdmx_csv
from opendata.disclosure.api.usage import BOUNDS, COLUMNS, UsageError
from opendata.disclosure.api.verdict import Audit
from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.history.attack import with_differences
from opendata.disclosure.history.joint import joint
from opendata.disclosure.history.releases import Release as Published
from opendata.disclosure.history.releases import in_order
from opendata.disclosure.intervals import Progress, continuous, integral, silent
from opendata.disclosure.program import INFINITE
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import HIDDEN, PUBLISHED

CONFIDENTIAL = "CONFIDENTIAL"
BOUND_TYPES = (pa.bool_(), pa.float64(), pa.float64(), pa.int64(), pa.int64())
Reported = tuple[bool | None, float | None, float | None, int | None, int | None]
Protection = Literal["interval", "exact"]
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Bounds:
    """What anybody computes of a hidden count: lowest and highest value, with fractions then in integers.

    Fractions are rounded to six decimals. `upper` is infinite, `upper_int` is `None`, when nothing bounds it.
    """

    lower: float
    upper: float
    lower_int: int
    upper_int: int | None


@dataclass(frozen=True)
class Confidential:
    """What only the producer knows: the cells that a rule hides, the rules, and every count. Never published."""

    primary: Bools = field(repr=False)
    reasons: Mapping[int, tuple[str, ...]] = field(repr=False)
    counts: Ints = field(repr=False)


@dataclass(frozen=True, repr=False, eq=False)
class Release(Guarded, Frames):
    """A published table: `protect` makes it, `read_release` reads it.

    `publication` holds no hidden count; `hide`, `protection`: what it promises; `earlier`: the publications of the
    same facts that it was protected with. A release made here has the `audit` that it passed, `primaries`, how many
    cells a rule hides, `sums`, how many sums of hidden cells are protected as cells are, `unsearched`, for how many
    hidden cells sums of several totals were not looked for; and what is `confidential`.
    """

    publication: Publication
    hide: tuple[int, int] = (1, 4)
    protection: Protection = "interval"
    earlier: tuple[Publication | Published, ...] = ()
    audit: Audit | None = None
    primaries: int = 0
    sums: int = 0
    unsearched: int = 0
    confidential: Confidential | None = None

    def __repr__(self) -> str:
        cells = self.publication.shown | self.publication.hidden
        return f"<Release : {int(cells.sum())} cases, dont {int(self.publication.hidden.sum())} masquées>"

    def known(self) -> Publication:
        """Everything that was published, earlier releases included. Raises ApartError."""
        if not self.earlier:
            return self.publication
        return with_differences(joint(in_order(self.earlier, self.publication)))

    def sentences(self) -> Iterator[str]:
        """What was hidden and what is told, in French, a line each; nothing that is confidential."""
        cells = self.publication.shown | self.publication.hidden
        attacked = 0 if self.audit is None else self.audit.attacked
        yield (f"{int(cells.sum())} cases, {self.primaries} masquées par une règle, "
               f"{int(self.publication.hidden.sum())} masquées en tout ; audit : {attacked} attaquées, aucune exposée")  # fmt: skip
        if self.sums:
            yield f"{self.sums} sommes de cases masquées enfreignaient une règle : protégées comme des cases"
        if self.unsearched:
            yield f"sommes de plusieurs totaux non cherchées pour {self.unsearched} cases masquées"
        yield from () if self.audit is None else self.audit.remarks()

    def to_arrow(self) -> pa.Table:
        """A column of texts for each dimension, `value` (int64, null where hidden), `status` (published, hidden)."""
        return of_published(self.publication.cube.names, _rows(self.publication))

    def to_csv(self) -> bytes:
        """The table as the command `protect` writes it."""
        return csv_bytes([*self.publication.cube.names, *COLUMNS], _rows(self.publication))

    def record_csv(self) -> bytes:
        """The table with its hidden counts, as `--record` writes it: its status says that it is CONFIDENTIAL."""
        if self.confidential is None:
            raise UsageError("record", "une table lue n'a pas d'effectifs masqués")
        counts, cells = self.confidential.counts, _cells(self.publication)
        rows = (
            [*self.publication.cube.labels(cell), str(int(counts[cell])),
             CONFIDENTIAL if self.publication.hidden[cell] else PUBLISHED]
            for cell in cells
        )  # fmt: skip
        return csv_bytes([*self.publication.cube.names, *COLUMNS], rows)

    def to_sdmx_csv(self, dataset: Dataset) -> bytes:
        """The table as an SDMX-CSV 2.0 data message (see `sdmx_csv`). Raises UsageError."""
        return sdmx_csv(self.publication, dataset)

    def intervals(self, progress: Progress = silent) -> dict[Labels, Bounds]:
        """Labels of each hidden cell → what anybody computes of its count, by linear then integer programs.

        Earlier releases that it was protected with are known too. Raises SolverError when a solver gives no
        answer, InconsistentError when published totals do not add up, InfeasibleError when no table of counts is
        compatible with what is published.
        """
        known = self.known()
        place = {
            self.publication.cube.labels(cell): known.cube.cell(self.publication.cube.labels(cell))
            for cell in np.flatnonzero(self.publication.hidden).tolist()
        }
        unknown = known.unknowns()
        loose = continuous(unknown, place.values(), progress)
        tight = integral(unknown, place.values(), progress)
        return {
            labels: Bounds(
                _rounded(loose[cell].lower),
                _rounded(loose[cell].upper),
                round(tight[cell].lower),
                None if tight[cell].upper == INFINITE else round(tight[cell].upper),
            )
            for labels, cell in place.items()
        }

    def report(self, intervals: Mapping[Labels, Bounds]) -> pa.Table:
        """The table with `primary` (CONFIDENTIAL; null where unknown), `lower`, `upper`, `lower_int`, `upper_int`."""
        rows, table = list(self._reported(intervals)), self.to_arrow()
        for place, (name, kind) in enumerate(zip(BOUNDS, BOUND_TYPES, strict=True)):
            table = table.append_column(name, pa.array([row[place] for row in rows], kind))
        return table

    def report_csv(self, intervals: Mapping[Labels, Bounds]) -> bytes:
        """The same as `--report` writes it, `inf` where nothing bounds a count."""
        rows = (
            [*row, *_texts(reported)]
            for row, reported in zip(
                _rows(self.publication), self._reported(intervals), strict=True
            )
        )
        return csv_bytes([*self.publication.cube.names, *COLUMNS, *BOUNDS], rows)

    def _reported(self, intervals: Mapping[Labels, Bounds]) -> Iterator[Reported]:
        """For each cell in order, the columns `BOUNDS`."""
        for cell in _cells(self.publication):
            hidden = bool(self.publication.hidden[cell])
            known = self.confidential is not None and hidden
            primary = bool(self.confidential.primary[cell]) if self.confidential and known else None
            found = intervals.get(self.publication.cube.labels(cell)) if hidden else None
            if found is None:
                yield primary, None, None, None, None
            else:
                yield primary, found.lower, found.upper, found.lower_int, found.upper_int


def _cells(publication: Publication) -> list[int]:
    cells: list[int] = np.flatnonzero(publication.shown | publication.hidden).tolist()
    return cells


def _rows(publication: Publication) -> Iterator[list[str]]:
    """Labels, count or nothing, status, of each cell in order."""
    for cell in _cells(publication):
        shown = bool(publication.shown[cell])
        value = str(int(publication.values[cell])) if shown else ""
        yield [*publication.cube.labels(cell), value, PUBLISHED if shown else HIDDEN]


def _texts(reported: Reported) -> list[str]:
    primary, lower, upper, lower_int, upper_int = reported
    why = "" if primary is None else str(primary).lower()
    if lower is None or upper is None or lower_int is None:
        return [why, "", "", "", ""]
    numbers = (lower, upper, lower_int, INFINITE if upper_int is None else upper_int)
    return [why, *map(number_text, numbers)]


def number_text(value: float) -> str:
    """Six decimals at most, `inf` when nothing bounds the count."""
    return "inf" if value == INFINITE else f"{value:.6f}".rstrip("0").rstrip(".")


def _rounded(value: float) -> float:
    return round(value, 6) + 0.0
