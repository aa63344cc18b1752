"""What the files of a package are called, and where they stand: known without making them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opendata.records import fiction
from opendata.records.dataset import Dataset

SHEET_NAME = 31  # characters of the longest name of a sheet that Excel opens
DIGESTS = "sha256sums.txt"
# The feed of a dataset's versions, and that of all.
FEED = "versions.atom"
# Suffix → name of the format, media type (IANA).
FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": ("CSV", "text/csv"),
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": ("Parquet", "application/vnd.apache.parquet"),
    "json": ("JSON", "application/json"),
    "geojson": ("GeoJSON", "application/geo+json"),
    "gpkg": ("GeoPackage", "application/geopackage+sqlite3"),
    "zip": ("Zip", "application/zip"),
}


def bundle_name(identifier: str, est_fictif: bool, suffix: str) -> str:
    """The file that holds every table of the dataset; a fictitious one says so in its name."""
    words = f"-{fiction.FILE_WORDS}" if est_fictif else ""
    return f"{identifier}{words}.{suffix}"


def sheet_names(tables: Iterable[str]) -> list[str]:
    """The sheets that hold the named tables, in order; a long name is cut, never made equal."""
    names: list[str] = []
    for table in tables:
        name = table[:SHEET_NAME]
        if name in names:
            name = f"{name[: SHEET_NAME - 2]}-{len(names)}"
        names.append(name)
    return names


def folder_of(identifier: str, dataset: Dataset) -> str:
    """Where a dataset's files stand among the outputs: below `site/` only what may be downloaded."""
    return f"site/donnees/{identifier}" if dataset.est_telechargeable else f"donnees/{identifier}"


def chart_file(est_fictif: bool, name: str) -> str:
    """The file name of a chart; fictitious ones say so there too."""
    return f"{name}-{fiction.FILE_WORDS}.svg" if est_fictif else f"{name}.svg"


def chart_figures(identifier: str, name: str) -> str:
    """Where the figures of a chart are among the outputs, as a CSV: what is published of them is not told here."""
    return f"donnees/{identifier}/graphiques/{name}.csv"


def schema_file(table: str) -> str:
    """The file name of the Table Schema that stands beside a CSV."""
    return f"{table.removesuffix('.csv')}.schema.json"
