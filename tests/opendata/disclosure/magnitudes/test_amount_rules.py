from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.sparse import csc_array

from opendata.disclosure.magnitudes.rules import (
    Contributed,
    FewBring,
    NkDominance,
    PPercent,
    level,
    unsafe,
)

P15, NK = PPercent(Fraction(15)), NkDominance(2, Fraction(85))


def test_p_percent_asks_for_what_the_rest_lacks() -> None:
    # The unsafe cell of the τ-ARGUS test table: 15 % of 11,401 less the 422 that others bring.
    assert P15.level(1196800, [1140100, 14500]) == Fraction(128815)


def test_p_percent_is_safe_where_the_rest_is_exactly_p_percent() -> None:
    assert P15.level(100 + 50 + 15, [100, 50]) == 0
    assert level(100 + 50 + 15, [100, 50], [P15]) == (0, ())
    assert level(100 + 50 + 14, [100, 50], [P15]) == (1, ("règle p %",))


def test_a_contributor_alone_is_unsafe() -> None:
    assert level(500, [500], [P15]) == (75, ("règle p %",))


def test_dominance_asks_for_the_amount_at_which_nobody_dominates() -> None:
    assert NK.level(1000, [600, 255]) == Fraction(855) / Fraction(85) * 100 - 1000
    assert level(1000, [600, 250], [NK]) == (0, ())
    assert level(1000, [600, 255], [NK]) == (6, ("règle de dominance (n, k)",))


def test_decimals_of_a_percentage_are_exact() -> None:
    rule = PPercent(Fraction("12.5"))
    assert level(1000 + 1000 + 125, [1000, 1000], [rule]) == (0, ())
    assert level(1000 + 1000 + 124, [1000, 1000], [rule]) == (1, ("règle p %",))


def test_few_contributors_are_unsafe_and_nobody_is_not() -> None:
    rule = FewBring(3)
    assert level(100, [50, 50], [rule]) == (30, ("trop peu de contributeurs",))
    assert level(90, [30, 30, 30], [rule]) == (0, ())
    assert level(0, [], [rule]) == (0, ())


def test_the_widest_level_of_several_rules_holds() -> None:
    assert level(500, [500], [P15, FewBring(3)]) == (150, ("règle p %", "trop peu de contributeurs"))  # fmt: skip


def test_cells_without_contributors_are_not_judged() -> None:
    matrix = csc_array(np.array([[5, 0, 40], [0, 0, 38], [0, 0, 30]]))
    found = unsafe(np.array([5, 0, 108]), Contributed(("a", "b", "c"), matrix), [P15])
    assert found.cells.tolist() == [True, False, False]
    assert found.levels.tolist() == [1, 0, 0]


def test_who_fills_cells_alone_knows_them() -> None:
    matrix = csc_array(np.array([[5, 0, 5], [0, 7, 0], [0, 0, 30]]))
    contributed = Contributed(("a", "b", "c"), matrix)
    assert contributed.alone() == {0: frozenset({0}), 1: frozenset({1})}
    assert contributed.to_sum([0, 2]) == [30, 10]
