"""A dataset as Croissant 1.0 (MLCommons, 2024): tables, columns and their types, for tools that load data sets.

https://docs.mlcommons.org/croissant/docs/croissant-spec.html. Each table is a record set read from its CSV.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opendata.harvest.citation import Citation, apa

CONFORMS = "http://mlcommons.org/croissant/1.0"
# The context that the standard gives, whole: a reader compares it.
_CONTEXT: Mapping[str, Any] = {
    "@language": "fr",
    "@vocab": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            "citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet",
            "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet",
            "references", "regex", "repeated", "replace", "samplingRate", "separator", "source", "subField", "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "sc": "https://schema.org/",
}  # fmt: skip
_TYPES = {
    "integer": "sc:Integer",
    "year": "sc:Integer",
    "number": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
}


def croissant(package: Mapping[str, Any], reference: Citation) -> dict[str, Any]:
    """The description of a datapackage.json; addresses are relative to it while the site has none."""
    place = reference.folder
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS,
        "name": package["name"],
        "alternateName": package["title"],
        "description": package["description"],
        "version": package["version"],
        "datePublished": package["changelog"][-1]["date"],
        "dateModified": package["changelog"][0]["date"],
        "inLanguage": "fr",
        "isLiveDataset": False,
        "keywords": package["keywords"],
        "license": [item["path"] for item in package["licenses"]],
        "citeAs": apa(reference),
        "creator": {"@type": "Organization", "name": reference.editeur},
        "publisher": {"@type": "Organization", "name": reference.editeur},
        **({"url": place} if place else {}),
        "distribution": [_file(resource, place) for resource in package["resources"]],
        "recordSet": [_records(resource) for resource in package["resources"]],
    }


def _file(resource: Mapping[str, Any], place: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "description": resource["title"],
        "contentUrl": f"{place}{resource['path']}",
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": "text/csv",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }


def _records(resource: Mapping[str, Any]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["description"],
        "key": [{"@id": f"{name}/{column}"} for column in schema["primaryKey"]],
        "field": list(_fields(resource)),
    }


def _fields(resource: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """A column each. Its foreign keys are not said: the reader of MLCommons joins what refers, and loses rows."""
    for column in resource["schema"]["fields"]:
        yield {
            "@type": "cr:Field",
            "@id": f"{resource['name']}/{column['name']}",
            "name": column["name"],
            "description": column["description"],
            "dataType": _TYPES.get(column["type"], "sc:Text"),
            "source": {
                "fileObject": {"@id": resource["path"]},
                "extract": {"column": column["name"]},
            },
        }
