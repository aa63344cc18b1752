"""Published packages described to machines: catalogue, feeds, citations.

Made from the datapackage.json of each dataset that is real and may be downloaded: what is
fictitious or only shown has neither catalogue entry, nor feed, nor citation file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic_core import to_json

from opendata.harvest import csvw, dcat, deposits, rdf
from opendata.harvest.citation import Citation, cff, citation
from opendata.harvest.croissant import croissant
from opendata.harvest.extent import Extent
from opendata.harvest.feed import feed
from opendata.harvest.translations import Said, Translations
from opendata.packages.file_names import FEED, schema_file
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.publisher import Publisher
from opendata.records.series import Series

PUBLISHED = "site/donnees/"


def catalogue_files(
    packages: Mapping[str, bytes],
    publisher: Publisher,
    series: Sequence[Series],
    address: str,
    extents: Mapping[str, Extent],
    growing: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    translations: Translations = Translations(),  # noqa: B008  (frozen, and empty)
) -> dict[str, bytes]:
    """`site/donnees/catalogue.{ttl,jsonld}`, feeds, and beside each dataset how it is cited and read.

    `packages` are the files of all packages by path, `address` where the site stands ("" while unknown). `growing` are
    descriptions of datasets whose files come with each row: they have no version to announce or to cite.
    """
    found = real(packages)
    if not found:
        return {}
    every = {**found, **{name: (package, {}) for name, package in growing.items()}}
    base = f"{address}donnees/" if address else "./"
    nodes = dcat.catalogue(
        base, publisher, dict(sorted(every.items())), series, extents, translations
    )
    return {
        f"{PUBLISHED}catalogue.ttl": rdf.turtle(nodes),
        f"{PUBLISHED}catalogue.jsonld": rdf.jsonld(nodes),
        **_feeds(address, publisher, [package for package, _ in found.values()]),
        **{f"{PUBLISHED}{name}/{path}": raw for name, (package, _) in found.items()
           for path, raw in _beside(package, citation(package, publisher.nom, address), translations.of(name))},
    }  # fmt: skip


def _beside(
    package: Mapping[str, Any], reference: Citation, said: Sequence[Said]
) -> Iterator[tuple[str, bytes]]:
    """What stands beside a dataset's files, by name: how it is cited, and itself as others' tools read it."""
    yield "CITATION.cff", cff(reference)
    yield csvw.NAME, _json(csvw.csvw(package))
    yield "croissant.json", _json(croissant(package, reference))
    yield "datacite.json", _json(deposits.datacite(package, reference, said))
    yield "zenodo.json", _json(deposits.zenodo(package, reference))
    for resource in package["resources"]:
        yield schema_file(resource["path"]), _json(resource["schema"])


def _json(value: Mapping[str, Any]) -> bytes:
    return to_json(value, indent=1) + b"\n"


def real(
    outputs: Mapping[str, bytes],
) -> dict[str, tuple[dict[str, Any], dict[str, bytes]]]:
    """Published packages about something that exists, with the files of their latest version by name; sorted by id."""
    found = {}
    for path in sorted(outputs):
        parts = path.removeprefix(PUBLISHED).split("/")
        if path.startswith(PUBLISHED) and parts[1:] == [DESCRIPTION]:
            package = json.loads(outputs[path])
            if not package["fictitious"]:
                found[parts[0]] = (package, _beside_page(outputs, f"{PUBLISHED}{parts[0]}/"))
    return found


def _beside_page(outputs: Mapping[str, bytes], place: str) -> dict[str, bytes]:
    """The files at the dataset's own address; those of its versions, most of the bytes, are not read."""
    names = {path.removeprefix(place): path for path in outputs if path.startswith(place)}
    return {name: outputs[path] for name, path in names.items() if "/" not in name}


def _feeds(address: str, publisher: Publisher, packages: list[dict[str, Any]]) -> dict[str, bytes]:
    """One feed of everything, and one a dataset."""
    base = f"{address}donnees/" if address else "./"
    every = feed(
        "Données ouvertes : les versions publiées", "donnees", packages, publisher.nom, base
    )
    near = base if address else "../"
    each = {
        f"{PUBLISHED}{package['name']}/{FEED}": feed(
            f"{package['title']} : les versions publiées", f"donnees/{package['name']}", [package], publisher.nom, near)
        for package in packages
    }  # fmt: skip
    return {f"{PUBLISHED}{FEED}": every, **each}
