"""Who parses a data file: that each is parsed once in a build, by a reading, is told by the one of test_edits."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import build
from opendata.findings import FindingsError, read_csv, read_json, read_yaml
from site_src.engine.build import Plan
from site_src.engine.readings import Given, Reading
from site_src.engine.stages import Inputs, Stage
from site_src.engine.store import Outputs
from tools.trace import Trace, trace, watched

YAML, CSV, JSON = "data/a.yaml", "data/b.csv", "data/c.geojson"
FILES = {YAML: b"a: 1\n", CSV: b"a,b\n1,2\n", JSON: b'{"a": 1}'}


def title(given: Given) -> str:
    return "".join(str(read_yaml(path, raw, [])) for path, raw in given.files.items())


def page(inputs: Inputs) -> Outputs:
    read_yaml(YAML, FILES[YAML], [])  # a stage that parses what a reading has
    return {"page.txt": inputs.record("title", str).encode()}


def test_a_build_that_is_traced_tells_who_parsed_each_file_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "data").mkdir()
    for path, raw in FILES.items():
        (tmp_path / path).write_bytes(raw)
    plan = Plan(
        (Reading("title", f"{__name__}:title", (YAML,)),),
        (Stage("page", "Page", f"{__name__}:page", takes=("title",)),),
        FindingsError,
    )
    found = trace(plan, tmp_path)
    assert found.readers == {YAML: ["title", "page"], CSV: [], JSON: []}
    assert str(found).splitlines() == [
        "data/a.yaml : title 1, page 1",
        "lus plusieurs fois : data/a.yaml",
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["data"]


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
    assert str(found).splitlines()[-1] == "3 fichiers, chacun lu une fois"


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
