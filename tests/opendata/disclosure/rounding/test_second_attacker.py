"""A second attacker, that tries every table: it agrees with the audit, and with the bounds of the report."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.disclosure.cellkey.differencing import told
from opendata.disclosure.cellkey.perturbed import Perturbed
from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.rounding.attack import attack, bounds, intervals

LEAVES = ["a", "b", "c", "d"]
# Two groupings that cross.
CUBE = Cube(
    (
        dimension(
            "code",
            LEAVES,
            [
                Hierarchy({"g": TOTAL, "h": TOTAL, "a": "g", "b": "g", "c": "h", "d": "h"}),
                Hierarchy({"k": TOTAL, "l": TOTAL, "a": "k", "c": "k", "b": "l", "d": "l"}),
            ],
        ),
    )
)
SHOWN = np.ones(CUBE.size, dtype=bool)
COUNTS = st.lists(st.integers(0, 12), min_size=4, max_size=4)
FEW = settings(max_examples=25, deadline=None, derandomize=True)


def tables(lower: Ints, upper: Ints) -> Ints:
    """(tables × cells): every table of counts within the bounds."""
    places = [CUBE.cell((leaf,)) for leaf in LEAVES]
    choices = [range(int(lower[place]), int(upper[place]) + 1) for place in places]
    fine = np.array(list(product(*choices)), dtype=np.int64)
    whole = np.stack([CUBE.totals(row) for row in fine])
    return whole[np.all((whole >= lower) & (whole <= upper), axis=1)]


@FEW
@given(COUNTS)
def test_the_audit_names_what_every_table_agrees_on(counts: list[int]) -> None:
    truth = CUBE.counts({(leaf,): count for leaf, count in zip(LEAVES, counts, strict=True)})
    rounded = 5 * ((truth + 2) // 5)
    reach = np.full(CUBE.size, 2)
    known = bounds(CUBE, SHOWN, rounded, reach, reach)
    possible = tables(known.lower, known.upper)
    low, high = possible.min(axis=0), possible.max(axis=0)
    told_of = (low == high) | ((low >= 1) & (high <= 4))
    outcome = attack(known, (1, 4))
    assert {exposure.labels for exposure in outcome.exposures} == {
        CUBE.labels(int(cell)) for cell in np.flatnonzero(told_of)
    }
    for exposure in outcome.exposures:
        cell = CUBE.cell(exposure.labels)
        assert (exposure.lower, exposure.upper) == (low[cell], high[cell])
    lowest, highest = intervals(known)
    assert np.all((lowest <= low) & (high <= highest))


@FEW
@given(COUNTS, st.lists(st.integers(-2, 2), min_size=CUBE.size, max_size=CUBE.size))
def test_what_is_told_of_perturbed_counts_is_true(counts: list[int], noises: list[int]) -> None:
    truth = CUBE.counts({(leaf,): count for leaf, count in zip(LEAVES, counts, strict=True)})
    values = np.where(truth == 0, 0, np.maximum(truth + np.array(noises), 0))
    learnt = told(Perturbed(CUBE, values, SHOWN, 2))
    assert np.all((learnt.lower <= truth) & (truth <= learnt.upper))
    first = np.where(values > 0, np.maximum(values - 2, 1), 0)
    possible = tables(first, values + 2)
    assert np.all((learnt.lower <= possible.min(axis=0)) & (possible.max(axis=0) <= learnt.upper))
