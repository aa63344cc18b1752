from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from opendata.disclosure import ProblemsError, UsageError, count, protect
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import AXES, COUNTS, released

LABELS = list(zip(COUNTS["region"], COUNTS["type"], COUNTS["n"], strict=True))
FACTS = {
    "region": [region for region, _, n in LABELS for _ in range(int(str(n)))],
    "type": [kind for _, kind, n in LABELS for _ in range(int(str(n)))],
}


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    pd.DataFrame(FACTS).to_csv("facts.csv", index=False)
    command = ["count", "facts.csv", "--dimension", "region", "--dimension", "type", "--out", "counts.csv"]  # fmt: skip
    assert main(command) == 0
    said = capsys.readouterr().out.splitlines()
    for table in (
        Path("facts.csv"),
        FACTS,
        pd.DataFrame(FACTS),
        pl.DataFrame(FACTS),
        pa.table(FACTS),
    ):
        counted = count(table, ["region", "type"])
        assert counted.to_csv() == Path("counts.csv").read_bytes()
        assert list(counted.sentences()) == said


def test_what_is_counted_is_protected_as_the_counts_are() -> None:
    counted = count(FACTS, ["region", "type"])
    assert protect(counted, hierarchies=AXES, count="n").to_csv() == released().to_csv()
    assert counted.to_pandas()["n"].sum() == len(FACTS["region"])
    assert counted.to_polars().columns == ["region", "type", "n"]
    assert "11" not in repr(counted)


def test_several_tables_are_counted_together() -> None:
    once = count(FACTS, ["region"], only_declared=True).to_arrow()["n"].to_pylist()
    twice = count([FACTS, pl.DataFrame(FACTS)], ["region"], ignore=["type"])
    assert twice.to_arrow()["n"].to_pylist() == [2 * number for number in once]


def test_a_table_that_cannot_be_counted_is_named_with_its_column() -> None:
    with pytest.raises(ProblemsError, match="table 2:1:"):
        count([FACTS, {"region": ["A"]}], ["region", "type"])
    with pytest.raises(ProblemsError, match="aucune ligne"):
        count(pa.table({"region": pa.array([], pa.string())}), ["region"])


@pytest.mark.parametrize("names", [["n"], ["region", "region"], []])
def test_a_wrong_dimension_is_refused(names: list[str]) -> None:
    with pytest.raises(UsageError, match="dimensions : des colonnes différentes"):
        count(FACTS, names)


def test_no_table_is_refused() -> None:
    with pytest.raises(UsageError, match="une table au moins"):
        count([], ["region"])
