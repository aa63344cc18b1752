"""What machines are told of the published datasets, judged by others' tools."""

from __future__ import annotations

import json
import struct
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

import pyshacl
import pytest
import rdflib
import shapely
import yaml
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, SKOS

from opendata.findings import Finding
from opendata.harvest import catalogue_files as harvest
from opendata.harvest import vocabulary
from opendata.records.dataset import Theme
from opendata.records.digest import sha256
from opendata.records.publisher import Publisher
from opendata.records.series import PATH as SERIES
from opendata.records.series import read_series
from site_src.donnees import cards
from site_src.engine.store import Store
from tests import builds
from tests.opendata.harvest.conftest import ADDRESS, PUBLISHER, harvested

ROOT = Path(__file__).resolve().parents[3]
SHAPES = ROOT.parent / "shared/standards/dcat-ap-3.0.1"
HAS_SHAPES = pytest.mark.skipif(
    not SHAPES.exists(), reason="formes SHACL de DCAT-AP absentes (../shared/standards)"
)
ATOM = "{http://www.w3.org/2005/Atom}"
# DCAT 3, which rdflib does not name yet.
DATASET_SERIES, IN_SERIES, IS_VERSION_OF, PREVIOUS_VERSION, HAS_CURRENT_VERSION = (
    rdflib.URIRef(f"{DCAT}{name}")
    for name in ("DatasetSeries", "inSeries", "isVersionOf", "previousVersion", "hasCurrentVersion")
)
SOURCE = rdflib.URIRef(f"{ADDRESS}donnees/#JeuSource")
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
    **{
        (SOURCE, path): "le jeu d'un autre : lui le décrit, à son adresse"
        for path in (DCAT.contactPoint, DCAT.distribution, DCAT.keyword, DCAT.theme, DCTERMS.publisher, DCTERMS.spatial, DCTERMS.temporal)
    },
}  # fmt: skip
# The same of the EU's lists (`mdr-vocabularies`): a recommendation there.
NOT_LISTED = {
    DCTERMS.publisher: "les listes de l'Union ne nomment pas les communes parmi les organismes",
    DCTERMS.spatial: "le lieu est nommé par l'Insee",
}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's own parser
def test_turtle_and_json_ld_say_the_same(
    described: Mapping[str, bytes], graph: rdflib.Graph
) -> None:
    other = rdflib.Graph().parse(data=described["site/donnees/catalogue.jsonld"], format="json-ld")
    assert isomorphic(other, graph)
    assert len(graph) > 500


def test_without_an_address_the_catalogue_is_relative_to_where_it_stands(
    kept: Store,
    committed: Mapping[str, bytes],
    published: Mapping[str, bytes],
    graph: rdflib.Graph,
) -> None:
    files = harvested(kept, committed, published, "")
    raw = files["site/donnees/catalogue.ttl"]
    moved = rdflib.Graph().parse(
        data=raw, format="turtle", publicID=f"{ADDRESS}donnees/catalogue.ttl"
    )
    assert isomorphic(moved, graph)
    # Nobody could show a picture that has no whole address.
    assert not any(path.endswith(".png") for path in files)


def test_a_dataset_with_a_chart_has_a_picture_of_the_size_that_its_page_says(
    described: Mapping[str, bytes],
) -> None:
    pictures = {path: raw for path, raw in described.items() if path.endswith(f"/{cards.NAME}")}
    assert "site/donnees/crues/partage.png" in pictures
    for raw in pictures.values():
        assert struct.unpack(">II", raw[16:24]) == (cards.WIDTH, cards.HEIGHT)  # PNG, IHDR


@HAS_SHAPES
@pytest.mark.parametrize("name", ["shapes", "range"])
def test_the_catalogue_conforms_to_dcat_ap_by_itself(graph: rdflib.Graph, name: str) -> None:
    """The terms of vocabularies are described in the catalogue: no judge has to fetch them."""
    shapes = rdflib.Graph().parse(SHAPES / f"{name}.ttl")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    assert conforms, report[:3000]


@HAS_SHAPES
def test_terms_are_of_the_vocabularies_that_dcat_ap_names(graph: rdflib.Graph) -> None:
    found = {
        (report.value(one, SH.resultPath), report.value(one, SH.resultSeverity))
        for report, one in _results(graph, "mdr-vocabularies.shape")
        if (None, SH.detail, one) not in report
    }
    assert found == {(path, SH.Warning) for path in NOT_LISTED}


@HAS_SHAPES
def test_what_dcat_ap_recommends_is_supplied_or_its_absence_explained(graph: rdflib.Graph) -> None:
    found = {
        (graph.value(report.value(one, SH.focusNode), RDF.type), report.value(one, SH.resultPath))
        for report, one in _results(graph, "shapes_recommended")
    }
    assert found == set(NOT_SUPPLIED)


def _results(graph: rdflib.Graph, name: str) -> Iterator[tuple[Any, Any]]:
    shapes = rdflib.Graph().parse(SHAPES / f"{name}.ttl")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    assert isinstance(report, rdflib.Graph)
    yield from ((report, one) for one in report.subjects(RDF.type, SH.ValidationResult))


def test_paris_stands_where_its_arrondissements_do(graph: rdflib.Graph) -> None:
    (place,) = graph.subjects(RDF.type, DCTERMS.Location)
    box = shapely.from_wkt(str(graph.value(place, DCAT.bbox)))
    centre = shapely.from_wkt(str(graph.value(place, DCAT.centroid)))
    assert isinstance(centre, shapely.Point)
    # The extent that the Ville de Paris draws, both woods included: to the hundredth of a degree.
    assert box.bounds == pytest.approx((2.22, 48.82, 2.47, 48.90), abs=0.01)
    assert (centre.x, centre.y) == pytest.approx((2.34, 48.86), abs=0.01)


@HAS_SHAPES
def test_the_judge_refuses_a_catalogue_without_titles(graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(SHAPES / "shapes.ttl")
    spoiled = rdflib.Graph()
    for triple in graph:
        if triple[1] != DCTERMS.title:
            spoiled.add(triple)
    assert not pyshacl.validate(spoiled, shacl_graph=shapes, do_owl_imports=False)[0]


def test_every_file_has_its_true_size_and_its_digest_in_the_description(
    graph: rdflib.Graph, published: Mapping[str, bytes]
) -> None:
    sizes = {
        str(graph.value(node, DCAT.downloadURL)).removeprefix(ADDRESS): graph.value(node, DCAT.byteSize)
        for node in graph.subjects(RDF.type, DCAT.Distribution)
    }  # fmt: skip
    told = {path: int(str(size)) for path, size in sizes.items() if size is not None}
    assert told == {path: len(published[f"site/{path}"]) for path in told}
    assert len(told) > 40
    # Those of alerts are made again with each: no size would stay true.
    assert {path.split("/")[1] for path in sizes if path not in told} == {"alertes"}


def test_every_file_that_the_catalogue_names_has_its_digest_beside_it(
    graph: rdflib.Graph, published: Mapping[str, bytes]
) -> None:
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        path = str(graph.value(node, DCAT.downloadURL)).removeprefix(ADDRESS)
        folder, _, name = path.rpartition("/")
        if folder != "donnees/alertes":
            digests = published[f"site/{folder}/sha256sums.txt"].decode().splitlines()
            assert f"{sha256(published[f'site/{path}'])}  {name}" in digests


def test_a_csv_conforms_to_the_schema_that_stands_beside_it(
    graph: rdflib.Graph, described: Mapping[str, bytes], published: Mapping[str, bytes]
) -> None:
    named = 0
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        path = str(graph.value(node, DCAT.downloadURL)).removeprefix(ADDRESS)
        standard = graph.value(node, DCTERMS.conformsTo)
        if not path.endswith(".csv") or path.startswith("donnees/alertes/"):
            continue
        schema = json.loads(described[f"site/{str(standard).removeprefix(ADDRESS)}"])
        header = published[f"site/{path}"].decode().splitlines()[0]
        assert ",".join(field["name"] for field in schema["fields"]) == header
        named += 1
    assert named > 10


def test_versions_are_linked_and_are_no_datasets_to_harvest(
    graph: rdflib.Graph, committed: Mapping[str, bytes]
) -> None:
    declared = yaml.safe_load(committed["data/datasets/prevention/dataset.yaml"])
    numbers = [one["version"] for one in declared["journal"]]
    page = f"{ADDRESS}donnees/prevention/"
    dataset = rdflib.URIRef(f"{page}#jeu")
    versions = [rdflib.URIRef(f"{page}{number}/#jeu") for number in numbers]
    assert graph.value(dataset, HAS_CURRENT_VERSION) == versions[0]
    assert set(graph.subjects(IS_VERSION_OF, dataset)) == set(versions)
    assert [graph.value(one, PREVIOUS_VERSION) for one in versions] == [*versions[1:], None]
    assert {graph.value(one, RDF.type) for one in versions} == {DCAT.Resource}


def test_datasets_of_others_are_named_and_are_no_datasets_to_harvest(graph: rdflib.Graph) -> None:
    dataset = rdflib.URIRef(f"{ADDRESS}donnees/lieux-frais/#jeu")
    sources = list(graph.objects(dataset, DCTERMS.source))
    assert {graph.value(one, RDF.type) for one in sources} == {SOURCE}
    assert any(
        str(graph.value(one, RDFS.seeAlso)).startswith("https://opendata.paris.fr/")
        for one in sources
    )


def test_titles_are_in_french_and_in_each_published_language(
    committed: Mapping[str, bytes], graph: rdflib.Graph
) -> None:
    said = yaml.safe_load(committed["data/langues/en/jeux.yaml"])
    crues = rdflib.URIRef(f"{ADDRESS}donnees/crues/#jeu")
    assert _by_language(graph, crues) == {"fr": said["crues"]["fr"], "en": said["crues"]["titre"]}
    catalogue = rdflib.URIRef(f"{ADDRESS}donnees/#catalogue")
    assert set(_by_language(graph, catalogue)) == {"fr", "en"}


def _by_language(graph: rdflib.Graph, node: rdflib.URIRef) -> dict[str | None, str]:
    return {
        title.language: str(title)
        for title in graph.objects(node, DCTERMS.title)
        if isinstance(title, rdflib.Literal)
    }


@pytest.mark.parametrize("theme", get_args(Theme))
def test_every_theme_that_a_dataset_may_have_has_a_name(theme: str) -> None:
    assert f"{vocabulary.THEMES}/{theme}" in vocabulary.NAMES


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
        "alertes.csv", "alertes.json", "alertes.parquet", "alertes.xlsx", "alertes.zip", "datapackage.json",
        "secteurs.csv", "secteurs.json", "secteurs.parquet",
    }  # fmt: skip
    assert graph.value(node, DCTERMS.modified) is None
    assert not any(path.startswith("site/donnees/alertes/") for path in described)


# What names columns and tables for readers of the site, fictitious ones too: it describes no dataset to a harvester.
NAMES = ("site/donnees/dictionnaire.json", "site/donnees/explorer/tables.json")


def test_fictitious_data_are_in_no_description(described: Mapping[str, bytes]) -> None:
    for path, raw in described.items():
        assert "tranquillite" not in path
        if path not in NAMES:
            assert b"fictive" not in raw
            assert b"/tranquillite/" not in raw


def test_the_explorer_calls_fictitious_tables_fictitious(described: Mapping[str, bytes]) -> None:
    tables = json.loads(described["site/donnees/explorer/tables.json"]).values()
    titles = [table["titre"] for table in tables if table["jeu"] == "tranquillite"]
    assert titles
    assert all("données fictives" in title for title in titles)


def test_series_join_their_datasets(graph: rdflib.Graph) -> None:
    series = set(graph.subjects(RDF.type, DATASET_SERIES))
    joined = {graph.value(node, IN_SERIES) for node in graph.subjects(RDF.type, DCAT.Dataset)} - {
        None
    }
    assert joined == series
    assert len(series) == len(yaml.safe_load((ROOT / SERIES).read_bytes()))


def test_series_are_read_in_the_order_of_their_file(graph: rdflib.Graph) -> None:
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    for one in graph.subjects(RDF.type, DATASET_SERIES):
        (current,), (last,) = graph.objects(one, dcat.first), graph.objects(one, dcat.last)
        met = [current]
        while current != last:
            (after,) = graph.objects(current, dcat.next)
            assert list(graph.objects(after, dcat.prev)) == [current]
            current = after
            met.append(current)
        assert set(met) == set(graph.subjects(dcat.inSeries, one))


def test_series_have_their_titles_in_english_after_french(graph: rdflib.Graph) -> None:
    for one in graph.subjects(RDF.type, DATASET_SERIES):
        for said in (DCTERMS.title, DCTERMS.description):
            texts = [text for text in graph.objects(one, said) if isinstance(text, rdflib.Literal)]
            assert {text.language for text in texts} == {"fr", "en"}


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
    assert told["authors"] == [{"name": PUBLISHER}]


@HAS_SHAPES
def test_the_doi_of_a_version_is_another_identifier(published: Mapping[str, bytes]) -> None:
    path = "site/donnees/crues/datapackage.json"
    package = json.loads(published[path])
    package["changelog"][0]["doi"] = "10.1234/essai.5"
    raw = harvest.catalogue_files(
        {path: json.dumps(package).encode()}, Publisher(PUBLISHER, "", ""), (), ADDRESS, {}
    )["site/donnees/catalogue.ttl"]
    graph = rdflib.Graph().parse(data=raw, format="turtle")
    notations = list(graph.objects(predicate=SKOS.notation))
    assert list(map(str, notations)) == ["https://doi.org/10.1234/essai.5"]
    assert set(map(str, graph.objects(predicate=DCTERMS.identifier))) == {"crues"}
    shapes = rdflib.Graph().parse(SHAPES / "shapes.ttl")
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    assert conforms, report[:3000]


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


def test_files_of_versions_are_not_read() -> None:
    class Unread(dict[str, bytes]):
        def __getitem__(self, path: str) -> bytes:
            assert "/1.0.0/" not in path
            return super().__getitem__(path)

    place = "site/donnees/essai/"
    description = json.dumps({"fictitious": False}).encode()
    files = Unread({f"{place}datapackage.json": description, f"{place}a.csv": b"1", f"{place}1.0.0/a.csv": b"1"})  # fmt: skip
    ((_, beside),) = harvest.real(files).values()
    assert beside == {"datapackage.json": description, "a.csv": b"1"}
