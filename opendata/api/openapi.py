"""`openapi.json`: every address, and the shape of what it answers (OpenAPI 3.1, whose schemas are JSON Schema 2020-12).

Made from the published declarations. Addresses are relative to the document itself, wherever the site stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any

from opendata.api.addresses import CHART, CHART_FORMS, INDEX, chart_stem, metadata_file
from opendata.api.places import Kind
from opendata.packages.file_names import DIGESTS, FORMATS
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import Dataset

VERSION = "1.0.0"  # of the addresses, not of the data: each dataset has its own
_JSON, _CSV = FORMATS["json"][1], FORMATS["csv"][1]
_TYPES: Mapping[str, Mapping[str, str]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "year": {"type": "integer"},
    "date": {"type": "string", "format": "date"},
}
_BOUNDS = ("minimum", "maximum", "pattern")
_CHART_TYPES = {"csv": _CSV, "svg": "image/svg+xml", "png": "image/png", "metadata.json": _JSON}
Package = Mapping[str, Any]
Paths = dict[str, dict[str, Any]]


def document(title: str, paths: Paths, schemas: Mapping[str, Any], publisher: Mapping[str, str]) -> dict[str, Any]:  # fmt: skip
    """The whole of it; `paths` and `schemas` of every dataset together, `publisher` its contact."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": VERSION,
            "description": "Des fichiers à des adresses stables : ni clé, ni inscription, ni calcul. Une adresse, une colonne et "
            "un type ne disparaissent pas dans une même version majeure d’un jeu.",
            **({"contact": dict(publisher)} if publisher else {}),
        },
        "servers": [{"url": "./", "description": "Le dossier de ce document."}],
        "paths": {f"/{INDEX}": _get("index", "Tous les jeux de données", _json({"$ref": "#/components/schemas/Index"})), **paths},
        "components": {"schemas": {**_SHARED, **schemas}},
    }  # fmt: skip


def schemas_of(package: Package) -> dict[str, Any]:
    """The shape of a row of each table, by « jeu.table »."""
    return {f"{package['name']}.{one['name']}": _row(one) for one in package["resources"]}


def paths_of(
    package: Package, dataset: Dataset, kinds: Mapping[Kind, Iterable[str]], *, is_growing: bool
) -> Paths:
    """The addresses of a dataset; `kinds` gives the files of each kind of place that it tells of."""
    name, tag = package["name"], package["title"]
    paths: Paths = {}
    for resource in package["resources"]:
        paths |= _table(name, tag, resource)
    for rank, chart in enumerate(dataset.graphiques):
        for stem in (CHART, chart_stem(chart.nom)) if rank == 0 else (chart_stem(chart.nom),):
            for form in CHART_FORMS:
                shape = _json({"$ref": "#/components/schemas/Metadonnees"}) if form.endswith("json") else _raw(_CHART_TYPES[form])  # fmt: skip
                paths[f"/{name}/{stem}.{form}"] = _get(f"{name}.{stem}.{form}", f"{chart.titre} ({form})", shape, tag)  # fmt: skip
    for kind, files in kinds.items():
        paths[f"/{name}/par/{kind.nom}/{{{kind.variable}}}.json"] = _place(name, tag, kind, files)
    return paths if is_growing else paths | _versions(name, tag, dataset)


def _table(name: str, tag: str, resource: Mapping[str, Any]) -> Paths:
    """CSV, JSON, Parquet, map files where there are some, and what tells of them."""
    stem, title = PurePosixPath(resource["path"]).stem, resource["title"]
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{name}.{resource['name']}"}}
    paths: Paths = {}
    for one in (resource, *resource.get("formats", ())):
        suffix = one["path"].rpartition(".")[2]
        shape = _json(rows) if suffix == "json" else _raw(FORMATS[suffix][1])
        paths[f"/{name}/{one['path']}"] = _get(f"{name}.{stem}.{suffix}", f"{title} ({FORMATS[suffix][0]})", shape, tag)  # fmt: skip
    about = _json({"$ref": "#/components/schemas/Metadonnees"})
    paths[f"/{name}/{metadata_file(resource['path'])}"] = _get(
        f"{name}.{stem}.metadata", f"{title} : provenance, colonnes, fichiers", about, tag
    )
    return paths


def _place(name: str, tag: str, kind: Kind, files: Iterable[str]) -> dict[str, Any]:
    parameter = {
        "name": kind.variable, "in": "path", "required": True, "description": kind.dit,
        "schema": {"type": "string", "enum": sorted(files)}, "example": kind.exemple,
    }  # fmt: skip
    shape = _json({"$ref": "#/components/schemas/Lieux"})
    return _get(f"{name}.par.{kind.nom}", f"{tag}, par {kind.nom}", shape, tag, [parameter])


def _versions(name: str, tag: str, dataset: Dataset) -> Paths:
    kept = [one.version for one in dataset.journal if not one.est_sans_fichiers]
    parameter = {
        "name": "version", "in": "path", "required": True,
        "description": "Un numéro du journal : tous les fichiers de la version sont à cette adresse, sous les mêmes noms.",
        "schema": {"type": "string", "enum": kept}, "example": kept[0],
    }  # fmt: skip
    return {
        f"/{name}/{{version}}/{DESCRIPTION}": _get(
            f"{name}.version", f"{tag} : une version, décrite (Data Package)", _json({"type": "object"}), tag, [parameter]),
        f"/{name}/{{version}}/{DIGESTS}": _get(
            f"{name}.empreintes", f"{tag} : les empreintes SHA-256 d’une version", _raw("text/plain"), tag, [parameter]),
    }  # fmt: skip


def _get(
    identifier: str,
    summary: str,
    content: Mapping[str, Any],
    tag: str = "",
    parameters: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    parameters = list(parameters)
    return {
        "get": {
            "operationId": identifier,
            "summary": summary,
            **({"tags": [tag]} if tag else {}),
            **({"parameters": parameters} if parameters else {}),
            "responses": {"200": {"description": "Le fichier.", "content": dict(content)}},
        }
    }


def _json(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {_JSON: {"schema": dict(schema)}}


def _raw(media_type: str) -> dict[str, Any]:
    """Bytes, or a text of its own kind: no schema tells more."""
    return {media_type: {}}


def _row(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A row as JSON has it. A column may be added within a major version: a reader leaves aside what it does not know."""
    fields = resource["schema"]["fields"]
    return {
        "type": "object",
        "title": resource["title"],
        "description": resource["description"],
        "required": [field["name"] for field in fields],
        "properties": {field["name"]: _value(field) for field in fields},
    }


def _value(field: Mapping[str, Any]) -> dict[str, Any]:
    constraints = field.get("constraints", {})
    is_required = bool(constraints.get("required"))
    schema: dict[str, Any] = {"title": field["title"], "description": field["description"], **_TYPES[field["type"]]}  # fmt: skip
    schema |= {name: constraints[name] for name in _BOUNDS if name in constraints}
    if "enum" in constraints:
        schema["enum"] = [*constraints["enum"], *([] if is_required else [None])]
    if not is_required:
        schema["type"] = [schema["type"], "null"]
    return schema | ({"x-unite": field["unit"]} if "unit" in field else {})


_TEXT, _OBJECTS = {"type": "string"}, {"type": "array", "items": {"type": "object"}}
_IDENTITY = {"jeu": _TEXT, "titre_jeu": _TEXT, "version": _TEXT, "page": _TEXT, "citation": _TEXT}
_SHARED: Mapping[str, Any] = {
    "Index": {
        "type": "object", "required": ["openapi", "jeux"],
        "properties": {"openapi": _TEXT, "jeux": {"type": "array", "items": {
            "type": "object", "required": ["id", "titre", "page", "version", "tables"],
            "properties": {"id": _TEXT, "titre": _TEXT, "page": _TEXT, "version": _TEXT, "tables": _OBJECTS}}}},
    },
    "Metadonnees": {
        "type": "object", "required": [*_IDENTITY, "titre", "description", "licence", "sources", "colonnes", "fichiers"],
        "properties": {**_IDENTITY, "titre": _TEXT, "description": _TEXT, "licence": {"type": "object"}, "sources": _OBJECTS,
                       "colonnes": {"type": "array"}, "fichiers": {"type": "array"}},
    },
    "Lieux": {
        "type": "object", "required": [*_IDENTITY, "lieu", "tables", "lieux"],
        "description": "Par code de lieu, puis par table, les lignes qui en parlent, comme la table JSON les a.",
        "properties": {**_IDENTITY, "lieu": _TEXT, "tables": {"type": "object"}, "lieux": {
            "type": "object", "additionalProperties": {"type": "object", "additionalProperties": _OBJECTS}}},
    },
}  # fmt: skip
