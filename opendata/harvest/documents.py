"""What datasets of the catalogue point at: pages, licences, the standard of descriptions, places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from opendata.harvest.extent import Extent
from opendata.harvest.rdf import Blank, Iri, Node, Text
from opendata.harvest.vocabulary import LICENCE_TYPES
from opendata.packages.descriptor import PROFILE

GEOJSON = "https://www.iana.org/assignments/media-types/application/vnd.geo+json"
DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases/3.0.1/"
STANDARDS: Mapping[str, str] = {
    DCAT_AP: "DCAT-AP 3.0.1",
    PROFILE: "Data Package 2.0",
}
# By licence: its own name, which data.gouv.fr knows (its list of licences), and what it asks (ADMS): to name the
# source; and to share what derives from it alike.
LICENCES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "etalab-2.0": ("Licence Ouverte / Open Licence version 2.0", ("Attribution",)),
    "ODbL-1.0": (
        "Open Data Commons Open Database License (ODbL)",
        ("Attribution", "ViralEffect-ShareAlike"),
    ),
}
# What comes after the address of /donnees/ in that of the class of sources.
SOURCE = "#JeuSource"
Package = Mapping[str, Any]


def pages(base: str, packages: Mapping[str, tuple[Package, Mapping[str, bytes]]]) -> Iterator[Node]:
    """The index, each dataset's page and that of its current version."""
    yield Node(base, "foaf:Document", (("dct:title", Text("Les données ouvertes")),))
    for name, (package, files) in packages.items():
        page = f"{base}{name}/"
        for address in (page, f"{page}{package['version']}/") if files else (page,):
            yield Node(address, "foaf:Document", (("dct:title", Text(package["title"])),))


def licences(packages: Iterable[Package]) -> Iterator[Node]:
    """Each licence once."""
    named = {
        (item["path"], item["title"], item["name"]) for one in packages for item in one["licenses"]
    }
    for address, title, name in sorted(named):
        label, kinds = LICENCES[name]
        yield Node(address, "dct:LicenseDocument", (
            ("dct:title", Text(title)),
            ("rdfs:label", Text(label, "xsd:string")),
            *(("dct:type", Iri(f"{LICENCE_TYPES}/{kind}")) for kind in kinds),
        ))  # fmt: skip


def standards() -> Iterator[Node]:
    """What the catalogue and the descriptions conform to."""
    for address, title in STANDARDS.items():
        yield Node(address, "dct:Standard", (("dct:title", Text(title, "xsd:string")),))


def source_class(base: str) -> Node:
    """The class of datasets of others, from which ours derive."""
    return Node(f"{base}{SOURCE}", "rdfs:Class", (
        ("rdfs:subClassOf", Iri("dcat:Dataset")),
        ("rdfs:label", Text("Jeu d’origine, publié par un autre éditeur")),
    ))  # fmt: skip


def sources(base: str, package: Package) -> Iterator[Blank]:
    """The datasets of others that a dataset derives from, each as its publisher calls it and where.

    Their class is one of ours below `dcat:Dataset`: a harvester that reads `dcat:Dataset` would publish them as ours.
    """
    for one in package["sources"]:
        if one.get("path"):
            yield Blank(f"{base}{SOURCE}", (
                ("dct:title", Text(one["title"])),
                ("dct:description", Text(f"Publié et décrit par un autre éditeur : {one['path']}")),
                ("rdfs:seeAlso", Iri(one["path"])),
            ))  # fmt: skip


def place_of(package: Package) -> str:
    """The address that Insee gives to the place which a dataset covers."""
    return f"http://id.insee.fr/geo/commune/{package['spatial']['code_insee']}"


def places(packages: Iterable[Package], extents: Mapping[str, Extent]) -> Iterator[Node]:
    """Each place once, with its box and its centre where `extents` has it.

    The box twice: as GeoSPARQL writes it, and in the only form of a standard that data.gouv.fr (udata) reads.
    """
    named = {place_of(package): package["spatial"] for package in packages}
    for address, place in sorted(named.items()):
        extent = extents.get(place["code_insee"])
        geometry = (("dcat:bbox", Text(extent.boite, "geo:wktLiteral")),
                    ("dcat:centroid", Text(extent.centre, "geo:wktLiteral")),
                    ("locn:geometry", Text(extent.geojson, GEOJSON))) if extent else ()  # fmt: skip
        yield Node(address, "dct:Location", (("skos:prefLabel", Text(place["libelle"])), *geometry))
