"""A perturbed table: counts and cell keys in, counts with noise out, and the error to publish with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cellkey.ptable import SCALE, PTable
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.rounding.descent import descend
from opendata.disclosure.rounding.nearest import Kept, Wanted, nearest

COLUMNS = ("value", "deviation")
ERROR_COLUMNS = ("measure", "value")


@dataclass(frozen=True)
class Perturbed:
    """A release as anybody reads it: where `shown`, each true count is at most `deviation` away from its value.

    A true zero is published as zero.
    """

    cube: Cube
    values: Ints
    shown: Bools
    deviation: int

    def rows(self) -> Iterator[tuple[str, ...]]:
        """Labels, then what `COLUMNS` names."""
        for cell in np.flatnonzero(self.shown).tolist():
            yield (*self.cube.labels(cell), str(int(self.values[cell])), str(self.deviation))


def cell_keys(cube: Cube, finest: Mapping[tuple[str, ...], int]) -> Ints:
    """The key of every cell, from the sums of the record keys of the finest ones."""
    # Sums of millions of keys pass 64 bits: what is above and below a billion is added apart.
    high = cube.counts({labels: key // _HALF for labels, key in finest.items()})
    low = cube.counts({labels: key % _HALF for labels, key in finest.items()})
    return ((high % (SCALE // _HALF)) * _HALF + low) % SCALE


_HALF = 10**9


def perturbed(cube: Cube, counts: Ints, keys: Ints, shown: Bools, table: PTable) -> Perturbed:
    """Each count with the noise that its key gives: sums no longer hold."""
    return Perturbed(cube, counts + table.noises(counts, keys), shown, table.deviation)


def additive(release: Perturbed, counts: Ints) -> Perturbed:
    """The nearest table whose sums hold; zeros stay.

    What it loses: a cell that stands in two tables may get two values, the noise is no longer that of the
    perturbation table, and may be larger: `deviation` is the largest of this table. Raises SolverError.
    """
    nothing = Kept(np.zeros(release.cube.size, dtype=bool), np.zeros_like(counts))
    matrix = sums(release.cube, release.shown)
    wanted = Wanted(matrix, release.values, release.shown, 1, nothing)
    values = nearest(wanted, lambda asked: descend(release.cube, asked)).units
    far = int(np.abs(values - counts)[release.shown].max(initial=0))
    return Perturbed(release.cube, values, release.shown, max(far, release.deviation))


def error(release: Perturbed, table: PTable, is_additive: bool) -> list[tuple[str, str]]:
    """What a reader must know of the noise: (measure, value). Nothing of it tells a count."""
    last = len(table.rows) - 1
    told = [
        ("method", "cell keys, made additive" if is_additive else "cell keys, not additive"),
        ("largest deviation", str(release.deviation)),
        ("smallest positive count", "1" if is_additive else str(table.smallest)),
    ]
    if is_additive:
        return told
    return [
        *told,
        ("mean noise", f"{float(table.mean(last)):.6f}"),
        ("variance of noise", f"{float(table.variance(last)):.6f}"),
        (f"probability of no change, counts from {last}", f"{float(table.unchanged(last)):.6f}"),
        *((f"probability of no change, count {count}", f"{float(table.unchanged(count)):.6f}") for count in range(1, last)),
    ]  # fmt: skip
