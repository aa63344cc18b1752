"""Recorded crime attacked as if it were a release of ours: the public audit, beside the totals of the department.

What comes back tells how tightly each hidden cell is held, in words: no value, no bound. It is written nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from opendata.disclosure.audit import SHOWN, Audit, audit
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, dimension, flat
from opendata.disclosure.intervals import Interval, integral
from opendata.disclosure.publication import Publication
from site_src.delinquance.bases import ARRONDISSEMENTS, PARIS, Cell, Key

# A cell is diffused above five facts, three years in a row: one in plain view may be small.
HIDE = (1, 5)
FREE, FEW, TENS, MANY, ONE = (
    "rien ne la borne", "moins de dix valeurs possibles", "de dix à cent valeurs possibles",
    "plus de cent valeurs possibles", "retrouvée exactement",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """What an attacker holds: hidden cell (year, arrondissement, indicator) → how tightly, in words."""

    held: Mapping[tuple[str, str, str], str]
    exposed: int

    @property
    def lines(self) -> list[str]:
        """The report, a line a cell, then how many of each."""
        cells = [f"{year}, {place}, {name} : {how}" for (year, place, name), how in sorted(self.held.items())]  # fmt: skip
        counted = Counter(self.held.values())
        summary = ", ".join(f"{number} {how}" for how, number in sorted(counted.items()))
        return [*cells, f"{len(cells)} cases masquées : {summary or 'aucune'} ; {self.exposed} exposée(s)"]  # fmt: skip


def release(cells: Mapping[Key, Cell], department: Mapping[Key, Cell]) -> Publication:
    """The arrondissements with, as their total, each count of `department` that there is."""
    years = sorted({str(year) for year, _, _ in cells})
    names = sorted({name for _, _, name in cells})
    axes = (("annee", years), ("code_insee", ARRONDISSEMENTS), ("indicateur", names))
    cube = Cube(tuple(dimension(name, (), (flat(codes),)) for name, codes in axes))
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros(cube.size, dtype=bool), np.zeros(cube.size, dtype=bool)
    totals = {key: cell for key, cell in department.items() if key[1] == PARIS}
    for (year, place, name), cell in {**cells, **totals}.items():
        if name not in names:
            continue
        where = cube.cell((str(year), TOTAL if place == PARIS else place, name))
        shown[where], hidden[where] = cell.nombre is not None, cell.nombre is None
        values[where] = cell.nombre or 0
    return Publication(cube, values, shown, hidden, covers_cube=False)


def attacked(published: Publication) -> tuple[Report, Audit]:
    """The report, and the audit that it was made from."""
    outcome = audit(published, HIDE)
    cells = np.flatnonzero(published.hidden).tolist()
    bounds = integral(published.unknowns(), cells)
    held = {_where(published, cell): _how(bounds.get(cell)) for cell in cells}
    exposed = sum(exposure.attack != SHOWN for exposure in outcome.exposures)
    return Report(held, exposed), outcome


def opened(published: Publication) -> list[tuple[str, str]]:
    """The (year, indicator) pairs in which what is published gives what hidden cells hold together: the audit's own
    system, without a word of where to look.
    """
    unknown = published.unknowns()
    sums = np.split(unknown.matrix.indices, unknown.matrix.indptr[1:-1]) if unknown.matrix.nnz else []  # fmt: skip
    tied = [{_pair(published, int(unknown.cells[place])) for place in places} for places in sums]
    return sorted({pair for pairs in tied for pair in pairs})


def _pair(published: Publication, cell: int) -> tuple[str, str]:
    year, _, name = _where(published, cell)
    return year, name


def completed(cells: Mapping[Key, Cell], complements: Mapping[Key, float]) -> dict[Key, Cell]:
    """The total of Paris that a complement gives back: the mean of what is hidden, once for each cell that is, and what
    is not.
    """
    totals: dict[Key, Cell] = {}
    for year, name in sorted({(year, name) for year, _, name in complements}):
        those = [cell for (when, _, what), cell in cells.items() if (when, what) == (year, name)]
        mean = next(value for (when, _, what), value in complements.items() if (when, what) == (year, name))  # fmt: skip
        shown = sum(cell.nombre or 0 for cell in those)
        hidden = sum(cell.nombre is None for cell in those)
        totals[year, PARIS, name] = replace(those[0], territoire=PARIS, nombre=shown + round(mean * hidden))  # fmt: skip
    return totals


def _where(published: Publication, cell: int) -> tuple[str, str, str]:
    year, place, name = published.cube.labels(cell)
    return year, place, name


def _how(bounds: Interval | None) -> str:
    if bounds is None or not np.isfinite(bounds.upper) or bounds.upper > 1e15:
        return FREE
    possible = bounds.upper - bounds.lower + 1
    if possible <= 1:
        return ONE
    return FEW if possible < 10 else TENS if possible <= 100 else MANY
