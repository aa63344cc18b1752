"""The lines that pages offer to copy, run as they stand beside the downloaded files."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from opendata.packages import snippets

COLUMNS = {
    "path": "mesures.csv",
    "schema": {"fields": [{"name": "code", "type": "string"}, {"name": "nb", "type": "integer"}]},
}


def resources(folder: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    """The first table of each dataset: the one that its page's lines read."""
    return [
        (path.parent, json.loads(path.read_bytes())["resources"][0])
        for path in sorted(folder.glob("*/*datapackage.json"))
    ]


def count(place: Path, resource: Mapping[str, Any]) -> int:
    text = (place / resource["path"]).read_text(encoding="utf-8")
    return len(list(csv.reader(io.StringIO(text, newline="")))) - 1


def test_the_lines_for_duckdb_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, resource in resources(folder):
        monkeypatch.chdir(place)
        rows = duckdb.connect().execute(snippets.duckdb(resource, "")).fetchall()
        assert rows == [(count(place, resource),)]


def test_the_lines_for_python_run(folder: Path) -> None:
    place, resource = next(item for item in resources(folder) if item[0].name == "crues")
    done = subprocess.run([sys.executable, "-c", snippets.python(resource, "")], cwd=place, capture_output=True,
                          text=True, check=True, env={**os.environ, "PYTHONUTF8": "1"})  # fmt: skip
    assert done.stdout == f"{count(place, resource)} lignes\n"


def test_every_other_table_is_read_by_the_same_lines_for_python(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for place, resource in resources(folder):
        monkeypatch.chdir(place)
        exec(snippets.python(resource, ""), {})
        assert capsys.readouterr().out == f"{count(place, resource)} lignes\n"


def test_the_lines_for_r_keep_codes_as_texts() -> None:
    text = snippets.r(COLUMNS, "https://exemple.invalid/donnees/essai/")
    assert 'read.csv("https://exemple.invalid/donnees/essai/mesures.csv"' in text
    assert 'colClasses = c(code = "character")' in text


def test_a_known_site_is_read_where_it_stands() -> None:
    place = "https://exemple.invalid/donnees/essai/"
    assert f"{place}mesures.parquet" in snippets.python(COLUMNS, place)
    assert f"'{place}mesures.parquet'" in snippets.duckdb(COLUMNS, place)
