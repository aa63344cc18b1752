from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure.constraints import InconsistentError, sums, unknowns
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import (
    TOTAL,
    Hierarchy,
    contradictions,
    dimension,
    read_hierarchy,
)
from tests.opendata.disclosure.cases import linked, matrix


def test_an_empty_parent_stands_under_the_total() -> None:
    tree, problems = read_hierarchy("code,parent\nNord,\nA,Nord\n")
    assert problems == []
    assert tree is not None
    assert tree.parents == {"Nord": TOTAL, "A": "Nord"}


def test_a_partial_grouping_is_completed_under_the_total() -> None:
    # Arrondissements 1 to 4 form Paris Centre; the others stand by themselves.
    centre = Hierarchy({"Centre": TOTAL, **{str(n): "Centre" for n in range(1, 5)}})
    axis = dimension("arrondissement", [str(n) for n in range(1, 21)], [centre])
    assert len(axis.leaves) == 20
    assert ("Centre", ("1", "2", "3", "4")) in axis.relations
    totals = [kids for parent, kids in axis.relations if parent == TOTAL]
    assert totals == [("Centre", *(str(n) for n in range(5, 21)))]


def test_two_hierarchies_share_their_finest_codes() -> None:
    case = linked()
    axis = case.cube.dimensions[0]
    assert len(axis.leaves) == 8
    assert not (sums(case.cube) @ case.values).any()
    assert case.values[case.cube.cell((TOTAL,))] == 36


def test_a_code_detailed_elsewhere_is_a_contradiction() -> None:
    one = Hierarchy({"A": TOTAL, "B": TOTAL})
    two = Hierarchy({"A": TOTAL, "a": "A", "b": "A"})
    assert contradictions([one, two]) == ["A est détaillé ailleurs"]
    three = Hierarchy({"A": TOTAL, "a": "A", "c": "A"})
    assert contradictions([two, three]) == ["A n'a pas partout le même contenu"]
    with pytest.raises(ValueError, match="A est détaillé ailleurs"):
        dimension("x", (), [one, two])


def test_three_hierarchies_of_time_add_up() -> None:
    year = Hierarchy({"2025": TOTAL, **{f"T{n}": "2025" for n in range(1, 5)}})
    half = Hierarchy({"S1": TOTAL, "S2": TOTAL, "T1": "S1", "T2": "S1", "T3": "S2", "T4": "S2"})
    cube = Cube((dimension("time", (), [year, half]),))
    values = cube.counts({(f"T{n}",): n for n in range(1, 5)})
    assert [int(values[cube.cell((code,))]) for code in ("2025", "S1", "S2")] == [10, 3, 7]


def test_margins_are_named_by_their_detailed_dimensions() -> None:
    case = matrix([[1, 2], [3, 4]])
    mask = case.cube.margins([frozenset({"row"}), frozenset()])
    assert [case.cube.labels(c) for c in np.flatnonzero(mask).tolist()] == [
        (TOTAL, TOTAL), ("r1", TOTAL), ("r2", TOTAL),
    ]  # fmt: skip


def test_known_sums_that_fail_are_named() -> None:
    case = matrix([[1, 2], [3, 4]])
    case.values[case.cube.cell(("r1", TOTAL))] = 9
    with pytest.raises(InconsistentError) as error:
        unknowns(sums(case.cube), case.values, np.zeros(case.cube.size, dtype=bool))
    assert case.cube.cell(("r1", TOTAL)) in error.value.cells


def test_independent_parts_are_attacked_apart() -> None:
    case = matrix([[9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9], [9, 9, 9, 9]])
    hidden = [
        (f"r{i}", f"c{j}")
        for i, j in ((1, 1), (1, 2), (2, 1), (2, 2), (3, 3), (3, 4), (4, 3), (4, 4))
    ]
    blocks = list(case.hide(*hidden).unknowns().blocks())
    assert sorted(len(block.cells) for block in blocks) == [4, 4]
