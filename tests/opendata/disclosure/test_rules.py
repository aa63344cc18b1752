from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csc_array

from opendata.disclosure.rules import (
    Contributions,
    Dominance,
    FewContributors,
    Rule,
    SmallCount,
    primary,
)

COUNTS = np.array([0, 1, 4, 5, 40, 60])
# Contributors × cells: the fourth cell has two contributors, the fifth is dominated.
BROUGHT = Contributions(
    csc_array(np.array([[0, 1, 2, 3, 36, 20], [0, 0, 1, 2, 2, 20], [0, 0, 1, 0, 2, 20]]))
)
EVERY = np.ones(6, dtype=bool)


def test_small_counts_are_hidden_and_zero_is_not() -> None:
    found = primary(COUNTS, EVERY, [SmallCount(1, 4)])
    assert found.cells.tolist() == [False, True, True, False, False, False]
    assert (found.low[1], found.high[1]) == (0, 5)


def test_few_contributors_hide_larger_counts() -> None:
    found = primary(COUNTS, EVERY, [FewContributors(3, 0.3)], BROUGHT)
    assert found.cells.tolist() == [False, True, False, True, False, False]
    assert (found.low[3], found.high[3]) == (3, 7)


def test_dominance_asks_for_an_interval_where_nobody_dominates() -> None:
    found = primary(COUNTS, EVERY, [Dominance(0.85)], BROUGHT)
    assert found.cells.tolist() == [False, True, False, False, True, False]
    # 36 is 85 % of 42.35: the count must be able to reach 43.
    assert (found.low[4], found.high[4]) == (37, 43)


def test_the_widest_interval_and_every_reason_are_kept() -> None:
    rules: list[Rule] = [SmallCount(1, 4), FewContributors(3), Dominance(0.85)]
    found = primary(COUNTS, EVERY, rules, BROUGHT)
    assert (found.low[1], found.high[1]) == (0, 5)
    assert found.reasons[1] == (
        "petit effectif",
        "trop peu de contributeurs",
        "un contributeur domine",
    )
    assert found.reasons[2] == ("petit effectif",)


def test_cells_outside_the_release_are_left_alone() -> None:
    assert not primary(COUNTS, ~EVERY, [SmallCount()]).cells.any()


def test_contributor_rules_need_contributors() -> None:
    with pytest.raises(ValueError, match="contributeurs"):
        primary(COUNTS, EVERY, [FewContributors()])
