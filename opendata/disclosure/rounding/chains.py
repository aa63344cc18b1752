"""Which finest counts are in which cells."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csc_array, kron

from opendata.disclosure.cube import Cube


def chains(cube: Cube) -> csc_array:
    """(cells × finest cells): 1 where a finest cell counts in a cell, both in the cube's order."""
    product = csc_array(np.ones((1, 1), dtype=np.int64))
    for dimension in cube.dimensions:
        product = csc_array(kron(product, dimension.membership, format="csc"))
    return product
