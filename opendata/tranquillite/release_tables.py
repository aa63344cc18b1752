"""The published tables about tranquillity: their cells, their columns, how they are written and read.

All tables of a year are one linked release: they share cells (the total of an arrondissement
and group of facts stands in two of them) and are protected and attacked together. Whole years share no
sum, as no all-years total is published; `opendata.tranquillite.quarterly_tables` has what follows them.
The margins are decomposable (see `opendata.disclosure.constraints.sums`): {trimestre, arrondissement, groupe} and
{arrondissement, type} overlap in {arrondissement, groupe}, {type, type d'équipement} joins them by {type}.

`obs_status` holds codes of the SDMX code list CL_OBS_STATUS 2.2: `A` normal value, `Q` missing
value, suppressed. The same `Q` stands for both kinds of hidden counts: the status must not tell
a small count from one hidden to protect it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from opendata.disclosure.api.csv_text import csv_bytes as csv_bytes
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension, flat
from opendata.disclosure.publication import Publication
from opendata.findings import CsvTable, Finding, limits
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, CHEMIN, Divulgation
from opendata.tranquillite.public_files import FOLDER, PublicFiles

PUBLISHED, HIDDEN = "A", "Q"
TRIMESTRES = ("T1", "T2", "T3", "T4")
REMEDY = "relancer python build.py protect"


@dataclass(frozen=True)
class TableDefinition:
    """One published table: column → dimension, after `annee`.

    With `by_group`, types of fact are published by group only.
    """

    name: str
    columns: Mapping[str, str]
    by_group: bool = False

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of its CSV."""
        return ("annee", *self.columns, "nb_faits", "obs_status", "est_fictif")


TABLES = (
    TableDefinition("tranquillite", {"arrondissement": "arrondissement", "type_fait": "type_fait"}),
    TableDefinition("trimestres", {"trimestre": "trimestre", "arrondissement": "arrondissement",
                                   "groupe_faits": "type_fait"}, by_group=True),
    TableDefinition("equipements", {"type_fait": "type_fait", "type_equipement": "type_equipement"}),
)  # fmt: skip
DIMENSIONS = ("arrondissement", "type_fait", "trimestre", "type_equipement")
WITNESSES = "temoins"
WITNESS_HEADER = ("annee", *DIMENSIONS, "valeurs_possibles", "est_fictif")


@dataclass(frozen=True)
class ReleasePlan:
    """The cells of one year: `cells[i]` are those of `TABLES[i]`, in the order of its rows."""

    decisions: Divulgation
    cube: Cube
    cells: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def scope(self) -> Bools:
        """Which cells of the cube are part of the release."""
        mask = np.zeros(self.cube.size, dtype=bool)
        for cells in self.cells:
            mask[list(cells)] = True
        return mask

    def path(self, name: str) -> str:
        """The path of a file of the release; a fictitious one says so in its name."""
        return f"{FOLDER}/{name}{self.decisions.suffix}.csv"

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of the release, witnesses last."""
        return tuple(self.path(name) for name in (*(t.name for t in TABLES), WITNESSES))

    def labels(self, cell: int) -> dict[str, str]:
        """Dimension → code."""
        return dict(zip(self.cube.names, self.cube.labels(cell), strict=True))


def plan_release(decisions: Divulgation) -> ReleasePlan:
    """The release that these decisions describe."""
    cube = Cube(tuple(_dimension(name, decisions) for name in DIMENSIONS))
    return ReleasePlan(
        decisions, cube, tuple(_cells(definition, cube, decisions) for definition in TABLES)
    )


def _dimension(name: str, decisions: Divulgation) -> Dimension:
    codes = decisions.nomenclature
    if name == "type_fait":
        groups = dict.fromkeys(codes.groupes_faits, TOTAL)
        types = {code: kind.groupe for code, kind in codes.types_faits.items()}
        return dimension(name, (), (Hierarchy(groups | types),))
    finest: dict[str, Iterable[str]] = {
        "trimestre": TRIMESTRES,
        "arrondissement": ARRONDISSEMENTS,
        "type_equipement": codes.types_equipement,
    }
    return dimension(name, (), (flat(finest[name]),))


def _cells(definition: TableDefinition, cube: Cube, decisions: Divulgation) -> tuple[int, ...]:
    used = set(definition.columns.values())
    axes = []
    for axis in cube.dimensions:
        nodes = list(range(len(axis.nodes))) if axis.name in used else [0]
        if definition.by_group and axis.name == "type_fait":
            nodes = [n for n in nodes if axis.nodes[n] not in decisions.nomenclature.types_faits]
        axes.append(nodes)
    mesh = np.meshgrid(*axes, indexing="ij")
    return tuple(np.ravel_multi_index([m.reshape(-1) for m in mesh], cube.shape).tolist())


# -- writing -------------------------------------------------------------------------------


def write_tables(plan: ReleasePlan, releases: Mapping[str, Publication]) -> dict[str, bytes]:
    """Every table of the release by path; `releases`: year → publication."""
    return {
        plan.path(definition.name): csv_bytes(
            definition.header, _rows(plan, definition, cells, releases)
        )
        for definition, cells in zip(TABLES, plan.cells, strict=True)
    }


def _rows(
    plan: ReleasePlan,
    definition: TableDefinition,
    cells: Sequence[int],
    releases: Mapping[str, Publication],
) -> Iterator[tuple[str, ...]]:
    for year, release in releases.items():
        for cell in cells:
            labels, shown = plan.labels(cell), bool(release.shown[cell])
            codes = (labels[name] for name in definition.columns.values())
            number = str(int(release.values[cell])) if shown else ""
            yield (
                year,
                *codes,
                number,
                PUBLISHED if shown else HIDDEN,
                plan.decisions.fictitious_code,
            )


def write_witnesses(
    plan: ReleasePlan, possible: Mapping[str, Mapping[int, Sequence[int]]]
) -> dict[str, bytes]:
    """One row a hidden count: the k-th of its possible values belongs to the k-th table of the year."""
    rows = (
        (
            year,
            *plan.cube.labels(cell),
            " ".join(map(str, values[cell])),
            plan.decisions.fictitious_code,
        )
        for year, values in possible.items()
        for cell in sorted(values)
    )
    return {plan.path(WITNESSES): csv_bytes(WITNESS_HEADER, rows)}


# -- reading -------------------------------------------------------------------------------


def read(plan: ReleasePlan, files: PublicFiles, findings: list[Finding]) -> dict[str, Publication]:
    """Year → what is published, all tables together; every problem of every row in `findings`."""
    counts: dict[str, dict[int, int | None]] = {}
    for definition, cells in zip(TABLES, plan.cells, strict=True):
        table = files.table(plan.path(definition.name), definition.header, findings)
        if table is not None:
            _Reading(plan, definition, table, frozenset(cells), counts).run(findings)
    return {year: _publication(plan, cells) for year, cells in sorted(counts.items())}


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text.lstrip("0")) <= limits.DIGITS


def _publication(plan: ReleasePlan, cells: Mapping[int, int | None]) -> Publication:
    size = plan.cube.size
    values = np.zeros(size, dtype=np.int64)
    shown, hidden = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for cell, number in cells.items():
        hidden[cell], shown[cell] = number is None, number is not None
        values[cell] = number or 0
    return Publication(plan.cube, values, shown, hidden, covers_cube=False)


@dataclass
class _Reading:
    """One CSV being read; `counts` gathers year → cell → count over all tables."""

    plan: ReleasePlan
    definition: TableDefinition
    table: CsvTable
    expected: frozenset[int]
    counts: dict[str, dict[int, int | None]]
    cells: dict[str, set[int]] = field(default_factory=dict)

    def run(self, findings: list[Finding]) -> None:
        if not self.table.rows:
            findings.append(Finding(self.table.path, 0, 0, "aucune ligne", "une table a toutes ses cases, masquées comprises",
                                    REMEDY))  # fmt: skip
        for number, row in enumerate(self.table.rows):
            values = dict(zip(self.table.columns, row, strict=True))
            problem = self._problem(values)
            if problem is not None:
                findings.append(self.table.finding(number, *problem, REMEDY))
        for year in sorted(set(self.cells) | set(self.counts)):
            lacking = len(self.expected - self.cells.get(year, set()))
            if lacking:
                findings.append(Finding(self.table.path, 0, 0, f"{lacking} case(s) de {year} absente(s)",
                                        "une table a toutes ses cases, masquées comprises", REMEDY))  # fmt: skip

    def _problem(self, values: Mapping[str, str]) -> tuple[str, str, str] | None:
        """(column, quoi, règle) of what is wrong in a row; keeps the row otherwise."""
        year, number, status = values["annee"], values["nb_faits"], values["obs_status"]
        codes = {name: values[column] for column, name in self.definition.columns.items()}
        labels = [codes.get(name, TOTAL) for name in DIMENSIONS]
        unknown = [c for c, n in self.definition.columns.items() if codes[n] not in self.plan.cube.dimensions[DIMENSIONS.index(n)].position]  # fmt: skip
        if unknown:
            return unknown[0], f"code « {values[unknown[0]]} » inconnu", f"codes de {CHEMIN}"
        cell = self.plan.cube.cell(labels)
        if cell not in self.expected or cell in self.cells.get(year, ()):
            return "annee", "case répétée ou hors de la table", "une ligne par case de la table"
        if status not in (PUBLISHED, HIDDEN) or (status == HIDDEN) != (number == ""):
            return "obs_status", "statut et effectif se contredisent", "A avec un effectif, Q sans"
        if number and not _is_count(number):
            return (
                "nb_faits",
                f"« {number} »",
                f"nombre entier, zéro compris, d'au plus {limits.DIGITS} chiffres",
            )
        return self._keep(year, cell, int(number) if number else None)

    def _keep(self, year: str, cell: int, number: int | None) -> tuple[str, str, str] | None:
        self.cells.setdefault(year, set()).add(cell)
        if self.counts.setdefault(year, {}).setdefault(cell, number) != number:
            return (
                "nb_faits",
                "autre valeur ou autre statut dans une autre table",
                "une case partagée a une seule valeur",
            )
        return None


def read_witnesses(
    plan: ReleasePlan, files: PublicFiles, findings: list[Finding]
) -> dict[str, dict[int, tuple[int, ...]]]:
    """Year → cell → its possible values. Not trusted: the audit checks each table by additions."""
    table = files.table(plan.path(WITNESSES), WITNESS_HEADER, findings)
    witnesses: dict[str, dict[int, tuple[int, ...]]] = {}
    for number, row in enumerate(table.rows if table else ()):
        try:
            cell = plan.cube.cell(row[1:-2])
            values = row[-2].split()
            if not all(map(_is_count, values)):
                raise ValueError(values)  # noqa: TRY301
            witnesses.setdefault(row[0], {})[cell] = tuple(map(int, values))
        except (KeyError, ValueError):
            assert table is not None
            findings.append(table.finding(number, "valeurs_possibles", "témoin illisible",
                                          "codes connus et nombres entiers", REMEDY))  # fmt: skip
    return witnesses
