"""A second attacker of several tables at once: linear programs over whole tables of all dimensions.

It knows nothing of margins that cross: a published count is the sum of the finest combinations that it covers, even where no
table of the release holds these.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from opendata.disclosure.audit import audit
from opendata.disclosure.intervals import continuous
from opendata.disclosure.protector import Protected, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.linked.releases import Case, release


def protected(case: Case) -> Protected:
    weights = np.asarray(2.0 ** case.joint.summarised().astype(float))
    return protect(case.counts, [SmallCount()], (1, 4), weights)


def covered(case: Case) -> np.ndarray:
    """(cells × finest combinations): 1 where a cell counts a combination."""
    place = {key: column for column, key in enumerate(case.finest)}
    out = np.zeros((case.joint.size, len(place)))
    for cell in range(case.joint.size):
        out[cell, [place[key] for key in case.below(cell)]] = 1
    return out


def bounds(costs: np.ndarray, known: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    low, high = (linprog(side * costs, A_eq=known, b_eq=counts) for side in (1, -1))
    assert low.fun is not None
    assert high.fun is not None
    return float(low.fun), float(-high.fun)


@pytest.mark.parametrize("seed", range(10))
def test_an_attacker_of_whole_tables_learns_no_more(seed: int) -> None:
    case = release(seed)
    done = protected(case)
    hidden = done.release.hidden.copy()
    # Half of the time, weaken the pattern so that there is something to find.
    secondary = np.flatnonzero(hidden & ~done.primary.cells)
    if seed % 4 < 2 and len(secondary):
        hidden[secondary[seed % len(secondary)]] = False
    shown = case.scope & ~hidden
    published = Publication(case.joint, done.release.values, shown, hidden)
    parts, cells = covered(case), np.flatnonzero(hidden).tolist()
    ours = continuous(published.unknowns(), cells)
    weak = set()
    for cell in cells:
        low, high = bounds(parts[cell], parts[shown], published.values[shown])
        assert ours[cell].lower == pytest.approx(low, abs=1e-6)
        assert ours[cell].upper == pytest.approx(high, abs=1e-6)
        if high < 5 - 1e-6 or high - low < 1e-6:
            weak.add(case.joint.labels(cell))
    found = audit(published, (1, 4)).exposures
    assert weak <= {e.labels for e in found if e.attack != "petit effectif publié"}


@pytest.mark.parametrize("seed", range(10, 20))
def test_a_random_release_passes_the_independent_audit(seed: int) -> None:
    done = protected(release(seed))
    assert audit(done.release, (1, 4)).safe
    assert done.release.hidden[done.primary.cells].all()
