"""The bases of recorded crime of the SSMSI → their cells, one a year, territory and indicator.

The base of communes has the arrondissements of Paris as communes (`75101` to `75120`). A cell that the service does
not diffuse (`ndiff`: five facts or fewer in three years running) has no count and no rate; the « complement » that it
gives then, a mean over the territories that are not diffused, is not read: with the total of the department it would
say what the cells hold together.

https://www.data.gouv.fr/datasets/bases-statistiques-communale-departementale-et-regionale-de-la-delinquance-enregistree-par-la-police-et-la-gendarmerie-nationales
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from opendata.findings import Finding, decode, limits
from opendata.findings.table import csv_fault, field_limit
from opendata.findings.text import BOM

ARRONDISSEMENTS = tuple(str(75101 + rank) for rank in range(20))
PARIS = "75"
DIFFUSED, HIDDEN = "diff", "ndiff"
# Burglaries are related to homes, everything else to people who live there.
OF_HOMES = "Cambriolages de logement"
REMEDY = "reprendre l'original décrit"
# A published rate is that of its count, but for its last digit and for homes, which the file rounds to a whole number.
RATE_GAP, ROUNDING = 1e-6, 0.5
Key = tuple[int, str, str]  # year, territory, indicator


@dataclass(frozen=True)
class Reference:
    """What a rate is related to: people or homes, how many, and of which year."""

    rapporte_a: str
    nombre: int
    annee: int


@dataclass(frozen=True)
class Cell:
    """One year, territory and indicator; `nombre` and `taux` are `None` where they are not diffused."""

    annee: int
    territoire: str
    indicateur: str
    unite: str
    nombre: int | None
    taux: float | None
    reference: Reference

    @property
    def key(self) -> Key:
        """What no other cell of a base has."""
        return self.annee, self.territoire, self.indicateur


@dataclass(frozen=True)
class Form:
    """How one of the two bases is written: the column of its territory, its separator, whether it hides cells."""

    territoire: str
    separateur: str
    masque: bool

    @property
    def columns(self) -> frozenset[str]:
        """The columns that are read."""
        hides = {"est_diffuse"} if self.masque else set()
        return frozenset({self.territoire, "annee", "indicateur", "unite_de_compte", "nombre", "taux_pour_mille",
                          "insee_pop", "insee_pop_millesime", "insee_log", "insee_log_millesime", *hides})  # fmt: skip


COMMUNES = Form("CODGEO_2025", ",", masque=True)
DEPARTEMENTS = Form("code_departement", ";", masque=False)


def read_cells(
    path: str, raw: bytes, form: Form, wanted: tuple[str, ...], findings: list[Finding]
) -> dict[Key, Cell] | None:
    """The cells of the `wanted` territories; `None` with findings at the lines that cannot be."""
    text = decode(path, raw.removeprefix(BOM), findings, limits.ORIGINAL_BYTES)
    if text is None:
        return None
    before = len(findings)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=form.separateur, strict=True)
    cells: dict[Key, Cell] = {}
    try:
        with field_limit():
            if not form.columns <= set(rows.fieldnames or ()):
                findings.append(Finding(path, 1, 0, f"colonnes absentes : {', '.join(sorted(form.columns - set(rows.fieldnames or ())))}",
                                        "les colonnes des bases du SSMSI", REMEDY))  # fmt: skip
                return None
            for row in rows:
                if row[form.territoire] in wanted:
                    _add(path, rows.line_num, row, form, cells, findings)
    except csv.Error as error:
        quoi, remede = csv_fault(error)
        findings.append(
            Finding(path, rows.line_num, 0, quoi, f"CSV à « {form.separateur} »", remede)
        )
    return cells if len(findings) == before else None


def _add(
    path: str,
    line: int,
    row: Mapping[str, str],
    form: Form,
    cells: dict[Key, Cell],
    findings: list[Finding],
) -> None:
    try:
        cell = _cell(row, form)
    except (ValueError, TypeError):
        findings.append(
            Finding(
                path, line, 0, "ligne illisible", "nombres, taux et millésimes du SSMSI", REMEDY
            )
        )
        return
    findings.extend(Finding(path, line, 0, *told) for told in _faults(cell, row, form))
    if cell.key in cells:
        findings.append(Finding(path, line, 0, f"« {cell.indicateur} » de {cell.annee}, {cell.territoire} : deux fois",
                                "une ligne par année, territoire et indicateur", REMEDY))  # fmt: skip
    cells[cell.key] = cell


def _cell(row: Mapping[str, str], form: Form) -> Cell:
    """Raises `ValueError` or `TypeError` on what is no number."""
    of_homes = row["indicateur"] == OF_HOMES
    name, column = ("logements", "insee_log") if of_homes else ("habitants", "insee_pop")
    reference = Reference(name, int(row[column]), int(row[f"{column}_millesime"]))
    return Cell(
        int(row["annee"]),
        row[form.territoire],
        row["indicateur"],
        row["unite_de_compte"],
        _count(row["nombre"]),
        _number(row["taux_pour_mille"]),
        reference,
    )


def _number(text: str) -> float | None:
    if not text:
        return None
    value = float(text.replace(",", "."))
    if not math.isfinite(value) or value < 0:
        raise ValueError(text)
    return value


def _count(text: str) -> int | None:
    value = _number(text)
    if value is not None and value != int(value):
        raise ValueError(text)
    return None if value is None else int(value)


def _faults(cell: Cell, row: Mapping[str, str], form: Form) -> Iterator[tuple[str, str, str]]:
    """What is wrong in one row, without its values: a cell that is not diffused keeps its secret here too."""
    said = row["est_diffuse"] if form.masque else DIFFUSED
    where = f"« {cell.indicateur} » de {cell.annee}, {cell.territoire}"
    if said not in (DIFFUSED, HIDDEN):
        yield f"{where} : diffusion « {said} »", f"{DIFFUSED} ou {HIDDEN}", REMEDY
    elif said == HIDDEN and not (cell.nombre is None and cell.taux is None):
        yield (
            f"{where} : valeur donnée alors qu'elle n'est pas diffusée",
            "ni effectif ni taux d'une case non diffusée",
            REMEDY,
        )
    elif said == DIFFUSED and (cell.nombre is None or cell.taux is None):
        yield (
            f"{where} : effectif ou taux absent d'une case diffusée",
            "une case diffusée a les deux",
            REMEDY,
        )
    elif cell.nombre is not None and cell.taux is not None:
        computed = 1000 * cell.nombre / cell.reference.nombre
        gap = RATE_GAP + computed * ROUNDING / cell.reference.nombre
        if abs(computed - cell.taux) > gap:
            yield (f"{where} : le taux n'est pas celui de l'effectif",
                   f"pour mille {cell.reference.rapporte_a}", REMEDY)  # fmt: skip
