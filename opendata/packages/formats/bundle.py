"""One version of a dataset as its files carry it: tables, and all that a reader must know of them.

Made from the version's datapackage.json, so that a version kept for years gives the same files
as on the day it was the last.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from opendata.model import Publishable
from opendata.records.schema import Schema


@dataclass(frozen=True)
class Sheet:
    """One table of a version; `licence` is an id of `opendata.records.licences`."""

    nom: str
    fichier: str
    titre: str
    description: str
    licence: str
    schema: Schema = field(repr=False)
    table: Publishable = field(repr=False)


@dataclass(frozen=True)
class Bundle:
    """A version: what it says of itself, its tables in order, and notes as (subject, text)."""

    identifiant: str
    titre: str
    description: str
    version: str
    jour: datetime.date
    est_fictif: bool
    notes: tuple[tuple[str, str], ...] = field(repr=False)
    tables: tuple[Sheet, ...] = field(repr=False)


def bundle(
    package: Mapping[str, Any], schemas: Mapping[str, Schema], tables: Mapping[str, Publishable]
) -> Bundle:
    """What a datapackage.json describes; `schemas` and `tables` by resource name."""
    description, _, _ = _described(package)
    return Bundle(
        package["name"],
        package["title"],
        description,
        package["version"],
        datetime.date.fromisoformat(package["created"][:10]),
        package["fictitious"],
        tuple(_notes(package)),
        tuple(
            Sheet(resource["name"], resource["path"], resource["title"], resource["description"], resource["licenses"][0]["name"],
                  schemas[resource["name"]], tables[resource["name"]])
            for resource in package["resources"]
        ),
    )  # fmt: skip


def _described(package: Mapping[str, Any]) -> tuple[str, str, str]:
    """The description, and after its blank line what the site says of its own standing."""
    text: str = package["description"]
    return text.partition("\n\n")


def _notes(package: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the last sheet of the workbook says: all that a reader must know before a figure."""
    description, _, mention = _described(package)
    if mention:
        yield "Statut", mention
    yield "Jeu de données", package["title"]
    yield "Identifiant, version", f"{package['name']}, version {package['version']} du {package['created'][:10]}"  # fmt: skip
    yield "Description", description
    yield "Licence", ", ".join(sorted(entry["title"] for entry in package["licenses"]))
    for origin in package["sources"]:
        yield "Source", origin["title"]
    yield "Comment ces données sont faites", package["method"].strip()
    yield "Comment les personnes sont protégées", package["protection"].strip()
    for limit in package["limits"]:
        yield "Ce que ces données ne disent pas", limit
    for entry in package["breaks"]:
        yield "Rupture dans la série", f"{entry['date']} : {entry['description']}"
    yield "Cases vides", "Une case vide n’est pas un zéro : la feuille « Colonnes » dit ce qu’elle signifie."  # fmt: skip
