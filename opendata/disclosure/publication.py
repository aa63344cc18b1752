"""What is published: for each cell of a cube its count, or that it is hidden, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.sparse import csr_array

from opendata.disclosure.constraints import Unknowns, sums, unknowns
from opendata.disclosure.cube import Bools, Cube, Ints


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

    def sums(self) -> csr_array:
        """The additive constraints, from labels and hierarchies alone."""
        return sums(self.cube, None if self.covers_cube else self.shown | self.hidden)

    def unknowns(self) -> Unknowns:
        """What an attacker does not know; raises InconsistentError when totals do not add up."""
        absent = ~(self.shown | self.hidden) & self.covers_cube
        return unknowns(self.sums(), self.values, self.hidden | absent)
