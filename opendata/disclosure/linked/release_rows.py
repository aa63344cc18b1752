"""What is written of a release: the rows of its tables and of its report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from opendata.disclosure.api.release import Bounds, number_text
from opendata.disclosure.api.usage import BOUNDS, COLUMNS
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.linked.description import Description, Shape
from opendata.disclosure.linked.selection import cells
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import HIDDEN, PUBLISHED

Shown = Sequence[tuple[Shape, Bools]]


def shown_by(described: Description, cube: Cube) -> Shown:
    """Each table with the cells that it shows."""
    return [(shape, cells(cube, shape, described.hierarchies)) for shape in described.tables]


def table_rows(release: Publication, shape: Shape, kept: Bools) -> Iterator[Sequence[str]]:
    """A table as `protect` writes it: its own dimensions, value, status."""
    places = [release.cube.names.index(name) for name in shape.dimensions]
    for cell in np.flatnonzero(kept).tolist():
        labels = release.cube.labels(cell)
        yield [*(labels[place] for place in places), *_published(release, cell)]


def report_head(described: Description) -> list[str]:
    """The columns of the report: one row a cell of the release, whatever tables show it."""
    return ["table", *described.layout.trees, *COLUMNS, *BOUNDS]


def report_rows(
    release: Publication, names: Sequence[str], shown: Shown, found: Mapping[tuple[str, ...], Bounds], primary: Bools | None
) -> Iterator[Sequence[str]]:  # fmt: skip
    """Each cell once: the tables that show it, its codes, what is published, why it is not, what an attacker knows.

    `names`: the dimensions of the report; those that this release lacks are at `Total`.
    """
    own = release.cube.names
    for cell in np.flatnonzero(release.shown | release.hidden).tolist():
        tables = " ".join(shape.name for shape, kept in shown if kept[cell])
        place = release.cube.labels(cell)
        labels = dict(zip(own, place, strict=True))
        why = "" if primary is None or not release.hidden[cell] else str(bool(primary[cell])).lower()  # fmt: skip
        codes = [labels.get(name, "Total") for name in names]
        yield [tables, *codes, *_published(release, cell), why, *_bounds(found.get(place))]


def _published(release: Publication, cell: int) -> tuple[str, str]:
    """Value and status."""
    shown = bool(release.shown[cell])
    return (str(int(release.values[cell])) if shown else "", PUBLISHED if shown else HIDDEN)


def _bounds(found: Bounds | None) -> list[str]:
    """Lowest and highest count, with fractions, then in integers; nothing for a published cell."""
    if found is None:
        return [""] * 4
    top = "inf" if found.upper_int is None else str(found.upper_int)
    return [number_text(found.lower), number_text(found.upper), str(found.lower_int), top]
