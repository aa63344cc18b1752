"""The stage that publishes datasets: tables in every format, datapackage.json and static charts.

Only a `Publishable` reaches the writer: `PublicTable` for a table about no person, whose
sources are named; `ReleasedTable` for a table about people, after the public audit.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from opendata import fiction, release
from opendata.catalogue import FOLDER, CheckedDataset, page, read_datasets
from opendata.chart import Chart, draw, figures
from opendata.dataset import Dataset
from opendata.descriptor import descriptor, origins
from opendata.difference import differences, editions
from opendata.findings import Finding, FindingsError, page_of
from opendata.formats.archive import archive, digests
from opendata.formats.offer import bundle_name, notes, offered
from opendata.model import PublicTable, Publishable, ReleasedTable, Source
from opendata.publisher import Publisher, read_publisher
from opendata.release import ReleaseAudit
from opendata.resource import Resource
from opendata.sources import read_sources
from opendata.table import TypedTable, canonical_csv
from opendata.versions import DESCRIPTION

DIGESTS = "sha256sums.txt"
SOURCES, SITE = "data/sources.yaml", "data/site.yaml"


class StageInputs(Protocol):
    """What the stage runner gives (site_src.stages.Inputs; opendata does not import the site)."""

    @property
    def files(self) -> Mapping[str, bytes]:
        """Declared files by path."""
        ...

    @property
    def progress(self) -> Callable[[str], None]:
        """Says what is being done."""
        ...


def run(inputs: StageInputs) -> dict[str, bytes]:
    """Every dataset as `site/donnees/<id>/…`, and `donnees/<id>/graphiques.json` for the pages.

    A dataset that may only be shown has all its files below `donnees/<id>/`: none is published.

    What stands at `site/donnees/<id>/<version>/` (canonical CSV, datapackage.json) is what
    `python build.py archive` keeps before a dataset changes.

    Raises `FindingsError` with every problem of every dataset.
    """
    findings: list[Finding] = []
    sources = read_sources(SOURCES, _file(inputs, SOURCES), findings)
    publisher = read_publisher(SITE, _file(inputs, SITE), findings)
    checked = read_datasets(inputs.files, sources, findings)
    if sources is None or publisher is None:
        raise FindingsError(findings)
    outputs: dict[str, bytes] = {}
    for dataset in checked:
        inputs.progress(f"Paquet {dataset.id}")
        outputs |= publish(dataset, sources, publisher, inputs.files, findings)
    if findings:
        raise FindingsError(findings)
    return outputs


def _file(inputs: StageInputs, path: str) -> bytes:
    return inputs.files.get(path, b"")


def publish(
    checked: CheckedDataset,
    sources: Mapping[str, Source],
    publisher: Publisher,
    files: Mapping[str, bytes],
    findings: list[Finding],
) -> dict[str, bytes]:
    """One dataset's files; nothing, with findings, when a table may not be published."""
    outcome = _audited(checked, files, findings)
    tables = {
        resource.nom: table
        for resource in checked.dataset.ressources
        if (table := publishable(checked, resource, outcome, findings)) is not None
    }
    if len(tables) < len(checked.dataset.ressources):
        return {}
    published = {name: (table, canonical_csv(table)) for name, table in tables.items()}
    dataset = checked.dataset
    layers = _layers(checked, files, findings)
    if layers is None:
        return {}
    titles = [origin["title"] for origin in origins(dataset, sources).values()]
    offers = offered(checked.id, dataset, tables, layers,
                     notes(checked.id, dataset, publisher.mention, titles))  # fmt: skip
    found = {resource.fichier: published[resource.nom][1] for resource in dataset.ressources}
    found |= {offer.nom: offer.raw for offer in offers}
    found[DESCRIPTION] = descriptor(checked.id, dataset, published, sources, publisher, offers)
    charts = _charts(checked, tables)
    findings.extend(page_of(_empty(checked, charts), page(checked.id)))
    found |= {chart_file(dataset.est_fictif, c.declaration.nom): c.svg for c in charts}
    folder = folder_of(checked.id, dataset)
    current = {resource.fichier: found[resource.fichier] for resource in dataset.ressources}
    current[DESCRIPTION] = descriptor(checked.id, dataset, published, sources, publisher)
    return {
        **{f"{folder}/{name}": raw for name, raw in (found | _whole(checked, found)).items()},
        **_versions(folder, checked, current),
        f"donnees/{checked.id}/graphiques.json": _rows(charts),
        f"donnees/{checked.id}/changements.json": _changes(checked, current),
    }


def _versions(
    folder: str, checked: CheckedDataset, current: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Each version below its own number, the current one too: what was cited stays."""
    kept = {archived.version: archived.files for archived in checked.versions}
    kept[checked.dataset.version] = current
    return {f"{folder}/{version}/{name}": raw
            for version, files in kept.items() for name, raw in files.items()}  # fmt: skip


def _changes(checked: CheckedDataset, current: Mapping[str, bytes]) -> bytes:
    """By version, what its data have that those of the version before had not, in words."""
    told = [(checked.dataset.version, editions(json.loads(current[DESCRIPTION]), current))]
    told += [(old.version, editions(old.package, old.files)) for old in checked.versions]
    found = {
        version: differences(older, newer)
        for (version, newer), (_, older) in itertools.pairwise(told)
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _whole(checked: CheckedDataset, found: Mapping[str, bytes]) -> dict[str, bytes]:
    """One zip with everything, and the digest of every file; none of what may only be shown."""
    if not checked.dataset.est_telechargeable:
        return {}
    zipped = {bundle_name(checked.id, checked.dataset, "zip"): archive(found, checked.id)}
    return {**zipped, DIGESTS: digests({**found, **zipped})}


def _layers(
    checked: CheckedDataset, files: Mapping[str, bytes], findings: list[Finding]
) -> dict[str, bytes] | None:
    """The layers of data/geo that the dataset's geometries name; `None` when one is not there."""
    path = f"{FOLDER}/{checked.id}/dataset.yaml"
    named = {g.couche for r in checked.dataset.ressources for g in r.geometrie}
    absent = [Finding(path, 0, 0, f"couche « {name} » absente", "une géométrie vient d'une couche publiée",
                      "corriger « couche », ou ajouter la couche à data/geo", page(checked.id))
              for name in sorted(named - set(files))]  # fmt: skip
    findings.extend(absent)
    return None if absent else {name: files[name] for name in sorted(named)}


def _audited(
    checked: CheckedDataset, files: Mapping[str, bytes], findings: list[Finding]
) -> ReleaseAudit | None:
    """The public audit, once for all the tables about people of a dataset that has any."""
    if all(resource.nature == "publique" for resource in checked.dataset.ressources):
        return None
    try:
        return release.audit(files)
    except FindingsError as error:
        findings.extend(page_of(error.findings, page(checked.id)))
        return None


def publishable(
    checked: CheckedDataset,
    resource: Resource,
    outcome: ReleaseAudit | None,
    findings: list[Finding],
) -> Publishable | None:
    """The resource under the type that lets it out; `None` with findings when none does."""
    path = f"{FOLDER}/{checked.id}/{resource.fichier}"
    found: list[Finding] = []
    table = _typed(resource, checked.tables[resource.nom], outcome, found)
    if isinstance(table, ReleasedTable) and table.est_fictif != checked.dataset.est_fictif:
        found.append(fiction.contradiction(path))
    findings.extend(page_of(found, page(checked.id)))
    return None if found else table


def _typed(
    resource: Resource, typed: TypedTable, outcome: ReleaseAudit | None, findings: list[Finding]
) -> Publishable | None:
    schema = resource.schema_.descriptor()
    if resource.nature == "publique":
        return PublicTable(resource.nom, schema, typed.frame, sources=resource.derive_de)
    if outcome is None:
        return None
    try:
        return release.released(resource.nom, schema, typed.frame, outcome)
    except FindingsError as error:
        findings.extend(error.findings)
        return None


def folder_of(identifier: str, dataset: Dataset) -> str:
    """Where the stage leaves a dataset's files: below `site/` only what may be downloaded."""
    return f"site/donnees/{identifier}" if dataset.est_telechargeable else f"donnees/{identifier}"


def chart_file(est_fictif: bool, name: str) -> str:
    """The file name of a chart; fictitious ones say so there too."""
    return f"{name}-{fiction.FILE_WORDS}.svg" if est_fictif else f"{name}.svg"


def _charts(checked: CheckedDataset, tables: Mapping[str, Publishable]) -> list[Chart]:
    return [
        draw(chart, checked.dataset.resource(chart.ressource).schema_, tables[chart.ressource])
        for chart in checked.dataset.graphiques
    ]


def _empty(checked: CheckedDataset, charts: list[Chart]) -> list[Finding]:
    path = f"{FOLDER}/{checked.id}/dataset.yaml"
    return [
        Finding(path, 0, 0, f"graphique « {chart.declaration.nom} » sans aucune ligne",
                "un graphique montre au moins une ligne", "corriger « filtre » ou « exclut »")
        for chart in charts
        if not chart.marks
    ]  # fmt: skip


def _rows(charts: list[Chart]) -> bytes:
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
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
