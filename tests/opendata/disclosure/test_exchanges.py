from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opendata.disclosure import exchanges as module
from opendata.disclosure import families, suppression
from opendata.disclosure.audit import audit
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Cube
from opendata.disclosure.exchanges import Exchanges, _Deviation, crossed, exchanges
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
    ("axes", "place"),
    [
        ((CROSSED, axis("y", 4, 2)), 0),
        ((axis("y", 4, 2), CROSSED, axis("z", 3, 3)), 1),
        ((CROSSED,), None),  # nothing beside it
        ((axis("x", 9, 3), axis("y", 4, 2)), None),  # nothing crosses
        ((CROSSED, axis("y", 6, 2, 4)), None),  # two that cross: no network is left
        ((CROSSED, *(axis(name, 2, 2) for name in "yzt")), None),  # three beside it are no network
    ],
)
def test_a_crossed_dimension_stands_beside_one_or_two_that_are_not(
    axes: tuple[Dimension, ...], place: int | None
) -> None:
    assert crossed(Cube(axes)) == place


def test_margins_have_no_crossed_dimension() -> None:
    axes = (CROSSED, axis("y", 4, 2))
    assert crossed(Cube(axes, (frozenset("x"), frozenset("y")))) is None


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
    system = Exchanges(case.cube, aim, everywhere, worth(case))
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
    system = Exchanges(case.cube, goal(case), np.ones(case.cube.size, dtype=bool), worth(case))
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
    shape = (3, 4)
    targets, changes = rng.integers(-4, 5, (2, *shape))
    prices, value = rng.random((2, *shape)) * 3
    one = _Deviation(targets, np.full(shape, 9), np.ones(shape, dtype=bool))
    one.changes = changes
    one.price(prices, value)

    def cost(moved: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> object:
        done = np.minimum(moved * np.sign(targets), np.abs(targets))
        return prices * np.abs(moved) - value * done

    # Each is the slope as far as the cost is straight.
    far = np.minimum(one._most, 3).astype(np.int64)
    assert np.allclose(cost(changes + far) - cost(changes), one._more * far)  # type: ignore[operator]
    far = np.minimum(one._least, 3).astype(np.int64)
    assert np.allclose(cost(changes - far) - cost(changes), one._less * far)  # type: ignore[operator]
    assert np.all(one._most >= 1)
    assert np.all((one._least >= 1) | (changes <= -9))


@pytest.mark.parametrize("exchanging", [False, True])
def test_a_table_whose_groupings_cross_passes_both_audits(
    exchanging: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(families, "CELLS", 70 if exchanging else 4000)
    monkeypatch.setattr(families, "LINKED", 70)
    monkeypatch.setattr(suppression, "LARGE", 30)
    asked: list[int] = []
    found = Exchanges._found

    def watched(self: Exchanges, *what: object) -> list[Component]:
        asked.append(1)
        return found(self, *what)  # type: ignore[arg-type]

    monkeypatch.setattr(Exchanges, "_found", watched)
    case = table(CROSSED, axis("y", 6, 3))
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
    monkeypatch.setattr(module, "MOST", 5)
    found = exchanges(CROSSED)
    assert len(found) == 5
    assert all(len(one.gains) + len(one.losses) <= 4 for one in found)
