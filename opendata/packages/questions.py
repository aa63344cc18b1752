"""A question that a dataset answers, taken from the chart that it declares first: what snippets ask in every language.

The chart's own rows, filters and exclusions, so that nothing is compared that the dataset does not compare itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from opendata.records.dataset import ChartDeclaration, Dataset
from opendata.records.resource import Resource

FIRST = 5  # rows of an answer that ranks


@dataclass(frozen=True)
class Question:
    """What is asked of one table.

    `compte`: how many rows for each `colonne`, most first. `premiers`: the `FIRST` rows whose `valeur` is largest.
    `serie`: `valeur` at each `colonne`, in order. Rows are those where each column of `filtre` has its code and `colonne` none
    of `exclut`; a row without a `valeur` (hidden, unknown) is left out, never counted as zero.
    """

    texte: str
    ressource: Resource = field(repr=False)
    genre: Literal["compte", "premiers", "serie"]
    colonne: str
    valeur: str = ""
    filtre: Mapping[str, str] = field(default_factory=dict)
    exclut: tuple[str, ...] = ()


def question(dataset: Dataset) -> Question:
    """The question of the first chart; without a chart, how many rows for each code of the first column of codes that is never empty."""
    if dataset.graphiques:
        chart = dataset.graphiques[0]
        return _of_chart(chart, dataset.resource(chart.ressource))
    coded = (
        (one, column.name)
        for one in dataset.ressources
        for column in one.schema_.fields_
        if column.categories and column.constraints.required
    )
    first = dataset.ressources[0]
    resource, name = next(coded, (first, first.schema_.fields_[0].name))
    return Question(_how_many(resource, name), resource, "compte", name)


def _of_chart(chart: ChartDeclaration, resource: Resource) -> Question:
    where = _where(resource, chart.filtre)
    if chart.valeur is None:
        text = _how_many(resource, chart.ligne, where)
        return Question(text, resource, "compte", chart.ligne, "", chart.filtre, chart.exclut)
    value = _named(resource, chart.valeur)
    if chart.colonne is None:
        text = f"Quelles sont les cinq plus grandes valeurs de {value}{where} ?"
        return Question(
            text, resource, "premiers", chart.ligne, chart.valeur, chart.filtre, chart.exclut
        )
    labels = resource.schema_.column(chart.ligne).labels
    code = next((one for one in labels if one not in chart.exclut), "")
    kept = {**chart.filtre, chart.ligne: code}
    text = f"Combien vaut {value} selon {_named(resource, chart.colonne)}{_where(resource, kept)} ?"
    return Question(text, resource, "serie", chart.colonne, chart.valeur, kept, chart.exclut)


def _how_many(resource: Resource, name: str, where: str = "") -> str:
    return f"Combien de lignes pour chaque valeur de {_named(resource, name)}{where} ?"


def _where(resource: Resource, filtre: Mapping[str, str]) -> str:
    """What is kept, in words."""
    kept = (
        f"{_named(resource, name)} vaut « {resource.schema_.column(name).labels.get(code, code)} »"
        for name, code in filtre.items()
    )
    words = " et ".join(kept)
    return f", là où {words}" if words else ""


def _named(resource: Resource, name: str) -> str:
    return f"« {resource.schema_.column(name).title} »"
