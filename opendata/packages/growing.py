"""A dataset that grows by itself: a row an event, written by whoever publishes the event.

It is declared as the others are, and offered in their formats. Its files are made again with each row, so that the
catalogue says where they are, and nothing of them that the next row would change (size, digest, date).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from opendata.findings import Finding, FindingsError, read_csv
from opendata.model import PublicTable
from opendata.packages.descriptor import descriptor
from opendata.packages.formats import distributions
from opendata.packages.formats.bundle import bundle
from opendata.packages.version_folders import archive_with_digests
from opendata.records.archived_versions import DESCRIPTION
from opendata.records.dataset import Dataset
from opendata.records.publisher import Publisher
from opendata.records.table import TypedTable, canonical_csv, foreign_keys, typed


def grown(
    identifier: str, dataset: Dataset, rows: Mapping[str, bytes], publisher: Publisher
) -> dict[str, bytes]:
    """The files of its tables, by name: every format, datapackage.json, the archive, the digests.

    `rows` is the CSV of today of each table, by its name; it may have no row. Raises `FindingsError` on what is not as
    `dataset` declares it.
    """
    read = _read(identifier, dataset, rows)
    tables = {
        one.nom: PublicTable(one.nom, one.schema_.descriptor(), read[one.nom].frame, sources=one.derive_de)
        for one in dataset.ressources
    }  # fmt: skip
    given = {name: (table, canonical_csv(table)) for name, table in tables.items()}
    alone = json.loads(descriptor(identifier, dataset, given, {}, publisher))
    schemas = {one.nom: one.schema_ for one in dataset.ressources}
    offered = distributions(bundle(alone, schemas, tables), {})
    made = {
        **{one.fichier: given[one.nom][1] for one in dataset.ressources},
        **{one.nom: one.raw for one in offered},
        DESCRIPTION: descriptor(identifier, dataset, given, {}, publisher, offered),
    }
    return made | archive_with_digests(identifier, dataset.est_fictif, made)


def _read(identifier: str, dataset: Dataset, rows: Mapping[str, bytes]) -> dict[str, TypedTable]:
    """Its tables, typed; raises `FindingsError` with every problem of all of them."""
    findings, read = list[Finding](), dict[str, TypedTable]()
    for one in dataset.ressources:
        path = f"donnees/{identifier}/{one.fichier}"
        text = read_csv(path, rows[one.nom], one.schema_.columns, findings)
        table = typed(text, one.schema_, findings) if text else None
        if table:
            read[one.nom] = table
    foreign_keys(read, findings)
    if findings:
        raise FindingsError(findings)
    return read


def announced(identifier: str, dataset: Dataset, publisher: Publisher) -> dict[str, Any]:
    """What its datapackage.json says whatever its rows are, for a catalogue: no end to the years that it covers."""
    headers = {one.nom: f"{','.join(one.schema_.columns)}\n".encode() for one in dataset.ressources}
    package: dict[str, Any] = json.loads(
        grown(identifier, dataset, headers, publisher)[DESCRIPTION]
    )
    return package | {"temporal": {"start": dataset.couverture_temporelle.debut, "end": None}}
