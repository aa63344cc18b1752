from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from opendata.disclosure import protector
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import Dimension, flat
from opendata.disclosure.protector import Counts, UnsafeError, protect
from opendata.disclosure.rules import SmallCount


@pytest.mark.parametrize("side", [3, 9], ids=["small", "large"])
def test_what_a_protection_hands_out_holds_no_table_made_around_the_true_one(side: int) -> None:
    """Tables that differ from the true one in a few cells each tell it to whoever counts which value comes most."""
    codes = [chr(ord("a") + rank) for rank in range(side)]
    cube = Cube(tuple(Dimension(name, tuple(codes), (flat(codes),)) for name in ("x", "y")))
    values = cube.totals(np.random.default_rng(7).integers(0, 30, (side, side)))
    everything = np.ones(cube.size, dtype=bool)
    done = protect(Counts(cube, values, everything), [SmallCount(1, 4)], (1, 4), np.ones(cube.size))
    assert done.audit.attacked > 0
    assert done.audit.safe
    assert done.audit.witnesses == ()


def test_what_was_published_before_is_known_to_the_attack_whatever_a_pattern_hides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pattern that hides a fixed cell protects nothing: subtraction gives the count beside it."""
    cube = Cube((Dimension("x", ("a", "b", "c"), (flat(["a", "b", "c"]),)),))
    values = cube.totals(np.array([3, 9, 9]))
    small, beside = cube.cell(("a",)), cube.cell(("b",))
    everything, hidden, fixed = np.ones(cube.size, dtype=bool), *np.zeros((2, cube.size), bool)
    hidden[[small, beside]] = True
    monkeypatch.setattr(protector, "least_costly", lambda *_: hidden)
    one = Counts(cube, values, everything)
    weights = np.ones(cube.size)
    assert protect(one, [SmallCount(1, 4)], (1, 4), weights).release.hidden[beside]
    fixed[beside] = True
    with pytest.raises(UnsafeError, match="a"):
        protect(replace(one, structural=fixed), [SmallCount(1, 4)], (1, 4), weights)
