from __future__ import annotations

from datetime import date

import pandas as pd
import polars as pl
import pytest

from opendata.disclosure import ProblemsError
from opendata.disclosure.api.inputs import source
from opendata.disclosure.columns import Columns
from opendata.disclosure.problems import Problem
from opendata.disclosure.rows import Source, read_rows


def texts(given: Source, *columns: str) -> list[tuple[str, ...]]:
    problems: list[Problem] = []
    rows = [row.texts for row in read_rows(given, Columns(columns), problems)]
    assert problems == []
    return rows


def test_whole_numbers_written_as_fractions_are_counts() -> None:
    """A frame of pandas that once missed a value has fractions for good."""
    frame = pd.DataFrame({"code": ["a", "b", "c"], "n": [1.0, None, 2.5]})
    assert texts(source(frame, "table", "n"), "code", "n") == [("a", "1"), ("b", ""), ("c", "2.5")]
    assert texts(source(frame, "table"), "code", "n")[0] == ("a", "1.0")


def test_categories_and_dates_are_read_as_their_texts() -> None:
    frame = pl.DataFrame({"code": ["a", "b"], "day": [date(2026, 1, 31), date(2026, 2, 1)]})
    frame = frame.with_columns(pl.col("code").cast(pl.Categorical))
    assert texts(source(frame, "table"), "day", "code") == [("2026-01-31", "a"), ("2026-02-01", "b")]  # fmt: skip


def test_a_named_index_is_a_column_that_somebody_must_name() -> None:
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["a"], name="code"))
    assert texts(source(frame, "table"), "code", "n") == [("a", "1")]


@pytest.mark.parametrize("table", [pd.DataFrame({"n": [12345678, "deux"]}), {"n": [12345678, "deux"]}, 12345678, {"n": 1, "m": [2]}])  # fmt: skip
def test_what_is_no_table_is_refused_without_its_values(table: object) -> None:
    with pytest.raises(ProblemsError) as raised:
        source(table, "table")  # type: ignore[arg-type]
    assert str(raised.value) == (
        "table:1:0: table illisible — règle : une table a des colonnes d'un seul type : textes, entiers ou dates"
        " — remède : convertir ses colonnes en texte"
    )
    assert raised.value.__suppress_context__
