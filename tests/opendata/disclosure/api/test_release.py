from __future__ import annotations

import math

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from opendata.disclosure import (
    Bounds,
    InconsistentError,
    InfeasibleError,
    audit,
    protect,
    read_release,
)
from tests.opendata.disclosure.api.tables import AXES, COUNTS, released


def test_intervals_are_numbers() -> None:
    """B and Nord, x: what is published leaves 0 to 13 for each, C and Sud being told."""
    release = released()
    found = release.intervals()
    hidden = release.to_arrow().filter(pa.compute.equal(release.to_arrow()["status"], "hidden"))
    assert len(found) == hidden.num_rows
    assert found[("B", "x")] == Bounds(0.0, 13.0, 0, 13)


def test_a_count_that_nothing_bounds_has_no_highest_value() -> None:
    table = {"code": ["a", "b", "Total"], "value": [7, None, None], "status": ["published", "hidden", "hidden"]}  # fmt: skip
    bounds = read_release(table, hierarchies={"code": None}).intervals()
    assert bounds[("b",)] == Bounds(0.0, math.inf, 0, None)


def test_fractions_may_reach_further_than_whole_numbers() -> None:
    """Three hidden counts tied two by two to odd totals: halves fit, whole numbers do not go as far."""
    pairs = {"ab": "Total", "c": "Total", "a": "ab", "b": "ab"}
    table = {"code": ["Total", "ab", "a", "b", "c"], "value": [9, None, None, None, None],
             "status": ["published", *["hidden"] * 4]}  # fmt: skip
    bounds = read_release(table, hierarchies={"code": pairs}).intervals()
    assert all(one.lower <= one.lower_int for one in bounds.values())
    assert all(one.upper_int is not None and one.upper_int <= one.upper for one in bounds.values())


def test_a_release_is_a_table_for_pandas_polars_and_arrow() -> None:
    release = released()
    table = release.to_arrow()
    assert table.column_names == ["region", "type", "value", "status"]
    assert table.schema.field("value").type == pa.int64()
    assert pa.table(release).equals(table)
    frame = release.to_pandas()
    assert isinstance(frame, pd.DataFrame)
    assert str(frame["value"].dtype) == "Int64"
    assert frame["value"].isna().sum() == 4
    assert isinstance(release.to_polars(), pl.DataFrame)
    assert release.to_polars()["value"].null_count() == 4


def test_what_comes_out_goes_in_again() -> None:
    release = released()
    for table in (release, release.to_arrow(), release.to_pandas(), release.to_polars()):
        assert read_release(table, hierarchies=AXES).to_csv() == release.to_csv()


def test_the_report_is_a_table_too() -> None:
    release = released()
    report = release.report(release.intervals())
    assert report.num_rows == 18
    rows = {(row["region"], row["type"]): row for row in report.to_pylist()}
    assert rows[("B", "x")]["primary"] is True
    assert rows[("B", "x")]["upper_int"] == 13
    assert rows[("Total", "Total")]["primary"] is None
    assert release.report({}).column("lower").null_count == 18


def test_the_report_of_a_table_of_somebody_else_gives_no_reason() -> None:
    release = read_release(released(), hierarchies=AXES)
    assert release.report(release.intervals()).column("primary").null_count == 18


def test_a_published_total_of_a_table_without_dimension_groups_is_kept() -> None:
    release = protect(COUNTS, hierarchies={"type": None, "region": None}, count="n")
    assert [row["value"] for row in release.to_arrow().to_pylist() if row["type"] == row["region"] == "Total"] == [117]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"a": 9, "b": 3, "c": 3}, InconsistentError),  # 15 under a total of 16
        ({"a": None, "b": 12, "c": 7}, InfeasibleError),  # a would be below zero
    ],
)
def test_totals_that_contradict_each_other_have_no_intervals_and_fail_their_audit(
    parts: dict[str, int | None], error: type[Exception]
) -> None:
    cells = {**parts, "Total": 16}
    status = ["hidden" if count is None else "published" for count in cells.values()]
    table = {"code": list(cells), "value": list(cells.values()), "status": status}
    release = read_release(table, hierarchies={"code": {"a": "", "b": "", "c": ""}})
    assert not audit(release).safe
    with pytest.raises(error):
        release.intervals()
