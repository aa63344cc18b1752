"""The files of a dataset as its page offers them, measured on the published bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from opendata.packages.file_names import DIGESTS, FORMATS, bundle_name
from opendata.records import fiction
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.digest import sha256
from site_src.frame.typography import number

# The order in which a page offers the formats of a table.
ORDER = ("csv", "parquet", "json", "geojson", "gpkg")


@dataclass(frozen=True)
class Download:
    """A published file as the page beside it offers it."""

    nom: str
    format: str
    octets: int
    sha256: str


@dataclass(frozen=True)
class Shelf:
    """The files that hold the same thing: one table in every format, or all of them together."""

    titre: str
    fichiers: tuple[Download, ...]
    lignes: int | None = None
    licence: str = ""


def size_in_words(octets: int) -> str:
    """928 octets; 31,7 ko (1 ko = 1 000 octets); 1,9 Mo."""
    if octets < 1000:
        return f"{octets} octets"
    return f"{number(octets / 1e3, 1)} ko" if octets < 1e6 else f"{number(octets / 1e6, 1)} Mo"


def shelves(
    folder: str, package: Mapping[str, Any], packages: Mapping[str, bytes]
) -> Iterator[Shelf]:
    """All tables together, then each table, then the description; measured on the published bytes."""

    def offered(names: Iterable[str]) -> tuple[Download, ...]:
        return tuple(
            download
            for name in names
            if (download := _download(name, folder, packages)) is not None
        )

    is_fictitious = package["fictitious"]
    together = (bundle_name(package["name"], is_fictitious, suffix) for suffix in ("xlsx", "zip"))
    yield Shelf("Toutes les tables ensemble", offered(together))
    for resource in package["resources"]:
        stem = PurePosixPath(resource["path"]).stem
        yield Shelf(resource["title"], offered(f"{stem}.{suffix}" for suffix in ORDER), resource["rows"],
                    resource["licenses"][0]["title"])  # fmt: skip
    yield Shelf("Descriptions et empreintes", offered(_described(is_fictitious)))


def version_shelves(
    folder: str, package: Mapping[str, Any], packages: Mapping[str, bytes]
) -> Iterator[Shelf]:
    """The same for one version, at its own address."""
    return shelves(f"{folder}/{package['version']}", package, packages)


def _described(is_fictitious: bool) -> Iterator[str]:
    yield fiction.named(DESCRIPTION, is_fictitious)
    yield fiction.named(DIGESTS, is_fictitious)


def _download(name: str, folder: str, packages: Mapping[str, bytes]) -> Download | None:
    raw = packages.get(f"{folder}/{name}")
    return None if raw is None else Download(name, _format(name), len(raw), sha256(raw))


def _format(name: str) -> str:
    """The name of a file's format, as its link reads."""
    if name.endswith(DESCRIPTION):
        return "Data Package"
    if name.endswith(DIGESTS):
        return "SHA-256 de tous les fichiers"
    return FORMATS[name.rpartition(".")[2]][0]
