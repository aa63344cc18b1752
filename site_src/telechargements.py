"""The files of a dataset as its page offers them, measured on the published bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from opendata.digest import sha256
from opendata.formats.offer import FORMATS
from opendata.packages import DIGESTS
from opendata.versions import DESCRIPTION
from site_src.rendering import nombre


@dataclass(frozen=True)
class Download:
    """A published file as its page offers it."""

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


def taille(octets: int) -> str:
    """928 octets; 31,7 ko (1 ko = 1 000 octets); 1,9 Mo."""
    if octets < 1000:
        return f"{octets} octets"
    return f"{nombre(octets / 1e3, 1)} ko" if octets < 1e6 else f"{nombre(octets / 1e6, 1)} Mo"


def shelves(
    folder: str, package: Mapping[str, Any], packages: Mapping[str, bytes]
) -> Iterator[Shelf]:
    """All tables together, then each table, then the description; measured on the published bytes."""
    together = [item["path"] for item in package.get("formats", ())]
    together += [f"{name.removesuffix('.xlsx')}.zip" for name in together]
    yield Shelf("Toutes les tables ensemble", downloads(folder, together, packages))
    for resource in package["resources"]:
        names = [resource["path"], *(item["path"] for item in resource.get("formats", ()))]
        yield Shelf(resource["title"], downloads(folder, names, packages), resource["rows"],
                    resource["licenses"][0]["title"])  # fmt: skip
    yield Shelf("Descriptions et empreintes", downloads(folder, (DESCRIPTION, DIGESTS), packages))


def downloads(
    folder: str, names: Iterable[str], packages: Mapping[str, bytes]
) -> tuple[Download, ...]:
    """The named files of a folder, in that order."""
    found = ((name, packages[f"{folder}/{name}"]) for name in names)
    return tuple(Download(name, _format(name), len(raw), sha256(raw)) for name, raw in found)


def _format(name: str) -> str:
    """The name of a file's format, as its link reads."""
    words = {DESCRIPTION: "Data Package", DIGESTS: "SHA-256 de tous les fichiers"}
    return words.get(name) or FORMATS[name.rpartition(".")[2]][0]
