"""What an echelon promises, beside the full elimination of an array."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Cube
from opendata.disclosure.elimination import PRIME, Row, echelon, reduced
from tests.opendata.disclosure.tables import axis


def by_array(matrix: csr_array) -> int:
    """The rank, by the elimination of a full array."""
    full = np.hstack([matrix.toarray(), np.zeros((matrix.shape[0], 1))])
    return len(reduced(full.astype(np.int64) % PRIME))


def filled(row: Row, size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    whole = np.zeros(size, dtype=np.int64)
    whole[list(row)] = list(row.values())
    return whole


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 12))
def test_an_echelon_has_the_rank_and_the_rows_of_its_matrix(
    seed: int, height: int, width: int
) -> None:
    rng = np.random.default_rng(seed)
    full = rng.integers(-2, 3, (height, width)) * (rng.random((height, width)) < 0.5)
    matrix = csr_array(full)
    found = echelon(matrix)
    assert len(found) == by_array(matrix)
    # The rows of the echelon add nothing to those of the matrix.
    rows = np.array([filled(row, width) for _, row in found]).reshape(-1, width)
    assert by_array(csr_array(np.vstack([full % PRIME, rows]))) == len(found)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 10_000))
def test_no_row_holds_a_pivot_of_one_before_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    found = echelon(csr_array(rng.integers(-1, 2, (8, 10))))
    pivots = [column for column, _ in found]
    for place, (pivot, row) in enumerate(found):
        assert row[pivot]
        assert not any(row.get(before) for before in pivots[:place])
        assert all(entry % PRIME for entry in row.values())


def test_the_sums_of_a_cube_are_hardly_filled() -> None:
    table = Cube((axis("x", 24, 4), axis("y", 9, 3), axis("z", 4, 2)))
    rng = np.random.default_rng(2)
    hidden = np.flatnonzero(rng.random(table.size) < 0.35)
    matrix = csr_array(sums(table)[:, hidden])
    found = echelon(matrix)
    assert len(found) > 300
    assert sum(len(row) for _, row in found) < 2 * matrix.nnz
