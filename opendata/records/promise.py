"""What a version promises to programs, and the next one of the same major version keeps (semver.org, 2.0.0).

An address answers, and what it answers means the same: a table stays at its address, its columns keep their name, type
and unit, its rows are told apart by the same key. Columns, tables and rows may be added. What breaks this is a new major
version. A table about people may be withdrawn: protection passes before permanence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from opendata.findings import Document, Finding
from opendata.records.archived_versions import Archived
from opendata.records.dataset import Dataset

RULE = "dans une version majeure, une adresse et ce qu'elle dit ne changent pas : des programmes les lisent"


@dataclass(frozen=True)
class Promised:
    """A table of a version: its name, the file at whose address it stands, its Table Schema."""

    nom: str
    fichier: str
    schema: Mapping[str, Any]


def of_package(package: Mapping[str, Any]) -> tuple[Promised, ...]:
    """What a kept version promised; nothing when its tables are about people."""
    if "audit" in package:
        return ()
    return tuple(
        Promised(one["name"], one["path"], one["schema"])
        for one in package["resources"]
        if isinstance(one.get("schema"), dict) and "fields" in one["schema"]
    )


def of_dataset(dataset: Dataset) -> tuple[Promised, ...]:
    """What a declaration promises of its public tables."""
    return tuple(
        Promised(one.nom, one.fichier, one.schema_.descriptor())
        for one in dataset.ressources
        if one.nature != "protegee"
    )


def broken_since(
    document: Document, dataset: Dataset, versions: Sequence[Archived]
) -> Iterator[Finding]:
    """What the current version does not keep of the last one before it, when both have the same major number."""
    before = next(iter(versions), None)
    if before is not None:
        yield from broken(document, dataset, before.version, of_package(before.package))


def broken(
    document: Document, dataset: Dataset, version: str, promised: Sequence[Promised]
) -> Iterator[Finding]:
    """What `dataset` does not keep of what `version` promised; nothing across major versions.

    Of another dataset under the same identifier, which is a fault of its own, nothing either.
    """
    major = version.partition(".")[0]
    has_one = {one.nom for one in dataset.ressources} & {one.nom for one in promised}
    if dataset.version.partition(".")[0] != major or not has_one:
        return
    remedy = f"le remettre, ou publier sous le numéro {int(major) + 1}.0.0"
    for keys, what in _changes(dataset, version, promised):
        yield document.finding(keys, what, RULE, remedy)


Place = tuple[tuple[str | int, ...], str]


def _changes(dataset: Dataset, version: str, promised: Sequence[Promised]) -> Iterator[Place]:
    names = [one.nom for one in dataset.ressources]
    files = [one.fichier for one in dataset.ressources]
    for table in promised:
        if table.fichier in files:
            rank = files.index(table.fichier)
            yield from _table(dataset, rank, version, table)
        elif table.nom in names:
            yield (("ressources", names.index(table.nom), "fichier"),
                   f"table « {table.nom} » à une autre adresse que {table.fichier}, celle de la version {version}")  # fmt: skip
        else:
            yield ("ressources",), f"adresse {table.fichier} de la version {version} sans table"


def _table(dataset: Dataset, rank: int, version: str, table: Promised) -> Iterator[Place]:
    resource = dataset.ressources[rank]
    where: tuple[str | int, ...] = ("ressources", rank)
    if resource.nom != table.nom:
        yield ((*where, "nom"), f"adresse {table.fichier} donnée à la table « {resource.nom} » : la version {version} y a « {table.nom} »")  # fmt: skip
        return
    key = list(resource.schema_.primary_key)
    if key != list(table.schema.get("primaryKey", key)):
        before = ", ".join(table.schema["primaryKey"])
        told = f"clé de {table.fichier} : {', '.join(key)}, au lieu de {before} dans la version {version} : une ligne y dit autre chose"
        yield (*where, "schema", "primaryKey"), told
    columns = list(resource.schema_.columns)
    for field in table.schema["fields"]:
        name = field["name"]
        if name not in columns:
            yield (*where, "schema", "fields"), f"colonne « {name} » de {table.fichier}, version {version}, absente"  # fmt: skip
            continue
        number, column = columns.index(name), resource.schema_.column(name)
        for said, word, now in (("type", "type", column.type), ("unit", "unité", column.unit)):
            if field.get(said, now) != now:
                yield ((*where, "schema", "fields", number, said),
                       f"colonne « {name} » de {table.fichier} : {word} « {now} », « {field[said]} » dans la version {version}")  # fmt: skip
