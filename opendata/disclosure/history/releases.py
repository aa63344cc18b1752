"""One public release of a history: its table, its date, and the facts that it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from opendata.disclosure.cube import Ints
from opendata.disclosure.hierarchy import Dimension
from opendata.disclosure.publication import Publication

NEWEST = "nouvelle publication"


class ApartError(Exception):
    """Releases that cannot be read together: nothing says which facts they share, or they contradict each other."""


@dataclass(frozen=True)
class Release:
    """What was published once, as whoever kept it reads it.

    `facts`: dimension → the finest codes that the release counts. For a dimension that its table does not have
    (a period, a population, a version of the facts) this says what its counts are about; for one that it has,
    that its codes share nothing with other codes of this dimension. `date` is the day of publication (ISO 8601).
    A `withdrawn` release was public: it stays known. `record`: the counts of its cells, those hidden included, where
    its producer kept them; no audit looks at them.
    """

    name: str
    publication: Publication
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date: str = ""
    withdrawn: bool = False
    record: Ints | None = field(default=None, repr=False, compare=False)

    def axis(self, name: str) -> Dimension | None:
        """The dimension of this name in its table, if there is one; not one of which there is the total alone."""
        axes = self.publication.cube.dimensions
        return next((axis for axis in axes if axis.name == name and axis.leaves), None)

    def told(self, name: str) -> tuple[str, ...]:
        """The codes of a dimension of its table for which it gives a count, or says that it is hidden."""
        axis = self.axis(name)
        if axis is None:
            return ()
        release = self.publication
        place = release.cube.names.index(name)
        cells = np.flatnonzero(release.shown | release.hidden)
        nodes = np.unique(np.unravel_index(release.cube.numbers[cells], release.cube.shape)[place])
        return tuple(axis.nodes[node] for node in nodes.tolist())


def in_order(earlier: Sequence[Release | Publication], newest: Publication) -> list[Release]:
    """Releases in the order of their publication; of those without their history, nothing is known but their rank."""
    releases = [
        one if isinstance(one, Release) else Release(f"publication {rank}", one)
        for rank, one in enumerate(earlier, 1)
    ]
    return [*releases, Release(NEWEST, newest)]
