from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure import along as module
from opendata.disclosure import exchanges as exchanges_module
from opendata.disclosure import families, suppression
from opendata.disclosure.along import Along, Slopes
from opendata.disclosure.audit import audit
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.descent import Descent
from opendata.disclosure.exchanges import exchanges, has_exchanges
from opendata.disclosure.exchanging import Exchanging, Pace
from opendata.disclosure.hierarchy import Dimension
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.reached import Component
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import axis, dimensions

HIDE = (1, 4)
LAW = settings(max_examples=25, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip


def table(*axes: Dimension, seed: int = 7) -> Case:
    cube = Cube(axes)
    rng = np.random.default_rng(seed)
    shape = [len(one.leaves) for one in axes]
    return Case(cube, cube.totals(rng.poisson(rng.gamma(0.8, 12, shape)).astype(np.int64)))


def goal(case: Case) -> Goal:
    return Goal(
        case.values,
        primary(case.values, np.ones(case.cube.size, dtype=bool), [SmallCount(*HIDE)]),
        5,
    )


def worth(case: Case) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.asarray(2.0 ** case.cube.summarised())


CROSSED = axis("x", 12, 3, 4)


@pytest.mark.parametrize(
    ("axes", "expected"),
    [
        ((CROSSED, axis("y", 4, 2)), True),
        ((axis("x", 9, 3), axis("y", 4, 2), axis("z", 3, 3)), True),
        ((CROSSED,), False),  # nothing beside it
        ((CROSSED, *(axis(name, 2, 2) for name in "yzt")), False),  # programs of three dimensions
    ],
)
def test_facts_are_exchanged_in_cubes_of_two_or_three_dimensions(
    axes: tuple[Dimension, ...], expected: bool
) -> None:
    assert has_exchanges(Cube(axes)) == expected


def test_no_facts_are_exchanged_between_margins() -> None:
    axes = (CROSSED, axis("y", 4, 2))
    assert not has_exchanges(Cube(axes, (frozenset("x"), frozenset("y"))))


@LAW
@given(dimensions("x", 7))
def test_an_exchange_keeps_every_sum_of_its_dimension(one: Dimension) -> None:
    found = exchanges(one)
    assert found
    for exchange in found:
        changes = np.zeros(len(one.nodes), dtype=np.int64)
        changes[exchange.gains] += 1
        changes[exchange.losses] -= 1
        assert np.count_nonzero(changes) == len(exchange.gains) + len(exchange.losses)
        assert not (one.relation_matrix @ changes).any()


def test_a_ring_of_four_codes_changes_no_group() -> None:
    # x0 and x3 stand in two families and one group; so do x1 and x4.
    one = axis("x", 6, 3, 3)
    rings = [e for e in exchanges(one) if len(e.gains) == len(e.losses) == 2 and min(*e.gains, *e.losses) >= one.position["x0"]]  # fmt: skip
    names = [({one.nodes[n] for n in e.gains}, {one.nodes[n] for n in e.losses}) for e in rings]
    assert ({"x0", "x4"}, {"x1", "x3"}) in names
    assert len(names) == 3


@settings(LAW, max_examples=8)
@given(st.integers(0, 60), st.booleans())
def test_each_component_keeps_every_sum_and_no_count_below_zero(seed: int, last: bool) -> None:
    beside = axis("y", 4, 2)
    case = table(*((beside, CROSSED) if last else (CROSSED, beside)), seed=seed)
    ties, aim = sums(case.cube), goal(case)
    everywhere = np.ones(case.cube.size, dtype=bool)
    still = case.cube.cell(("y0", "x0") if last else ("x0", "y0"))
    everywhere[still] = False
    hidden = aim.primary.cells & everywhere
    system = Exchanging(case.cube, aim, everywhere, worth(case))
    while found := system.next(hidden, hidden):
        for one in found:
            deviation = np.zeros(case.cube.size, dtype=np.int64)
            deviation[one.cells] = one.changes
            assert one.changes.all()
            assert not deviation[still], "a cell that must stay has moved"
            assert not (ties @ deviation).any()
            assert np.all(case.values + deviation >= 0)
            hidden |= deviation != 0
    assert system.reached.highest.max() > 0


def test_what_an_insider_knows_stays() -> None:
    case = table(CROSSED, axis("y", 6, 3))
    system = Exchanging(case.cube, goal(case), np.ones(case.cube.size, dtype=bool), worth(case))
    small = np.flatnonzero(goal(case).primary.cells)
    asked, frozen = np.zeros((2, case.cube.size), dtype=bool)
    asked[small], frozen[small[::3]] = True, True
    room = np.full(case.cube.size, np.inf)
    held = small[1]
    room[held] = 0.0
    moved: list[Component] = []
    for _ in range(12):
        moved += system.apart(asked, asked, frozen, room)
    cells = np.concatenate([one.cells for one in moved])
    changes = np.concatenate([one.changes for one in moved])
    assert not frozen[cells].any()
    assert np.all(changes[cells == held] > 0), "more is taken than the insider leaves"
    assert asked[cells].any()


@LAW
@given(st.integers(0, 1000))
def test_costs_are_the_differences_of_what_a_deviation_costs(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 12
    targets, changes = rng.integers(-4, 5, (2, size))
    prices, value = rng.random((2, size)) * 3
    none = np.zeros(size, dtype=bool)
    one = Descent(targets, np.full(size, 9), ~none, none)
    one.changes = changes
    one.price(prices, value)

    def cost(moved: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> object:
        done = np.minimum(moved * np.sign(targets), np.abs(targets))
        return prices * np.abs(moved) - value * done

    # Each is the slope as far as the cost is straight.
    (more, less), (most, least) = one._costs, one._rooms
    far = np.minimum(most, 3).astype(np.int64)
    assert np.allclose(cost(changes + far) - cost(changes), more * far)  # type: ignore[operator]
    far = np.minimum(least, 3).astype(np.int64)
    assert np.allclose(cost(changes - far) - cost(changes), less * far)  # type: ignore[operator]
    assert np.all(most >= 1)
    assert np.all((least >= 1) | (changes <= -9))


@LAW
@given(st.integers(0, 1000))
def test_a_free_cell_that_is_asked_nothing_moves_as_far_as_its_count_lets_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size = 12
    targets, changes = rng.integers(-1, 2, size), rng.integers(-4, 5, size)
    every, free = np.ones(size, dtype=bool), rng.random(size) < 0.5
    one, other = (Descent(targets, np.full(size, 9), every, is_free) for is_free in (free, ~every))
    for each in (one, other):
        each.changes = changes
        each.price(np.full(size, 0.25), np.full(size, 2.0))
    idle = free & (targets == 0)
    # What it moved is never a reason to move it back, nor an end to an exchange.
    assert np.all(one._costs[:, idle] == 0.25)
    assert np.all(np.isinf(one._rooms[0, idle]))
    assert np.all(one._rooms[1, idle] == 9 + changes[idle])
    assert np.array_equal(one._costs[:, ~idle], other._costs[:, ~idle])
    assert np.array_equal(one._rooms[:, ~idle], other._rooms[:, ~idle])


def priced(cube: Cube, seed: int, share: float, most: float) -> Descent:
    """A deviation not begun: a share of the cells asked up or down, worth `most` at most; most of them with a price."""
    rng = np.random.default_rng(seed)
    targets = rng.integers(1, 4, cube.size) * rng.choice((-1, 1), cube.size)
    targets[rng.random(cube.size) > share] = 0
    room, every = rng.integers(0, 9, cube.size), np.ones(cube.size, dtype=bool)
    free = rng.random(cube.size) < 0.3
    one = Descent(targets, room, every, free)
    prices = np.where(free, 1e-3, rng.random(cube.size))
    one.price(prices, rng.random(cube.size) * most)
    return one


def costs(one: Descent) -> float:
    done = np.minimum(one.changes * np.sign(one.targets), np.abs(one.targets))
    return float((one._prices * np.abs(one.changes) - one._worth * done).sum())


@settings(LAW, max_examples=15)
@given(st.integers(0, 1000), st.integers(0, 2))
def test_each_exchange_costs_less_than_before_and_keeps_every_sum(seed: int, place: int) -> None:
    cube = Cube((CROSSED, axis("y", 4, 2), axis("z", 3, 3)))
    along, one = Along(cube, place), priced(cube, seed, 0.1, 8.0)
    before, moving = 0.0, 0
    for number in range(len(along.exchanges)):
        if one._exchange(along, number):
            moving += 1
            assert costs(one) < before + 1e-9
            before = costs(one)
    assert moving, "no exchange lowers the cost: nothing is tried"
    assert not (sums(cube) @ one.changes).any()
    assert np.all(one.changes >= -one._room)


def gain(slopes: Slopes, moved: Ints | None) -> float:
    up, down = (0, 0) if moved is None else (np.maximum(moved, 0), np.maximum(-moved, 0))
    return -float((slopes.costs[0] * up + slopes.costs[1] * down).sum())


def test_what_makes_up_for_a_change_spares_programs_and_hardly_any_gain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Beside programs of every change: a good part of those that find nothing is spared, and the others are smaller."""
    cube = Cube((CROSSED, axis("y", 4, 2), axis("z", 3, 3)))
    alongs = [Along(cube, place) for place in range(3)]
    spared, fruitless, fruitful, gained, most, used, whole = 0, 0, 0, 0.0, 0.0, 0, 0
    for seed in range(40):
        one = priced(cube, seed, 0.1, 3.0)
        for along in alongs:
            for exchange in along.exchanges:
                slopes = one._slopes(along.numbers[exchange.gains], along.numbers[exchange.losses])
                gained += gain(slopes, along.cheapest(slopes))
                useful = along._compensation.useful(slopes.costs.ravel(), slopes.room.ravel())
                with monkeypatch.context() as patch:
                    patch.setattr(
                        along._compensation, "useful", lambda costs, _: np.arange(len(costs))
                    )
                    best = gain(slopes, along.cheapest(slopes))
                most += best
                fruitless += not best
                spared += not best and not len(useful)
                fruitful += best > 0
                used, whole = (
                    used + len(useful) * (best > 0),
                    whole + slopes.costs.size * (best > 0),
                )
    assert fruitful > 300
    assert gained > 0.97 * most
    assert spared > fruitless / 4
    assert used < 0.8 * whole


def test_a_gain_that_is_slight_moves_nothing() -> None:
    cube = Cube((CROSSED, axis("y", 4, 2)))
    along, code = Along(cube, 0), cube.cell(("x0", "y0"))
    targets = np.zeros(cube.size, dtype=np.int64)
    targets[code] = 1
    for slight, expected in ((0.0, True), (0.5, False)):
        every = np.ones(cube.size, dtype=bool)
        one = Descent(targets, np.full(cube.size, 9), every, ~every, slight)
        one.price(np.full(cube.size, 0.001), np.full(cube.size, 0.4))
        assert (one.along(along, 0) > 0) == expected


def test_fractions_are_no_exchange() -> None:
    cube = Cube((CROSSED, axis("y", 4, 2)))
    along = Along(cube, 1)
    half = np.full(len(CROSSED.nodes), 0.5)
    free = np.zeros(len(CROSSED.nodes))
    # One half of a fact at most at each place, and one code that had better gain.
    gains = np.where(np.arange(len(free)) == CROSSED.position["x0"], -9.0, free)
    costs, room = np.array([gains, free]), np.array([half, half])
    assert along.cheapest(Slopes(costs, room)) is None
    assert along.cheapest(Slopes(costs, 2 * room)) is not None


def test_where_the_best_exchange_is_of_fractions_what_is_whole_of_it_is_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beside = (CROSSED, axis("z", 4, 2))
    along, ties = Along(Cube((beside[0], axis("y", 4, 2), beside[1])), 1), sums(Cube(beside))
    cube, saved = Cube((beside[0], axis("y", 4, 2), beside[1])), 0
    for seed in range(20):
        one = priced(cube, seed, 0.4, 8.0)
        for exchange in along.exchanges:
            slopes = one._slopes(along.numbers[exchange.gains], along.numbers[exchange.losses])
            with monkeypatch.context() as patch:
                patch.setattr(module, "TRIES", 1)
                once = along.cheapest(slopes)
            again = along.cheapest(slopes)
            if once is None and again is not None:
                saved += 1
                assert gain(slopes, again) > 0
                assert not (ties @ again).any()
            elif once is not None:
                assert again is not None
                assert again.tolist() == once.tolist()
    assert saved > 3


@pytest.mark.parametrize(
    ("beside", "exchanging"),
    [
        (axis("y", 6, 3), False),
        (axis("y", 6, 3), True),
        (axis("y", 6, 2, 4), True),  # its groupings cross too
    ],
)
def test_a_table_whose_groupings_cross_passes_both_audits(
    beside: Dimension, exchanging: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(families, "CELLS", 70 if exchanging else 4000)
    monkeypatch.setattr(families, "LINKED", 70)
    monkeypatch.setattr(suppression, "LARGE", 30)
    asked: list[int] = []
    found = Exchanging._found

    def watched(self: Exchanging, *what: object) -> list[Component]:
        asked.append(1)
        return found(self, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Exchanging, "_found", watched)
    case = table(CROSSED, beside)
    counts = Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    done, again = (protect(counts, [SmallCount(*HIDE)], HIDE, worth(case)) for _ in range(2))
    assert bool(asked) == exchanging
    assert done.release.hidden.tolist() == again.release.hidden.tolist()
    # Nothing of the protector's own deviations is told to these two.
    assert audit(done.release, HIDE).safe
    rule = done.primary
    held = {c: (int(rule.low[c]), int(rule.high[c])) for c in np.flatnonzero(rule.cells).tolist()}
    assert audit_with_reasons(done.release, Secrets(case.values, held)) == ()


def test_exchanges_are_bounded_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges_module, "MOST", 5)
    found = exchanges(CROSSED)
    assert len(found) == 5
    assert all(len(one.gains) + len(one.losses) <= 4 for one in found)


def test_a_need_is_worth_less_than_any_cell_where_hidden_ones_are_to_move_first() -> None:
    case = table(CROSSED, axis("y", 6, 3))
    aim = replace(goal(case), exact=True)
    hidden = np.random.default_rng(5).random(case.cube.size) < 0.6
    everywhere = np.ones(case.cube.size, dtype=bool)
    for least, is_hidden in ((0.01, False), (10.0, True)):
        system = Exchanging(case.cube, aim, everywhere, worth(case), Pace(least))
        found = system.next(hidden, hidden) or []
        assert found
        assert any(not hidden[one.cells].all() for one in found) == is_hidden


def test_what_later_needs_are_worth_grows_sooner() -> None:
    case = table(CROSSED, axis("y", 6, 3))
    aim = goal(case)
    hidden = aim.primary.cells.copy()
    nowhere = np.zeros(case.cube.size, dtype=bool)
    system = Exchanging(case.cube, aim, nowhere, worth(case), Pace(growth=2.0, later=4.0))
    rounds = [0]
    for _ in range(2):
        # Nothing moves: each round only makes needs dearer, until they are as dear as they get.
        system.restart()
        assert system.next(hidden, hidden) is None
        rounds.append(system.round)
    first, later = np.diff(rounds)
    assert first // 2 <= later <= first // 2 + 1
