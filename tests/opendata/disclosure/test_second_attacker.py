"""A second attacker, written differently: scipy's linear programs over the finest cells.

It knows nothing of the engine's constraints: a table is a list of finest cells, a published
count is the sum of those it covers.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from opendata.disclosure.audit import audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.intervals import continuous
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.cases import Case


def cube_of(seed: int) -> Case:
    """A random table of two or three dimensions; the first has two groupings not nested."""
    rng = np.random.default_rng(seed)
    leaves = [f"a{i}" for i in range(4)]
    one = Hierarchy({"P": TOTAL, "Q": TOTAL, **{x: "PQ"[i // 2] for i, x in enumerate(leaves)}})
    two = Hierarchy({"R": TOTAL, "S": TOTAL, **{x: "RS"[i % 2] for i, x in enumerate(leaves)}})
    axes = [dimension("x", (), [one, two]), dimension("y", ["b0", "b1", "b2"])]
    if seed % 2:
        axes.append(dimension("z", ["c0", "c1"]))
    cube = Cube(tuple(axes))
    shape = tuple(len(axis.leaves) for axis in axes)
    return Case(cube, cube.totals(rng.poisson(rng.gamma(1.0, 6.0, shape)).astype(np.int64)))


def covered(case: Case) -> np.ndarray:
    """(cells × finest cells): 1 where a finest cell counts in a cell, by walking up parents."""
    dims = case.cube.dimensions
    finest = list(itertools.product(*(axis.leaves for axis in dims)))
    out = np.zeros((case.cube.size, len(finest)))
    for column, labels in enumerate(finest):
        above = [
            {TOTAL, label, *(tree.parents[label] for tree in axis.hierarchies)}
            for axis, label in zip(dims, labels, strict=True)
        ]
        for cell in itertools.product(*above):
            out[case.cube.cell(cell), column] = 1
    return out


def _extreme(costs: np.ndarray, known: np.ndarray, counts: np.ndarray, sign: int) -> float:
    solved = linprog(costs, A_eq=known, b_eq=counts)
    assert solved.fun is not None, solved.message
    return float(sign * solved.fun)


@pytest.mark.parametrize("seed", range(20))
def test_both_attackers_agree(seed: int) -> None:
    case = cube_of(seed)
    scope = np.ones(case.cube.size, dtype=bool)
    weights = np.asarray(2.0 ** case.cube.summarised().astype(np.float64))
    done = protect(Counts(case.cube, case.values, scope), [SmallCount()], (1, 4), weights)
    hidden = done.release.hidden.copy()
    # Half of the time, weaken the pattern so that there is something to find.
    secondary = np.flatnonzero(hidden & ~done.primary.cells)
    if seed % 4 < 2 and len(secondary):
        hidden[secondary[seed % len(secondary)]] = False
    release = Publication(case.cube, case.values, ~hidden, hidden)
    parts, cells = covered(case), np.flatnonzero(hidden).tolist()
    ours = continuous(release.unknowns(), cells)
    weak = set()
    for cell in cells:
        low, high = (
            _extreme(sign * parts[cell], parts[~hidden], case.values[~hidden], sign)
            for sign in (1, -1)
        )
        assert ours[cell].lower == pytest.approx(low, abs=1e-6)
        assert ours[cell].upper == pytest.approx(high, abs=1e-6)
        if high < 5 - 1e-6 or high - low < 1e-6:
            weak.add(case.cube.labels(cell))
    named = {
        e.labels for e in audit(release, (1, 4)).exposures if e.attack != "petit effectif publié"
    }
    # Integers may see more than fractions, never less.
    assert weak <= named
