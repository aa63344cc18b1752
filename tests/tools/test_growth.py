"""The curves of the engine's cost: five sizes along three axes, in a file and in a drawing."""

from __future__ import annotations

import pytest

from tools import growth
from tools.large_tables import GIB, Cost


def test_five_sizes_are_measured_along_three_axes() -> None:
    assert len(growth.CELLS) == len(growth.GROUPINGS) == len(growth.MILLIONS) == 5
    sizes = [growth.table("cells", step)[0].size for step in range(5)]
    assert sizes == sorted(set(sizes))
    groupings = [len(growth.table("groupings", step)[0].dimensions[0].hierarchies) for step in range(5)]  # fmt: skip
    assert tuple(groupings) == growth.GROUPINGS


def test_a_point_is_one_line_of_the_file() -> None:
    point = growth.Point("facts", "count", 1_000_000, Cost(1.234, 0.5 * GIB))
    assert growth.csv_of([point.row]) == (
        b"axis,what,size,seconds,peak_mib\nfacts,count,1000000,1.23,512\n"
    )


def test_the_drawing_says_what_it_shows_and_is_the_same_twice() -> None:
    rows = [(axis, what, str(size), "1.50", "200") for axis in growth.AXES for what in ("exact", "interval") for size in (10, 100)]  # fmt: skip
    drawn = growth.drawing(rows)
    assert drawn.startswith("<svg")
    assert "<title>" in drawn
    for name in growth.AXES.values():
        assert name.replace("'", "&#39;") in drawn or name in drawn
    assert growth.drawing(rows) == drawn


def test_one_point_is_protected_and_audited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth, "CELLS", ((3, 2, 2),))
    assert growth.main(["cells", "0", "exact"]) == 0
