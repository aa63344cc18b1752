"""What the promise itself tells, and what one part of a total tells of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from opendata.disclosure import inference
from opendata.disclosure.concentration import concentrated
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.inference import Inference, infer
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.cases import Case, matrix
from tests.opendata.disclosure.tables import cases
from tests.opendata.disclosure.test_laws import LAW, protected, worth

BLOCK = [("r1", "c1"), ("r1", "c2"), ("r2", "c1"), ("r2", "c2")]


def test_a_hidden_count_that_cannot_be_zero_tightens_a_small_one() -> None:
    # r2c2 = r1c1 + 2: never zero, so at least 5, so that r1c1 is at least 3, and was at least 0.
    case = matrix([[3, 10], [20, 5]])
    cell = case.cube.cell
    found = infer(case.hide(*BLOCK), (1, 4))
    assert found == Inference(
        told=(cell(("r2", "c1")), cell(("r2", "c2"))), above_zero=(cell(("r1", "c1")),)
    )
    assert found.lost == 1


def test_a_small_count_may_be_known_for_sure() -> None:
    # r1c1 + r1c2 = 5, and r2c2 = r1c1 + 1 is at least 5: r1c1 is 4 or 5, r1c2 is 1 or 0.
    case = matrix([[4, 1], [20, 5]])
    found = infer(case.hide(*BLOCK), (1, 4))
    assert found is not None
    assert (found.known, [case.cube.labels(cell) for cell in found.below]) == ((), [("r1", "c2")])
    # With r2c2 = r1c1 alone above zero by what the row leaves, one value is left.
    narrow = infer(case.hide(*BLOCK), (1, 5))
    assert narrow is not None
    assert {case.cube.labels(cell) for cell in narrow.known} == {("r1", "c1"), ("r1", "c2")}


def test_nothing_is_told_where_every_hidden_count_may_be_zero() -> None:
    assert infer(matrix([[3, 3], [3, 3]]).hide(*BLOCK), (1, 4)) == Inference(())


def test_a_release_too_large_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "LARGEST", 3)
    assert infer(matrix([[3, 10], [20, 5]]).hide(*BLOCK), (1, 4)) is None


@settings(LAW, max_examples=15)
@given(cases(most=4))
def test_what_is_told_is_true(case: Case) -> None:
    release = protected(case).release
    found = infer(release, (1, 4))
    assert found is not None
    assert np.all(case.values[list(found.told)] >= 5)


@settings(LAW, max_examples=15)
@given(cases(most=4))
def test_alike_hidden_counts_may_all_be_zero(case: Case) -> None:
    scope = np.ones(case.cube.size, dtype=bool)
    counts = Counts(case.cube, case.values, scope)
    done = protect(counts, [SmallCount()], (1, 4), worth(case), alike=True)
    assert infer(done.release, (1, 4)) == Inference(())


def test_a_part_that_holds_all_of_its_total_is_reported() -> None:
    case = matrix([[30, 0], [20, 40]])
    assert concentrated(case.hide()) == (("r1", "c1"), ("r2", "c2"))
    assert concentrated(case.hide(*BLOCK)) == ()
    assert concentrated(matrix([[0, 0], [30, 40]]).hide(*BLOCK)) == (("r2", TOTAL),)
