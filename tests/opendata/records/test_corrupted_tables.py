"""The committed tables of prevention and of recorded crime, each spoiled in turn: found at its line, never published."""

from __future__ import annotations

import csv
import io
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pytest

from opendata.findings import Finding
from opendata.model import Source
from opendata.records import archived_versions, catalogue
from opendata.records.catalogue import read_datasets
from opendata.records.schema import Column
from opendata.records.sources import read_sources
from tests.builds import ROOT

DATASETS = ("prevention", "contrats-indicateurs", "delinquance-enregistree")
NOT_A_VALUE = {"integer": "dix", "number": "1,5", "year": "l’an 2000", "date": "31/12/2020", "boolean": "oui"}  # fmt: skip
Rows = list[list[str]]
T = TypeVar("T")


@dataclass(frozen=True)
class Spoiled:
    """A table with one fault, and the line where it stands."""

    what: str
    rows: Rows
    line: int


def written(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def with_cell(rows: Rows, line: int, rank: int, value: str) -> Rows:
    spoiled = [list(row) for row in rows]
    spoiled[line - 1][rank] = value
    return spoiled


def faults(rows: Rows, fields: list[Column]) -> Iterator[Spoiled]:
    """At the last row but one, where there is one: what stands after it is still read."""
    line = max(2, len(rows) - 1)
    at = line - 1
    yield Spoiled("row written twice", [*rows[:line], rows[at], *rows[line:]], line + 1)
    yield Spoiled("row too short", [*rows[:at], rows[at][:-1], *rows[line:]], line)
    yield Spoiled("row too long", [*rows[:at], [*rows[at], "x"], *rows[line:]], line)
    yield Spoiled("column of another name", with_cell(rows, 1, 0, "autre"), 1)
    yield Spoiled("column too many", [[*row, "x"] for row in rows], 1)
    for rank, column in enumerate(fields):
        if column.type in NOT_A_VALUE:
            told = f"{column.name} is no {column.type}"
            yield Spoiled(told, with_cell(rows, line, rank, NOT_A_VALUE[column.type]), line)
        if column.labels:
            yield Spoiled(f"{column.name} of no code", with_cell(rows, line, rank, "code-inconnu"), line)  # fmt: skip
        if column.constraints.required:
            yield Spoiled(f"{column.name} empty", with_cell(rows, line, rank, ""), line)


@pytest.fixture(scope="module")
def sources() -> dict[str, Source]:
    path = "data/sources.yaml"
    read = read_sources(path, (ROOT / path).read_bytes(), [])
    assert read
    return read


@pytest.fixture
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a fault leaves as it was, the declaration, the kept versions and the other tables, is not read again for it."""
    for module, name in (
        (catalogue, "read_yaml"),
        (catalogue, "read_record"),
        (catalogue, "typed"),
        (archived_versions, "read_json"),
        (archived_versions, "read_record"),
        (archived_versions, "archived"),
    ):
        monkeypatch.setattr(module, name, once(getattr(module, name)))


def once(read: Callable[..., T]) -> Callable[..., T]:
    """The same reader, once for each thing to read; what is wrong there is said that time alone."""
    done: dict[bytes, T] = {}

    def again(*given: object) -> T:
        key = pickle.dumps([one for one in given if not isinstance(one, list)])  # findings
        if key not in done:
            done[key] = read(*given)
        return done[key]

    return again


@pytest.mark.usefixtures("read_once")
@pytest.mark.parametrize("dataset", DATASETS)
def test_each_fault_of_a_published_table_is_found_at_its_line(
    dataset: str, sources: dict[str, Source]
) -> None:
    folder = ROOT / "data/datasets" / dataset
    files = {
        str(path.relative_to(ROOT)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    (checked,) = read_datasets(files, sources, [])
    missed = []
    for resource in checked.dataset.ressources:
        path = f"data/datasets/{dataset}/{resource.fichier}"
        rows = list(csv.reader(io.StringIO(files[path].decode(), newline="")))
        for fault in faults(rows, list(resource.schema_.fields_)):
            findings: list[Finding] = []
            published = read_datasets({**files, path: written(fault.rows)}, sources, findings)
            found = any((one.path, one.line) == (path, fault.line) for one in findings)
            if published or not found:
                missed.append((resource.fichier, fault.what, [str(one) for one in findings[:2]]))
    assert missed == []
