"""Releases written as a few figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.history.releases import Release
from tests.opendata.disclosure.cases import Case, publication

Row = tuple[str, ...]
Counts = dict[Row, int]


def grouped(**groups: str) -> Hierarchy:
    """Groups of codes of one letter each: `Nord="ab"`."""
    tree = dict.fromkeys(groups, TOTAL)
    return Hierarchy({**tree, **{code: group for group, codes in groups.items() for code in codes}})


def table(
    counts: Counts, *names: str, trees: Mapping[str, Sequence[Hierarchy]] | None = None
) -> Case:
    """A table with all its totals from its finest counts."""
    columns = zip(*counts, strict=True)
    axes = [
        dimension(name, [] if name in (trees or {}) else sorted(set(codes)), (trees or {}).get(name, ()))
        for name, codes in zip(names, columns, strict=True)
    ]  # fmt: skip
    cube = Cube(tuple(axes))
    return Case(cube, cube.counts(counts))


def released(
    name: str, case: Case, *hidden: Row, left_out: Sequence[Row] = (), **facts: Sequence[str]
) -> Release:
    """The table published but for some cells; `facts`: what its counts are about."""
    rows = []
    for cell in range(case.cube.size):
        labels = case.cube.labels(cell)
        if labels not in left_out:
            rows.append((labels, None if labels in hidden else int(case.values[cell])))
    return Release(name, publication(case.cube, rows), {k: tuple(v) for k, v in facts.items()})
