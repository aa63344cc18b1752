"""What a dataset calls settled was read at an official source: its rows against its own table of sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from opendata.findings import Finding
from opendata.records.table import TypedTable

SOURCES, SETTLED, QUOTING = "sources", "confirme", "secondaire"


def unsettled(tables: Mapping[str, TypedTable]) -> Iterator[Finding]:
    """Rows with `statut` « confirme » whose `source` only quotes the official one; tables by resource name."""
    if SOURCES not in tables or "nature" not in tables[SOURCES].csv.columns:
        return
    natures = {row["id_source"]: row["nature"] for row in _rows(tables[SOURCES])}
    for table in tables.values():
        for number, row in enumerate(_rows(table)):
            if row.get("statut") == SETTLED and natures.get(row.get("source", "")) == QUOTING:
                yield table.csv.finding(number, "statut", f"« {row['source']} » ne fait que citer la source officielle",
                                        "une ligne confirmée a été lue dans la source officielle elle-même",
                                        "mettre a_confirmer, ou citer la source officielle")  # fmt: skip


def _rows(table: TypedTable) -> Iterator[dict[str, str]]:
    for row in table.csv.rows:
        yield dict(zip(table.csv.columns, row, strict=True))
