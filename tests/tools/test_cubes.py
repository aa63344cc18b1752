from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest

from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.intervals import continuous
from opendata.disclosure.publication import Publication
from tools import bench, comparison, cubes
from tools.comparison import Kept
from tools.cubes import Outcome, cube


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


def test_tables_whose_answers_are_kept_are_judged_beside_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside the answer for intervals 10 wide where it is kept, else beside what nobody computes."""
    tables = [Kept("z1", 45, 3, 6, None, 6, 6), Kept("z2", 100, 11, 29, 39, 31, 40)]
    monkeypatch.setattr(comparison, "kept", lambda: iter(tables))
    first, second = bench._beside_gauss()
    assert (first.peer, first.passes) == (6, True)
    assert (second.peer, second.passes) == (39, False)


class Peer:
    """Stands for the processes of the peer: what it hides in each grouping by itself, and for what others hide."""

    def __init__(self) -> None:
        self.alone = {0: {("a", "x"), ("b", "x")}, 1: {("b", "x"), ("c", "y")}}
        self.follows: dict[tuple[int, tuple[str, ...]], tuple[str, ...]] = {
            (0, ("c", "y")): ("d", "y"),
            (1, ("a", "x")): ("a", "y"),
        }
        self.asked: list[tuple[int, list[tuple[str, ...]]]] = []

    def __call__(self, arguments: list[str], given: Sequence[tuple[str, ...]] = ()) -> str:
        if arguments[0] == "given":
            return json.dumps({"recovered": len(given) - 1, "sums": len(given) + 1})
        grouping = int(arguments[1])
        self.asked.append((grouping, list(given)))
        more = {self.follows[grouping, cell] for cell in given if (grouping, cell) in self.follows}
        hidden = sorted(self.alone[grouping] | set(given) | more)
        return json.dumps(
            {"cells": 30 + grouping, "hidden": hidden, "seconds": 1.5, "peak": grouping}
        )


@pytest.fixture
def peer(monkeypatch: pytest.MonkeyPatch) -> Peer:
    peer = Peer()
    monkeypatch.setattr(cubes, "_printed", peer)
    return peer


def test_what_the_peer_hides_in_each_grouping_apart_is_added_up(peer: Peer) -> None:
    """A cell that both hide is one."""
    assert cubes._tables((5, 4), 2, are_linked=False) == Outcome(31, 3, 3.0, 1, 2, 4)
    assert cubes._tables((5, 4), 1) == Outcome(30, 2, 1.5, 0, 1, 3)
    assert [given for _, given in peer.asked] == [[], [], []]


def test_linked_tables_of_the_peer_take_turns_until_none_hides_more(peer: Peer) -> None:
    assert cubes._tables((5, 4), 2) == Outcome(31, 5, 6.0, 1, 4, 6)
    assert [grouping for grouping, _ in peer.asked] == [0, 1, 0, 1]
    last = [("a", "x"), ("a", "y"), ("b", "x"), ("c", "y"), ("d", "y")]
    assert peer.asked[1][1] == [("a", "x"), ("b", "x")]
    assert peer.asked[-1][1] == last


def test_the_peer_itself_protects_what_it_is_told_another_grouping_hides() -> None:
    """In a process of its own, as the bench runs it: a code of the other grouping is not one of its table."""
    shape = ["6", "4", "3"]
    alone = hidden_by_the_peer(shape, [])
    table, counts = cube((6, 4, 3))
    values = table.totals(counts)
    small = {table.labels(c) for c in range(table.size) if 1 <= values[c] <= cubes.HIDE[1]}
    assert small < alone
    shown = min(
        (c for c in range(table.size) if values[c] and table.labels(c) not in alone),
        key=lambda c: values[c],
    )
    told = table.labels(shown)
    assert told in hidden_by_the_peer(shape, [told, ("rh000", TOTAL, TOTAL)])


def test_the_peer_itself_keeps_our_intervals_when_asked() -> None:
    """Its own rule leaves small counts that a reader knows to be small, or not to be zero."""
    own, wide = (hidden_by_the_peer(["6", "4", "3"], [], tool) for tool in ("peer", "wide"))
    assert narrow_counts(own)
    assert not narrow_counts(wide)


def narrow_counts(hidden: set[tuple[str, ...]]) -> list[int]:
    """The small counts that cannot be zero, or cannot be published ones, for whoever reads the others."""
    table, counts = cube((6, 4, 3))
    values = table.totals(counts)
    covered = np.zeros(table.size, dtype=bool)
    covered[[table.cell(labels) for labels in hidden]] = True
    unknowns = Publication(table, values, ~covered, covered).unknowns()
    small = np.flatnonzero(covered & (values <= cubes.HIDE[1])).tolist()
    known = continuous(unknowns, small)
    return [c for c in small if known[c].lower > 0 or known[c].upper <= cubes.HIDE[1]]


def hidden_by_the_peer(
    shape: list[str], known: list[tuple[str, ...]], tool: str = "peer"
) -> set[tuple[str, ...]]:
    told = json.loads(cubes._printed([tool, "0", *shape], known))
    return set(map(tuple, told["hidden"]))


def test_what_a_reader_computes_of_a_pattern_is_counted() -> None:
    """One cell hidden alone is what its total leaves; two of each row are not."""
    shape = (2, 2, 2)
    table, _ = cube(shape)
    corners = list(product(*(axis.leaves for axis in table.dimensions)))
    assert cubes.given(shape, 1, corners[:1])["recovered"] == 1
    assert cubes.given(shape, 1, corners)["recovered"] == 0


def test_small_sums_that_a_reader_computes_of_a_pattern_are_counted() -> None:
    """Of the corners of a block, any two that never move alike: 1 + 3, 1 + 2, 1 + 1 and 1 + 2 along its edges, 1 + 3 across."""
    shape = (5, 3, 2)
    block = list(product(("r0001", "r0004"), ("t0000", "t0002"), ("q0000", "q0001")))
    table, counts = cube(shape)
    values = table.totals(counts)
    assert [values[table.cell(labels)] for labels in block] == [10, 8, 1, 3, 2, 3, 1, 2]
    assert cubes.given(shape, 1, block) == {"recovered": 0, "sums": 5}
