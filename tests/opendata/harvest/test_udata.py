"""The catalogue as data.gouv.fr imports it: nothing of a dataset is lost on the way."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF

from opendata.packages.file_names import FORMATS
from tests.opendata.harvest import udata
from tests.opendata.harvest.conftest import ADDRESS, MAIL, PUBLISHER
from tests.opendata.harvest.udata import Imported, imported

Described = Mapping[str, bytes]
# The portal's identifiers of our licences.
LICENCES = {"etalab-2.0": "lov2", "ODbL-1.0": "odc-odbl"}
GROWING = "alertes"


@pytest.fixture(scope="module", params=["ttl", "jsonld"])
def datasets(request: pytest.FixtureRequest, described: Described) -> dict[str, Imported]:
    """By identifier, from either writing of the catalogue."""
    form = {"ttl": "turtle", "jsonld": "json-ld"}[request.param]
    raw = described[f"site/donnees/catalogue.{request.param}"]
    return {one.identifier: one for one in imported(rdflib.Graph().parse(data=raw, format=form))}


@pytest.fixture(scope="module")
def packages(published: Described) -> dict[str, dict[str, Any]]:
    """Descriptions of real datasets that may be downloaded, by identifier."""
    ends = "/datapackage.json"
    found = [
        json.loads(raw)
        for path, raw in published.items()
        if path.startswith("site/donnees/") and path.endswith(ends) and path.count("/") == 3
    ]
    return {one["name"]: one for one in found if not one["fictitious"]}


pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


def test_every_dataset_is_kept_and_nothing_else(
    datasets: Mapping[str, Imported], packages: Mapping[str, Any]
) -> None:
    assert set(datasets) == {*packages, GROWING}


def test_title_and_description_are_the_french_ones(
    datasets: Mapping[str, Imported], packages: Mapping[str, Any]
) -> None:
    for name, package in packages.items():
        assert datasets[name].title == package["title"]
        assert datasets[name].description == package["description"]


def test_the_period_is_read_in_whole_years(
    datasets: Mapping[str, Imported], packages: Mapping[str, Any]
) -> None:
    for name, package in packages.items():
        start, end = package["temporal"]["start"], package["temporal"]["end"]
        assert datasets[name].period == (datetime.date(start, 1, 1), datetime.date(end, 12, 31))
    growing = datasets[GROWING].period
    assert growing is not None
    assert growing[1] is None


def test_the_strictest_licence_is_known(
    datasets: Mapping[str, Imported], packages: Mapping[str, Any]
) -> None:
    for name, package in packages.items():
        assert datasets[name].licence == LICENCES[package["licenses"][0]["name"]]


def test_contact_place_and_frequency_are_kept(datasets: Mapping[str, Imported]) -> None:
    for one in datasets.values():
        assert one.contact == (PUBLISHER, MAIL)
        assert one.place is not None
        (ring,) = one.place["coordinates"]
        assert ring[0] == ring[-1]
        assert one.frequency in {"ANNUAL", "QUARTERLY", "IRREG", "NEVER"}


def test_every_file_is_kept_with_its_size_format_and_type(
    datasets: Mapping[str, Imported], published: Described
) -> None:
    for name, one in datasets.items():
        for file in one.files:
            suffix = file.url.rpartition(".")[2]
            assert (file.format, file.mime) == (suffix, FORMATS[suffix][1])
            if name != GROWING:
                assert file.size == len(published[f"site/{file.url.removeprefix(ADDRESS)}"])


def test_the_digest_of_every_kept_file_is_in_a_kept_file(
    datasets: Mapping[str, Imported], packages: Mapping[str, Any]
) -> None:
    """The catalogue itself says none, which the portal would refuse: the description does, and is kept."""
    for name, package in packages.items():
        kept = {file.url.rpartition("/")[2] for file in datasets[name].files}
        tables = [item for one in package["resources"] for item in (one, *one.get("formats", ()))]
        told = {item["path"] for item in (*tables, *package.get("formats", ())) if item["hash"]}
        # The archive holds the description, which cannot say the archive's own digest: sha256sums.txt does.
        assert kept == told | {"datapackage.json", f"{name}.zip"}


def test_series_have_an_identifier(graph: rdflib.Graph) -> None:
    series = list(graph.subjects(RDF.type, rdflib.URIRef(f"{DCAT}DatasetSeries")))
    identifiers = {str(graph.value(one, DCTERMS.identifier)) for one in series}
    assert len(identifiers - {"None"}) == len(series) > 1


def test_a_digest_typed_as_hexadecimal_would_lose_the_dataset(described: Described) -> None:
    """Why the catalogue holds none, though the shapes of DCAT-AP want this type."""
    graph = rdflib.Graph().parse(data=described["site/donnees/catalogue.ttl"], format="turtle")
    file, sum_ = next(graph.subjects(RDF.type, DCAT.Distribution)), rdflib.BNode()
    graph.add((file, udata.SPDX.checksum, sum_))
    graph.add(
        (sum_, udata.SPDX.checksumValue, rdflib.Literal("ab01", datatype=rdflib.XSD.hexBinary))
    )
    with pytest.raises(udata.LostError):
        list(imported(graph))


def test_a_period_with_an_address_would_be_lost(described: Described) -> None:
    graph = rdflib.Graph().parse(data=described["site/donnees/catalogue.ttl"], format="turtle")
    dataset = next(graph.subjects(RDF.type, DCAT.Dataset))
    graph.set((dataset, DCTERMS.temporal, rdflib.URIRef(f"{ADDRESS}donnees/crues/#periode")))
    (one,) = [one for one in imported(graph) if one.identifier == str(graph.value(dataset, DCTERMS.identifier))]  # fmt: skip
    assert one.period is None
