"""Exchanges of facts between codes of one dimension of a cube: what keeps every sum of its hierarchies, and changes little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension

# Exchanges at most, among so many that are looked at.
MOST, LOOKED_AT = 2000, 100_000


@dataclass(frozen=True)
class Exchange:
    """Places of the nodes of a dimension that gain a fact, and of those that lose one."""

    gains: Ints
    losses: Ints


def has_exchanges(cube: Cube) -> bool:
    """Whether it is a whole cube of two or three dimensions: the programs of one or two others are quick."""
    plain = cube.tables is None and not any(axis.seen for axis in cube.dimensions)
    return plain and len(cube.dimensions) in (2, 3)


def exchanges(axis: Dimension) -> list[Exchange]:
    """Exchanges that change no more nodes than one code alone does, fewest first: of one code, of two, of four."""
    membership = axis.membership.toarray().astype(np.int64)
    alone = int(membership.sum(axis=0).max())
    found: dict[tuple[int, ...], Exchange] = {}
    for gaining, losing in islice(_codes(axis), LOOKED_AT):
        changes = membership[:, gaining].sum(axis=1) - membership[:, losing].sum(axis=1)
        nodes = np.flatnonzero(changes)
        if len(nodes) <= alone and np.abs(changes).max() == 1:
            one = Exchange(np.flatnonzero(changes > 0), np.flatnonzero(changes < 0))
            found.setdefault((*nodes.tolist(), *one.gains.tolist()), one)
    return sorted(found.values(), key=lambda one: len(one.gains) + len(one.losses))[:MOST]


def _codes(axis: Dimension) -> Iterator[tuple[list[int], list[int]]]:
    """Places of finest codes that gain a fact and that lose one: a code; two of one group; a ring of four."""
    trees = [[tree.parents.get(code, TOTAL) for code in axis.leaves] for tree in axis.hierarchies]
    yield from (([code], []) for code in range(len(axis.leaves)))
    for groups in trees:
        for group in dict.fromkeys(groups):
            inside = [code for code, other in enumerate(groups) if other == group]
            yield from (([one], [other]) for one, other in combinations(inside, 2))
    for rows, columns in combinations(trees, 2):
        yield from _rings(rows, columns)


def _rings(rows: list[str], columns: list[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Four codes at the corners of two groups of one hierarchy and two of another: no group gains or loses a fact."""
    corners: dict[str, dict[str, int]] = {}
    for code, (row, column) in enumerate(zip(rows, columns, strict=True)):
        corners.setdefault(row, {}).setdefault(column, code)
    for above, below in combinations(corners.values(), 2):
        for left, right in combinations([column for column in above if column in below], 2):
            yield [above[left], below[right]], [above[right], below[left]]
