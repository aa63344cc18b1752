"""Every dataset of data/datasets/, and the parts of them that others take."""

from __future__ import annotations

from opendata.findings import Finding, page_of
from opendata.records import series as dataset_series
from opendata.records.catalogue import Datasets, read_catalogue
from opendata.records.dataset import Dataset
from site_src.engine.readings import Given
from site_src.risques.seine import SeineReading
from site_src.risques.seine_reading import read_seine
from site_src.territoires.tables import CONTRACTS, PlaceTables, place_tables


def datasets(given: Given) -> Datasets:
    """Every dataset, also what can be read of those with a finding."""
    read = read_catalogue(given.files, given.maybe("sources", dict), given.findings)
    given.report(f"jeux de données : {len(read.checked)}")
    return read


def declarations(given: Given) -> dict[str, Dataset]:
    """What each dataset says of itself, by id."""
    return given.record("datasets", Datasets).declarations


def series(given: Given) -> tuple[dataset_series.Series, ...]:
    """The datasets that are read together."""
    found: list[Finding] = []
    raw = given.files.get(dataset_series.PATH, b"")
    read = dataset_series.read_series(raw, given.record("datasets", Datasets).folders, found)
    given.findings.extend(page_of(found, "/donnees/"))
    given.report(f"séries de jeux : {len(read)}")
    return read


def places(given: Given) -> PlaceTables | None:
    """The published tables that pages of places read."""
    return place_tables(given.record("datasets", Datasets))


def seine(given: Given) -> SeineReading:
    """What the datasets say of the Seine."""
    return read_seine(given.record("datasets", Datasets), given.findings)


def contracts(given: Given) -> dict[str, dict[str, str]] | None:
    """The prevention contracts, by Insee code."""
    catalogue, (name, table) = given.record("datasets", Datasets), CONTRACTS
    if name not in catalogue.sound:
        return None
    csv = catalogue.read[name].tables[table].csv
    rows = [dict(zip(csv.columns, row, strict=True)) for row in csv.rows]
    return {row["code_insee"]: row for row in rows}
