from __future__ import annotations

import pytest

from tools import small_tables


def test_the_search_of_larger_tables_is_never_below_the_optimum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(small_tables, "SEEDS", 2)
    found = small_tables.beside()
    assert 0 < found.least <= found.searched


def test_tables_that_are_timed_have_fewer_than_110_cells_and_small_counts() -> None:
    for shape in small_tables.TIMED:
        cube, values = small_tables.table(shape, 0, small_tables.MEANS[0])
        assert 25 < cube.size < 110
        assert ((values > 0) & (values <= small_tables.HIDE[1])).any()


def test_the_slowest_table_is_judged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(small_tables, "beside", lambda: small_tables.Beside(103, 100))
    monkeypatch.setattr(small_tables, "slowest", lambda: 5.5)
    (limit,) = small_tables.measures()
    assert not limit.passes
    assert "1.030 fois" in capsys.readouterr().out
