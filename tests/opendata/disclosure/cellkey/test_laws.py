from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure.cellkey.entropy import ptable
from opendata.disclosure.cellkey.keys import derived
from opendata.disclosure.cellkey.perturbed import Perturbed, additive, cell_keys, perturbed
from opendata.disclosure.cellkey.ptable import SCALE
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Ints
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import cases

LAW = settings(max_examples=15, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
NOISE = ptable(3, Fraction(2), 1)


def keys(case: Case, secret: bytes) -> Ints:
    """The keys of the cells of a table whose records are numbered by cell."""
    key = derived(secret)
    finest = np.flatnonzero((case.cube.summarised() == 0) & (case.values > 0)).tolist()
    return cell_keys(
        case.cube,
        {
            case.cube.labels(cell): sum(key(f"{cell}-{n}") or 0 for n in range(case.values[cell])) % SCALE
            for cell in finest
        },
    )  # fmt: skip


def made(case: Case) -> Perturbed:
    shown = np.ones(case.cube.size, dtype=bool)
    return perturbed(case.cube, case.values, keys(case, b"of the tests"), shown, NOISE)


@LAW
@given(cases())
def test_noise_is_bounded_leaves_no_small_count_and_zeros_stay(case: Case) -> None:
    release = made(case)
    assert np.all(np.abs(release.values - case.values) <= 3)
    assert np.all((release.values == 0) | (release.values > 1))
    assert not release.values[case.values == 0].any()


@LAW
@given(cases())
def test_cells_of_the_same_records_get_the_same_noise(case: Case) -> None:
    release, found = made(case), keys(case, b"of the tests")
    for key in np.unique(found[case.values > 0]):
        same = (found == key) & (case.values > 0)
        assert len(np.unique(release.values[same] - case.values[same])) == 1


@LAW
@given(cases())
def test_an_additive_table_adds_up_over_hierarchies_that_are_not_nested(case: Case) -> None:
    release = additive(made(case), case.values)
    assert not (sums(case.cube) @ release.values).any()
    assert np.all(release.values >= 0)
    assert not release.values[case.values == 0].any()
    assert np.all(np.abs(release.values - case.values) <= release.deviation)


@settings(LAW, max_examples=3)
@given(cases(most=3), st.integers(0, 1000))
def test_over_secrets_the_noise_of_a_count_has_no_bias(case: Case, first: int) -> None:
    shown = np.ones(case.cube.size, dtype=bool)
    noises = [
        perturbed(case.cube, case.values, keys(case, f"{first + n} of the tests".encode()), shown, NOISE).values
        - case.values for n in range(300)
    ]  # fmt: skip
    # Five standard errors of a mean of 300 noises of variance 2.
    assert np.all(np.abs(np.mean(noises, axis=0)) < 5 * (2 / 300) ** 0.5)
