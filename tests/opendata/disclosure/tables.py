"""Random linked hierarchical tables for laws, and dimensions of families."""

from __future__ import annotations

from hypothesis import strategies as st

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension, flat
from tests.opendata.disclosure.cases import Case


def axis(name: str, size: int, width: int, across: int = 0) -> Dimension:
    """Codes in families of `width`, and grouped `across` them when asked."""
    codes = [f"{name}{i}" for i in range(size)]
    above = {code: f"{name}-g{i // width}" for i, code in enumerate(codes)}
    trees = [Hierarchy({**dict.fromkeys(above.values(), TOTAL), **above})]
    if across:
        other = {code: f"{name}-h{i % across}" for i, code in enumerate(codes)}
        trees.append(Hierarchy({**dict.fromkeys(other.values(), TOTAL), **other}))
    return dimension(name, (), trees)


@st.composite
def trees(draw: st.DrawFn, leaves: tuple[str, ...], prefix: str) -> Hierarchy:
    """A hierarchy of one or two levels over the leaves."""
    if not draw(st.booleans()):
        return flat(leaves)
    groups = [draw(st.integers(0, 2)) for _ in leaves]
    parents = {f"{prefix}{group}": TOTAL for group in groups}
    return Hierarchy(
        {**parents, **{leaf: f"{prefix}{g}" for leaf, g in zip(leaves, groups, strict=True)}}
    )


@st.composite
def dimensions(draw: st.DrawFn, name: str, most: int) -> Dimension:
    """A dimension with one hierarchy, or two that are not nested in each other."""
    leaves = tuple(f"{name}{i}" for i in range(draw(st.integers(2, most))))
    first = draw(trees(leaves, f"{name}-g"))
    second = [draw(trees(leaves, f"{name}-h"))] if draw(st.booleans()) else []
    return dimension(name, leaves, [first, *second])


@st.composite
def cases(draw: st.DrawFn, most: int = 5, axes: int = 2) -> Case:
    """A table of counts, most of them small."""
    cube = Cube(tuple(draw(dimensions(name, most)) for name in "xyz"[:axes]))
    size = 1
    for axis in cube.dimensions:
        size *= len(axis.leaves)
    counts = draw(
        st.lists(st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=size, max_size=size)
    )
    keys: list[tuple[str, ...]] = [()]
    for axis in cube.dimensions:
        keys = [(*key, leaf) for key in keys for leaf in axis.leaves]
    return Case(cube, cube.counts(dict(zip(keys, counts, strict=True))))
