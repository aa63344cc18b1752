from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure import families, growing, suppression, sweeping
from opendata.disclosure.audit import audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.families import parts
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.rules import SmallCount
from tests.opendata.disclosure.cases import Case
from tests.opendata.disclosure.tables import axis

HIDE = (1, 4)


def cube(across: int = 0) -> Cube:
    return Cube((axis("x", 9, 3, across), axis("y", 6, 3)))


def counted(table: Cube) -> Case:
    rng = np.random.default_rng(7)
    shape = [len(one.leaves) for one in table.dimensions]
    return Case(table, table.totals(rng.poisson(rng.gamma(0.8, 12, shape)).astype(np.int64)))


def lowered(patch: pytest.MonkeyPatch, most: int) -> None:
    """Parts as a table of 11,000 cells has them, in one of some hundred."""
    patch.setattr(families, "CELLS", most)
    patch.setattr(families, "LINKED", most)
    patch.setattr(suppression, "LARGE", 30)


def test_a_table_that_is_not_very_large_has_no_parts() -> None:
    assert parts(cube()) == []


def test_margins_have_no_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered(monkeypatch, 5)
    assert parts(Cube(cube().dimensions, (frozenset("x"), frozenset("y")))) == []


@pytest.mark.parametrize(("most", "across", "number", "size"), [
    (60, 0, 2, 39),  # along y alone: 13 nodes of x with 3 codes
    (30, 0, 3, 27),  # along x alone: 3 codes with 9 nodes of y
    (10, 0, 6, 9),   # along both
    (60, 4, 2, 51),  # x has two groupings: it stays whole
])  # fmt: skip
def test_parts_are_the_largest_that_are_not_too_large(
    monkeypatch: pytest.MonkeyPatch, most: int, across: int, number: int, size: int
) -> None:
    lowered(monkeypatch, most)
    found = parts(cube(across))
    assert [len(part) for part in found] == [size] * number
    together = np.concatenate(found)
    assert len(np.unique(together)) == len(together), "a cell stands in two parts"


def test_parts_are_larger_where_groupings_cross_and_none_is_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lowered(monkeypatch, 60)
    monkeypatch.setattr(families, "LINKED", 10)
    assert [len(part) for part in parts(cube(across=4))] == [51, 51]


def test_a_dimension_whose_groupings_cross_is_never_split(monkeypatch: pytest.MonkeyPatch) -> None:
    lowered(monkeypatch, 10)
    assert parts(cube(across=4)) == []


@pytest.mark.parametrize("across", [0, 4])
def test_a_table_swept_part_by_part_passes_both_audits(
    across: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lowered(monkeypatch, 60)
    # As in a cube of four dimensions: crossed groupings of fewer are not swept by parts.
    monkeypatch.setattr(growing, "has_exchanges", lambda _: False)
    case, swept = counted(cube(across)), []
    alone = sweeping.Sweeping._swept

    def watched(self: sweeping.Sweeping, *what: object) -> sweeping._Swept:
        swept.append(alone(self, *what))  # type: ignore[arg-type]
        return swept[-1]

    monkeypatch.setattr(sweeping.Sweeping, "_swept", watched)
    worth = np.asarray(2.0 ** case.cube.summarised())
    counts = Counts(case.cube, case.values, np.ones(case.cube.size, dtype=bool))
    done, again = (protect(counts, [SmallCount(*HIDE)], HIDE, worth) for _ in range(2))
    assert any(one.found for one in swept), "no part was swept"
    assert done.release.hidden.tolist() == again.release.hidden.tolist()
    assert done.release.hidden[done.primary.cells].all()
    # Nothing of the protector's own deviations is told to these two.
    assert audit(done.release, HIDE).safe
    rule = done.primary
    held = {c: (int(rule.low[c]), int(rule.high[c])) for c in np.flatnonzero(rule.cells).tolist()}
    assert audit_with_reasons(done.release, Secrets(case.values, held)) == ()
