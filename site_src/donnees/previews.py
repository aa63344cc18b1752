"""What a dataset's page shows of its tables without a script: first rows, charts as tables, rates.

Figures are those of the files published beside the page; only a rate is computed, row by row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from opendata.packages.file_names import chart_file, folder_of
from opendata.records.dataset import ChartDeclaration, Dataset
from opendata.records.resource import Resource
from opendata.records.schema import Column
from site_src.frame.typography import number

# A table that the package gives whole is shown so, a longer one by its first PREVIEW rows.
PREVIEW = 6
LONG = 90  # a sentence that a wider column keeps low
BRIEF = 24  # the longest reason printed in an empty cell of a preview


@dataclass(frozen=True)
class Preview:
    """The first rows of a table; `autres` rows are left to the file."""

    resource: Resource
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    autres: int


@dataclass(frozen=True)
class ChartWithTable:
    """A chart with its rows: `entetes` and `lignes` are the table printed beside it."""

    declaration: ChartDeclaration
    fichier: str
    svg: Markup = field(repr=False)
    entetes: tuple[str, ...]
    lignes: tuple[tuple[str, ...], ...] = field(repr=False)


def first_rows(identifier: str, packages: Mapping[str, bytes]) -> dict[str, Any]:
    """What the package gave of its tables to be printed (opendata.packages.first_rows)."""
    found: dict[str, Any] = json.loads(packages[f"donnees/{identifier}/apercus.json"])
    return found


def rates(dataset: Dataset, found: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    """Rows of the declared rate in the first rows' `taux`: label, numerator, denominator, rate."""
    rate = dataset.taux.calcul
    if rate is None:
        return
    labels = dataset.resource(rate.ressource).schema_.column(rate.ligne).labels
    for code, over, under in found["taux"]:
        share = number(rate.pour * float(over) / float(under), 1)
        yield labels.get(code, code), number(float(over)), number(float(under)), share


def preview(resource: Resource, found: Mapping[str, Any]) -> Preview:
    """The whole of a short table, the first rows of a longer one."""
    table = found["tables"][resource.nom]
    count, first = table["nombre"], table["premieres"]
    kept = first if len(first) == count else first[:PREVIEW]
    return Preview(resource, tuple(map(tuple, kept)), count - len(kept))


def cell(column: Column, text: str) -> tuple[str, str]:
    """What a preview prints for a field, and the class of its cell."""
    if not text:
        word = column.missing_values[0].label.split(" :")[0] if column.missing_values else "vide"
        return (word if len(word) <= BRIEF else "vide"), "donnees-vide"
    if column.type in ("integer", "number"):
        return text, "prm-nombre"
    is_prose = column.type == "string" and not column.categories and not column.constraints.pattern
    if is_prose:
        return text, "donnees-texte donnees-long" if len(text) > LONG else "donnees-texte"
    return text, "donnees-code"


def charts(
    identifier: str, dataset: Dataset, packages: Mapping[str, bytes]
) -> Iterator[ChartWithTable]:
    """The charts of a dataset as its package drew them, each with its figures."""
    every = json.loads(packages[f"donnees/{identifier}/graphiques.json"])
    for declaration in dataset.graphiques:
        name = chart_file(dataset.est_fictif, declaration.nom)
        svg = packages[f"{folder_of(identifier, dataset)}/{name}"].decode().strip()
        figures = every[declaration.nom]
        heads, rows = _table(dataset, declaration, figures)
        yield ChartWithTable(declaration, name, Markup(svg), heads, rows)  # noqa: S704  (drawn by opendata.packages.chart)


def _table(
    dataset: Dataset, declaration: ChartDeclaration, figures: Mapping[str, Any]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The rows of a chart as a table: a column of values, or one for each head of a matrix."""
    values: list[list[str]] = figures["valeurs"]
    first = dataset.resource(declaration.ressource).schema_.column(declaration.ligne).title
    if declaration.colonne is None:
        return (first, figures["unite"]), tuple((row, value) for row, _, value in values)
    heads = list(dict.fromkeys(head for _, head, _ in values))
    cells = {(row, head): value for row, head, value in values}
    rows = list(dict.fromkeys(row for row, _, _ in values))
    return (first, *heads), tuple(
        (row, *(cells.get((row, head), "") for head in heads)) for row in rows
    )
