from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.magnitudes import optimum
from opendata.disclosure.magnitudes.growing import grown
from opendata.disclosure.magnitudes.optimum import least_costly
from opendata.disclosure.magnitudes.pattern import AmountTable, Need, Suppression
from opendata.disclosure.pattern import UnprotectableError
from tests.opendata.disclosure.magnitudes import tau_table


def table_of(cube: Cube, values: np.ndarray, primary: Bools) -> AmountTable:
    """Weighted by value; empty cells stay published."""
    size = cube.size
    return AmountTable(sums(cube), values, values.astype(float), (values > 0) & ~primary, np.zeros(size), np.full(size, np.inf))  # fmt: skip


def both_ways(cells: dict[int, int]) -> list[Need]:
    return [Need((cell,), side, amount) for cell, amount in cells.items() for side in (1, -1)]


def quick(table: AmountTable, primary: Bools, needs: list[Need]) -> Suppression:
    hidden = grown(table, primary, needs, lambda _: ())
    return Suppression(hidden, table.cost(hidden), 0.0)


def tau() -> tuple[Cube, AmountTable, Bools, list[Need]]:
    cube = tau_table.cube()
    cells = {cube.cell(labels): amount for labels, amount in tau_table.UNSAFE.items()}
    primary = np.isin(np.arange(cube.size), list(cells))
    return cube, table_of(cube, tau_table.values(cube), primary), primary, both_ways(cells)


def test_the_test_table_of_tau_argus_is_solved_to_its_published_optimum() -> None:
    _, table, primary, needs = tau()
    assert primary.sum() == 9
    found = least_costly(table, primary, needs, quick(table, primary, needs))
    assert found.proven
    assert found.cost == tau_table.OPTIMUM * 100


def test_the_quick_pattern_of_that_table_costs_less_than_the_modular_method() -> None:
    _, table, primary, needs = tau()
    assert tau_table.OPTIMUM * 100 <= quick(table, primary, needs).cost < tau_table.MODULAR * 100


def test_a_search_that_meets_its_bound_says_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    _, table, primary, needs = tau()
    monkeypatch.setattr(optimum, "ROUNDS", 4)
    worst = Suppression(primary | table.candidates, table.cost(primary | table.candidates), 0.0)
    found = least_costly(table, primary, needs, worst)
    assert found.cost == worst.cost
    assert found.limit == "200 tours de recherche"
    assert 0 < found.bound <= tau_table.OPTIMUM * 100
    assert found.gap == pytest.approx(1 - found.bound / found.cost)


def test_one_cell_hidden_first_takes_three_more() -> None:
    # sdcTable's microdata1, summed: with (A, female) hidden first its optimum hides 3 more cells.
    cube = Cube((dimension("region", "ABCD"), dimension("gender", ["male", "female"])))
    counts: dict[tuple[str, ...], int] = {
        ("A", "female"): 20, ("A", "male"): 178, ("B", "female"): 204, ("B", "male"): 140,
        ("C", "female"): 106, ("C", "male"): 118, ("D", "female"): 152, ("D", "male"): 366,
    }  # fmt: skip
    first = cube.cell(("A", "female"))
    primary = np.arange(cube.size) == first
    table, needs = table_of(cube, cube.counts(counts), primary), both_ways({first: 1})
    found = least_costly(table, primary, needs, quick(table, primary, needs))
    assert found.proven
    hidden = {cube.labels(cell) for cell in np.flatnonzero(found.hidden).tolist()}
    assert hidden == {("A", "female"), ("A", "male"), ("C", "female"), ("C", "male")}


def meets(table: AmountTable, hidden: Bools, needs: list[Need]) -> bool:
    """Every need of a pattern, by scipy's linear programs over the hidden cells."""
    cells = np.flatnonzero(hidden)
    for need in needs:
        bounds = [(-table.values[c], None) for c in cells]
        costs = np.array([-need.side if c == need.cells[0] else 0.0 for c in cells])
        solved = linprog(costs, A_eq=table.sums[:, cells].toarray(), b_eq=np.zeros(table.sums.shape[0]), bounds=bounds)  # fmt: skip
        if solved.fun is not None and -solved.fun < need.amount - 1e-6:
            return False
    return True


@pytest.mark.parametrize("seed", range(8))
def test_no_pattern_of_a_small_table_costs_less(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cube = Cube((dimension("row", ["a", "b", "c"]), dimension("column", ["x", "y"])))
    values = cube.totals(rng.integers(1, 60, (3, 2)))
    chosen = rng.choice(np.flatnonzero(cube.summarised() == 0), 1 + seed % 2, replace=False)
    cells = {int(cell): int(1 + values[cell] * rng.random() * 0.5) for cell in chosen}
    primary = np.isin(np.arange(cube.size), list(cells))
    table, needs = table_of(cube, values, primary), both_ways(cells)
    found = least_costly(table, primary, needs, quick(table, primary, needs))
    assert found.proven
    assert meets(table, found.hidden, needs)
    candidates = np.flatnonzero(table.candidates)
    for number in range(len(candidates) + 1):
        for more in itertools.combinations(candidates.tolist(), number):
            if table.weights[list(more)].sum() < found.cost - 1e-9:
                assert not meets(table, primary | np.isin(np.arange(cube.size), more), needs)


def test_a_table_that_no_pattern_protects_names_the_cell() -> None:
    cube = Cube((dimension("row", ["a", "b"]),))
    values = cube.totals(np.array([10, 20]))
    primary = np.arange(cube.size) == cube.cell(("a",))
    table = AmountTable(sums(cube), values, values.astype(float), np.zeros(3, dtype=bool), np.zeros(3), np.full(3, np.inf))  # fmt: skip
    with pytest.raises(UnprotectableError):
        grown(table, primary, both_ways({cube.cell(("a",)): 1}), lambda _: ())
