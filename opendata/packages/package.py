"""A checked dataset → its package: tables in every format, datapackage.json and static charts.

Only a `Publishable` reaches the writer: `PublicTable` for a table about no person, whose
sources are named; `ReleasedTable` for a table about people, after the public audit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from pydantic_core import to_json

from opendata.findings import Finding, FindingsError, page_of
from opendata.model import Publishable, Source
from opendata.packages.chart_rows import rows
from opendata.packages.descriptor import descriptor
from opendata.packages.drawings import Drawings, drawn
from opendata.packages.file_names import DIGESTS, bundle_name, chart_figures, chart_file, folder_of
from opendata.packages.first_rows import first_rows
from opendata.packages.formats import Distribution, distributions
from opendata.packages.formats.archive import digests
from opendata.packages.formats.bundle import bundle
from opendata.packages.formats.geometry import Outlines, shapes
from opendata.packages.frictionless_judge import judge
from opendata.packages.marks import figures
from opendata.packages.publishable import publishable_tables
from opendata.packages.shown import Shown, shown
from opendata.packages.version_folders import (
    archive_with_digests,
    changes_by_version,
    version_files,
    without_formats,
)
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION, OUTLINED
from opendata.records.catalogue import CheckedDataset
from opendata.records.dataset import FOLDER, Dataset, page
from opendata.records.dictionary import Joins
from opendata.records.publisher import Publisher
from opendata.records.table import canonical_csv
from opendata.tranquillite.audit_outcome import ReleaseAudit


def publish(
    checked: CheckedDataset,
    sources: Mapping[str, Source],
    publisher: Publisher,
    audit: ReleaseAudit | None,
    layers: Mapping[str, Outlines],
    drawings: Drawings,
    joined: Joins = MappingProxyType({}),
) -> dict[str, bytes]:
    """One dataset's files as `site/donnees/<id>/…`, and for the pages `donnees/<id>/{graphiques,apercus,changements}.json`,
    and `versions.json` (the description of each earlier version) when there are some.

    `audit` is the public one of the release, `layers` those of data/geo by path,
    `drawings` what was drawn before. A dataset that may
    only be shown has all its files below `donnees/<id>/`: none is published.

    What stands at `site/donnees/<id>/<version>/` is there from its first day, in every format, and stays:
    `python build.py archive` keeps what the rest is made from before a dataset changes.

    Raises `FindingsError` when a table may not be published.
    """
    refusals: list[FindingsError] = []
    made: dict[str, bytes] = {}
    for part in (
        partial(charts, checked, audit, drawings),
        partial(tables_and_formats, checked, sources, publisher, audit, layers, joined),
    ):
        try:
            made |= part()
        except FindingsError as error:
            refusals.append(error)
    if refusals:
        raise FindingsError(finding for one in refusals for finding in one.findings)
    return made | digested(checked, made)


def charts(
    checked: CheckedDataset, audit: ReleaseAudit | None, drawings: Drawings
) -> dict[str, bytes]:
    """The dataset's charts as SVG, their figures for the pages and as CSV. Raises `FindingsError` for a chart without a row."""
    tables = publishable_tables(checked, audit, [])
    if tables is None:  # said where the tables are made
        return {}
    found = _charts(checked, tables)
    empty = page_of(_empty(checked, found), page(checked.id))
    if empty:
        raise FindingsError(empty)
    folder, dataset = folder_of(checked.id, checked.dataset), checked.dataset
    drawn_charts = {
        f"{folder}/{chart_file(dataset.est_fictif, one.declaration.nom)}": drawn(one, checked.id, drawings)
        for one in found
    }  # fmt: skip
    figures_of = {
        chart_figures(checked.id, one.declaration.nom): rows(one)
        for one in found
        if not dataset.est_fictif
    }
    return {**drawn_charts, **figures_of, f"donnees/{checked.id}/graphiques.json": _rows(found)}


def tables_and_formats(
    checked: CheckedDataset,
    sources: Mapping[str, Source],
    publisher: Publisher,
    audit: ReleaseAudit | None,
    layers: Mapping[str, Outlines],
    joined: Joins = MappingProxyType({}),
) -> dict[str, bytes]:
    """The dataset's tables in every format and their description, judged; those of its earlier versions; what pages show."""
    findings: list[Finding] = []
    tables = publishable_tables(checked, audit, findings)
    outlines = _layers(checked, layers, findings)
    if tables is None or outlines is None:
        raise FindingsError(findings)
    dataset = checked.dataset
    own, files = _tables_and_formats(checked, tables, sources, publisher, outlines, joined)
    problems = judge(files, f"donnees/{checked.id}", page(checked.id))
    if problems:
        raise FindingsError(problems)
    versions = version_files(checked, own, tables)
    problems = page_of(without_formats(checked, versions), page(checked.id))
    if problems:
        raise FindingsError(problems)
    folder, whole = (
        folder_of(checked.id, dataset),
        bundle_name(checked.id, dataset.est_fictif, "zip"),
    )
    files |= {whole: own[whole]} if whole in own else {}
    return {
        **{f"{folder}/{path}": raw for path, raw in (files | versions).items()},
        **_earlier_descriptions(checked),
        f"donnees/{checked.id}/apercus.json": first_rows(dataset, tables),
        f"donnees/{checked.id}/changements.json": changes_by_version(checked, own, tables),
    }


def digested(checked: CheckedDataset, made: Mapping[str, bytes]) -> dict[str, bytes]:
    """The digest of each file that `made` has at the address of the latest; nothing of what may only be shown."""
    if not checked.dataset.est_telechargeable:
        return {}
    folder = f"{folder_of(checked.id, checked.dataset)}/"
    names = {path.removeprefix(folder): path for path in made if path.startswith(folder)}
    files = {name: made[path] for name, path in names.items() if "/" not in name}
    return {f"{folder}{fiction.named(DIGESTS, checked.dataset.est_fictif)}": digests(files)}


def _earlier_descriptions(checked: CheckedDataset) -> dict[str, bytes]:
    if not checked.versions:
        return {}
    described = {old.version: old.package for old in checked.versions}
    raw = to_json(described, indent=1) + b"\n"
    return {f"donnees/{checked.id}/versions.json": raw}


def _tables_and_formats(
    checked: CheckedDataset,
    tables: Mapping[str, Publishable],
    sources: Mapping[str, Source],
    publisher: Publisher,
    layers: Mapping[str, Outlines],
    joined: Joins,
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The files of the version, and those at the address of the latest, whose description tells every format.

    The description of a version tells what is kept of it: the other formats are made again from that.
    """
    dataset = checked.dataset
    name = fiction.named(DESCRIPTION, dataset.est_fictif)
    texts = {nom: (table, canonical_csv(table)) for nom, table in tables.items()}
    described = partial(descriptor, checked.id, dataset, texts, sources, publisher, joined=joined)
    offered = _distributions(dataset, json.loads(described()), tables, layers)
    kept = described(_kept(dataset, offered))
    files = {one.fichier: texts[one.nom][1] for one in dataset.ressources}
    files |= {distribution.nom: distribution.raw for distribution in offered}
    own = files | {name: kept}
    if dataset.est_telechargeable:
        own |= archive_with_digests(checked.id, dataset.est_fictif, own)
    return own, files | {name: described(offered)}


def _kept(dataset: Dataset, offered: Iterable[Distribution]) -> list[Distribution]:
    """The file of each table that holds its outlines."""
    tables = {table.nom for table in dataset.ressources if table.geometrie}
    return [one for one in offered if one.suffix == OUTLINED and one.ressource in tables]


def _distributions(
    dataset: Dataset,
    package: Mapping[str, Any],
    tables: Mapping[str, Publishable],
    layers: Mapping[str, Outlines],
) -> list[Distribution]:
    """Every format but CSV; none of what may only be shown: a licence to confirm covers it."""
    if not dataset.est_telechargeable:
        return []
    schemas = {one.nom: one.schema_ for one in dataset.ressources}
    drawn = {one.nom: shapes(tables[one.nom], one.geometrie, layers)
             for one in dataset.ressources if one.geometrie}  # fmt: skip
    return distributions(bundle(package, schemas, tables), drawn)


def layers_named(dataset: Dataset) -> set[str]:
    """The files of data/geo that the dataset's geometries come from."""
    return {geometry.couche for one in dataset.ressources for geometry in one.geometrie}


def _layers(
    checked: CheckedDataset, files: Mapping[str, Outlines], findings: list[Finding]
) -> dict[str, Outlines] | None:
    """The layers that the dataset's geometries name; `None` when one is not there."""
    path = f"{FOLDER}/{checked.id}/dataset.yaml"
    named = layers_named(checked.dataset)
    absent = [Finding(path, 0, 0, f"couche « {name} » absente", "une géométrie vient d'une couche publiée",
                      "corriger « couche », ou ajouter la couche à data/geo", page(checked.id))
              for name in sorted(named - set(files))]  # fmt: skip
    findings.extend(absent)
    return None if absent else {name: files[name] for name in sorted(named)}


def _charts(checked: CheckedDataset, tables: Mapping[str, Publishable]) -> list[Shown]:
    return [
        shown(chart, checked.dataset.resource(chart.ressource).schema_, tables[chart.ressource])
        for chart in checked.dataset.graphiques
    ]


def _empty(checked: CheckedDataset, charts: list[Shown]) -> list[Finding]:
    path = f"{FOLDER}/{checked.id}/dataset.yaml"
    return [
        Finding(path, 0, 0, f"graphique « {chart.declaration.nom} » sans aucune ligne",
                "un graphique montre au moins une ligne", "corriger « filtre » ou « exclut »")
        for chart in charts
        if not chart.marks
    ]  # fmt: skip


def _rows(charts: list[Shown]) -> bytes:
    """The charts' figures as pages print them beside the drawing."""
    found: dict[str, Any] = {
        chart.declaration.nom: {
            "unite": chart.unite,
            "absent": chart.absent,
            "valeurs": [
                [mark.ligne, mark.colonne, text]
                for mark, text in zip(chart.marks, figures(chart.marks, chart.absent), strict=True)
            ],
        }
        for chart in charts
    }
    return to_json(found, indent=1) + b"\n"
