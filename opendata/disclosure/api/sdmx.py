"""A release as an SDMX-CSV 2.0 data message (SDMX 3.0), as statistical offices exchange tables.

Columns STRUCTURE, STRUCTURE_ID, ACTION, the dimensions, OBS_VALUE, OBS_STATUS, CONF_STATUS
(https://github.com/sdmx-twg/sdmx-csv, data message field guide). Codes are those of the cross-domain code lists:
CL_OBS_STATUS A (normal value) and Q (missing value; suppressed), CL_CONF_STATUS F (free) and N (not for
publication). Every hidden cell is N: the finer codes, A (primary, small counts) and D (secondary), would tell a
reader which hidden counts are small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.usage import UsageError
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.publication import Publication

NORMAL, SUPPRESSED = "A", "Q"
FREE, NOT_FOR_PUBLICATION = "F", "N"
BEFORE = ("STRUCTURE", "STRUCTURE_ID", "ACTION")
AFTER = ("OBS_VALUE", "OBS_STATUS", "CONF_STATUS")
_ARTEFACT = re.compile(r"[A-Za-z][\w.-]*:[A-Za-z0-9_@$-]+(\([0-9][\w.+-]*\))?", re.ASCII)
_COMPONENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class Dataset:
    """What an SDMX message says of its data besides the data.

    `structure_id`: AGENCY:ID(VERSION) of the dataflow, data structure or provision agreement that `structure`
    says; `action`: I (information), A (append) or R (replace); `components`: dimension → its identifier there (its own
    name in capitals when none is given); `total`: the code of totals.
    """

    structure_id: str
    structure: Literal["dataflow", "datastructure", "dataprovision"] = "dataflow"
    action: Literal["I", "A", "R"] = "I"
    components: Mapping[str, str] = field(default_factory=dict)
    total: str = "_T"


def sdmx_csv(publication: Publication, dataset: Dataset) -> bytes:
    """The message, in UTF-8, a line for each cell of the release. Raises UsageError."""
    names = _components(publication.cube.names, dataset)
    codes = {code for axis in publication.cube.dimensions for code in axis.nodes}
    if dataset.total != TOTAL and dataset.total in codes:
        raise UsageError("total", f"« {dataset.total} » est déjà le code d'autre chose")
    return csv_bytes([*BEFORE, *names, *AFTER], _observations(publication, dataset))


def _components(names: Sequence[str], dataset: Dataset) -> list[str]:
    if not _ARTEFACT.fullmatch(dataset.structure_id):
        raise UsageError("structure_id", "AGENCE:IDENTIFIANT(VERSION) attendu")
    components = [dataset.components.get(name, name.upper()) for name in names]
    taken = {*BEFORE, *AFTER}
    for name, component in zip(names, components, strict=True):
        if not _COMPONENT.fullmatch(component) or component in taken:
            raise UsageError(
                "components", f"« {name} » demande un identifiant SDMX à lui : une lettre, puis lettres, chiffres, _ ou -"
            )  # fmt: skip
        taken.add(component)
    return components


def _observations(publication: Publication, dataset: Dataset) -> Iterator[list[str]]:
    before = [dataset.structure, dataset.structure_id, dataset.action]
    for cell in np.flatnonzero(publication.shown | publication.hidden).tolist():
        labels = [dataset.total if c == TOTAL else c for c in publication.cube.labels(cell)]
        if publication.shown[cell]:
            yield [*before, *labels, str(int(publication.values[cell])), NORMAL, FREE]
        else:
            yield [*before, *labels, "", SUPPRESSED, NOT_FOR_PUBLICATION]
