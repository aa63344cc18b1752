from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.rounding.around import search_around
from opendata.disclosure.rounding.attack import attack, bounds, intervals
from opendata.disclosure.rounding.bases import disagreement
from opendata.disclosure.rounding.descent import descend
from opendata.disclosure.rounding.frozen import Frozen, frozen, unfrozen
from opendata.disclosure.rounding.integers import IntegerProgram, search
from opendata.disclosure.rounding.nearest import Nearest, Wanted, nearest
from opendata.disclosure.rounding.rounded import Rounded
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import cases

LAW = settings(max_examples=15, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
BASES = st.sampled_from([3, 5, 10])


def finest(case: Case) -> dict[tuple[str, ...], int]:
    cells = np.flatnonzero(case.cube.summarised() == 0).tolist()
    return {case.cube.labels(cell): int(case.values[cell]) for cell in cells}


def first(case: Case) -> Frozen:
    return unfrozen(case.cube, finest(case), np.ones(case.cube.size, dtype=bool))


def wanted(made: Frozen, base: int) -> Wanted:
    return Wanted(sums(made.cube, made.scope), made.counts, made.scope, base, made.kept)


def rounded(made: Frozen, base: int) -> Nearest:
    return nearest(wanted(made, base), partial(descend, made.cube, start=made.start))


def published(case: Case, found: Nearest, base: int) -> Rounded:
    values = base * found.units
    far = int(np.abs(values - case.values).max())
    return Rounded(case.cube, values, np.ones(case.cube.size, dtype=bool), base, base * (far // base + 1))  # fmt: skip


@LAW
@given(cases(), BASES)
def test_a_rounded_table_adds_up_over_hierarchies_that_are_not_nested(
    case: Case, base: int
) -> None:
    found = rounded(first(case), base)
    assert not (sums(case.cube) @ found.units).any()
    assert np.all(found.units >= 0)
    assert not found.units[case.values == 0].any()


@LAW
@given(cases(), BASES)
def test_a_count_goes_to_a_neighbouring_multiple_unless_no_table_does(
    case: Case, base: int
) -> None:
    found = rounded(first(case), base)
    far = np.abs(base * found.units - case.values)
    assert np.all(far[found.steps == 0] < base)
    assert np.all(far[(found.steps == 0) & (case.values % base == 0)] == 0)
    assert np.array_equal(found.steps > 0, (far >= base))
    assert found.is_forced or not found.steps.any()


@LAW
@given(cases(), BASES)
def test_what_the_rounding_tells_holds_the_true_counts_and_never_one_alone(case: Case, base: int) -> None:  # fmt: skip
    release = published(case, rounded(first(case), base), base)
    reach = np.full(case.cube.size, release.within - 1)
    known = bounds(case.cube, release.shown, release.values, reach, reach)
    lowest, highest = intervals(known)
    assert np.all((lowest <= case.values) & (case.values <= highest))
    assert np.all(lowest < highest)
    assert attack(known, (1, base - 1)).safe


@LAW
@given(cases(), BASES)
def test_moving_finest_counts_one_by_one_adds_up_too(case: Case, base: int) -> None:
    made = first(case)
    units = descend(case.cube, wanted(made, base))
    assert not (sums(case.cube) @ units).any()
    assert np.all(units >= 0)
    assert not units[case.values == 0].any()


@LAW
@given(cases(), BASES, st.data())
def test_a_count_that_did_not_change_keeps_its_value(case: Case, base: int, data: st.DataObject) -> None:  # fmt: skip
    before = finest(case)
    release = published(case, rounded(first(case), base), base)
    labels = data.draw(st.sampled_from(sorted(before)))
    after = {**before, labels: before[labels] + data.draw(st.integers(1, 12))}
    scope = np.ones(case.cube.size, dtype=bool)
    made = frozen(case.cube, after, scope, release, before)
    found = rounded(made, base)
    same = made.counts[made.places] == case.values
    assert np.array_equal(base * found.units[made.places][same], release.values[same])
    assert not (sums(made.cube, made.scope) @ found.units).any()


@LAW
@given(cases(), BASES)
def test_a_search_around_the_linear_program_finds_a_table_that_adds_up(case: Case, base: int) -> None:  # fmt: skip
    floors, rests = case.values // base, case.values % base
    matrix = sums(case.cube)
    turn = np.where(rests > 0, base - 2 * rests, 0)
    problem = IntegerProgram(matrix, -(matrix @ floors), turn, np.zeros_like(floors), (rests > 0).astype(float))  # fmt: skip
    whole, around = search(problem), search_around(problem)
    assert around.is_empty <= whole.is_empty
    assert (around.values is None) == (whole.values is None)
    if whole.values is not None and around.values is not None:
        assert not (matrix @ (floors + around.values)).any()
        assert around.bound - 1e-6 <= problem.cost @ whole.values <= problem.cost @ around.values


def _nearest_by_trying(case: Case, base: int) -> int | None:
    """The least distance over every choice of neighbouring multiples; None when none adds up."""
    matrix, free = sums(case.cube), np.flatnonzero(case.values % base)
    best = None
    for choice in range(2 ** len(free)):
        units = case.values // base
        units[[cell for bit, cell in enumerate(free) if choice >> bit & 1]] += 1
        if not (matrix @ units).any():
            distance = int(np.abs(base * units - case.values).sum())
            best = distance if best is None else min(best, distance)
    return best


@settings(LAW, max_examples=10)
@given(st.lists(st.integers(0, 30), min_size=4, max_size=4), BASES)
def test_no_table_of_neighbouring_multiples_is_nearer(counts: list[int], base: int) -> None:
    cube = Cube((dimension("x", ["a", "b"]), dimension("y", ["c", "d"])))
    labels = [("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]
    case = Case(cube, cube.counts(dict(zip(labels, counts, strict=True))))
    found = rounded(first(case), base)
    assert found.is_proved
    assert found.distance == _nearest_by_trying(case, base)


@pytest.mark.parametrize(
    ("base", "hidden", "expected"),
    [
        (5, (1, 4), None),
        (3, (1, 2), None),
        (10, (1, 9), None),
        (10, (1, 4), ("base 10 plus grande que la règle ne le permet : elle publie les effectifs à partir de 5, "
                     "et cette base les mettrait à zéro ; prendre --hide 1-9")),
        (3, (1, 4), ("base 3 trop petite pour la règle : elle masque les effectifs jusqu'à 4, "
                    "et cette base en montrerait ; prendre une base d'au moins 5")),
    ],
)  # fmt: skip
def test_a_base_goes_with_the_smallest_published_count(
    base: int, hidden: tuple[int, int], expected: str | None
) -> None:
    assert disagreement(base, hidden) == expected
