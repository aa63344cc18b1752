"""The catalogue that portals harvest: DCAT-AP 3 (SEMIC, 2024), from the published packages.

A dataset is what its datapackage.json says, with the digest and the size of every file of it.
Fictitious datasets are not given to this module; those that may only be shown have no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opendata.harvest.extent import Extent
from opendata.harvest.rdf import Iri, Node, Text
from opendata.packages.file_names import FORMATS
from opendata.records.digest import sha256
from opendata.records.publisher import Publisher
from opendata.records.series import Series

EU = "http://publications.europa.eu/resource/authority"
ADMS = "http://purl.org/adms"
FRENCH = Iri(f"{EU}/language/FRA")
THEMES = f"{EU}/data-theme"
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
FREQUENCIES: Mapping[str, str] = {
    "annuelle": "ANNUAL",
    "trimestrielle": "QUARTERLY",
    "irreguliere": "IRREG",
    "ponctuelle": "NEVER",
}
# ADMS, what a licence asks: to name the source; and to share what derives from it alike.
LICENCE_TYPES: Mapping[str, tuple[str, ...]] = {
    "etalab-2.0": ("Attribution",),
    "ODbL-1.0": ("Attribution", "ViralEffect-ShareAlike"),
}
Files = Mapping[str, bytes]
Package = Mapping[str, Any]


def catalogue(
    base: str,
    publisher: Publisher,
    packages: Mapping[str, tuple[Package, Files]],
    series: Sequence[Series],
    extents: Mapping[str, Extent],
) -> list[Node]:
    """Every node of the catalogue. `base` is the address of /donnees/; `packages` by dataset id.

    Of a package without files, which grows by itself, nothing is told that its next row would change.

    `extents` by Insee code: a place without one is named alone.
    """
    series_here = [entry for entry in series if set(entry.jeux) & set(packages)]
    dates = sorted(package["created"][:10] for package, _ in packages.values())
    head = Node(f"{base}#catalogue", "dcat:Catalog", (
        ("dct:title", Text("Paris : risques majeurs et prévention, données ouvertes")),
        ("dct:description", Text(f"Des tables documentées, contrôlées et versionnées. {publisher.mention}".strip())),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dct:language", FRENCH),
        ("dct:issued", Text(dates[0], "xsd:date")),
        ("dct:modified", Text(dates[-1], "xsd:date")),
        ("foaf:homepage", Iri(base)),
        ("dcat:themeTaxonomy", Iri(THEMES)),
        *(("dct:spatial", Iri(place)) for place in sorted({_place(package) for package, _ in packages.values()})),
        *(("dcat:dataset", Iri(f"{base}{name}/#jeu")) for name in packages),
    ))  # fmt: skip
    nodes = [
        head,
        *_agents(base, publisher),
        *(_series(base, entry, packages) for entry in series_here),
    ]
    for name, (package, files) in packages.items():
        own_series = next((entry for entry in series_here if name in entry.jeux), None)
        nodes += _dataset(base, name, package, own_series, is_growing=not files)
        nodes += _distributions(f"{base}{name}/", package, files)
    return [*nodes, *_documents(base, packages), *_places(packages, extents)]


def _agents(base: str, publisher: Publisher) -> Iterator[Node]:
    yield Node(f"{base}#editeur", "foaf:Agent", (("foaf:name", Text(publisher.nom)),))
    mail = [("vcard:hasEmail", Iri(f"mailto:{publisher.courriel}"))] if publisher.courriel else []
    yield Node(f"{base}#contact", "vcard:Kind", (("vcard:fn", Text(publisher.nom)), *mail))


def _series(base: str, series: Series, packages: Mapping[str, tuple[Package, Files]]) -> Node:
    dates = sorted(packages[name][0]["created"][:10] for name in series.jeux if name in packages)
    return Node(f"{base}#serie-{series.id}", "dcat:DatasetSeries", (
        ("dct:title", Text(series.titre)),
        ("dct:description", Text(series.description)),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dcat:contactPoint", Iri(f"{base}#contact")),
        ("dct:issued", Text(dates[0], "xsd:date")),
        ("dct:modified", Text(dates[-1], "xsd:date")),
    ))  # fmt: skip


def _dataset(
    base: str, name: str, package: Package, series: Series | None, *, is_growing: bool
) -> Iterator[Node]:
    page = f"{base}{name}/"
    log = package["changelog"]
    yield Node(f"{page}#jeu", "dcat:Dataset", (
        ("dct:identifier", Text(name, "xsd:string")),
        ("dct:title", Text(package["title"])),
        ("dct:description", Text(package["description"])),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dcat:contactPoint", Iri(f"{base}#contact")),
        *(("dcat:keyword", Text(word)) for word in package["keywords"]),
        *([("dcat:theme", Iri(f"{THEMES}/{package['theme']}"))] if package.get("theme") else []),
        ("dct:accrualPeriodicity", Iri(f"{EU}/frequency/{FREQUENCIES[package['updateFrequency']]}")),
        ("dct:accessRights", Iri(f"{EU}/access-right/PUBLIC")),
        ("dct:language", FRENCH),
        ("dct:issued", Text(log[-1]["date"], "xsd:date")),
        *([] if is_growing else [("dct:modified", Text(log[0]["date"], "xsd:date"))]),
        ("dcat:version", Text(package["version"], "xsd:string")),
        ("adms:versionNotes", Text(log[0]["description"])),
        ("dcat:landingPage", Iri(page)),
        *([] if is_growing else [("foaf:page", Iri(f"{page}{package['version']}/"))]),
        ("dct:spatial", Iri(_place(package))),
        ("dct:temporal", Iri(f"{page}#periode")),
        ("dct:provenance", Iri(f"{page}#provenance")),
        *([("dcat:inSeries", Iri(f"{base}#serie-{series.id}"))] if series else []),
        *(("dcat:distribution", Iri(f"{page}#{_anchor(path)}")) for path in _paths(package)),
    ))  # fmt: skip
    yield Node(f"{page}#periode", "dct:PeriodOfTime", (
        ("dcat:startDate", Text(str(package["temporal"]["start"]), "xsd:gYear")),
        *([("dcat:endDate", Text(str(package["temporal"]["end"]), "xsd:gYear"))] if package["temporal"]["end"] else []),
    ))  # fmt: skip
    yield Node(
        f"{page}#provenance", "dct:ProvenanceStatement", (("rdfs:label", Text(package["method"])),)
    )


def _place(package: Package) -> str:
    return f"http://id.insee.fr/geo/commune/{package['spatial']['code_insee']}"


def _paths(package: Package) -> Iterator[str]:
    """Every file of data of a package: tables, their other formats, all tables together."""
    for resource in package["resources"]:
        yield resource["path"]
        yield from (item["path"] for item in resource.get("formats", ()))
    for item in package.get("formats", ()):
        yield item["path"]
        yield f"{item['path'].removesuffix('.xlsx')}.zip"


def _anchor(path: str) -> str:
    stem, _, suffix = path.rpartition(".")
    return f"{suffix}-{stem}"


def _distributions(page: str, package: Package, files: Files) -> Iterator[Node]:
    titles = {
        path: resource["title"]
        for resource in package["resources"]
        for path in (resource["path"], *(item["path"] for item in resource.get("formats", ())))
    }
    licences = {
        resource["path"]: resource["licenses"][0]["path"] for resource in package["resources"]
    }
    for resource in package["resources"]:
        licences |= {
            item["path"]: licences[resource["path"]] for item in resource.get("formats", ())
        }
    # A file with several tables goes out under the strictest of their licences: ODbL when one is.
    strictest = package["licenses"][0]["path"]
    for path in _paths(package):
        raw, suffix = files.get(path), path.rpartition(".")[2]
        node = f"{page}#{_anchor(path)}"
        kind = FILE_TYPES.get(suffix)
        yield Node(node, "dcat:Distribution", (
            ("dct:title", Text(f"{titles.get(path, 'Toutes les tables')} ({FORMATS[suffix][0]})")),
            ("dct:description", Text(f"{titles.get(path, 'Toutes les tables du jeu')}, au format {FORMATS[suffix][0]}.")),
            ("dcat:accessURL", Iri(page)),
            ("dcat:downloadURL", Iri(f"{page}{path}")),
            ("dcat:mediaType", Iri(f"http://www.iana.org/assignments/media-types/{FORMATS[suffix][1]}")),
            *([("dct:format", Iri(f"{EU}/file-type/{kind}"))] if kind else []),
            *([("dcat:byteSize", Text(str(len(raw)), "xsd:decimal"))] if raw else []),
            ("dct:license", Iri(licences.get(path, strictest))),
            ("dcatap:availability", Iri(f"{EU}/planned-availability/STABLE")),
            *([("spdx:checksum", Iri(f"{node}-sha256"))] if raw else []),
        ))  # fmt: skip
        if raw is None:
            continue
        yield Node(f"{node}-sha256", "spdx:Checksum", (
            ("spdx:algorithm", Iri("spdx:checksumAlgorithm_sha256")),
            ("spdx:checksumValue", Text(sha256(raw), "xsd:hexBinary")),
        ))  # fmt: skip


def _documents(base: str, packages: Mapping[str, tuple[Package, Files]]) -> Iterator[Node]:
    """What datasets point at: pages and licences, each once and with its class."""
    yield Node(base, "foaf:Document", (("dct:title", Text("Les données ouvertes")),))
    for name, (package, files) in packages.items():
        page = f"{base}{name}/"
        for address in (page, f"{page}{package['version']}/") if files else (page,):
            yield Node(address, "foaf:Document", (("dct:title", Text(package["title"])),))
    everything = [package for package, _ in packages.values()]
    licences = {
        (item["path"], item["title"], item["name"])
        for package in everything
        for item in package["licenses"]
    }
    for address, title, name in sorted(licences):
        kinds = (("dct:type", Iri(f"{ADMS}/licencetype/{kind}")) for kind in LICENCE_TYPES[name])
        yield Node(address, "dct:LicenseDocument", (("dct:title", Text(title)), *kinds))


def _places(
    packages: Mapping[str, tuple[Package, Files]], extents: Mapping[str, Extent]
) -> Iterator[Node]:
    places = {_place(package): package["spatial"] for package, _ in packages.values()}
    for address, place in sorted(places.items()):
        extent = extents.get(place["code_insee"])
        geometry = (("dcat:bbox", Text(extent.boite, "geo:wktLiteral")),
                    ("dcat:centroid", Text(extent.centre, "geo:wktLiteral"))) if extent else ()  # fmt: skip
        yield Node(address, "dct:Location", (("skos:prefLabel", Text(place["libelle"])), *geometry))
