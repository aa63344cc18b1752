"""The figures behind a chart, and what it shows: `<jeu>/graphique.*`, and the same of each chart by its name."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import to_json

from opendata.api.addresses import CHART, CHART_FORMS, chart_stem
from opendata.api.tables import identity, sources
from opendata.harvest.citation import Citation
from opendata.packages.file_names import chart_figures, chart_file, folder_of
from opendata.records.dataset import ChartDeclaration, Dataset

Package = Mapping[str, Any]


def chart_files(
    identifier: str,
    dataset: Dataset,
    package: Package,
    citation: Citation,
    made: Mapping[str, bytes],
) -> Iterator[tuple[str, bytes]]:
    """Every file about its charts but PNG, by path within the dataset; `made` are the outputs of its package."""
    told = json.loads(made[f"donnees/{identifier}/graphiques.json"])
    for rank, chart in enumerate(dataset.graphiques):
        figures = made[chart_figures(identifier, chart.nom)]
        drawing = made[f"{folder_of(identifier, dataset)}/{chart_file(dataset.est_fictif, chart.nom)}"]  # fmt: skip
        places = [(chart_stem(chart.nom), "../")] + ([(CHART, "./")] if rank == 0 else [])
        for stem, page in places:
            known = _metadata(chart, told[chart.nom], package, citation, figures, stem, page)
            yield f"{stem}.csv", figures
            yield f"{stem}.svg", drawing
            yield f"{stem}.metadata.json", to_json(known, indent=1) + b"\n"


def _metadata(
    chart: ChartDeclaration,
    told: Mapping[str, Any],
    package: Package,
    citation: Citation,
    figures: bytes,
    stem: str,
    page: str,
) -> dict[str, Any]:
    resource = next(one for one in package["resources"] if one["name"] == chart.ressource)
    licence = resource["licenses"][0]
    name = stem.rpartition("/")[2]
    return {
        **identity(package, citation, page, is_growing=False),
        "graphique": chart.nom,
        "titre": chart.titre,
        "description": chart.description,
        "legende": chart.legende,
        "table": chart.ressource,
        "licence": {"id": licence["name"], "titre": licence["title"], "adresse": licence["path"]},
        "sources": sources(resource),
        "colonnes": figures.decode().partition("\n")[0].split(","),
        "unite": told["unite"],
        "case_vide": told["absent"],
        "fichiers": [f"{name}.{form}" for form in CHART_FORMS],
    }
