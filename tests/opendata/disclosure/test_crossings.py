from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.disclosure.audit import audit
from opendata.disclosure.constraints import sums
from opendata.disclosure.crossings import CrossedError, attacked, with_crossings
from opendata.disclosure.cube import Cube
from opendata.disclosure.frame import Margin, frame, largest
from opendata.disclosure.hierarchy import TOTAL, dimension
from opendata.disclosure.insiders import audit_with_reasons
from opendata.disclosure.protector import Counts, Protected, protect
from opendata.disclosure.publication import Publication
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import cases
from tests.opendata.disclosure.test_laws import LAW, RULE, secrets

NAMES = ("x", "y", "z", "u")


def margin(text: str) -> Margin:
    return frozenset(text)


@st.composite
def asked(draw: st.DrawFn, axes: int = 3) -> tuple[Case, tuple[Margin, ...]]:
    """A table, and some of its margins."""
    case = draw(cases(most=3, axes=axes))
    names = case.cube.names
    margins = draw(st.lists(st.sets(st.sampled_from(names), max_size=2), min_size=1, max_size=4))
    return case, tuple(frozenset(one) for one in margins)


def fine(case: Case) -> dict[tuple[str, ...], int]:
    cube = case.cube
    places = np.flatnonzero(cube.summarised() == 0).tolist()
    return {cube.labels(cell): int(case.values[cell]) for cell in places}


def protected(cube: Cube, case: Case, margins: tuple[Margin, ...]) -> Protected:
    counts = Counts(cube, cube.counts(fine(case)), cube.margins(margins))
    return protect(counts, RULE, (1, 4), np.asarray(2.0 ** cube.summarised(), dtype=np.float64))


def worth(done: Protected) -> float:
    """What is hidden, totals counting more."""
    return float((2.0 ** done.release.cube.summarised())[done.release.hidden].sum())


def of_margins(case: Case, margins: tuple[Margin, ...]) -> Cube:
    return with_crossings(Cube(case.cube.dimensions, largest(margins)), whole=0)


def test_margins_that_hold_together_need_no_other_cell() -> None:
    for held in (["x", "y", "z"], ["xy", "yz"], ["xy", "xz", "xu"], ["xyz", "zu"], ["xyz", "xy"]):
        assert frame(map(margin, held)).crossed == ()


def test_margins_that_cross_need_the_finest_cells_of_what_they_cross() -> None:
    assert frame(map(margin, ["xy", "yz", "xz"])).crossed == (margin("xyz"),)
    assert frame(map(margin, ["xy", "yz", "xz", "zu"])).crossed == (margin("xyz"),)
    four = frame(map(margin, ["xy", "yz", "zu", "ux"]))
    assert {len(clique) for clique in four.crossed} == {3}
    assert len(four.crossed) == 2
    # Both crossings meet in two dimensions, whose cells tie them.
    assert four.crossed[0] & four.crossed[1] in four.tables


@LAW
@given(asked())
def test_counts_of_margins_are_those_of_the_whole_cube(
    drawn: tuple[Case, tuple[Margin, ...]],
) -> None:
    case, margins = drawn
    cube = of_margins(case, margins)
    values = cube.counts(fine(case))
    places = [case.cube.cell(cube.labels(cell)) for cell in range(cube.size)]
    assert np.array_equal(values, case.values[places])
    assert not (sums(cube) @ values).any()
    mask = cube.margins(margins)
    assert {cube.labels(c) for c in np.flatnonzero(mask).tolist()} == {
        case.cube.labels(c) for c in np.flatnonzero(case.cube.margins(margins)).tolist()
    }
    spread = cube.spread(cube.leaves_of(fine(case)))
    assert np.array_equal(spread.T @ np.array(list(fine(case).values())), values)


@settings(LAW, max_examples=20)
@given(asked(), st.randoms(use_true_random=False))
def test_an_audit_of_margins_finds_what_one_of_the_whole_cube_finds(
    drawn: tuple[Case, tuple[Margin, ...]], random: object
) -> None:
    case, margins = drawn
    scope = case.cube.margins(margins)
    rng = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    hidden = scope & ((case.values < 5) | (rng.random(case.cube.size) < 0.4))
    whole = Publication(case.cube, case.values, scope & ~hidden, hidden)
    cube = Cube(case.cube.dimensions, largest(margins))
    places = case.cube.positions(cube.numbers)
    part = Publication(cube, case.values[places], whole.shown[places], hidden[places])
    assert audit(attacked(part, whole=0), (1, 4)).exposures == audit(whole, (1, 4)).exposures


@settings(LAW, max_examples=12)
@given(asked())
def test_margins_are_protected_as_in_the_whole_cube(
    drawn: tuple[Case, tuple[Margin, ...]],
) -> None:
    case, margins = drawn
    whole, part = (
        protected(cube, case, margins) for cube in (case.cube, of_margins(case, margins))
    )
    assert worth(whole) == worth(part)
    places = case.cube.positions(part.release.cube.numbers)
    shown, hidden = np.zeros((2, case.cube.size), dtype=bool)
    shown[places], hidden[places] = part.release.shown, part.release.hidden
    release = Publication(case.cube, case.values, shown, hidden)
    assert audit(release, (1, 4)).safe
    assert audit_with_reasons(release, secrets(case, whole.primary)) == ()


def test_seven_dimensions_cost_what_their_margins_hold() -> None:
    axes = tuple(dimension(name, [f"{name}{i}" for i in range(20)]) for name in "abcdefg")
    cube = Cube(axes, tuple(frozenset(name) for name in "abcdefg"))
    assert cube.size == 7 * 20 + 1
    assert cube.cell([TOTAL] * 7) == 0


def test_margins_that_cross_too_many_cells_are_refused_with_a_way_out() -> None:
    axes = tuple(dimension(name, [f"{name}{i}" for i in range(40)]) for name in "xyz")
    crossing = Cube(axes, tuple(map(margin, ("xy", "yz", "xz"))))
    assert crossing.size == 3 * 40 * 40 + 3 * 40 + 1
    with pytest.raises(CrossedError) as error:
        with_crossings(crossing, whole=0)
    assert str(error.value) == (
        "des marges se croisent sur 64000 cases fines (x × y × z), au plus 50000 :"
        " en demander moins, ou qui tiennent l'une dans l'autre"
    )
    hidden = np.zeros(crossing.size, dtype=bool)
    release = Publication(crossing, np.zeros(crossing.size, dtype=np.int64), ~hidden, hidden)
    assert attacked(release, whole=0) is release
