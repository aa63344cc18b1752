"""The catalogue that portals harvest: DCAT-AP 3.0.1 (SEMIC, 2025), from the published packages.

A dataset is what its datapackage.json says. Fictitious datasets are not given to this module; those that may only be
shown have no file. What is written here is what data.gouv.fr (udata) keeps: a period without an address of its own,
French before other languages, one class `dcat:Dataset` for what is to be harvested and for nothing else (sources and
earlier versions are named, not described as datasets).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from opendata.harvest import documents
from opendata.harvest.distributions import anchor, distributions, paths, standards
from opendata.harvest.documents import DCAT_AP, place_of
from opendata.harvest.extent import Extent
from opendata.harvest.rdf import Blank, Iri, Node, Text
from opendata.harvest.schemaorg import TITLE
from opendata.harvest.translations import Said, Translations
from opendata.harvest.vocabulary import EU, THEMES, terms
from opendata.records.publisher import Publisher
from opendata.records.series import Series

FRENCH = Iri(f"{EU}/language/FRA")
FREQUENCIES: Mapping[str, str] = {
    "annuelle": "ANNUAL",
    "trimestrielle": "QUARTERLY",
    "irreguliere": "IRREG",
    "ponctuelle": "NEVER",
}
Files = Mapping[str, bytes]
Package = Mapping[str, Any]
Packages = Mapping[str, tuple[Package, Files]]


def catalogue(
    base: str,
    publisher: Publisher,
    packages: Packages,
    series: Sequence[Series],
    extents: Mapping[str, Extent],
    translations: Translations,
) -> list[Node]:
    """Every node of the catalogue. `base` is the address of /donnees/; `packages` by dataset id.

    Of a package without files, which grows by itself, nothing is told that its next row would change.

    `extents` by Insee code: a place without one is named alone.
    """
    series_here = [entry for entry in series if set(entry.jeux) & set(packages)]
    everything = [package for package, _ in packages.values()]
    nodes = [
        _head(base, publisher, packages, translations.catalogue),
        *_agents(base, publisher),
        *(
            _series(base, entry, packages, translations.of(entry.identifiant))
            for entry in series_here
        ),
    ]
    for name, (package, files) in packages.items():
        page = f"{base}{name}/"
        own_series = next((entry for entry in series_here if name in entry.jeux), None)
        nodes.append(
            _dataset(
                base,
                name,
                package,
                _place_in_series(base, name, own_series, packages),
                translations.of(name),
                is_growing=not files,
            )
        )
        nodes.append(_provenance(page, package))
        nodes += _versions(page, package) if files else ()
        nodes += distributions(page, package, files)
        nodes += standards(page, package, files)
    nodes += documents.pages(base, packages)
    nodes += documents.licences(everything)
    nodes += documents.standards()
    nodes += documents.places(everything, extents)
    return [*nodes, documents.source_class(base), *terms(nodes)]


def _head(
    base: str, publisher: Publisher, packages: Packages, translations: Iterable[Said]
) -> Node:
    everything = [package for package, _ in packages.values()]
    dates = sorted(package["created"][:10] for package in everything)
    description = f"Des tables documentées, contrôlées et versionnées. {publisher.mention}".strip()
    return Node(f"{base}#catalogue", "dcat:Catalog", (
        *_named(TITLE, description, translations),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dct:language", FRENCH),
        ("dct:conformsTo", Iri(DCAT_AP)),
        ("dct:issued", Text(dates[0], "xsd:date")),
        ("dct:modified", Text(dates[-1], "xsd:date")),
        ("foaf:homepage", Iri(base)),
        ("dcat:themeTaxonomy", Iri(THEMES)),
        *(("dct:spatial", Iri(place)) for place in sorted({place_of(package) for package in everything})),
        *(("dcat:dataset", Iri(f"{base}{name}/#jeu")) for name in packages),
    ))  # fmt: skip


def _named(
    title: str, description: str, translations: Iterable[Said]
) -> Iterator[tuple[str, Text]]:
    """Title and description, French first: who takes one of several takes the first."""
    translations = tuple(translations)
    yield "dct:title", Text(title)
    yield from (("dct:title", Text(one.titre, langue=one.langue)) for one in translations)
    yield "dct:description", Text(description)
    yield from (("dct:description", Text(one.phrase, langue=one.langue)) for one in translations)


def _agents(base: str, publisher: Publisher) -> Iterator[Node]:
    mail = f"mailto:{publisher.courriel}" if publisher.courriel else ""
    yield Node(f"{base}#editeur", "foaf:Agent", (
        ("foaf:name", Text(publisher.nom)),
        *([("foaf:mbox", Iri(mail))] if mail else []),
    ))  # fmt: skip
    yield Node(f"{base}#contact", "vcard:Kind", (
        ("vcard:fn", Text(publisher.nom)),
        *([("vcard:hasEmail", Iri(mail))] if mail else []),
    ))  # fmt: skip


def _series(base: str, series: Series, packages: Packages, said: Sequence[Said]) -> Node:
    of_series = [packages[name][0] for name in series.jeux if name in packages]
    dates = sorted(package["created"][:10] for package in of_series)
    members = _members(series, packages)
    return Node(f"{base}#{series.identifiant}", "dcat:DatasetSeries", (
        ("dct:identifier", Text(series.identifiant, "xsd:string")),
        *_named(series.titre, series.description, said),
        ("dcat:first", Iri(f"{base}{members[0]}/#jeu")),
        ("dcat:last", Iri(f"{base}{members[-1]}/#jeu")),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dcat:contactPoint", Iri(f"{base}#contact")),
        ("dct:issued", Text(dates[0], "xsd:date")),
        ("dct:modified", Text(dates[-1], "xsd:date")),
        *(("dct:spatial", Iri(place)) for place in sorted({place_of(package) for package in of_series})),
        ("dct:temporal", _period(*(package["temporal"] for package in of_series))),
    ))  # fmt: skip


def _members(series: Series, packages: Packages) -> list[str]:
    """The datasets of a series that the catalogue has, in their order."""
    return [name for name in series.jeux if name in packages]


def _place_in_series(
    base: str, name: str, series: Series | None, packages: Packages
) -> list[tuple[str, Iri]]:
    """The series of a dataset, and its neighbours in the order in which the series is read."""
    if series is None:
        return []
    members = _members(series, packages)
    rank = members.index(name)
    near = {
        "dcat:prev": members[rank - 1 : rank] if rank else [],
        "dcat:next": members[rank + 1 : rank + 2],
    }
    return [("dcat:inSeries", Iri(f"{base}#{series.identifiant}")),
            *((term, Iri(f"{base}{other}/#jeu")) for term, others in near.items() for other in others)]  # fmt: skip


def _dataset(
    base: str,
    name: str,
    package: Package,
    in_series: Sequence[tuple[str, Iri]],
    translations: Sequence[Said],
    *,
    is_growing: bool,
) -> Node:
    page = f"{base}{name}/"
    log = package["changelog"]
    return Node(f"{page}#jeu", "dcat:Dataset", (
        ("dct:identifier", Text(name, "xsd:string")),
        *_other_identifier(log[0].get("doi", "")),
        *_named(package["title"], package["description"], translations),
        ("dct:publisher", Iri(f"{base}#editeur")),
        ("dcat:contactPoint", Iri(f"{base}#contact")),
        *(("dcat:keyword", Text(word)) for word in package["keywords"]),
        *([("dcat:theme", Iri(f"{THEMES}/{package['theme']}"))] if package.get("theme") else []),
        ("dct:accrualPeriodicity", Iri(f"{EU}/frequency/{FREQUENCIES[package['updateFrequency']]}")),
        ("dct:accessRights", Iri(f"{EU}/access-right/PUBLIC")),
        # The strictest of its tables' licences, which says what the whole asks; each file says its own.
        ("dct:license", Iri(package["licenses"][0]["path"])),
        ("dct:language", FRENCH),
        ("dct:issued", Text(log[-1]["date"], "xsd:date")),
        *([] if is_growing else [("dct:modified", Text(log[0]["date"], "xsd:date"))]),
        ("dcat:version", Text(package["version"], "xsd:string")),
        ("adms:versionNotes", Text(log[0]["description"])),
        *([] if is_growing else _version_links(page, package)),
        ("dcat:landingPage", Iri(page)),
        *([] if is_growing else [("foaf:page", Iri(f"{page}{package['version']}/"))]),
        ("dct:spatial", Iri(place_of(package))),
        ("dct:temporal", _period(package["temporal"])),
        ("dct:provenance", Iri(f"{page}#provenance")),
        *(("dct:source", source) for source in documents.sources(base, package)),
        *in_series,
        *(("dcat:distribution", Iri(f"{page}#{anchor(path)}")) for path in paths(package)),
    ))  # fmt: skip


def _other_identifier(doi: str) -> Iterator[tuple[str, Blank]]:
    """The DOI of the current version, when an archive gave one."""
    if doi:
        notation = ("skos:notation", Text(f"https://doi.org/{doi}", "xsd:anyURI"))
        yield "adms:identifier", Blank("adms:Identifier", (notation,))


def _period(*covered: Mapping[str, Any]) -> Blank:
    """The whole years that are covered, as their first and last day; without a last one while rows are added."""
    end = max((one["end"] or 0 for one in covered), default=0)
    is_open = any(one["end"] is None for one in covered)
    last = () if is_open else (("dcat:endDate", Text(f"{end:04d}-12-31", "xsd:date")),)
    start = min(one["start"] for one in covered)
    return Blank(
        "dct:PeriodOfTime", (("dcat:startDate", Text(f"{start:04d}-01-01", "xsd:date")), *last)
    )


def _version_links(page: str, package: Package) -> Iterator[tuple[str, Iri]]:
    versions = [f"{page}{entry['version']}/#jeu" for entry in package["changelog"]]
    yield "dcat:hasCurrentVersion", Iri(versions[0])
    yield from (("dcat:hasVersion", Iri(address)) for address in versions)


def _versions(page: str, package: Package) -> Iterator[Node]:
    """Every version, the most recent first, each after the one before it.

    No class `dcat:Dataset`: a harvester that reads this class would publish each version as one more dataset.
    """
    log = package["changelog"]
    for entry, before in zip(log, [*log[1:], None], strict=True):
        previous = [("dcat:previousVersion", Iri(f"{page}{before['version']}/#jeu"))] if before else []  # fmt: skip
        yield Node(f"{page}{entry['version']}/#jeu", "dcat:Resource", (
            ("dct:title", Text(f"{package['title']}, version {entry['version']}")),
            ("dcat:version", Text(entry["version"], "xsd:string")),
            ("dct:issued", Text(entry["date"], "xsd:date")),
            ("adms:versionNotes", Text(entry["description"])),
            ("dcat:isVersionOf", Iri(f"{page}#jeu")),
            *previous,
        ))  # fmt: skip


def _provenance(page: str, package: Package) -> Node:
    """How the dataset was made."""
    stated = (("rdfs:label", Text(package["method"])),)
    return Node(f"{page}#provenance", "dct:ProvenanceStatement", stated)
