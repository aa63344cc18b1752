"""The datasets as their index lists them: by theme, each with its size, its last change and a picture of its chart.

Those of two rows or fewer come last in their theme: who opens the first of a list finds something to read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from opendata.harvest.vocabulary import NAMES, THEMES
from opendata.packages.file_names import bundle_name, folder_of
from opendata.records.dataset import Dataset
from site_src.donnees.downloads import size_in_words
from site_src.donnees.previews import first_rows
from site_src.donnees.thumbnails import Thumbnail, thumbnail
from site_src.frame.typography import long_date

SMALL = 2  # rows: the largest table of what is listed last


@dataclass(frozen=True)
class Entry:
    """One dataset of the list. `lignes`, `None` for one that grows by itself: its files are not known when pages are made.

    `poids` is what all its files weigh, zipped, in words; "" when it is not known or there is nothing to download.
    """

    id: str
    titre: str
    phrase: str
    theme: str
    tables: int
    lignes: int | None
    poids: str
    version: str
    date: str
    periode: str
    est_fictif: bool
    est_petit: bool
    vignette: Thumbnail | None


def entries(
    datasets: Mapping[str, Dataset], growing: Mapping[str, Dataset], packages: Mapping[str, bytes]
) -> tuple[Entry, ...]:
    """Every dataset, in the order of their ids; `packages` are the outputs of the stage of that name."""
    listed = [_entry(name, one, packages) for name, one in datasets.items()]
    return (*listed, *(_growing(name, one) for name, one in growing.items()))


def by_theme(listed: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """The French name of each theme (EU Publications Office) with its datasets, small ones last; the richest theme first."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(listed, key=lambda one: (one.est_fictif, one.est_petit)):
        found.setdefault(entry.theme, []).append(entry)
    for theme in sorted(found, key=lambda one: -len(found[one])):
        yield NAMES[f"{THEMES}/{theme}"].value, found[theme]


def _entry(name: str, dataset: Dataset, packages: Mapping[str, bytes]) -> Entry:
    counts = [table["nombre"] for table in first_rows(name, packages)["tables"].values()]
    figures = json.loads(packages[f"donnees/{name}/graphiques.json"])
    bundle = f"{folder_of(name, dataset)}/{bundle_name(name, dataset.est_fictif, 'zip')}"
    weight = size_in_words(len(packages[bundle])) if bundle in packages else ""
    small = max(counts) <= SMALL
    return _written(name, dataset, sum(counts), weight, small, thumbnail(dataset, figures))


def _growing(name: str, dataset: Dataset) -> Entry:
    return _written(name, dataset, None, "", True, None)


def _written(
    name: str,
    dataset: Dataset,
    rows: int | None,
    weight: str,
    is_small: bool,
    picture: Thumbnail | None,
) -> Entry:
    years = dataset.couverture_temporelle
    period = f"{years.debut}" if years.debut == years.fin else f"{years.debut}–{years.fin}"
    return Entry(
        id=name,
        titre=dataset.titre,
        phrase=f"{dataset.description.split('. ')[0].rstrip('.')}.",
        theme=dataset.theme,
        tables=len(dataset.ressources),
        lignes=rows,
        poids=weight,
        version=dataset.version,
        date=long_date(dataset.journal[0].date),
        periode=f"depuis {years.debut}" if rows is None else period,
        est_fictif=dataset.est_fictif,
        est_petit=is_small,
        vignette=picture,
    )
