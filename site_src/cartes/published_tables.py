"""Tables under the type that lets them out, for the maps of classes: what is not publishable does not come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opendata.findings import Finding
from opendata.model import Publishable
from opendata.packages.publishable import audited, publishable
from opendata.records.catalogue import FOLDER, read_datasets

Tables = dict[tuple[str, str], Publishable]


def publiables(files: Mapping[str, bytes], names: Iterable[str], findings: list[Finding]) -> Tables:
    """The tables of the datasets called `names`, by (dataset, resource), from data/datasets and data/parametres.

    A table about people is attacked first, with its whole release. What is wrong with the tables
    goes to `findings`, as their own check says it.
    """
    folders = tuple(f"{FOLDER}/{name}/" for name in names)
    own = {path: raw for path, raw in files.items() if path.startswith(folders)}
    tables: Tables = {}
    for checked in read_datasets(own, None, findings) if folders else ():
        outcome = audited(checked, files, findings)
        for resource in checked.dataset.ressources:
            table = publishable(checked, resource, outcome, findings)
            if table is not None:
                tables[checked.id, resource.nom] = table
    return tables
