"""A dataset that grows by itself: a row an event, written by whoever publishes the event.

It is declared as the others are, and offered in their formats. Its files are made again with each row, so that the
catalogue says where they are, and nothing of them that the next row would change (size, digest, date).
"""

from __future__ import annotations

import json
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
from opendata.records.table import canonical_csv, typed


def grown(identifier: str, dataset: Dataset, rows: bytes, publisher: Publisher) -> dict[str, bytes]:
    """The files of its one table, by name: every format, datapackage.json, the archive, the digests.

    `rows` is the CSV of today, which may have none. Raises `FindingsError` on what is not as `dataset` declares it.
    """
    (resource,) = dataset.ressources
    schema, findings = resource.schema_, list[Finding]()
    text = read_csv(f"donnees/{identifier}/{resource.fichier}", rows, schema.columns, findings)
    read = typed(text, schema, findings) if text else None
    if read is None:
        raise FindingsError(findings)
    table = PublicTable(resource.nom, schema.descriptor(), read.frame, sources=resource.derive_de)
    raw = canonical_csv(table)
    given = {resource.nom: (table, raw)}
    alone = json.loads(descriptor(identifier, dataset, given, {}, publisher))
    offered = distributions(bundle(alone, {resource.nom: schema}, {resource.nom: table}), {})
    made = {
        resource.fichier: raw,
        **{one.nom: one.raw for one in offered},
        DESCRIPTION: descriptor(identifier, dataset, given, {}, publisher, offered),
    }
    return made | archive_with_digests(identifier, dataset.est_fictif, made)


def announced(identifier: str, dataset: Dataset, publisher: Publisher) -> dict[str, Any]:
    """What its datapackage.json says whatever its rows are, for a catalogue: no end to the years that it covers."""
    (resource,) = dataset.ressources
    header = f"{','.join(resource.schema_.columns)}\n".encode()
    package: dict[str, Any] = json.loads(grown(identifier, dataset, header, publisher)[DESCRIPTION])
    return package | {"temporal": {"start": dataset.couverture_temporelle.debut, "end": None}}
