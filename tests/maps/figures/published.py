"""The published tables of exposure, as a build reads them."""

from maps.figures.published_exposure import TABLES, Exposure, published_exposure
from opendata.findings import Finding
from opendata.packages.publishable import publishable_table
from opendata.records.catalogue import Datasets
from tests.builds import committed, record


def committed_exposure() -> Exposure:
    """The figures that texts of maps repeat."""
    findings: list[Finding] = []
    files = committed(
        "data/sources.yaml", *(f"data/datasets/{dataset}/**/*" for dataset, _ in TABLES)
    )
    read = record(files, "datasets", Datasets).read
    tables = [
        publishable_table(read[dataset], read[dataset].dataset.resource(name), None, findings)
        for dataset, name in TABLES
    ]
    assert not findings
    return published_exposure(table for table in tables if table is not None)
