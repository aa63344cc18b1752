"""What a chart of a dataset names, and whether its time is to scale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from opendata.findings import CsvTable, Document, Finding
from opendata.findings.document import Key
from opendata.records.dataset import ChartDeclaration, Dataset, Rate
from opendata.records.schema import Column, Schema

YEAR = "year"


def undeclared(document: Document, dataset: Dataset) -> Iterator[Finding]:
    """Charts and rates that name what the dataset has not, or draw what is no number."""
    schemas = {resource.nom: resource.schema_ for resource in dataset.ressources}
    if dataset.taux.calcul:
        yield from _rate(document, dataset.taux.calcul, schemas)
    for index, chart in enumerate(dataset.graphiques):
        keys: tuple[Key, ...] = ("graphiques", index)
        schema = schemas.get(chart.ressource)
        if schema is None:
            yield document.finding((*keys, "ressource"), f"ressource « {chart.ressource} » inconnue",
                                   "un graphique montre une ressource du jeu", "corriger le nom")  # fmt: skip
        else:
            yield from _chart(document, keys, chart, schema)


def _rate(document: Document, rate: Rate, schemas: Mapping[str, Schema]) -> Iterator[Finding]:
    keys: tuple[Key, ...] = ("taux", "calcul")
    schema = schemas.get(rate.ressource)
    if schema is None or not set(rate.columns) <= set(schema.columns):
        yield document.finding(keys, f"colonne ou ressource du taux absente de « {rate.ressource} »",
                               "un taux nomme une ressource et des colonnes déclarées", "corriger les noms")  # fmt: skip
        return
    for key, name in (("numerateur", rate.numerateur), ("denominateur", rate.denominateur)):
        yield from _not_a_number(document, (*keys, key), schema, name, "un taux divise un nombre par un nombre")  # fmt: skip


def _chart(
    document: Document, keys: tuple[Key, ...], chart: ChartDeclaration, schema: Schema
) -> Iterator[Finding]:
    for name in chart.columns:
        if name not in schema.columns:
            yield document.finding(keys, f"colonne « {name} » absente de « {chart.ressource} »",
                                   "un graphique nomme des colonnes déclarées", "corriger le nom")  # fmt: skip
    if chart.evide in schema.columns and schema.column(chart.evide or "").type != "boolean":
        yield document.finding((*keys, "evide"), f"colonne « {chart.evide} », qui n'est ni vraie ni fausse",
                               "une barre est évidée quand une colonne le dit vrai", "nommer une colonne de type boolean")  # fmt: skip
    if chart.forme == "frise" and chart.ligne in schema.columns:
        yield from _not_a_year(document, (*keys, "ligne"), schema.column(chart.ligne))
    if chart.valeur:
        yield from _not_a_number(document, (*keys, "valeur"), schema, chart.valeur, "un graphique montre des nombres")  # fmt: skip


def _not_a_year(document: Document, keys: tuple[Key, ...], column: Column) -> Iterator[Finding]:
    if column.type != YEAR or not column.constraints.required:
        yield document.finding(keys, f"colonne « {column.name} », qui n'est pas une année toujours remplie",
                               "une frise met chaque barre à son année", "nommer une colonne de type year, required")  # fmt: skip


def _not_a_number(
    document: Document, keys: tuple[Key, ...], schema: Schema, name: str, rule: str
) -> Iterator[Finding]:
    """A column that is drawn, divided or summed and holds texts; an unknown one has its own finding."""
    if name in schema.columns and not schema.column(name).is_number:
        yield document.finding(keys, f"colonne « {name} », qui n'est pas un nombre", rule,
                               "nommer une colonne de type integer ou number")  # fmt: skip


def out_of_scale(
    document: Document, dataset: Dataset, texts: Mapping[str, CsvTable]
) -> Iterator[Finding]:
    """Charts whose years are side by side and do not follow one another: 1658 would look as near to 1740 as 1919 to 1920."""
    schemas = {resource.nom: resource.schema_ for resource in dataset.ressources}
    for index, chart in enumerate(dataset.graphiques):
        text = texts.get(chart.ressource)
        if chart.forme == "frise" or text is None or not set(chart.columns) <= set(text.columns):
            continue
        axes = (schemas[chart.ressource].column(name) for name in (chart.ligne, chart.colonne) if name)  # fmt: skip
        for axis in axes:
            gap = _gap(_shown(chart, axis.name, text)) if axis.type == YEAR else None
            if gap:
                yield document.finding(("graphiques", index, "forme"), f"années qui ne se suivent pas : {gap[0]}, puis {gap[1]}",
                                       "un axe du temps est à l'échelle", "écrire forme: frise, ou donner une ligne à chaque année")  # fmt: skip


def _shown(chart: ChartDeclaration, name: str, text: CsvTable) -> set[str]:
    """What the rows that the chart keeps have in a column."""
    place = text.columns.index(name)
    kept = {text.columns.index(one): value for one, value in chart.filtre.items()}
    rows = (row for row in text.rows if all(row[rank] == value for rank, value in kept.items()))
    return {row[place] for row in rows} - set(chart.exclut)


def _gap(years: set[str]) -> tuple[int, int] | None:
    """The first two years between which some are missing; what is no year has its own finding."""
    ordered = sorted(int(year) for year in years if year.isdecimal())
    return next((pair for pair in pairwise(ordered) if pair[1] > pair[0] + 1), None)
