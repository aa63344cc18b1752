"""What is published: for each cell of a cube its count, or that it is hidden, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.constraints import Unknowns, sums, unknowns
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL


@dataclass(frozen=True)
class Publication:
    """A release as anybody reads it.

    `values` mean something only where `shown`; cells neither `shown` nor `hidden` are not
    part of the release. `covers_cube` says how its sums are read: over every cell of the cube, those
    left out being unknown too, or only over the cells of the release (see `constraints.sums`).
    """

    cube: Cube
    values: Ints
    shown: Bools
    hidden: Bools
    covers_cube: bool = True

    def totals_told(self) -> tuple[str, ...]:
        """The dimensions of which some cell of the release is at the total."""
        cells = np.flatnonzero(self.shown | self.hidden)
        nodes = np.unravel_index(self.cube.numbers[cells], self.cube.shape)
        return tuple(
            axis.name
            for axis, there in zip(self.cube.dimensions, nodes, strict=True)
            if np.any(there == axis.position[TOTAL])
        )

    def sums(self) -> csr_array:
        """The additive constraints, from labels and hierarchies alone."""
        return sums(self.cube, None if self.covers_cube else self.shown | self.hidden)

    def unknowns(self) -> Unknowns:
        """What an attacker does not know; raises InconsistentError when totals do not add up."""
        absent = ~(self.shown | self.hidden) & self.covers_cube
        return unknowns(self.sums(), self.values, self.hidden | absent)
