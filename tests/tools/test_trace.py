"""Each data file is parsed once in a build, by a reading."""

from __future__ import annotations

import csv
import io

import pytest

import build
from opendata.findings import read_csv, read_json, read_yaml
from site_src.engine.stages import Stage
from tools.trace import Trace, trace, watched

YAML, CSV, JSON = "data/a.yaml", "data/b.csv", "data/c.geojson"
LAST = [stage.name for stage in build.STAGES if stage.takes][-1]
FILES = {YAML: b"a: 1\n", CSV: b"a,b\n1,2\n", JSON: b'{"a": 1}'}


@pytest.fixture(scope="module")
def traced() -> Trace:
    """All readings, and the stages up to the last that takes a record."""
    return trace(build.PLAN.until(LAST))


def test_every_data_file_is_parsed_once_and_by_a_reading(traced: Trace) -> None:
    readings = {reading.name for reading in build.READINGS}
    others = {
        path: names
        for path, names in traced.readers.items()
        if len(names) != 1 or names[0] not in readings
    }
    assert not others


def test_the_trace_says_who_parsed_each_file(traced: Trace) -> None:
    lines = str(traced).splitlines()
    assert "data/site.yaml : identite 1" in lines
    assert lines[-1] == f"{len(lines) - 1} fichiers, chacun lu une fois"


@pytest.mark.parametrize("stage", build.STAGES, ids=lambda stage: stage.name)
def test_a_stage_is_given_no_data_file(stage: Stage) -> None:
    assert not any(pattern.startswith("data/") for pattern in stage.files)


def test_each_kind_of_file_is_parsed_once_by_its_reader() -> None:
    found = Trace(build.PLAN, FILES)
    with watched(found):
        read_yaml(YAML, FILES[YAML], [])
        read_csv(CSV, FILES[CSV], ("a", "b"), [])
        read_json(JSON, FILES[JSON], [])
    assert {path: len(names) for path, names in found.readers.items()} == dict.fromkeys(FILES, 1)
    assert not found.repeated


def test_a_file_parsed_again_is_told_even_from_its_published_copy() -> None:
    found = Trace(build.PLAN, FILES)
    with watched(found):
        read_csv(CSV, FILES[CSV], ("a", "b"), [])
        list(csv.DictReader(io.StringIO(FILES[CSV].decode(), newline="")))
    assert found.repeated == [CSV]
    assert str(found).splitlines()[-1] == "lus plusieurs fois : data/b.csv"


def test_files_of_the_same_contents_are_each_parsed_once() -> None:
    found = Trace(build.PLAN, {"data/a.json": b"{}", "data/b.json": b"{}"})
    with watched(found):
        read_json("data/a.json", b"{}", [])
        read_json("data/b.json", b"{}", [])
    assert not found.repeated
