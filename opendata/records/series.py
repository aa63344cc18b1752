"""data/series.yaml: datasets published apart that are read together (dcat:DatasetSeries)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field, RootModel

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.records.schema import Slug, Text

PATH = "data/series.yaml"


class Series(Record):
    """A series and its datasets, by id."""

    id: Slug
    titre: Text
    description: Text
    jeux: Annotated[tuple[Slug, ...], Field(min_length=2)]


class _AllSeries(RootModel[tuple[Series, ...]]):
    """The whole file: a list of entries."""


def read_series(raw: bytes, known: Collection[str], findings: list[Finding]) -> tuple[Series, ...]:
    """Every series, in file order; `known` are the ids of data/datasets/."""
    document = read_yaml(PATH, raw, findings)
    found = read_record(document, _AllSeries, findings) if document else None
    if document is None or found is None:
        return ()
    findings.extend(_faults(document, found.root, known))
    return found.root


def _faults(
    document: Document, series: tuple[Series, ...], known: Collection[str]
) -> Iterator[Finding]:
    ids: set[str] = set()
    placed: set[str] = set()
    for index, one in enumerate(series):
        if one.id in ids:
            yield document.finding((index, "id"), f"série « {one.id} » décrite deux fois",
                                   "l'identifiant d'une série est unique", "renommer l'une des deux")  # fmt: skip
        ids.add(one.id)
        for rank, name in enumerate(one.jeux):
            keys = (index, "jeux", rank)
            if name not in known:
                yield document.finding(keys, f"jeu « {name} » inconnu", "une série réunit des jeux de data/datasets/",
                                       "corriger l'identifiant")  # fmt: skip
            if name in placed:
                yield document.finding(keys, f"jeu « {name} » déjà dans une série", "un jeu est dans une série au plus",
                                       "le retirer de l'une des deux")  # fmt: skip
            placed.add(name)
