"""The published tables about tranquillity: their cells, their columns, how they are written and read.

All tables of a year are one linked release: they share cells (the total of an arrondissement
and group of facts stands in two of them) and are protected and attacked together. Years share no
sum, as no all-years total is published. The margins are decomposable (see
`opendata.disclosure.constraints.sums`): {trimestre, arrondissement, groupe} and {arrondissement,
type} overlap in {arrondissement, groupe}, {type, type d'équipement} joins them by {type}.

`obs_status` holds codes of the SDMX code list CL_OBS_STATUS 2.2: `A` normal value, `Q` missing
value, suppressed. The same `Q` stands for both kinds of hidden counts: the status must not tell
a small count from one hidden to protect it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension, flat
from opendata.disclosure.publication import Publication
from opendata.findings import CsvTable, Finding, read_csv
from opendata.tranquillite.divulgation import ARRONDISSEMENTS, CHEMIN, Divulgation

DOSSIER = "data/datasets/tranquillite"
PUBLIE, MASQUE = "A", "Q"
TRIMESTRES = ("T1", "T2", "T3", "T4")
REFAIRE = "relancer python build.py protect"


@dataclass(frozen=True)
class Tableau:
    """One published table: column → dimension, after `annee`.

    With `groupes`, types of fact are published by group only.
    """

    nom: str
    colonnes: Mapping[str, str]
    groupes: bool = False

    @property
    def entete(self) -> tuple[str, ...]:
        """The columns of its CSV."""
        return ("annee", *self.colonnes, "nb_faits", "obs_status", "est_fictif")


TABLEAUX = (
    Tableau("tranquillite", {"arrondissement": "arrondissement", "type_fait": "type_fait"}),
    Tableau("trimestres", {"trimestre": "trimestre", "arrondissement": "arrondissement",
                           "groupe_faits": "type_fait"}, groupes=True),
    Tableau("equipements", {"type_fait": "type_fait", "type_equipement": "type_equipement"}),
)  # fmt: skip
DIMENSIONS = ("arrondissement", "type_fait", "trimestre", "type_equipement")
TEMOINS = "temoins"
ENTETE_TEMOINS = ("annee", *DIMENSIONS, "valeurs_possibles", "est_fictif")


@dataclass(frozen=True)
class Plan:
    """The cells of one year: `cells[i]` are those of `TABLEAUX[i]`, in the order of its rows."""

    decided: Divulgation
    cube: Cube
    cells: tuple[tuple[int, ...], ...] = field(repr=False)

    @property
    def scope(self) -> Bools:
        """Which cells of the cube are part of the release."""
        mask = np.zeros(self.cube.size, dtype=bool)
        for cells in self.cells:
            mask[list(cells)] = True
        return mask

    def chemin(self, nom: str) -> str:
        """The path of a file of the release; a fictitious one says so in its name."""
        return f"{DOSSIER}/{nom}{self.decided.suffixe}.csv"

    @property
    def chemins(self) -> tuple[str, ...]:
        """Every file of the release, witnesses last."""
        return tuple(self.chemin(nom) for nom in (*(t.nom for t in TABLEAUX), TEMOINS))

    def labels(self, cell: int) -> dict[str, str]:
        """Dimension → code."""
        return dict(zip(self.cube.names, self.cube.labels(cell), strict=True))


def plan(decided: Divulgation) -> Plan:
    """The release that these decisions describe."""
    cube = Cube(tuple(_dimension(name, decided) for name in DIMENSIONS))
    return Plan(decided, cube, tuple(_cells(tableau, cube, decided) for tableau in TABLEAUX))


def _dimension(name: str, decided: Divulgation) -> Dimension:
    codes = decided.nomenclature
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


def _cells(tableau: Tableau, cube: Cube, decided: Divulgation) -> tuple[int, ...]:
    used = set(tableau.colonnes.values())
    axes = []
    for axis in cube.dimensions:
        nodes = list(range(len(axis.nodes))) if axis.name in used else [0]
        if tableau.groupes and axis.name == "type_fait":
            nodes = [n for n in nodes if axis.nodes[n] not in decided.nomenclature.types_faits]
        axes.append(nodes)
    mesh = np.meshgrid(*axes, indexing="ij")
    return tuple(np.ravel_multi_index([m.reshape(-1) for m in mesh], cube.shape).tolist())


# -- writing -------------------------------------------------------------------------------


def written(chosen: Plan, releases: Mapping[str, Publication]) -> dict[str, bytes]:
    """Every table of the release by path; `releases`: year → publication."""
    return {
        chosen.chemin(tableau.nom): csv_bytes(
            tableau.entete, _rows(chosen, tableau, cells, releases)
        )
        for tableau, cells in zip(TABLEAUX, chosen.cells, strict=True)
    }


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Canonical CSV: UTF-8, comma, newline, no mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _rows(
    chosen: Plan, tableau: Tableau, cells: Sequence[int], releases: Mapping[str, Publication]
) -> Iterator[tuple[str, ...]]:
    for year, release in releases.items():
        for cell in cells:
            labels, shown = chosen.labels(cell), bool(release.shown[cell])
            codes = (labels[name] for name in tableau.colonnes.values())
            number = str(int(release.values[cell])) if shown else ""
            yield year, *codes, number, PUBLIE if shown else MASQUE, chosen.decided.fictif


def written_witnesses(
    chosen: Plan, possible: Mapping[str, Mapping[int, Sequence[int]]]
) -> dict[str, bytes]:
    """One row a hidden count: the k-th of its possible values belongs to the k-th table of the year."""
    rows = (
        (year, *chosen.cube.labels(cell), " ".join(map(str, values[cell])), chosen.decided.fictif)
        for year, values in possible.items()
        for cell in sorted(values)
    )
    return {chosen.chemin(TEMOINS): csv_bytes(ENTETE_TEMOINS, rows)}


# -- reading -------------------------------------------------------------------------------


def read(
    chosen: Plan, files: Mapping[str, bytes], findings: list[Finding]
) -> dict[str, Publication]:
    """Year → what is published, all tables together; every problem of every row in `findings`."""
    seen: dict[str, dict[int, int | None]] = {}
    for tableau, cells in zip(TABLEAUX, chosen.cells, strict=True):
        path = chosen.chemin(tableau.nom)
        table = read_csv(path, files.get(path, b""), tableau.entete, findings)
        if table is not None:
            _Reading(chosen, tableau, table, frozenset(cells), seen).run(findings)
    return {year: _publication(chosen, cells) for year, cells in sorted(seen.items())}


def _publication(chosen: Plan, cells: Mapping[int, int | None]) -> Publication:
    size = chosen.cube.size
    values = np.zeros(size, dtype=np.int64)
    shown, hidden = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for cell, number in cells.items():
        hidden[cell], shown[cell] = number is None, number is not None
        values[cell] = number or 0
    return Publication(chosen.cube, values, shown, hidden, whole=False)


@dataclass
class _Reading:
    """One CSV being read; `seen` gathers year → cell → count over all tables."""

    chosen: Plan
    tableau: Tableau
    table: CsvTable
    expected: frozenset[int]
    seen: dict[str, dict[int, int | None]]
    here: dict[str, set[int]] = field(default_factory=dict)

    def run(self, findings: list[Finding]) -> None:
        for number, row in enumerate(self.table.rows):
            values = dict(zip(self.table.columns, row, strict=True))
            problem = self._problem(values)
            if problem is not None:
                findings.append(self.table.finding(number, *problem, REFAIRE))
        for year in sorted(set(self.here) | set(self.seen)):
            lacking = len(self.expected - self.here.get(year, set()))
            if lacking:
                findings.append(Finding(self.table.path, 0, 0, f"{lacking} case(s) de {year} absente(s)",
                                        "une table a toutes ses cases, masquées comprises", REFAIRE))  # fmt: skip

    def _problem(self, values: Mapping[str, str]) -> tuple[str, str, str] | None:
        """(column, quoi, règle) of what is wrong in a row; keeps the row otherwise."""
        year, number, status = values["annee"], values["nb_faits"], values["obs_status"]
        given = {name: values[column] for column, name in self.tableau.colonnes.items()}
        labels = [given.get(name, TOTAL) for name in DIMENSIONS]
        unknown = [c for c, n in self.tableau.colonnes.items() if given[n] not in self.chosen.cube.dimensions[DIMENSIONS.index(n)].position]  # fmt: skip
        if unknown:
            return unknown[0], f"code « {values[unknown[0]]} » inconnu", f"codes de {CHEMIN}"
        cell = self.chosen.cube.cell(labels)
        if cell not in self.expected or cell in self.here.get(year, ()):
            return "annee", "case répétée ou hors de la table", "une ligne par case de la table"
        if status not in (PUBLIE, MASQUE) or (status == MASQUE) != (number == ""):
            return "obs_status", "statut et effectif se contredisent", "A avec un effectif, Q sans"
        if number and not (number.isascii() and number.isdigit()):
            return "nb_faits", f"« {number} »", "nombre entier, zéro compris"
        return self._kept(year, cell, int(number) if number else None)

    def _kept(self, year: str, cell: int, number: int | None) -> tuple[str, str, str] | None:
        self.here.setdefault(year, set()).add(cell)
        if self.seen.setdefault(year, {}).setdefault(cell, number) != number:
            return (
                "nb_faits",
                "autre valeur ou autre statut dans une autre table",
                "une case partagée a une seule valeur",
            )
        return None


def read_witnesses(
    chosen: Plan, files: Mapping[str, bytes], findings: list[Finding]
) -> dict[str, dict[int, tuple[int, ...]]]:
    """Year → cell → its possible values. Not trusted: the audit checks each table by additions."""
    path = chosen.chemin(TEMOINS)
    table = read_csv(path, files.get(path, b""), ENTETE_TEMOINS, findings)
    found: dict[str, dict[int, tuple[int, ...]]] = {}
    for number, row in enumerate(table.rows if table else ()):
        try:
            cell = chosen.cube.cell(row[1:-2])
            found.setdefault(row[0], {})[cell] = tuple(int(value) for value in row[-2].split())
        except (KeyError, ValueError):
            assert table is not None
            findings.append(table.finding(number, "valeurs_possibles", "témoin illisible",
                                          "codes connus et nombres entiers", REFAIRE))  # fmt: skip
    return found
