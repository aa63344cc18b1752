"""No date of what is over stands after the day of the run, in the tables: who changes a sentence loads none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opendata.findings import Finding, page_of
from opendata.records.catalogue import Datasets
from opendata.records.coming import rows_to_come
from opendata.records.dataset import page
from site_src.engine.readings import Given


def table_dates(given: Given) -> bool:
    """Whether every date of the tables has come; nothing is judged when the day of the run is not known."""
    if given.day is not None:
        given.findings.extend(_in_tables(given.record("datasets", Datasets), given.day))
    return True


def _in_tables(datasets: Datasets, day: date) -> Iterator[Finding]:
    for identifier, checked in datasets.read.items():
        for name, table in checked.tables.items():
            resource = checked.dataset.resource(name)
            yield from page_of(rows_to_come(table, resource, day), page(identifier))
