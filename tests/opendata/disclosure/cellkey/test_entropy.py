from __future__ import annotations

from fractions import Fraction
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.disclosure.cellkey.entropy import VarianceError, ptable
from opendata.disclosure.cellkey.ptable import SCALE

LAW = settings(max_examples=15, deadline=None, derandomize=True)


@LAW
@given(st.integers(1, 6), st.integers(0, 3), st.integers(1, 99))
def test_every_row_has_its_moments_exactly_and_nothing_forbidden(deviation: int, threshold: int, share: int) -> None:  # fmt: skip
    threshold = min(threshold, deviation - 1)
    with pytest.raises(VarianceError) as wrong:
        ptable(deviation, Fraction(10**6), threshold)
    low, high = wrong.value.lowest, wrong.value.highest
    variance = low + (high - low) * Fraction(share, 100)
    if variance == 0 or low > high:
        return
    table = ptable(deviation, variance, threshold)
    assert table.rows[0] == {0: 1}
    for count, row in enumerate(table.rows[1:], 1):
        assert sum(row.values()) == 1
        assert table.mean(count) == 0
        assert table.variance(count) == variance
        assert all(part >= 0 for part in row.values())
        assert all(abs(noise) <= deviation for noise in row)
        assert all(count + noise == 0 or count + noise > threshold for noise in row)
    assert table.smallest > threshold


def test_a_large_count_has_the_noise_of_greatest_entropy() -> None:
    # Of all noises on −2…2 with variance 1, p(v) ∝ x^(v²) with 6·x⁴ = 1: found by hand.
    x = 6 ** (-1 / 4)
    whole = 1 + 2 * x + 2 * x**4
    row = ptable(2, Fraction(1)).rows[-1]
    expected = {-2: x**4, -1: x, 0: 1.0, 1: x, 2: x**4}
    assert {noise: float(part) for noise, part in row.items()} == pytest.approx(
        {noise: part / whole for noise, part in expected.items()}, abs=1e-9
    )


def test_the_example_of_the_r_package_has_the_only_row_that_its_conditions_leave() -> None:
    # D = 2, V = 1.05, js = 1, as in pt_ex_cnts() of ptable: from a count of 1, three noises and three equations.
    row = ptable(2, Fraction(105, 100), 1).rows[1]
    assert row == {-1: Fraction(61, 120), 1: Fraction(19, 40), 2: Fraction(1, 60)}


def test_no_noise_of_the_same_moments_has_more_entropy() -> None:
    row = ptable(3, Fraction(3, 2)).rows[1]
    noises = sorted(row)
    found = np.array([float(row[noise]) for noise in noises])
    moments = np.array([[noise**power for noise in noises] for power in range(3)], dtype=float)
    _, _, directions = np.linalg.svd(moments)

    def entropy(parts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        return -sum(part * log(part) for part in parts.tolist())

    for direction in directions[3:]:
        assert (
            entropy(found + 1e-3 * direction) < entropy(found) > entropy(found - 1e-3 * direction)
        )


@pytest.mark.parametrize(
    ("deviation", "threshold", "low", "high"), [(2, 0, 0, 2), (5, 2, 2, 5), (4, 3, 4, 4), (1, 0, 0, 1)]
)  # fmt: skip
def test_a_variance_that_some_count_cannot_have_is_refused(
    deviation: int, threshold: int, low: int, high: int
) -> None:
    with pytest.raises(VarianceError) as wrong:
        ptable(deviation, Fraction(100), threshold)
    assert (float(wrong.value.lowest), float(wrong.value.highest)) == (low, high)


@pytest.mark.parametrize(("variance", "deviation"), [(Fraction(2), 2), (Fraction(1), 1)])
def test_the_largest_variance_stands_on_the_two_ends(variance: Fraction, deviation: int) -> None:
    row = ptable(deviation, variance).rows[1]
    assert row == {-1: Fraction(deviation, deviation + 1), deviation: Fraction(1, deviation + 1)}


def test_keys_all_over_the_scale_give_each_noise_its_share() -> None:
    table = ptable(2, Fraction(1))
    keys = np.linspace(0, SCALE - 1, 100_001).astype(np.int64)
    for count in (1, 2, 40):
        noises = table.noises(np.full(len(keys), count), keys)
        for noise, part in table.row(count).items():
            assert np.mean(noises == noise) == pytest.approx(float(part), abs=1e-4)


def test_zeros_get_no_noise() -> None:
    table = ptable(3, Fraction(2), 1)
    keys = np.array([0, SCALE // 2, SCALE - 1])
    assert not table.noises(np.zeros(3, dtype=np.int64), keys).any()
