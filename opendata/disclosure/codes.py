"""Codes that must not be taken for one another, and codes that are totals under another name.

A count hidden under one code and published under its twin is published; so is one that the sum of its
neighbours, given as one more code, lets anybody compute.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.problems import Problem

CLEAR = "un code commence, finit et se lit par des caractères visibles"
DISTINCT = "deux codes diffèrent par autre chose que la casse, les espaces ou la forme Unicode"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def unclear(code: str) -> bool:
    """Whether a code has edge spaces, or characters that nobody sees."""
    return code != code.strip() or any(unicodedata.category(c) in _UNSEEN for c in code)


def folded(code: str) -> str:
    """What two codes that read alike share."""
    seen = "".join(c for c in code if unicodedata.category(c) not in _UNSEEN)
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", seen).casefold())
    return " ".join(plain.split())


def code_problems(
    codes: Mapping[str, int], field: int, reserved: Sequence[str] = (TOTAL,)
) -> Iterator[Problem]:
    """What is wrong with the codes of one column: code → its first line; `field` its number in the file."""
    first = {folded(name): (name, 0) for name in reserved}
    for code, line in codes.items():
        if unclear(code):
            yield Problem(line, field, "code aux bords ou aux caractères invisibles", CLEAR, "retirer ces caractères")  # fmt: skip
        twin, before = first.setdefault(folded(code), (code, line))
        if twin != code:
            other = f"celui de la ligne {before}" if before else f"« {TOTAL} », qui est réservé"
            yield Problem(line, field, f"code presque égal à {other}", DISTINCT, "écrire partout le même code, ou deux codes distincts")  # fmt: skip


@dataclass(frozen=True)
class Known:
    """Counts of a cube and which are known; `written` are those of them that a row gives.

    `least`: how many comparisons show that a code is the sum of the others.
    """

    cube: Cube
    values: Ints
    known: Bools
    written: Bools
    least: int

    def along(self, axis: int) -> tuple[Ints, Bools, Bools]:
        """Counts, known and written, of the finest codes of a dimension (rows) by all the others."""
        if self.cube.tables is not None:
            return self._of_tables(axis)
        dimension = self.cube.dimensions[axis]
        leaves = [dimension.position[code] for code in dimension.leaves]
        shape, rows = self.cube.shape, len(leaves)
        return (
            np.moveaxis(self.values.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
            np.moveaxis(self.known.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
            np.moveaxis(self.written.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
        )

    def _of_tables(self, axis: int) -> tuple[Ints, Bools, Bools]:
        """The same over the margins that are built and detail the dimension."""
        cube, name = self.cube, self.cube.names[axis]
        rests = [cube.grid(margin - {name}, lambda other: np.arange(1, cube.shape[other]))
                 for margin in cube.margins_built if name in margin]  # fmt: skip
        leaves = np.arange(cube.first_leaf(axis), cube.shape[axis]) * cube.strides[axis]
        cells = cube.positions((leaves[:, None] + np.concatenate(rests)).reshape(-1))
        cells = cells.reshape(len(leaves), -1)
        return self.values[cells], self.known[cells], self.written[cells]


def totals_of_facts(
    cube: Cube, counts: Mapping[tuple[str, ...], int], declared: Sequence[bool], every: bool
) -> Iterator[tuple[int, str]]:
    """The same for the finest counts of a file; `every`: a combination that it does not give is a zero that it tells."""
    places, given = cube.leaves_of(counts), np.fromiter(counts.values(), np.int64, len(counts))
    for axis, dimension in enumerate(cube.dimensions):
        if declared[axis] or len(dimension.leaves) < 3:
            continue
        number = len(dimension.leaves)
        others = np.delete(places, axis, axis=0)
        _, rest = (
            np.unique(others, axis=1, return_inverse=True)
            if len(others)
            else (None, np.zeros(len(given), dtype=np.int64))
        )
        summed = np.zeros(rest.max(initial=-1) + 1, dtype=np.int64)
        np.add.at(summed, rest, given)
        judged = summed[rest] > 0
        compared = np.bincount(places[axis][judged], minlength=number)
        wrong = (
            np.bincount(places[axis][judged & (2 * given != summed[rest])], minlength=number) > 0
        )
        if every:
            wrong |= compared < np.count_nonzero(summed)
            compared[:] = np.count_nonzero(summed)
        enough = (compared >= 1) & (2 * compared >= np.count_nonzero(summed))
        for place in np.flatnonzero(enough & ~wrong).tolist():
            yield axis, dimension.leaves[place]


def other_totals(counts: Known, declared: Sequence[bool]) -> Iterator[tuple[int, str]]:
    """(dimension's place, code) of each finest code whose count is the sum of the others' wherever both are known.

    At least two other codes are needed, and half of the comparisons that could be made. `declared` dimensions
    are not judged: whoever gives a hierarchy says of each code where it stands.
    """
    for axis, dimension in enumerate(counts.cube.dimensions):
        if declared[axis] or len(dimension.leaves) < 3:
            continue
        values, known, written = counts.along(axis)
        summed = values.sum(axis=0)
        judged = known.all(axis=0) & (summed > 0)
        compared = written & judged
        number = compared.sum(axis=1)
        wrong = (compared & (2 * values != summed)).any(axis=1)
        enough = (number >= counts.least) & (2 * number >= judged.sum())
        for place in np.flatnonzero(enough & ~wrong).tolist():
            yield axis, dimension.leaves[place]
