"""The files of a dataset as the catalogue names them (dcat:Distribution), each with its size and what it conforms to.

A checksum stands in datapackage.json alone, which the catalogue names too: the DCAT-AP shapes ask for `xsd:hexBinary`,
which data.gouv.fr (udata) reads as bytes, so that it refuses the whole dataset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from opendata.harvest.rdf import Iri, Node, Text
from opendata.harvest.vocabulary import EU, MEDIA_TYPES
from opendata.packages.descriptor import PROFILE
from opendata.packages.file_names import FORMATS, schema_file
from opendata.records.archived_versions import DESCRIPTION

# EU Publications Office, file types.
FILE_TYPES: Mapping[str, str] = {
    "csv": "CSV",
    "parquet": "PARQUET",
    "xlsx": "XLSX",
    "json": "JSON",
    "geojson": "GEOJSON",
    "gpkg": "GPKG",
    "zip": "ZIP",
}
Package = Mapping[str, Any]
Files = Mapping[str, bytes]


def paths(package: Package) -> Iterator[str]:
    """Every file of a package: tables, their other formats, all tables together, and what describes them."""
    for resource in package["resources"]:
        yield resource["path"]
        yield from (item["path"] for item in resource.get("formats", ()))
    for item in package.get("formats", ()):
        yield item["path"]
        yield f"{item['path'].removesuffix('.xlsx')}.zip"
    yield DESCRIPTION


def anchor(path: str) -> str:
    """What the catalogue calls a file, after « # » in the dataset's address."""
    stem, _, suffix = path.rpartition(".")
    return f"{suffix}-{stem}"


def distributions(page: str, package: Package, files: Files) -> Iterator[Node]:
    """Every file of the dataset whose page is at `page`; `files` are empty when its next row would change them."""
    titles, licences = _titles(package), _licences(package)
    # A file with several tables goes out under the strictest of their licences: ODbL when one is.
    strictest = package["licenses"][0]["path"]
    for path in paths(package):
        raw, suffix = files.get(path), path.rpartition(".")[2]
        title, (format_name, media_type) = titles.get(path, "Toutes les tables"), FORMATS[suffix]
        yield Node(f"{page}#{anchor(path)}", "dcat:Distribution", (
            ("dct:title", Text(f"{title} ({format_name})")),
            ("dct:description", Text(f"{title}, au format {format_name}.")),
            ("dcat:accessURL", Iri(page)),
            ("dcat:downloadURL", Iri(f"{page}{path}")),
            ("dcat:mediaType", Iri(f"{MEDIA_TYPES}/{media_type}")),
            ("dct:format", Iri(f"{EU}/file-type/{FILE_TYPES[suffix]}")),
            *([("dcat:byteSize", Text(str(len(raw)), "xsd:nonNegativeInteger"))] if raw else []),
            ("dct:license", Iri(licences.get(path, strictest))),
            ("dcatap:availability", Iri(f"{EU}/planned-availability/STABLE")),
            *(("dct:conformsTo", Iri(standard)) for standard in _conforms(page, path, has_schema=bool(raw))),
        ))  # fmt: skip


def standards(page: str, package: Package, files: Files) -> Iterator[Node]:
    """What the files conform to: each table's schema."""
    for resource in package["resources"] if files else ():
        yield Node(f"{page}{schema_file(resource['path'])}", "dct:Standard", (
            ("dct:title", Text(f"{resource['title']} : les colonnes (Table Schema)")),
        ))  # fmt: skip


def _conforms(page: str, path: str, *, has_schema: bool) -> Iterator[str]:
    if path == DESCRIPTION:
        yield PROFILE
    elif path.endswith(".csv") and has_schema:
        yield f"{page}{schema_file(path)}"


def _titles(package: Package) -> dict[str, str]:
    tables = {
        path: resource["title"] for resource in package["resources"] for path in _of(resource)
    }
    return {**tables, DESCRIPTION: "Description du jeu, avec l’empreinte SHA-256 de chaque fichier"}


def _licences(package: Package) -> dict[str, str]:
    return {
        path: resource["licenses"][0]["path"]
        for resource in package["resources"]
        for path in _of(resource)
    }


def _of(resource: Mapping[str, Any]) -> Iterator[str]:
    yield resource["path"]
    yield from (item["path"] for item in resource.get("formats", ()))
