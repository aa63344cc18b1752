"""Every version of a dataset at its own address: what was cited stays, in the formats of today.

What is kept of an earlier version is its canonical CSV, the GeoJSON of what stands somewhere and its
datapackage.json; the other formats are made again from these, and the same files give the same bytes.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from opendata.findings import Finding
from opendata.model import PublicTable, Publishable, ReleasedTable
from opendata.packages.difference import TableVersion, differences, table_versions
from opendata.packages.file_names import DIGESTS, bundle_name
from opendata.packages.formats.archive import archive, digests
from opendata.packages.formats.bundle import bundle
from opendata.packages.formats.distribution import distributions
from opendata.packages.formats.geometry import Shapes, stand_once
from opendata.packages.formats.geoparquet import outlines
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION, OUTLINED, Archived
from opendata.records.archived_versions import FOLDER as VERSIONS
from opendata.records.catalogue import CheckedDataset
from opendata.records.dataset import FOLDER
from opendata.records.schema import Schema
from opendata.records.table import text_rows, typed

_COLUMN = ("name", "title", "description", "type", "unit", "vintage", "categories", "constraints", "missingValues")  # fmt: skip


class _DescriptorRecord(BaseModel):
    # A description follows the standard of its day: only what files are made from is read.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Titled(_DescriptorRecord):
    title: str


class _Licence(_Titled):
    name: str


class _Break(_DescriptorRecord):
    date: datetime.date
    description: str


class _Resource(_Titled):
    description: str
    licenses: Annotated[tuple[_Licence, ...], Field(min_length=1)]
    sources: Annotated[tuple[_Titled, ...], Field(min_length=1)]
    table_schema: dict[str, Any] = Field(alias="schema")


class _Description(_Titled):
    """What `opendata.packages.formats.bundle` takes from a datapackage.json."""

    description: str
    created: datetime.datetime
    fictitious: bool
    licenses: tuple[_Licence, ...]
    sources: tuple[_Titled, ...]
    method: str
    protection: str
    limits: tuple[str, ...]
    breaks: tuple[_Break, ...]
    resources: tuple[_Resource, ...]


def version_files(
    checked: CheckedDataset, current: Mapping[str, bytes], tables: Mapping[str, Publishable]
) -> dict[str, bytes]:
    """Files by version and name; `current` are those of the current one, which has from its first day what it will keep."""
    files = {f"{checked.dataset.version}/{name}": raw for name, raw in current.items()}
    for old in checked.versions:
        formats = rebuilt_formats(old, tables) if checked.dataset.est_telechargeable else {}
        files |= {f"{old.version}/{name}": raw for name, raw in {**formats, **old.files}.items()}
    return files


def without_formats(checked: CheckedDataset, files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Earlier versions of which `files`, by version and name, lack a format.

    A version of tables about people may have no more than what was kept: see `rebuilt_formats`.
    """
    offered = checked.versions if checked.dataset.est_telechargeable else ()
    for old in offered:
        lacking = [name for name in _expected(old) if f"{old.version}/{name}" not in files]
        if lacking and "audit" not in old.package:
            path = f"{FOLDER}/{checked.id}/{VERSIONS}{old.version}/{DESCRIPTION}"
            yield Finding(path, 0, 0, f"version {old.version} sans {', '.join(lacking)}",
                          "une version publiée garde tous ses formats, refaits de ses CSV et de leur description",
                          "rendre cette description lisible à opendata/packages/version_folders.py")  # fmt: skip


def _expected(old: Archived) -> Iterator[str]:
    """The files that a version offers besides what is kept of it."""
    package, drawn = old.package, _outlines(old)
    for resource in package["resources"]:
        stem = PurePosixPath(resource["path"]).stem
        yield from (f"{stem}.json", f"{stem}.parquet")
        if resource["name"] in drawn and stand_once(drawn[resource["name"]]):
            yield from (f"{stem}.geojson", f"{stem}.gpkg")
    est_fictif = package.get("fictitious", False)
    yield from (bundle_name(package["name"], est_fictif, suffix) for suffix in ("xlsx", "zip"))
    yield fiction.named(DIGESTS, est_fictif)


def archive_with_digests(
    identifier: str, est_fictif: bool, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """One zip with everything, and the digest of every file."""
    zipped = {bundle_name(identifier, est_fictif, "zip"): archive(files, identifier)}
    return {**zipped, fiction.named(DIGESTS, est_fictif): digests({**files, **zipped})}


def changes_by_version(
    checked: CheckedDataset, current: Mapping[str, bytes], tables: Mapping[str, Publishable]
) -> bytes:
    """By version, what its data have that those of the version before had not, in words."""
    versions = list(_versions(checked, current, tables)) if checked.versions else []
    changes = {
        version: differences(older, newer)
        for (version, newer), (_, older) in itertools.pairwise(versions)
    }
    return to_json(changes, indent=1) + b"\n"


def _versions(
    checked: CheckedDataset, current: Mapping[str, bytes], tables: Mapping[str, Publishable]
) -> Iterator[tuple[str, dict[str, TableVersion]]]:
    """The tables of every version, the most recent first."""
    dataset = checked.dataset
    package = json.loads(current[fiction.named(DESCRIPTION, dataset.est_fictif)])
    rows = {one.fichier: text_rows(tables[one.nom].frame) for one in dataset.ressources}
    yield dataset.version, table_versions(package, rows)
    for old in checked.versions:
        kept = {name: table.rows for name, table in old.tables.items()}
        yield old.version, table_versions(old.package, kept)


def rebuilt_formats(old: Archived, current: Mapping[str, Publishable]) -> dict[str, bytes]:
    """What an earlier version did not keep; nothing when today's readers cannot read it whole, which is a finding.

    Maps are made of the outlines of that day, where its Parquet was kept. `current` are the tables
    published now: a table about people is one of them, or is made in no other format.
    """
    try:
        _Description.model_validate(old.package)
    except ValidationError:
        return {}
    schemas: dict[str, Schema] = {}
    tables: dict[str, Publishable] = {}
    for resource in old.package["resources"]:
        schema = read_schema(resource["schema"])
        table = _table(old, resource, schema, current) if schema else None
        if schema is None or table is None:
            return {}
        schemas[resource["name"]], tables[resource["name"]] = schema, table
    whole = bundle(old.package, schemas, tables)
    made = distributions(whole, _outlines(old))
    formats = {file.nom: file.raw for file in made if file.nom not in old.files}
    return formats | archive_with_digests(
        old.package["name"], old.package["fictitious"], {**old.files, **formats}
    )


def _outlines(old: Archived) -> dict[str, Shapes]:
    """The outlines of each row, of the tables whose Parquet was kept for them."""
    return {
        resource["name"]: outlines(old.files[one["path"]])
        for resource in old.package["resources"]
        for one in resource.get("formats", ())
        if one["path"].endswith(f".{OUTLINED}")
    }


def read_schema(descriptor: Mapping[str, Any]) -> Schema | None:
    """A Table Schema as a datapackage.json holds it; `None` when it is not one of ours."""
    try:
        return Schema.model_validate(
            {
                "fields": [_column(field) for field in descriptor["fields"]],
                "primaryKey": descriptor["primaryKey"],
                "foreignKeys": descriptor.get("foreignKeys", ()),
            }
        )
    except (KeyError, ValidationError):
        return None


def _column(field: Mapping[str, Any]) -> dict[str, Any]:
    """The field as dataset.yaml would declare it: codes are texts, and written once."""
    column = {key: field[key] for key in _COLUMN if key in field}
    if "categories" in column:
        column["categories"] = [
            {**code, "value": str(code["value"])} for code in column["categories"]
        ]
        limits = column["constraints"]
        column["constraints"] = {key: value for key, value in limits.items() if key != "enum"}
    return column


def _table(
    old: Archived, resource: Mapping[str, Any], schema: Schema, current: Mapping[str, Publishable]
) -> Publishable | None:
    name, today = resource["name"], current.get(resource["name"])
    if isinstance(
        today, ReleasedTable
    ):  # opendata.records.archived_versions has compared the two files
        return today
    if "audit" in old.package and today is None:
        return None
    text = old.tables.get(resource["path"])
    table = typed(text, schema, []) if text else None
    origins = tuple(source["title"] for source in resource["sources"])
    own = _without_joins(resource["schema"])
    return PublicTable(name, own, table.frame, sources=origins) if table else None


def _without_joins(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema as the table has it: what a key joins is said by the description of the package alone."""
    fields = [
        {key: value for key, value in field.items() if key != "joins"} for field in schema["fields"]
    ]
    return {**schema, "fields": fields}
