"""Parts of a large table where most deviations fit: finest codes of one family along some dimensions.

A fact that moves between two codes of one parent changes nothing above them, so that cells at such codes make a
system of their own, that solves many times faster than the whole. What stands above is for the whole table.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import Dimension

# Cells of a part at most; fewer, if that can be, where a dimension has several hierarchies, whose programs are harder.
CELLS, LINKED = 4000, 1000


def is_very_large(cube: Cube) -> bool:
    """Whether programs over the whole of it are slow; those of margins are not told."""
    return cube.tables is None and cube.size > CELLS


def parts(cube: Cube) -> list[Ints]:
    """Cells of each part, no cell in two: the largest parts that are not too large; none in a small table or among margins."""
    if not is_very_large(cube):
        return []
    nodes = [[np.arange(size)] for size in cube.shape]
    families = [_families(dimension) for dimension in cube.dimensions]
    fitting = [
        chosen
        for count in range(1, len(nodes) + 1)
        for axes in combinations(range(len(nodes)), count)
        if all(families[axis] for axis in axes)
        and _largest(chosen := [families[a] if a in axes else nodes[a] for a in range(len(nodes))])
        <= CELLS
    ]
    if not fitting:
        return []
    easy = [chosen for chosen in fitting if _largest(chosen) <= LINKED or not cube.crossings]
    split = (
        max(easy, key=lambda chosen: (_largest(chosen), _widest(chosen)))
        if easy
        else min(fitting, key=_largest)
    )
    return list(_cells(cube, split))


def _families(dimension: Dimension) -> list[Ints]:
    """The places of the finest codes of each parent that has several and nothing else; none where groupings cross."""
    if len(dimension.hierarchies) > 1 or dimension.seen:
        return []
    children = dimension.hierarchies[0].children
    families = [codes for codes in children.values() if not any(code in children for code in codes)]
    return [
        np.array([dimension.position[c] for c in codes]) for codes in families if len(codes) > 1
    ]


def _largest(chosen: Sequence[Sequence[Ints]]) -> int:
    return math.prod(max(map(len, classes)) for classes in chosen)


def _widest(chosen: Sequence[Sequence[Ints]]) -> int:
    """The codes of the largest family among those that are split: between more codes a fact has more ways."""
    return max((max(map(len, classes)) for classes in chosen if len(classes) > 1), default=0)


def _cells(cube: Cube, chosen: Sequence[Sequence[Ints]]) -> Iterator[Ints]:
    numbers = np.arange(cube.size).reshape(cube.shape)
    for classes in product(*chosen):
        yield np.sort(numbers[np.ix_(*classes)].reshape(-1))
