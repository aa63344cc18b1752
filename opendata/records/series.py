"""data/series.yaml: datasets published apart that are read together (dcat:DatasetSeries)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field, RootModel

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.records.schema import Slug, Text

PATH = "data/series.yaml"


class Series(Record):
    """A series and its datasets, by id, in the order in which they are read."""

    id: Slug
    titre: Text
    description: Text
    jeux: Annotated[tuple[Slug, ...], Field(min_length=2)]

    @property
    def identifiant(self) -> str:
        """What it is called among the datasets, which have its kind of name."""
        return f"serie-{self.id}"


class _AllSeries(RootModel[tuple[Series, ...]]):
    """The whole file: a list of entries."""


def read_series(
    raw: bytes, datasets: Collection[str], findings: list[Finding]
) -> tuple[Series, ...]:
    """Every series, in file order; `datasets` are the ids of data/datasets/."""
    document = read_yaml(PATH, raw, findings)
    series = read_record(document, _AllSeries, findings) if document else None
    if document is None or series is None:
        return ()
    findings.extend(_faults(document, series.root, datasets))
    return series.root


def _faults(
    document: Document, series: tuple[Series, ...], datasets: Collection[str]
) -> Iterator[Finding]:
    ids: set[str] = set()
    placed: set[str] = set()
    for index, entry in enumerate(series):
        if entry.id in ids:
            yield document.finding((index, "id"), f"série « {entry.id} » décrite deux fois",
                                   "l'identifiant d'une série est unique", "renommer l'une des deux")  # fmt: skip
        ids.add(entry.id)
        for rank, name in enumerate(entry.jeux):
            keys = (index, "jeux", rank)
            if name not in datasets:
                yield document.finding(keys, f"jeu « {name} » inconnu", "une série réunit des jeux de data/datasets/",
                                       "corriger l'identifiant")  # fmt: skip
            if name in placed:
                yield document.finding(keys, f"jeu « {name} » déjà dans une série", "un jeu est dans une série au plus",
                                       "le retirer de l'une des deux")  # fmt: skip
            placed.add(name)
