"""The tables of a dataset as CSV on the Web reads them: `csv-metadata.json`, found beside any of its CSV files.

https://www.w3.org/TR/tabular-metadata/. A column's `titles` are what the header says: its name; the title that a
reader sees is `dc:title`. Lists of codes and their labels stay in the Table Schema, which has a place for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAME = "csv-metadata.json"
_NUMBERS = ("integer", "number")
_TYPES = {
    "integer": "integer",
    "year": "gYear",
    "number": "decimal",
    "boolean": "boolean",
    "date": "date",
}


def csvw(package: Mapping[str, Any]) -> dict[str, Any]:
    """A group of the tables of a datapackage.json, which stands beside them."""
    files = {resource["name"]: resource["path"] for resource in package["resources"]}
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "fr"}],
        "dc:title": package["title"],
        "dc:description": package["description"],
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tables": [_table(resource, files) for resource in package["resources"]],
    }


def _table(resource: Mapping[str, Any], files: Mapping[str, str]) -> dict[str, Any]:
    schema = resource["schema"]
    keys = [_foreign(resource, key, files) for key in schema.get("foreignKeys", ())]
    return {
        "url": resource["path"],
        "dc:title": resource["title"],
        "dc:description": resource["description"],
        "dc:license": {"@id": resource["licenses"][0]["path"]},
        "tableSchema": {
            "columns": [_column(column) for column in schema["fields"]],
            "primaryKey": schema["primaryKey"],
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _foreign(
    resource: Mapping[str, Any], key: Mapping[str, Any], files: Mapping[str, str]
) -> dict[str, Any]:
    """A foreign key of a Table Schema, where a table that refers to itself has no name."""
    reference = key["reference"]
    there = files[reference.get("resource") or resource["name"]]
    return {
        "columnReference": list(key["fields"]),
        "reference": {"resource": there, "columnReference": list(reference["fields"])},
    }


def _column(column: Mapping[str, Any]) -> dict[str, Any]:
    limits = column.get("constraints", {})
    bounded = ("minimum", "maximum") if column["type"] in _NUMBERS else ()
    bounds = {name: limits[name] for name in bounded if name in limits}
    base = _TYPES.get(column["type"], "string")
    return {
        "name": column["name"],
        "titles": column["name"],
        "dc:title": column["title"],
        "dc:description": column["description"],
        "datatype": {"base": base, **bounds} if bounds else base,
        "required": bool(limits.get("required")),
    }
