"""The real tables and layers with a hostile text in cells of every column of free text.

A value has the same text wherever it is: what a table and a layer say alike goes on being said alike.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from maps.records.columns import COLUMNS
from maps.streets.thresholds import StreetRules
from opendata.findings import Finding
from opendata.records.catalogue import Datasets
from opendata.records.schema import Schema
from site_src.territoires.imprints import PATH as DERIVED
from site_src.territoires.imprints import imprints
from tests.builds import library
from tests.hostile import TEXTS

Files = dict[str, bytes]
# One value in so many is changed; an enumeration has fewer values than so many.
ONE_IN, MANY = 7, 20
# The last row of a dataset's table may be the only one.
FEW = 60


class HostileTables:
    """`files` with the changes; `texts` are those that were put in each column, (path, name)."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.texts: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._kept: set[str] = set()

    def change(self) -> None:
        """Change every column of free text; a value that `check` refuses stays as it was."""
        original = self.files
        schemas = dict(_schemas(original))
        for _ in range(4):
            self.files, self.texts = dict(original), defaultdict(set)
            for path, schema in schemas.items():
                self._change_table(path, schema)
            for name, types in COLUMNS.items():
                self._change_layer(f"data/geo/{name}.geojson", types)
            # As if `derive` had been given originals with these texts.
            rules = library(original).record("thresholds", StreetRules)
            self.files[DERIVED] = imprints(self.files, rules)
            findings = library(self.files).check()[1]
            if not findings:
                return
            self._kept |= {value for finding in findings for value in _quoted(finding, original)}
        raise AssertionError([str(finding) for finding in findings[:5]])

    def _hostile(self, column: tuple[str, str], value: str, *, is_rare: bool) -> str:
        rank = zlib.crc32(value.encode())
        if not value or value in self._kept or (not is_rare and rank % ONE_IN):
            return value
        text = f"{value} {TEXTS[rank // ONE_IN % len(TEXTS)]}"
        self.texts[column].add(text)
        return text

    def _change_table(self, path: str, schema: Schema) -> None:
        keys = {*schema.primary_key, *(name for key in schema.foreign_keys for name in key.fields)}
        free = [column.name for column in schema.fields_ if column.type == "string" and column.name not in keys
                and not (column.labels or column.constraints.pattern)]  # fmt: skip
        rows = list(csv.DictReader(io.StringIO(self.files[path].decode(), newline="")))
        for row in rows:
            for name in free:
                row[name] = self._hostile((path, name), row[name], is_rare=len(rows) <= FEW)
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        self.files[path] = text.getvalue().encode()

    def _change_layer(self, path: str, types: Mapping[str, type]) -> None:
        layer = json.loads(self.files[path])
        rows: list[dict[str, Any]] = [feature["properties"] for feature in layer["features"]]
        for name in (name for name, kind in types.items() if kind is str):
            values = {row[name] for row in rows}
            if len(values) >= MANY and any(" " in value for value in values):
                for row in rows:
                    row[name] = self._hostile((path, name), row[name], is_rare=False)
        self.files[path] = f"{json.dumps(layer, ensure_ascii=False)}\n".encode()


def _schemas(files: Mapping[str, bytes]) -> Iterator[tuple[str, Schema]]:
    for checked in library(files).record("datasets", Datasets).checked:
        for resource in checked.dataset.ressources:
            path = f"data/datasets/{checked.id}/{resource.fichier}"
            if path in files:
                yield path, resource.schema_


def _quoted(finding: Finding, original: Mapping[str, bytes]) -> Iterator[str]:
    """The values of the row, or of the line, that a finding is about."""
    if PurePosixPath(finding.path).suffix == ".csv":
        row = original[finding.path].decode().split("\n")[finding.line - 1]
        yield from next(csv.reader([row]), [])
    yield from re.findall(r"« (.*?) »", finding.quoi)
