"""A published rounded table: multiples of one base, and how near the true counts are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.reading import (
    CELLS,
    WHOLE_NUMBER,
    CountsLayout,
    read_published,
    whole_number,
)
from opendata.disclosure.rounding.bases import BASES
from opendata.disclosure.rows import Row, Source

COLUMNS = ("value", "base", "within")
WHOLE = "(tout)"
_LIST = "une base est 3, 5 ou 10"
_SAME = "une table a une base et un écart"


@dataclass(frozen=True)
class Rounded:
    """A release as anybody reads it: where `shown`, each true count is less than `within` away from its value.

    `lines`: labels → line of the file that it was read from.
    """

    cube: Cube
    values: Ints
    shown: Bools
    base: int
    within: int
    lines: Mapping[tuple[str, ...], int] = field(default_factory=dict, repr=False)

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Labels, then what `COLUMNS` names."""
        for cell in np.flatnonzero(self.shown).tolist():
            value = str(int(self.values[cell]))
            yield (*self.cube.labels(cell), value, str(self.base), str(self.within))

    def line(self, cell: int) -> int:
        """Where a cell was read; 0 when it was not."""
        return self.lines.get(self.cube.labels(cell), 0)

    def additivity_problems(self) -> Iterator[Problem]:
        """Published totals that are not the sum of their published parts."""
        matrix = sums(self.cube, self.shown)
        for row in np.flatnonzero(matrix @ np.where(self.shown, self.values, 0)).tolist():
            start, stop = matrix.indptr[row], matrix.indptr[row + 1]
            (parent,) = matrix.indices[start:stop][matrix.data[start:stop] > 0].tolist()
            yield Problem(self.line(parent), 0, "total arrondi qui n'est pas la somme de ses parties",
                          "une table arrondie par cet outil est additive", "redonner la table telle qu'elle a été publiée")  # fmt: skip


@dataclass
class _Common:
    """What every row must repeat: the base, and how far true counts may be; `base` given when the file has none."""

    base: int | None = None
    within: int | None = None

    def value_of(self, row: Row) -> int | Problem:
        """The value of a row, a multiple of the base that all rows share."""
        value, base, within = row.texts[-3:]
        field_of_value, field_of_base, field_of_within = row.fields[-3:]
        number, told, reach = whole_number(value), whole_number(base), whole_number(within)
        if told not in BASES:
            return Problem(row.line, field_of_base, "base hors de la liste", _LIST, "corriger la base")  # fmt: skip
        if self.base not in (None, told):
            return Problem(row.line, field_of_base, "base qui n'est pas celle des autres lignes", _SAME, "arrondir toute la table à la même base")  # fmt: skip
        if not reach or reach % told or self.within not in (None, reach):
            return Problem(row.line, field_of_within, "écart non valable", _SAME, "redonner la table telle qu'elle a été publiée")  # fmt: skip
        self.base, self.within = told, reach
        return _multiple(row, field_of_value, number, told)

    def plain_value_of(self, row: Row) -> int | Problem:
        """The value of a row of a file without a base."""
        assert self.base is not None
        return _multiple(row, row.fields[-1], whole_number(row.texts[-1]), self.base)


def _multiple(row: Row, place: int, number: int | None, base: int) -> int | Problem:
    if number is None:
        return Problem(row.line, place, "effectif non valable", WHOLE_NUMBER, "corriger l'effectif")
    if number % base:
        return Problem(row.line, place, "effectif qui n'est pas un multiple de la base", f"un effectif arrondi à la base {base} en est un multiple",
                       "vérifier la base, ou redonner la table telle qu'elle a été publiée")  # fmt: skip
    return number


def read_rounded(path: Source, layout: CountsLayout, base: int | None = None) -> Rounded:
    """A table as `round` writes it; with `base`, any table of multiples whose counts are in `value`.

    Raises ProblemsError.
    """
    common = _Common(base, base)
    columns, value_of = (
        (COLUMNS, common.value_of) if base is None else (("value",), common.plain_value_of)
    )
    published, rows = read_published(path, layout, columns, value_of, exact=False)
    assert common.base is not None
    assert common.within is not None
    # A dimension that is published as its total alone has no finest code of its own.
    cube = Cube(tuple(axis if axis.leaves else dimension(axis.name, [WHOLE]) for axis in published.cube.dimensions))  # fmt: skip
    if math.prod(cube.shape) > CELLS:
        rule = f"au plus {CELLS // 1_000_000} million de cases, de toutes les marges"
        raise ProblemsError(str(path), [Problem(0, 0, "trop de cases", rule, "attaquer moins de dimensions à la fois")])  # fmt: skip
    found = Rounded(published.cube, published.values, published.shown, common.base, common.within, rows.lines)  # fmt: skip
    return _placed(found, cube)


def places_in(cube: Cube, part: Cube) -> Ints:
    """Where the cells of a cube stand in a whole one that has its codes."""
    parts = np.unravel_index(part.numbers, part.shape)
    moved = tuple(
        np.array([axis.position[code] for code in old.nodes])[place]
        for axis, old, place in zip(cube.dimensions, part.dimensions, parts, strict=True)
    )
    places: Ints = np.ravel_multi_index(moved, cube.shape).astype(np.int64)
    return places


def _placed(release: Rounded, cube: Cube) -> Rounded:
    """The same in a whole cube that has its codes."""
    places = places_in(cube, release.cube)
    values, shown = np.zeros(cube.size, dtype=np.int64), np.zeros(cube.size, dtype=bool)
    values[places], shown[places] = release.values, release.shown
    return replace(release, cube=cube, values=values, shown=shown)


def read_additive(path: Source, cube: Cube) -> Rounded:
    """A table as `round` writes it, that still adds up, in the whole cube of the counts that it was made from.

    Raises ProblemsError.
    """
    read = read_rounded(path, CountsLayout({axis.name: axis.hierarchies for axis in cube.dimensions}))  # fmt: skip
    release = _placed(read, cube)
    problems = list(release.additivity_problems())
    if problems:
        raise ProblemsError(str(path), problems)
    return release
