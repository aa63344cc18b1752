"""The published tables of exposure, as a build reads them."""

from pathlib import Path

from maps.figures.published_exposure import TABLES, Exposure, published_exposure
from opendata.findings import Finding
from site_src.engine.stages import read_files

ROOT = Path(__file__).resolve().parents[3]


def committed_exposure() -> Exposure:
    """The figures that texts of maps repeat."""
    findings: list[Finding] = []
    files = read_files(ROOT, [f"data/datasets/{dataset}/*" for dataset, _ in TABLES])
    tables = publishable_tables(files, [dataset for dataset, _ in TABLES], findings)
    assert not findings
    return published_exposure(tables[name] for name in TABLES)
