from __future__ import annotations

from math import comb

import pytest

from site_src.barometre.changes import RATE, chance, unusual
from site_src.barometre.quarters import Cell


def cell(count: int | None, *before: int | None, name: str = "75101") -> Cell:
    return Cell(name, "G", count, {str(2020 + rank): then for rank, then in enumerate(before)})


@pytest.mark.parametrize(("count", "before", "years"), [(12, 30, 5), (0, 9, 3), (40, 20, 2)])
def test_the_chance_of_a_gap_is_that_of_a_binomial(count: int, before: int, years: int) -> None:
    size, share = count + before, 1 / (years + 1)
    terms = [comb(size, k) * share**k * (1 - share) ** (size - k) for k in range(size + 1)]
    expected = min(1.0, 2 * min(sum(terms[: count + 1]), sum(terms[count:])))
    assert chance(count, before, years) == pytest.approx(expected, rel=1e-9)


def test_nothing_counted_then_and_now_is_no_gap() -> None:
    assert chance(0, 0, 5) == 1.0


def test_a_clear_rise_and_a_clear_fall_stand_out_the_clearest_first() -> None:
    usual = [cell(10, 9, 11, 10, 10, 12, name=str(rank)) for rank in range(20)]
    fall, rise = cell(20, 60, 55, 62, 58, 61), cell(90, 15, 12, 18, 14, 16)
    assert unusual([*usual, fall, rise]) == [rise, fall]


def test_a_hidden_count_then_or_now_is_never_compared() -> None:
    assert unusual([cell(None, 9, 9, 9), cell(900, 9, None, 9), cell(900)]) == []


def test_the_more_cells_are_looked_at_the_clearer_a_change_must_be() -> None:
    one = cell(24, 12, 13, 11, 12, 12)
    value = chance(24, 60, 5)
    assert RATE / 20 < value < RATE
    usual = [cell(10, 9, 11, 10, 10, 12, name=str(rank)) for rank in range(20)]
    assert unusual([one]) == [one]
    assert unusual([one, *usual]) == []
