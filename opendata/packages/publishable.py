"""What lets a table out: its type, and for a table about people the public audit.

`PublicTable` for a table about no person, whose sources are named; `ReleasedTable` for a table
about people, after the audit. Nothing else reaches the writer.
"""

from __future__ import annotations

from opendata.findings import Finding, FindingsError, page_of
from opendata.model import PublicTable, Publishable, ReleasedTable
from opendata.records import fiction
from opendata.records.catalogue import CheckedDataset
from opendata.records.dataset import FOLDER, page
from opendata.records.resource import Resource
from opendata.records.table import TypedTable
from opendata.tranquillite.audit_outcome import ReleaseAudit, released


def publishable_tables(
    checked: CheckedDataset, audit: ReleaseAudit | None, findings: list[Finding]
) -> dict[str, Publishable] | None:
    """Every table of the dataset by name; `None` with findings when one may not be published.

    `audit` is the public audit of the release; `None` where it was not attacked.
    """
    tables = {
        resource.nom: table
        for resource in checked.dataset.ressources
        if (table := publishable_table(checked, resource, audit, findings)) is not None
    }
    return tables if len(tables) == len(checked.dataset.ressources) else None


def publishable_table(
    checked: CheckedDataset,
    resource: Resource,
    audit: ReleaseAudit | None,
    findings: list[Finding],
) -> Publishable | None:
    """The resource under the type that lets it out; `None` with findings when none does."""
    path = f"{FOLDER}/{checked.id}/{resource.fichier}"
    problems: list[Finding] = []
    table = _typed(resource, checked.tables[resource.nom], audit, problems)
    if isinstance(table, ReleasedTable) and table.est_fictif != checked.dataset.est_fictif:
        problems.append(fiction.contradiction(path))
    findings.extend(page_of(problems, page(checked.id)))
    return None if problems else table


def _typed(
    resource: Resource, typed: TypedTable, audit: ReleaseAudit | None, findings: list[Finding]
) -> Publishable | None:
    schema = resource.schema_.descriptor()
    if resource.nature == "publique":
        return PublicTable(resource.nom, schema, typed.frame, sources=resource.derive_de)
    if audit is None:
        return None
    try:
        return released(resource.nom, schema, typed.frame, audit)
    except FindingsError as error:
        findings.extend(error.findings)
        return None
