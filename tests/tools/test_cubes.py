from __future__ import annotations

import json

import numpy as np
import pytest

from opendata.disclosure.hierarchy import TOTAL
from tools import bench, cubes
from tools.cubes import Outcome, cube, small


def test_two_groupings_of_one_dimension_are_not_nested_and_share_their_counts() -> None:
    (one, counts), (two, same) = cube((10, 4, 3)), cube((10, 4, 3), groupings=2)
    assert np.array_equal(counts, same)
    first, second = two.dimensions[0].hierarchies
    pairs = {(first.parents[code], second.parents[code]) for code in two.dimensions[0].leaves}
    for side in (0, 1):
        groups = [pair[side] for pair in pairs]
        assert len(groups) > len(set(groups))  # a group of one stands across several of the other
    total = (TOTAL, TOTAL, TOTAL)
    assert one.totals(counts)[one.cell(total)] == two.totals(same)[two.cell(total)]


def test_interval_protection_is_judged_beside_the_peer_by_cells_and_time() -> None:
    ours, peer = Outcome(100, 50, 2.0), Outcome(100, 40, 1.0)
    cells, time = bench._beside("cube", ours, peer, 1.25, "pair")
    assert cells.passes
    assert not time.passes
    assert "MANQUÉ" in str(time)


def test_the_search_of_larger_tables_is_never_below_the_optimum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cubes, "SEEDS", 2)
    searched, least = small()
    assert least <= searched


def test_what_the_peer_hides_in_each_grouping_is_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a process of its own; a cell that both hide is one."""
    said = {"0": ([["a", "x"], ["b", "x"]], 30), "1": ([["b", "x"], ["c", "y"]], 40)}

    def printed(arguments: list[str]) -> str:
        hidden, cells = said[arguments[1]]
        return json.dumps({"cells": cells, "hidden": hidden, "seconds": 1.5, "peak": cells})

    monkeypatch.setattr(cubes, "_printed", printed)
    assert cubes._apart("peer", (5, 4), 2) == Outcome(40, 3, 3.0, 40)
    assert cubes._apart("peer", (5, 4)) == Outcome(30, 2, 1.5, 30)
