from __future__ import annotations

import numpy as np
import pytest

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import Dimension, flat
from opendata.disclosure.protector import Counts, protect
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
