from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from opendata.disclosure import ProblemsError, protect_release
from opendata.disclosure.__main__ import main
from tests.opendata.disclosure.api.tables import COUNTS, CSV, REGIONS, TREE

YAML = """facts: counts.csv
count: n
dimensions:
  region: regions.csv
  type:
tables:
  - name: region-type
    dimensions: [region, type]
    margins: [region*type, region]
  - name: nord-sud
    dimensions: {region: regions.csv, type: }
"""
DESCRIBED: dict[str, Any] = {
    "count": "n",
    "dimensions": {"region": "regions.csv", "type": None},
    "tables": [
        {"name": "region-type", "dimensions": ["region", "type"], "margins": ["region*type", "region"]},
        {"name": "nord-sud", "dimensions": {"region": "regions.csv", "type": None}},
    ],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("release.yaml").write_text(YAML, encoding="utf-8")
    Path("counts.csv").write_text(CSV, encoding="utf-8")
    Path("regions.csv").write_text(TREE, encoding="utf-8")


def test_function_gives_the_bytes_and_the_sentences_of_the_command(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["protect-release", "release.yaml", "--out", "tables", "--report", "report.csv"]) == 0  # fmt: skip
    said = capsys.readouterr().out.splitlines()
    hierarchies = {"regions.csv": REGIONS}
    for release in (
        protect_release("release.yaml"),
        protect_release(Path("release.yaml"), pl.DataFrame(COUNTS)),
        protect_release(DESCRIBED, pd.DataFrame(COUNTS), hierarchies),
        protect_release({**DESCRIBED, "facts": "counts.csv"}, hierarchies=hierarchies),
    ):
        assert {f"{name}.csv" for name in release.tables} == {path.name for path in Path("tables").iterdir()}  # fmt: skip
        for name, table in release.tables.items():
            assert table.to_csv() == Path(f"tables/{name}.csv").read_bytes()
        assert list(release.sentences()) == said
        assert release.report_csv() == Path("report.csv").read_bytes()


def test_a_table_of_a_release_is_one_of_pandas_and_of_polars() -> None:
    table = protect_release("release.yaml")["nord-sud"]
    assert table.to_polars().columns == ["region", "type", "value", "status"]
    assert len(table.to_pandas()) == 9


def test_a_release_holds_no_hidden_count() -> None:
    (release,) = protect_release("release.yaml").releases
    assert not release.publication.values[release.publication.hidden].any()


@pytest.mark.parametrize(
    ("described", "message"),
    [
        ({**DESCRIBED, "comptes": "n"}, "description:0:0: clé « comptes » inconnue"),
        ({**DESCRIBED, "tables": [*DESCRIBED["tables"], DESCRIBED["tables"][0]]},
         "description:0:0: table « region-type » déjà décrite"),
        ({**DESCRIBED, "tables": object()}, "description:0:0: valeur qui n'est ni texte, ni liste, ni clés"),
        ({**DESCRIBED, "min-contributors": 3}, "« min-contributors » sans contributeurs"),
    ],
)  # fmt: skip
def test_a_fault_of_a_description_is_said(described: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemsError) as raised:
        protect_release(described, COUNTS)
    assert message in str(raised.value)


def test_facts_are_asked_for_where_none_are_given() -> None:
    with pytest.raises(ProblemsError, match="clé « facts » absente"):
        protect_release(DESCRIBED)


def test_a_wrong_count_is_said_of_the_table_given() -> None:
    with pytest.raises(ProblemsError, match=r"^facts:4:3: effectif non valable"):
        protect_release(DESCRIBED, {**COUNTS, "n": [11, 30, -2, 25, 9, 40]})
