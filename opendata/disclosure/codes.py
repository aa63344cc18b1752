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
        dimension = self.cube.dimensions[axis]
        leaves = [dimension.position[code] for code in dimension.leaves]
        shape, rows = self.cube.shape, len(leaves)
        return (
            np.moveaxis(self.values.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
            np.moveaxis(self.known.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
            np.moveaxis(self.written.reshape(shape), axis, 0)[leaves].reshape(rows, -1),
        )


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
