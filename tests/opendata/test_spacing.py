"""Labels that would cover each other are moved apart, no more than it takes."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from opendata.spacing import apart

places = st.lists(st.floats(0, 1000, allow_nan=False), max_size=40).map(sorted)
gaps = st.floats(0.5, 50)


@given(places, gaps)
def test_each_label_is_a_gap_below_the_one_before(values: list[float], gap: float) -> None:
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(apart(values, gap)))


@given(places, gaps)
def test_labels_that_are_far_apart_do_not_move(values: list[float], gap: float) -> None:
    spread = [value + rank * gap for rank, value in enumerate(values)]
    moved = apart(spread, gap)
    assert all(abs(one - other) < 1e-6 for one, other in zip(spread, moved, strict=True))


@given(places, gaps)
def test_labels_move_as_a_whole_around_their_places(values: list[float], gap: float) -> None:
    assert abs(sum(apart(values, gap)) - sum(values)) < 1e-6 * (1 + sum(values))


def test_two_crests_of_one_height_share_their_labels_evenly() -> None:
    assert apart([100, 100], 20) == [90, 110]
