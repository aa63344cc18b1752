"""What machines are told of the published datasets, judged by others' tools."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
import shapely
import yaml
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SH, SKOS

from opendata.findings import Finding
from opendata.harvest import catalogue_files as harvest
from opendata.records.digest import sha256
from opendata.records.series import PATH as SERIES
from opendata.records.series import read_series
from tests import builds

ROOT = Path(__file__).resolve().parents[3]
SHAPES = ROOT.parent / "shared/standards/dcat-ap-3.0.0"
ADDRESS = "https://exemple.invalid/depot/"
ATOM = "{http://www.w3.org/2005/Atom}"
# DCAT 3, which rdflib does not name yet.
DATASET_SERIES, IN_SERIES = (
    rdflib.URIRef(f"{DCAT}{name}") for name in ("DatasetSeries", "inSeries")
)
EU = "http://publications.europa.eu/resource/authority/"
# The classes of the few terms of vocabularies that the catalogue uses: those are on the network.
TERMS = {
    f"{EU}frequency/": DCTERMS.Frequency,
    f"{EU}language/": DCTERMS.LinguisticSystem,
    f"{EU}access-right/": DCTERMS.RightsStatement,
    f"{EU}file-type/": DCTERMS.MediaTypeOrExtent,
    f"{EU}data-theme/": SKOS.Concept,
    f"{EU}planned-availability/": SKOS.Concept,
    f"{EU}data-theme": SKOS.ConceptScheme,
    "http://purl.org/adms/licencetype/": SKOS.Concept,
    "http://www.iana.org/assignments/media-types/": DCTERMS.MediaType,
}
# What DCAT-AP recommends and nobody has decided: (class, property) → why it is not supplied.
NOT_SUPPLIED = {
    (
        DCTERMS.PeriodOfTime,
        DCAT.endDate,
    ): "les alertes continuent : leur jeu n'a pas de dernière année",
    (
        FOAF.Agent,
        DCTERMS.type,
    ): "l'éditeur n'est pas connu (data/site.yaml, editeur) : son genre non plus",
    (
        DCAT.Catalog,
        DCTERMS.license,
    ): "aucun éditeur n'a choisi la licence du catalogue lui-même ; chaque fichier dit la sienne",
}


def harvested(
    committed: Mapping[str, bytes], published: Mapping[str, bytes], adresse: str
) -> dict[str, bytes]:
    return builds.outputs("catalogue", committed, {"packages": published}, {"adresse": adresse})


@pytest.fixture(scope="module")
def described(committed: Mapping[str, bytes], published: Mapping[str, bytes]) -> dict[str, bytes]:
    return harvested(committed, published, ADDRESS)


@pytest.fixture(scope="module")
def graph(described: Mapping[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=described["site/donnees/catalogue.ttl"], format="turtle")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own parser
def test_turtle_and_json_ld_say_the_same(
    described: Mapping[str, bytes], graph: rdflib.Graph
) -> None:
    other = rdflib.Graph().parse(data=described["site/donnees/catalogue.jsonld"], format="json-ld")
    assert set(other) == set(graph)
    assert len(graph) > 500


def test_without_an_address_the_catalogue_is_relative_to_where_it_stands(
    committed: Mapping[str, bytes], published: Mapping[str, bytes], graph: rdflib.Graph
) -> None:
    raw = harvested(committed, published, "")["site/donnees/catalogue.ttl"]
    moved = rdflib.Graph().parse(
        data=raw, format="turtle", publicID=f"{ADDRESS}donnees/catalogue.ttl"
    )
    assert set(moved) == set(graph)


@pytest.mark.skipif(
    not SHAPES.exists(), reason="formes SHACL de DCAT-AP absentes (../shared/standards)"
)
@pytest.mark.parametrize("name", ["shapes", "range"])
def test_the_catalogue_conforms_to_dcat_ap_3(graph: rdflib.Graph, name: str) -> None:
    shapes = rdflib.Graph().parse(SHAPES / f"{name}.ttl")
    # Shapes of classes are for the catalogue's own nodes; ranges need the classes of terms.
    typed = graph + _terms(graph) if name == "range" else graph
    conforms, _, report = pyshacl.validate(typed, shacl_graph=shapes, do_owl_imports=False)
    assert conforms, report[:3000]


@pytest.mark.skipif(
    not SHAPES.exists(), reason="formes SHACL de DCAT-AP absentes (../shared/standards)"
)
def test_what_dcat_ap_recommends_is_supplied_or_its_absence_explained(graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(SHAPES / "shapes_recommended.ttl")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    assert isinstance(report, rdflib.Graph)
    found = {
        (graph.value(report.value(one, SH.focusNode), RDF.type), report.value(one, SH.resultPath))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    }
    assert found == set(NOT_SUPPLIED)


def test_paris_stands_where_its_arrondissements_do(graph: rdflib.Graph) -> None:
    (place,) = graph.subjects(RDF.type, DCTERMS.Location)
    box = shapely.from_wkt(str(graph.value(place, DCAT.bbox)))
    centre = shapely.from_wkt(str(graph.value(place, DCAT.centroid)))
    assert isinstance(centre, shapely.Point)
    # The extent that the Ville de Paris draws, both woods included: to the hundredth of a degree.
    assert box.bounds == pytest.approx((2.22, 48.82, 2.47, 48.90), abs=0.01)
    assert (centre.x, centre.y) == pytest.approx((2.34, 48.86), abs=0.01)


@pytest.mark.skipif(
    not SHAPES.exists(), reason="formes SHACL de DCAT-AP absentes (../shared/standards)"
)
def test_the_judge_refuses_a_catalogue_without_titles(graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(SHAPES / "shapes.ttl")
    spoiled = rdflib.Graph()
    for triple in graph:
        if triple[1] != DCTERMS.title:
            spoiled.add(triple)
    assert not pyshacl.validate(spoiled, shacl_graph=shapes, do_owl_imports=False)[0]


def _terms(graph: rdflib.Graph) -> rdflib.Graph:
    found = rdflib.Graph()
    for value in set(graph.objects()):
        for start, kind in TERMS.items():
            is_term = str(value).startswith(start) and (start.endswith("/") or str(value) == start)
            if isinstance(value, rdflib.URIRef) and is_term:
                found.add((value, RDF.type, kind))
    return found


def test_every_file_has_its_true_digest_and_size(
    graph: rdflib.Graph, published: Mapping[str, bytes]
) -> None:
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    seen = 0
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        path = str(graph.value(node, DCAT.downloadURL)).removeprefix(ADDRESS)
        if path.startswith("donnees/alertes/"):  # made again with each alert
            assert graph.value(node, spdx.checksum) is graph.value(node, DCAT.byteSize) is None
            continue
        raw = published[f"site/{path}"]
        digest = graph.value(graph.value(node, spdx.checksum), spdx.checksumValue)
        assert str(digest) == sha256(raw)
        assert int(str(graph.value(node, DCAT.byteSize))) == len(raw)
        seen += 1
    assert seen > 40


def test_only_real_downloadable_datasets_are_harvested(
    graph: rdflib.Graph, committed: Mapping[str, bytes]
) -> None:
    harvested_ids = {
        str(graph.value(node, DCTERMS.identifier))
        for node in graph.subjects(RDF.type, DCAT.Dataset)
    }
    declared = {
        path.split("/")[2]: yaml.safe_load(raw)
        for path, raw in committed.items()
        if path.endswith("/dataset.yaml") and path.count("/") == 3
    }
    assert harvested_ids - {"alertes"} == {
        name for name, dataset in declared.items()
        if not dataset["est_fictif"] and dataset.get("diffusion", "telechargement") == "telechargement"
    }  # fmt: skip
    assert all(dataset.get("theme") for dataset in declared.values())


def test_the_catalogue_names_the_dataset_of_alerts_and_nothing_that_an_alert_changes(
    graph: rdflib.Graph, described: Mapping[str, bytes]
) -> None:
    (node,) = [one for one in graph.subjects(RDF.type, DCAT.Dataset) if str(one).endswith("/alertes/#jeu")]  # fmt: skip
    files = {str(graph.value(one, DCAT.downloadURL)) for one in graph.objects(node, DCAT.distribution)}  # fmt: skip
    assert {path.rpartition("/")[2] for path in files} == {
        "alertes.csv", "alertes.json", "alertes.parquet", "alertes.xlsx", "alertes.zip",
    }  # fmt: skip
    assert graph.value(node, DCTERMS.modified) is None
    assert not any(path.startswith("site/donnees/alertes/") for path in described)


def test_fictitious_data_are_in_no_description(described: Mapping[str, bytes]) -> None:
    for path, raw in described.items():
        assert "tranquillite" not in path
        assert b"fictive" not in raw
        assert b"/tranquillite/" not in raw


def test_series_join_their_datasets(graph: rdflib.Graph) -> None:
    series = set(graph.subjects(RDF.type, DATASET_SERIES))
    joined = {graph.value(node, IN_SERIES) for node in graph.subjects(RDF.type, DCAT.Dataset)} - {
        None
    }
    assert joined == series
    assert len(series) == len(yaml.safe_load((ROOT / SERIES).read_bytes()))


def test_the_feed_tells_every_version_of_prevention(described: Mapping[str, bytes]) -> None:
    journal = yaml.safe_load((ROOT / "data/datasets/prevention/dataset.yaml").read_bytes())[
        "journal"
    ]
    root = ET.fromstring(described["site/donnees/prevention/versions.atom"])
    links = [entry.find(f"{ATOM}link") for entry in root.iter(f"{ATOM}entry")]
    assert [link.get("href") for link in links if link is not None] == [
        f"{ADDRESS}donnees/prevention/{one['version']}/" for one in journal
    ]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(journal)
    for element in ("title", "id", "updated", "author"):
        assert root.find(f"{ATOM}{element}") is not None


def test_every_release_is_in_the_common_feed_under_the_same_id(
    described: Mapping[str, bytes],
) -> None:
    def ids(path: str) -> set[str | None]:
        return {
            entry.findtext(f"{ATOM}id")
            for entry in ET.fromstring(described[path]).iter(f"{ATOM}entry")
        }

    feeds = [path for path in described if path.endswith("/versions.atom") and path.count("/") == 3]
    assert ids("site/donnees/versions.atom") == {one for path in feeds for one in ids(path)}


def test_the_citation_file_names_the_version_and_its_own_address(
    described: Mapping[str, bytes], committed: Mapping[str, bytes]
) -> None:
    declared = yaml.safe_load(committed["data/datasets/prevention/dataset.yaml"])
    version = declared["journal"][0]["version"]
    told: dict[str, Any] = yaml.safe_load(described["site/donnees/prevention/CITATION.cff"])
    assert (told["cff-version"], told["type"], told["version"]) == ("1.2.0", "dataset", version)
    assert told["url"] == f"{ADDRESS}donnees/prevention/{version}/"
    assert told["license"] == declared["ressources"][0]["licence"]
    assert told["authors"] == [{"name": "à compléter"}]


def findings(raw: bytes) -> list[str]:
    found: list[Finding] = []
    read_series(raw, {"crues", "maxima"}, found)
    return [str(one) for one in found]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            b"- {id: a, titre: A, description: A, jeux: [crues, rien]}",
            "data/series.yaml:1:51: jeu « rien » inconnu",
        ),
        (
            b"- {id: a, titre: A, description: A, jeux: [crues, crues]}",
            "jeu « crues » déjà dans une série",
        ),
        (b"- {id: a, titre: A, description: A, jeux: [crues]}", "liste trop courte"),
        (b"- {id: a, titre: A, jeux: [crues, maxima]}", "« description » manque"),
    ],
)
def test_a_wrong_series_is_located(raw: bytes, expected: str) -> None:
    assert any(expected in found for found in findings(raw))


def test_a_wrong_series_is_a_finding_of_the_reading() -> None:
    read = builds.library(builds.committed("data/sources.yaml") | {SERIES: b"- {id: a}"})
    read.record("series", tuple)
    assert read.findings
    assert {(one.path, one.page) for one in read.findings} == {(SERIES, "/donnees/")}


def test_json_ld_is_json(described: Mapping[str, bytes]) -> None:
    assert json.loads(described["site/donnees/catalogue.jsonld"])["@graph"]


def test_what_says_it_is_fictitious_is_told_to_no_machine_whatever_its_file_is_called() -> None:
    def published(*, fictitious: bool) -> dict[str, bytes]:
        return {
            "site/donnees/essai/datapackage.json": json.dumps({"fictitious": fictitious}).encode()
        }

    assert set(harvest.real(published(fictitious=False))) == {"essai"}
    assert harvest.real(published(fictitious=True)) == {}
