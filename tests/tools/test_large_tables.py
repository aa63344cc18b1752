"""The measures of large inputs work on small ones, and say when a limit is passed."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tools import large_tables
from tools.verdict import Limit


def test_facts_are_made_with_every_code_and_counted(tmp_path: Path) -> None:
    cost = large_tables.counting(tmp_path, 1_000)
    assert cost.seconds > 0
    assert cost.peak > 1_000_000
    number, codes = duckdb.execute(
        f"SELECT count(*), count(DISTINCT d0) FROM read_parquet('{tmp_path}/faits.parquet')"
    ).fetchall()[0]
    assert (number, codes) == (1_000, large_tables.COUNTED[0])
    lines = (tmp_path / "effectifs.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert sum(int(line.rpartition(",")[2]) for line in lines) == 1_000


def test_a_measure_above_its_limit_is_missed() -> None:
    assert not Limit("mémoire", 2.5, "Gio", 2).passes
    assert str(Limit("mémoire", 1.25, "Gio", 2)) == "ok     mémoire : 1.25 Gio (au plus 2)"
