"""Draws without chance, the same at each run: multiples of an irrational number, less their whole part.

Any few in a row are spread evenly (Weyl, 1916), those of the golden ratio most of all; two others serve where a
place and a round are drawn together (Roberts, 2018, « The unreasonable effectiveness of quasirandom sequences »).
"""

from __future__ import annotations

import numpy as np

from opendata.disclosure.cube import Bools, Ints
from opendata.disclosure.program import Floats

GOLDEN = 0.6180339887
PLACE, ROUND, START = 0.7548776662, 0.5698402910, 0.3819660113
TIES = 1e-2


def spread(places: Ints) -> Floats:
    """A factor near 1 for each place: costs that differ avoid ties."""
    return np.asarray(1 + (places * GOLDEN % 1) * TIES, dtype=np.float64)


def half(places: Ints, number: int) -> Bools:
    """About half of some places, others at each number."""
    drawn: Bools = (places * (PLACE * number + ROUND)) % 1 < 0.5
    return drawn


def shuffled(places: Ints, number: int) -> Ints:
    """The ranks of some places in an order that is another at each number."""
    ranks: Ints = np.argsort(places * (ROUND * number + START) % 1, kind="stable")
    return ranks
