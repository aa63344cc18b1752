"""What a table says of itself must agree: parts with their total, a status with its value."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from opendata.findings import CsvTable, Document, Finding
from opendata.records.resource import Constant, Resource, Status, Total
from opendata.records.table import TypedTable
from opendata.records.units import RULE, expected

Row = Mapping[str, str]
# A column that names the unit of each row, and what a column of numbers says of its own then.
UNIT, OF_ROW = "unite", "celle de la colonne unite"


def undeclared(document: Document, index: int, resource: Resource) -> Iterator[Finding]:
    """Rules of resource number `index` that name a column it has not."""
    rules: list[tuple[str, Total | Status | Constant]] = []
    rules += [("totaux", total) for total in resource.totaux]
    rules += [("statut", resource.statut)] if resource.statut else []
    rules += [("constantes", constant) for constant in resource.constantes]
    for key, rule in rules:
        for name in rule.columns:
            if name not in resource.schema_.columns:
                yield document.finding(("ressources", index, key), f"colonne « {name} » absente de « {resource.nom} »",
                                       "un total, un statut ou une constante porte sur des colonnes déclarées", "corriger le nom")  # fmt: skip
    for rank, total in enumerate(resource.totaux):
        if (
            total.valeur in resource.schema_.columns
            and not resource.schema_.column(total.valeur).is_number
        ):
            yield document.finding(("ressources", index, "totaux", rank, "valeur"), f"colonne « {total.valeur} », qui n'est pas un nombre",
                                   "un total additionne des nombres", "nommer une colonne de type integer ou number")  # fmt: skip


def incoherent(table: TypedTable, resource: Resource) -> list[Finding]:
    """Rows that contradict each other or themselves, each at its line."""
    names = set(table.csv.columns)
    rows = [dict(zip(table.csv.columns, row, strict=True)) for row in table.csv.rows]
    findings: list[Finding] = []
    for total in resource.totaux:
        if set(total.columns) <= names and resource.schema_.column(total.valeur).is_number:
            findings += _totals(table.csv, rows, total, resource.schema_.primary_key)
    if resource.statut and set(resource.statut.columns) <= names:
        findings += _statuses(table.csv, rows, resource.statut)
    for constant in resource.constantes:
        if set(constant.columns) <= names:
            findings += _changes(table.csv, rows, constant)
    findings += _quantities(table, rows)
    return findings


def _changes(csv: CsvTable, rows: Sequence[Row], rule: Constant) -> Iterator[Finding]:
    """Rows that do not say what the first row of their series says; a row of no series is left."""
    first: dict[str, int] = {}
    for number, row in enumerate(rows):
        start = first.setdefault(row[rule.par], number)
        for name in rule.colonnes if row[rule.par] else ():
            if row[name] != rows[start][name]:
                yield csv.finding(number, name, f"{name} « {row[name]} » : {rule.par} « {row[rule.par]} » a déjà {name} « {rows[start][name]} »",
                                  "dataset.yaml, constantes : ce qui se compare ligne à ligne est compté de même",
                                  f"corriger la valeur, ou donner à la ligne un autre {rule.par}")  # fmt: skip


def _quantities(table: TypedTable, rows: Sequence[Row]) -> Iterator[Finding]:
    """Values that cannot be in the unit that their row says."""
    if UNIT not in table.csv.columns:
        return
    columns = [one.name for one in table.schema.fields_ if one.is_number and one.unit == OF_ROW]
    for number, row in enumerate(rows):
        for name in columns:
            told = expected(float(row[name]), row[UNIT]) if row[name] else None
            if told:
                yield table.csv.finding(number, name, f"{name} « {row[name]} » {row[UNIT]} : {told}", RULE, "corriger le nombre ou son unité")  # fmt: skip


def _statuses(csv: CsvTable, rows: Sequence[Row], rule: Status) -> Iterator[Finding]:
    for (number, row), name in product(enumerate(rows), (rule.valeur, *rule.avec)):
        is_hidden, is_empty = row[rule.colonne] in rule.masque, not row[name]
        if is_hidden and not is_empty:
            yield csv.finding(number, name, f"{name} publié alors que {rule.colonne} le dit masqué",
                              "une case est publiée ou masquée", "vider la valeur, ou corriger le statut")  # fmt: skip
        if is_empty and not is_hidden:
            yield csv.finding(number, name, f"{name} vide alors que {rule.colonne} vaut « {row[rule.colonne]} »",
                              "une case est publiée ou masquée", "donner la valeur, ou corriger le statut")  # fmt: skip


def _totals(
    csv: CsvTable, rows: Sequence[Row], rule: Total, key: Sequence[str]
) -> Iterator[Finding]:
    others = [name for name in key if name != rule.colonne]
    groups: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(tuple(row[name] for name in others), []).append(number)
    for numbers in groups.values():
        totals = [n for n in numbers if rows[n][rule.colonne] == rule.total]
        parts = [n for n in numbers if _is_part(rows[n][rule.colonne], rule)]
        if len(totals) == 1 and parts and rows[totals[0]][rule.valeur]:
            yield from _total(csv, rows, rule, totals[0], parts)


def _is_part(code: str, rule: Total) -> bool:
    return code in rule.parties if rule.parties else code != rule.total


def _total(
    csv: CsvTable, rows: Sequence[Row], rule: Total, total: int, parts: Sequence[int]
) -> Iterator[Finding]:
    """Where a part is empty the others may not pass the total; else they make it."""
    values = [Decimal(rows[n][rule.valeur]) for n in parts if rows[n][rule.valeur]]
    declared, computed = Decimal(rows[total][rule.valeur]), sum(values, Decimal(0))
    gap = computed - declared
    is_wrong = gap > rule.tolerance if len(values) < len(parts) else abs(gap) > rule.tolerance
    if is_wrong and math.isfinite(gap):
        word = "dépassent" if len(values) < len(parts) else "font"
        yield csv.finding(total, rule.valeur, f"{rule.valeur} {declared} : les parties {word} {computed}",
                          f"dataset.yaml, totaux, {rule.colonne} « {rule.total} »",
                          "corriger le total ou la partie fautive")  # fmt: skip
