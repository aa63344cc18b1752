from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from opendata.disclosure import Before, UsageError, round_counts
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import AXES, COUNTS, CSV, TREE


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("counts.csv").write_text(CSV, encoding="utf-8")
    Path("regions.csv").write_text(TREE, encoding="utf-8")
    command = ["round", "counts.csv", "--count", "n", "--dimension", "region=regions.csv", "--dimension", "type",
               "--base", "5", "--out", "out.csv"]  # fmt: skip
    assert main(command) == 0
    release = round_counts(pd.DataFrame(COUNTS), 5, hierarchies=AXES, count="n")
    assert release.to_csv() == Path("out.csv").read_bytes()
    assert list(release.sentences()) == capsys.readouterr().out.splitlines()


def test_a_rounded_release_is_a_table_of_multiples() -> None:
    release = round_counts(COUNTS, 5, hierarchies=AXES, count="n")
    table = pa.table(release)
    assert table.column_names == ["region", "type", "value", "base", "within"]
    assert all(value % 5 == 0 for value in table["value"].to_pylist())
    assert repr(release) == "<RoundedRelease : 18 cases, base 5>"


def test_an_unchanged_count_keeps_its_value() -> None:
    first = round_counts(COUNTS, 5, hierarchies=AXES, count="n")
    changed = {**COUNTS, "n": [11, 30, 2, 25, 9, 47]}
    again = round_counts(changed, 5, hierarchies=AXES, count="n", after=Before(first, COUNTS))
    before, after = ({row[:2]: row[2] for row in one.rounded.rows()} for one in (first, again))
    assert before["A", "x"] == after["A", "x"]
    assert again.kept > 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"base": 4}, "base : une base est 3, 5 ou 10"),
        ({"effort": -1}, "effort : un nombre à partir de 0"),
        ({"hierarchies": {"base": None}}, "hierarchies : « base » est une colonne que cet outil écrit"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as raised:
        round_counts(COUNTS, **{"base": 5, "hierarchies": AXES, "count": "n", **arguments})
    assert str(raised.value).startswith(message)
