"""Random releases of several tables over the same facts, for laws."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.crossings import with_crossings
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.protector import Counts

# Tables by the places of their dimensions: a chain, a star, a triangle, two apart, a cycle of four.
PATTERNS = [
    [(0, 1), (1, 2)], [(0, 1), (0, 2), (0, 3)], [(0, 1), (1, 2), (0, 2)], [(0, 1), (2, 3)],
    [(0, 1), (1, 2), (2, 3), (0, 3)],
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A release with its true counts: the cells of its tables, and the whole cube that nobody builds."""

    joint: Cube
    cube: Cube
    finest: dict[tuple[str, ...], int]

    @property
    def counts(self) -> Counts:
        """What is to be protected: every cell of the tables."""
        return Counts(self.joint, self.joint.counts(self.finest), self.scope)

    @property
    def scope(self) -> Bools:
        """The cells that a table shows; those that only cliques add are absent."""
        names = self.joint.names
        places = np.unravel_index(self.joint.numbers, self.joint.shape)
        detailed = [{n for n, p in zip(names, places, strict=True) if p[c]} for c in range(self.joint.size)]  # fmt: skip
        return np.array([any(cell <= set(table) for table in self.tables) for cell in detailed])

    tables: tuple[frozenset[str], ...] = ()

    def below(self, cell: int) -> list[tuple[str, ...]]:
        """The finest combinations that a cell counts, by walking up parents."""
        labels = self.joint.labels(cell)
        return [
            key for key in self.finest
            if all(
                label in {TOTAL, code, *(tree.parents[code] for tree in axis.hierarchies)}
                for label, code, axis in zip(labels, key, self.cube.dimensions, strict=True)
            )
        ]  # fmt: skip


def release(seed: int) -> Case:
    """Two to four dimensions, the first with two groupings not nested in each other."""
    rng = np.random.default_rng(seed)
    pattern = PATTERNS[seed % len(PATTERNS)]
    leaves = [f"a{i}" for i in range(4)]
    one = Hierarchy({"P": TOTAL, "Q": TOTAL, **{x: "PQ"[i // 2] for i, x in enumerate(leaves)}})
    two = Hierarchy({"R": TOTAL, "S": TOTAL, **{x: "RS"[i % 2] for i, x in enumerate(leaves)}})
    axes = [dimension("w", (), [one, two]), dimension("x", ["b0", "b1", "b2"]),
            dimension("y", ["c0", "c1"]), dimension("z", ["d0", "d1"])][: 1 + max(map(max, pattern))]  # fmt: skip
    tables = tuple(frozenset(axes[place].name for place in places) for places in pattern)
    keys = list(itertools.product(*(axis.leaves for axis in axes)))
    drawn = rng.poisson(rng.gamma(0.7, 4.0, len(keys))).tolist()
    return Case(
        with_crossings(Cube(tuple(axes), tables), whole=0),
        Cube(tuple(axes)),
        dict(zip(keys, drawn, strict=True)),
        tables,
    )
