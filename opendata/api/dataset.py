"""All that the API has of one dataset: its files, and what the whole says of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pydantic_core import from_json, to_json

from opendata.api import openapi, places
from opendata.api.addresses import CHART, CHART_FORMS, metadata_file, place_template
from opendata.api.charts import chart_files
from opendata.api.places import KINDS, Kind, column_of
from opendata.api.tables import identity, table_metadata
from opendata.harvest.citation import Citation, citation
from opendata.packages.file_names import DIGESTS, folder_of
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import Dataset

Package = Mapping[str, Any]
# What the whole needs of a dataset, among the outputs: no file of the site.
SUMMARIES = "api/"


@dataclass(frozen=True)
class Told:
    """One dataset: how the index names it, and its addresses and rows for OpenAPI."""

    entree: Mapping[str, Any]
    chemins: Mapping[str, Any]
    schemas: Mapping[str, Any]


def is_called(dataset: Dataset) -> bool:
    """Whether programs may call it: what is real and may be downloaded."""
    return dataset.est_telechargeable and not dataset.est_fictif


def dataset_files(
    identifier: str, dataset: Dataset, made: Mapping[str, bytes], editeur: str, adresse: str
) -> dict[str, bytes]:
    """The API's files of a dataset but PNG, and its summary; `made` are the outputs of its package."""
    folder = folder_of(identifier, dataset)
    package = json.loads(made[f"{folder}/{DESCRIPTION}"])
    cited = citation(package, editeur, adresse)
    tables = {one["name"]: from_json(made[f"{folder}/{_stem(one)}.json"])
              for one in package["resources"] if _may_have_places(one)}  # fmt: skip
    found = places.files(tables)
    kinds = {name: [kind for kind in found if column_of(kind, rows)] for name, rows in tables.items()}  # fmt: skip
    files = {
        **_metadata(package, dataset, cited, kinds, is_growing=False),
        **dict(chart_files(identifier, dataset, package, cited, made)),
        **{f"par/{kind.nom}/{name}.json": _written(_place(package, cited, kind, about))
           for kind, of_kind in found.items() for name, about in of_kind.items()},
    }  # fmt: skip
    told = _told(package, dataset, found, is_growing=False)
    return {**{f"{folder}/{path}": raw for path, raw in files.items()}, **_summary(identifier, told)}  # fmt: skip


def growing_files(
    identifier: str, dataset: Dataset, package: Package, editeur: str, adresse: str
) -> dict[str, bytes]:
    """The same of a dataset that grows by itself: `package` is what is always true of it."""
    cited = citation(package, editeur, adresse)
    files = _metadata(package, dataset, cited, {}, is_growing=True)
    told = _told(package, dataset, {}, is_growing=True)
    return {**{f"site/donnees/{identifier}/{path}": raw for path, raw in files.items()}, **_summary(identifier, told)}  # fmt: skip


def summary(raw: bytes) -> Told:
    """What `dataset_files` wrote of a dataset for the whole."""
    return Told(**json.loads(raw))


def _summary(identifier: str, told: Told) -> dict[str, bytes]:
    return {f"{SUMMARIES}{identifier}.json": to_json(told)}


def _stem(resource: Mapping[str, Any]) -> str:
    return PurePosixPath(resource["path"]).stem


def _may_have_places(resource: Mapping[str, Any]) -> bool:
    """A table is opened when one of its columns may hold the code of a place."""
    names = {field["name"] for field in resource["schema"]["fields"]}
    return any(names & set(kind.colonnes) for kind in KINDS)


def _metadata(
    package: Package,
    dataset: Dataset,
    cited: Citation,
    kinds: Mapping[str, Sequence[Kind]],
    *,
    is_growing: bool,
) -> dict[str, bytes]:
    errors = [{"date": one.date.isoformat(), "texte": one.texte} for one in dataset.erreurs]
    return {
        metadata_file(one["path"]): _indented(
            table_metadata(
                package, one, cited, kinds.get(one["name"], ()), errors, is_growing=is_growing
            )
        )
        for one in package["resources"]
    }


def _place(
    package: Package, cited: Citation, kind: Kind, about: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The rows about the places of one file, by place then table."""
    named = {name for tables in about.values() for name in tables}
    return {
        **identity(package, cited, "../../", is_growing=False),
        "lieu": kind.nom,
        "tables": {
            one["name"]: {"metadonnees": f"../../{metadata_file(one['path'])}", "licence": one["licenses"][0]["name"]}
            for one in package["resources"] if one["name"] in named
        },
        "lieux": about,
    }  # fmt: skip


def _told(
    package: Package, dataset: Dataset, found: Mapping[Kind, Mapping[str, Any]], *, is_growing: bool
) -> Told:
    return Told(
        _entry(package, dataset, found, is_growing=is_growing),
        openapi.paths_of(package, dataset, found, is_growing=is_growing),
        openapi.schemas_of(package),
    )


def _entry(
    package: Package, dataset: Dataset, found: Mapping[Kind, Mapping[str, Any]], *, is_growing: bool
) -> dict[str, Any]:
    """The dataset as `index.json` names it; addresses are relative to that file."""
    name = package["name"]
    return {
        "id": name,
        "titre": package["title"],
        "description": dataset.description.strip(),
        "page": f"{name}/",
        "version": package["version"],
        **({} if is_growing else {"date": package["created"][:10]}),
        "licences": [one["name"] for one in package["licenses"]],
        "mise_a_jour": package["updateFrequency"],
        "description_machine": f"{name}/{DESCRIPTION}",
        "tables": [_table(name, one, is_growing=is_growing) for one in package["resources"]],
        **({"graphique": {form: f"{name}/{CHART}.{form}" for form in CHART_FORMS}} if dataset.graphiques else {}),
        "lieux": [{"lieu": kind.nom, "adresse": f"{name}/{place_template(kind.nom, kind.variable)}", "parametre": kind.dit}
                  for kind in found],
        "versions": [] if is_growing else list(_versions(name, dataset)),
    }  # fmt: skip


def _table(name: str, resource: Mapping[str, Any], *, is_growing: bool) -> dict[str, Any]:
    paths = [resource["path"], *(one["path"] for one in resource.get("formats", ()))]
    return {
        "nom": resource["name"],
        "titre": resource["title"],
        **({} if is_growing else {"nb_lignes": resource["rows"]}),
        "metadonnees": f"{name}/{metadata_file(resource['path'])}",
        **{path.rpartition(".")[2]: f"{name}/{path}" for path in paths},
    }


def _versions(name: str, dataset: Dataset) -> Iterator[dict[str, str]]:
    for entry in dataset.journal:
        if not entry.est_sans_fichiers:
            place = f"{name}/{entry.version}/"
            yield {"version": entry.version, "date": entry.date.isoformat(), "texte": entry.texte,
                   "page": place, "empreintes": f"{place}{DIGESTS}"}  # fmt: skip


def _indented(value: Mapping[str, Any]) -> bytes:
    return to_json(value, indent=1) + b"\n"


def _written(value: Mapping[str, Any]) -> bytes:
    """Without a space: there are some hundreds of such files."""
    return to_json(value) + b"\n"
