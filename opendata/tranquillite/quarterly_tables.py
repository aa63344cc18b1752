"""The quarterly publications: their cells, how they are written and read, all of them in one cube with the last year.

After the tables of whole years, each quarter gives two counts of every arrondissement and group of facts: that of the
quarter, and that of the four quarters which end with it. Publications subtract: four quarters, less the year before,
is one quarter less another. So all of them since the last whole year, and that year, are one system (`QuarterlyPlan`),
protected and attacked together. Every count of it is a sum of published quarters, or of types within a year: the
margins stay decomposable (see `opendata.tranquillite.release_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension
from opendata.disclosure.publication import Publication
from opendata.findings import CsvTable, Finding, limits
from opendata.tranquillite.public_files import PublicFiles
from opendata.tranquillite.quarter import QUARTERS, Quarter, quarter_of
from opendata.tranquillite.release_tables import (
    DIMENSIONS,
    HIDDEN,
    PUBLISHED,
    REMEDY,
    ReleasePlan,
    csv_bytes,
)

TABLE, WITNESSES = "suivi-trimestriel", "temoins-trimestriels"
ALONE, FOUR = "TRIMESTRE", "QUATRE-TRIMESTRES"
PERIODS = (ALONE, FOUR)
HEADER = ("trimestre", "periode", "arrondissement", "groupe_faits", "nb_faits", "obs_status", "est_fictif")  # fmt: skip
WITNESS_HEADER = ("trimestre", "periode", "arrondissement", "type_fait", "type_equipement", "valeurs_possibles", "est_fictif")  # fmt: skip
Counts = Mapping[int, int | None]  # cell → count, None where hidden
CELLS = "une publication trimestrielle a toutes ses cases, masquées comprises"


@dataclass(frozen=True)
class QuarterlyPlan:
    """The cells of the last whole year and of each quarter published since, in one cube.

    `quarters` follow each other, the first after `year`. A node of the dimension `trimestre` is a quarter, or four of
    them (`node`).
    """

    plan: ReleasePlan
    year: int
    quarters: tuple[Quarter, ...]

    @cached_property
    def cube(self) -> Cube:
        """The dimensions of the release, its quarters those of several years."""
        by_name = {axis.name: axis for axis in self.plan.cube.dimensions}
        return Cube(tuple(self._periods() if n == "trimestre" else by_name[n] for n in DIMENSIONS))

    def _periods(self) -> Dimension:
        first = Quarter(self.year, 1)
        ends = [Quarter(self.year, QUARTERS), *self.quarters]
        trees = [Hierarchy({node(FOUR, end): TOTAL, **dict.fromkeys(map(str, end.four), node(FOUR, end))})
                 for end in ends]  # fmt: skip
        codes = [str(first.after(rank)) for rank in range(QUARTERS + len(self.quarters))]
        return dimension("trimestre", codes, trees)

    @cached_property
    def of_year(self) -> tuple[Ints, Ints]:
        """The cells of the last whole year, in the cube of years and in this one."""
        own = np.flatnonzero(self.plan.scope)
        end = Quarter(self.year, QUARTERS)
        here = [self._cell(self.plan.labels(cell), end) for cell in own.tolist()]
        return own, np.array(here, dtype=np.int64)

    def _cell(self, labels: Mapping[str, str], end: Quarter) -> int:
        code = labels["trimestre"]
        moved = node(FOUR, end) if code == TOTAL else f"{self.year}-{code}"
        return self.cube.cell([moved if n == "trimestre" else labels[n] for n in DIMENSIONS])

    def cells(self, quarter: Quarter) -> tuple[int, ...]:
        """The cells of a quarter's publication, in the order of its rows."""
        places, groups = (self._codes(name) for name in ("arrondissement", "type_fait"))
        return tuple(self.cube.cell((place, group, node(period, quarter), TOTAL))
                     for period in PERIODS for place in places for group in groups)  # fmt: skip

    def _codes(self, name: str) -> list[str]:
        axis = self.cube.dimensions[DIMENSIONS.index(name)]
        return [code for code in axis.nodes if code not in self.plan.decisions.nomenclature.types_faits]  # fmt: skip

    def scope(self, quarter: Quarter) -> Bools:
        """Which cells of the cube a quarter's publication gives."""
        mask = np.zeros(self.cube.size, dtype=bool)
        mask[list(self.cells(quarter))] = True
        return mask

    def published(self, year: Publication, counts: Mapping[Quarter, Counts]) -> Publication:
        """The last whole year and these quarters, as whoever kept everything reads them."""
        shown, hidden = np.zeros((2, self.cube.size), dtype=bool)
        values = np.zeros(self.cube.size, dtype=np.int64)
        own, here = self.of_year
        shown[here], hidden[here], values[here] = year.shown[own], year.hidden[own], year.values[own]  # fmt: skip
        for cells in counts.values():
            for cell, count in cells.items():
                shown[cell], hidden[cell] = count is not None, count is None
                values[cell] = count or 0
        return Publication(self.cube, values, shown, hidden, covers_cube=False)

    def moved(self, counts: Counts, other: QuarterlyPlan) -> dict[int, int | None]:
        """Cells of this plan → those of one with more quarters."""
        return {other.cube.cell(self.cube.labels(cell)): count for cell, count in counts.items()}


def node(period: str, quarter: Quarter) -> str:
    """The code of a quarter alone (2026-T1), or of the four that end with it. Raises KeyError on another period."""
    return {ALONE: str(quarter), FOUR: f"{FOUR}-{quarter}"}[period]


def _period_of(code: str) -> tuple[str, str]:
    """(quarter, period) of a node."""
    return (code.removeprefix(f"{FOUR}-"), FOUR) if code.startswith(FOUR) else (code, ALONE)


# -- writing -------------------------------------------------------------------------------


def write(
    plan: QuarterlyPlan, counts: Mapping[Quarter, Counts], possible: Mapping[int, Sequence[int]]
) -> dict[str, bytes]:
    """The table of all quarters, and the witnesses of all publications together, by path."""
    fictitious = plan.plan.decisions.fictitious_code
    witnesses = []
    for cell in sorted(possible):
        place, kind, when, facility = plan.cube.labels(cell)
        values = " ".join(map(str, possible[cell]))
        witnesses.append((*_period_of(when), place, kind, facility, values, fictitious))
    rows = (row for quarter in plan.quarters for row in rows_of(plan, quarter, counts[quarter]))
    return {
        plan.plan.path(TABLE): csv_bytes(HEADER, rows),
        plan.plan.path(WITNESSES): csv_bytes(WITNESS_HEADER, witnesses),
    }


def rows_of(plan: QuarterlyPlan, quarter: Quarter, counts: Counts) -> Iterator[tuple[str, ...]]:
    """The rows of one publication, as they are written."""
    for cell in plan.cells(quarter):
        place, group, when, _ = plan.cube.labels(cell)
        count = counts[cell]
        number, status = ("", HIDDEN) if count is None else (str(count), PUBLISHED)
        yield (str(quarter), _period_of(when)[1], place, group, number, status, plan.plan.decisions.fictitious_code)  # fmt: skip


# -- reading -------------------------------------------------------------------------------


def read(
    plan: ReleasePlan, year: int, files: PublicFiles, findings: list[Finding]
) -> tuple[QuarterlyPlan, dict[Quarter, Counts]]:
    """What was published since the last whole `year`; nothing where there is no such file.

    Every problem of every row is in `findings`.
    """
    path, none = plan.path(TABLE), QuarterlyPlan(plan, year, ())
    if path not in files.files:
        return none, {}
    table = files.table(path, HEADER, findings)
    if table is None:
        return none, {}
    wrong = len(findings)
    quarters = _quarters(table, year, findings)
    if len(findings) > wrong:
        return none, {}
    found = QuarterlyPlan(plan, year, quarters)
    return found, _counts(found, table, findings)


def _quarters(table: CsvTable, year: int, findings: list[Finding]) -> tuple[Quarter, ...]:
    """The quarters of the table: each follows the one before, the first the last whole year."""
    found: list[Quarter] = []
    after = Quarter(year, QUARTERS)
    for number, row in enumerate(table.rows):
        quarter = quarter_of(row[0])
        if found and quarter == found[-1]:
            continue
        if quarter != after.after(1):
            findings.append(table.finding(number, "trimestre", f"« {row[0]} » après « {after} »",
                                          "un trimestre suit celui d'avant", REMEDY))  # fmt: skip
            return ()
        found.append(quarter)
        after = quarter
    if not found:
        findings.append(Finding(table.path, 0, 0, "aucune ligne", CELLS, REMEDY))
    return tuple(found)


def _counts(plan: QuarterlyPlan, table: CsvTable, findings: list[Finding]) -> dict[Quarter, Counts]:
    counts: dict[Quarter, dict[int, int | None]] = {quarter: {} for quarter in plan.quarters}
    expected = {quarter: frozenset(plan.cells(quarter)) for quarter in plan.quarters}
    for number, row in enumerate(table.rows):
        quarter = quarter_of(row[0])
        assert quarter is not None
        problem = _problem(plan, row, expected[quarter], counts[quarter])
        if problem is not None:
            findings.append(table.finding(number, *problem, REMEDY))
    for quarter, cells in counts.items():
        if len(cells) < len(expected[quarter]):
            lacking = len(expected[quarter]) - len(cells)
            findings.append(Finding(table.path, 0, 0, f"{lacking} case(s) de {quarter} absente(s)", CELLS, REMEDY))  # fmt: skip
    return dict(counts)


def _problem(
    plan: QuarterlyPlan, row: Sequence[str], expected: frozenset[int], counts: dict[int, int | None]
) -> tuple[str, str, str] | None:
    """(column, quoi, règle) of what is wrong in a row; keeps its count otherwise."""
    when, period, place, group, number, status, _ = row
    quarter = quarter_of(when)
    try:
        assert quarter is not None
        cell = plan.cube.cell((place, group, node(period, quarter), TOTAL))
    except KeyError:
        return "periode", "code inconnu", "codes du dictionnaire des colonnes"
    if cell not in expected or cell in counts:
        return "periode", "case répétée ou hors de la table", "une ligne par case de la table"
    if status not in (PUBLISHED, HIDDEN) or (status == HIDDEN) != (number == ""):
        return "obs_status", "statut et effectif se contredisent", "A avec un effectif, Q sans"
    if number and not _is_count(number):
        return "nb_faits", f"« {number} »", f"nombre entier, zéro compris, d'au plus {limits.DIGITS} chiffres"  # fmt: skip
    counts[cell] = int(number) if number else None
    return None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text.lstrip("0")) <= limits.DIGITS


def read_witnesses(
    plan: QuarterlyPlan, files: PublicFiles, findings: list[Finding]
) -> dict[int, tuple[int, ...]]:
    """Cell → its possible values. Not trusted: the audit checks each table by additions."""
    table = files.table(plan.plan.path(WITNESSES), WITNESS_HEADER, findings)
    witnesses: dict[int, tuple[int, ...]] = {}
    for number, row in enumerate(table.rows if table else ()):
        when, period, place, kind, facility, values, _ = row
        quarter = quarter_of(when)
        try:
            if quarter is None or not all(map(_is_count, values.split())):
                raise ValueError(values)  # noqa: TRY301
            cell = plan.cube.cell((place, kind, node(period, quarter), facility))
        except (KeyError, ValueError):
            assert table is not None
            findings.append(table.finding(number, "valeurs_possibles", "témoin illisible", "codes connus et nombres entiers", REMEDY))  # fmt: skip
            continue
        witnesses[cell] = tuple(map(int, values.split()))
    return witnesses
