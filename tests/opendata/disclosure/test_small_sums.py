"""Small sums that additions give away, beside every set of cells tried one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from opendata.disclosure.cube import Ints
from opendata.disclosure.freedom import Freedom
from opendata.disclosure.small_sums import Parts, SmallSums, number_of_pairs
from tests.opendata.disclosure.deviations import moving

MOST = 5
# (sums × cells) and the counts of its cells.
TABLES = st.integers(5, 9).flatmap(
    lambda size: st.tuples(
        st.lists(
            st.lists(st.sampled_from([-1, 0, 0, 1]), min_size=size, max_size=size),
            min_size=1,
            max_size=4,
        ),
        st.lists(st.sampled_from([0, 1, 1, 1, 1, 2, 4]), min_size=size, max_size=size),
    )
)


def rank(rows: list[list[int]]) -> int:
    return int(np.linalg.matrix_rank(np.array(rows, dtype=float)))


def is_known(rows: list[list[int]], parts: Parts) -> bool:
    """Whether the sum of some cells is a combination of the sums that are known."""
    asked = [int(cell in parts) for cell in range(len(rows[0]))]
    return rank([*rows, asked]) == rank(rows)


def known_ones(rows: list[list[int]], values: Ints, cells: list[int]) -> set[Parts]:
    """The small sums of two or three cells, or of four above zero, that are known."""
    sets = [parts for size in (2, 3, 4) for parts in combinations(cells, size)]
    return {
        parts
        for parts in sets
        if values[list(parts)].sum() <= MOST
        and (len(parts) < 4 or values[list(parts)].all())
        and is_known(rows, parts)
    }


def settled(rows: list[list[int]], cells: int) -> set[int]:
    """The cells that are themselves known."""
    return {cell for cell in range(cells) if is_known(rows, (cell,))}


@settings(max_examples=80)
@given(TABLES, st.data())
def test_every_known_small_sum_is_found_before_and_after_a_cell_is_published(
    table: tuple[list[list[int]], list[int]], data: st.DataObject
) -> None:
    rows, counts = table
    values, cells = np.array(counts), list(range(len(counts)))
    matrix = csr_array(np.array(rows))
    freedom = Freedom(matrix, np.arange(len(counts)))
    small = np.array(cells)
    published = data.draw(st.sampled_from(cells))
    others = np.delete(small, published)
    after = [*rows, [int(cell == published) for cell in cells]]
    before = known_ones(rows, values, cells)
    # A cell that is known makes a sum known with every other that is: no new one, and not looked for by threes.
    alone = settled(after, len(cells))

    found = SmallSums(freedom, small, values, MOST).known()
    assert {*found} <= before
    assert {parts for parts in before if not alone & {*parts}} <= {*found}

    without = SmallSums(freedom, others, values[others], MOST)
    wrong = known_ones(after, values, others.tolist())
    along = moving(matrix, cells, published)
    new = {*without.known_without(published, along)}
    assert new <= wrong
    changed = {parts for parts in wrong if not alone & {*parts} and not is_known(rows, parts)}
    assert changed <= new
    kept = SmallSums(freedom, small, values, MOST)
    freedom.publish(published, along)
    kept.publish([published])
    again = {*SmallSums(freedom, others, values[others], MOST).known()}
    assert {*kept.known()} == again
    assert {parts for parts in wrong if not alone & {*parts}} <= again <= wrong


@pytest.mark.parametrize(("last", "found"), [(1, True), (2, True), (3, False)])
def test_four_counts_are_known_once_the_fifth_of_their_sum_is_published(
    last: int, found: bool
) -> None:
    """Publishing it changes how one of them moves: the sum is looked up beside those that move as before."""
    values = np.array([1, 1, 1, last, 40])
    matrix = csr_array(np.ones((1, 5), dtype=np.int64))
    freedom = Freedom(matrix, np.arange(5))
    small = SmallSums(freedom, np.arange(4), values[:4], MOST)
    assert small.known() == []
    assert small.known_without(4, moving(matrix, range(5), 4)) == [(0, 1, 2, 3)] * found


@given(st.lists(st.integers(0, 6), max_size=9), st.integers(0, 8))
def test_pairs_are_two_counts_that_add_up_to_no_more(values: list[int], most: int) -> None:
    fitting = [one for one in combinations(values, 2) if sum(one) <= most]
    assert number_of_pairs(np.array(values, dtype=np.int64), most) == len(fitting)
