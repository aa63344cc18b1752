"""Every version of a dataset at its own address: what was cited stays, in the formats of today.

What is kept of an earlier version is its canonical CSV and its datapackage.json; the other
formats are made again from these, and the same files give the same bytes.
"""

from __future__ import annotations

import datetime
import itertools
import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from opendata.model import PublicTable, Publishable, ReleasedTable
from opendata.packages.difference import differences, editions_of
from opendata.packages.formats.archive import archive, digests
from opendata.packages.formats.bundle import bundle
from opendata.packages.formats.distribution import bundle_name, offered
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION, Archived
from opendata.records.catalogue import CheckedDataset
from opendata.records.schema import Schema
from opendata.records.table import read_table

DIGESTS = "sha256sums.txt"
_COLUMN = ("name", "title", "description", "type", "unit", "categories", "constraints", "missingValues")  # fmt: skip


class _Told(BaseModel):
    # A description follows the standard of its day: only what files are made from is read.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Titled(_Told):
    title: str


class _Licence(_Titled):
    name: str


class _Break(_Told):
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


def editions(
    checked: CheckedDataset, current: Mapping[str, bytes], tables: Mapping[str, Publishable]
) -> dict[str, bytes]:
    """Files by version and name. The current version has what `archive` will keep of it.

    Its other formats stand above it, at the address of the latest, while it is the latest.
    """
    found = {f"{checked.dataset.version}/{name}": raw for name, raw in current.items()}
    for old in checked.versions:
        made = formats(old, tables) if checked.dataset.est_telechargeable else {}
        found |= {f"{old.version}/{name}": raw for name, raw in {**made, **old.files}.items()}
    return found


def whole(identifier: str, est_fictif: bool, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """One zip with everything, and the digest of every file."""
    zipped = {bundle_name(identifier, est_fictif, "zip"): archive(files, identifier)}
    return {**zipped, fiction.named(DIGESTS, est_fictif): digests({**files, **zipped})}


def changes(checked: CheckedDataset, current: Mapping[str, bytes]) -> bytes:
    """By version, what its data have that those of the version before had not, in words."""
    package = json.loads(current[fiction.named(DESCRIPTION, checked.dataset.est_fictif)])
    told = [(checked.dataset.version, editions_of(package, current))]
    told += [(old.version, editions_of(old.package, old.files)) for old in checked.versions]
    found = {
        version: differences(older, newer)
        for (version, newer), (_, older) in itertools.pairwise(told)
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def formats(old: Archived, current: Mapping[str, Publishable]) -> dict[str, bytes]:
    """What an earlier version did not keep; nothing when today's readers cannot read it whole.

    Map files are not made: the outlines of that day are not kept. `current` are the tables
    published now: a table about people is one of them, or is made in no other format.
    """
    try:
        _Description.model_validate(old.package)
    except ValidationError:
        return {}
    schemas: dict[str, Schema] = {}
    tables: dict[str, Publishable] = {}
    for told in old.package["resources"]:
        schema = read_schema(told["schema"])
        table = _table(old, told, schema, current) if schema else None
        if schema is None or table is None:
            return {}
        schemas[told["name"]], tables[told["name"]] = schema, table
    made = {offer.nom: offer.raw for offer in offered(bundle(old.package, schemas, tables), {})}
    return made | whole(old.package["name"], old.package["fictitious"], {**old.files, **made})


def read_schema(descriptor: Mapping[str, Any]) -> Schema | None:
    """A Table Schema as a datapackage.json holds it; `None` when it is not one of ours."""
    try:
        return Schema.model_validate(
            {
                "fields": [_column(told) for told in descriptor["fields"]],
                "primaryKey": descriptor["primaryKey"],
                "foreignKeys": descriptor.get("foreignKeys", ()),
            }
        )
    except (KeyError, ValidationError):
        return None


def _column(told: Mapping[str, Any]) -> dict[str, Any]:
    """The field as dataset.yaml would declare it: codes are texts, and written once."""
    found = {key: told[key] for key in _COLUMN if key in told}
    if "categories" in found:
        found["categories"] = [
            {**code, "value": str(code["value"])} for code in found["categories"]
        ]
        limits = found["constraints"]
        found["constraints"] = {key: value for key, value in limits.items() if key != "enum"}
    return found


def _table(
    old: Archived, told: Mapping[str, Any], schema: Schema, current: Mapping[str, Publishable]
) -> Publishable | None:
    name, now = told["name"], current.get(told["name"])
    if isinstance(
        now, ReleasedTable
    ):  # opendata.records.archived_versions has compared the two files
        return now
    if "audit" in old.package and now is None:
        return None
    read = read_table(told["path"], old.files[told["path"]], schema, [])
    origins = tuple(source["title"] for source in told["sources"])
    return PublicTable(name, told["schema"], read.frame, sources=origins) if read else None
