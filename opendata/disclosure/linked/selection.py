"""What each table shows of the cells of a release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.frame import Margin, largest
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy
from opendata.disclosure.linked.description import Shape


def margins(shapes: Iterable[Shape]) -> tuple[Margin, ...]:
    """The margins that tables show, without those that stand in another."""
    return largest(m for shape in shapes for m in (shape.margins or [frozenset(shape.dimensions)]))


Trees = Mapping[str, Mapping[str, Hierarchy]]


def shown_codes(shape: Shape, axis: Dimension, trees: Mapping[str, Hierarchy]) -> set[str]:
    """The codes of a dimension that a table shows: all, or the groups of the hierarchies that it names."""
    named = shape.groups[axis.name]
    codes = {TOTAL, *(code for name in named for code in trees[name].children)}
    if axis.name in shape.finest:
        codes |= set(axis.leaves)
    return codes if named or axis.name in shape.finest else set(axis.nodes)


def cells(release: Cube, shape: Shape, trees: Trees) -> Bools:
    """Which cells of the release a table shows."""
    inside = np.ones(release.size, dtype=bool)
    places = np.unravel_index(release.numbers, release.shape)
    for axis, nodes in zip(release.dimensions, places, strict=True):
        codes = shown_codes(shape, axis, trees[axis.name]) if axis.name in shape.dimensions else {TOTAL}  # fmt: skip
        inside &= np.array([code in codes for code in axis.nodes])[nodes]
    return inside if shape.margins is None else inside & release.margins(shape.margins)


def scope(release: Cube, shapes: Iterable[Shape], trees: Trees) -> Bools:
    """The cells that some table shows."""
    chosen = np.zeros(release.size, dtype=bool)
    for shape in shapes:
        chosen |= cells(release, shape, trees)
    return chosen
