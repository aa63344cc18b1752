"""The invented tables, put through the engine of the release: nothing here is computed apart.

Both are read back from what is published alone, as an attacker reads them.
"""

from __future__ import annotations

import itertools
import math

import numpy as np

from opendata.disclosure.audit import Audit
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.constraints import Unknowns
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Dimension, flat
from opendata.disclosure.intervals import Interval, integral
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount
from opendata.disclosure.witness import is_compatible
from opendata.findings import Finding
from opendata.tranquillite.divulgation import Divulgation
from site_src.protection.attacked import AttackedTable, Demonstration, HiddenCount
from site_src.protection.decisions import CHEMIN, Effectifs, Exemple, Protection

# More tables than this would take the build more than a moment to count.
MOST = 50_000


def demonstration(
    protection: Protection, decided: Divulgation, findings: list[Finding]
) -> Demonstration | None:
    """The record with its example put through the engine; `None` with findings."""
    bad = badly_protected(protection.exemple, decided, findings)
    good = well_protected(protection.exemple, decided, findings)
    return Demonstration(protection, bad, good) if bad and good else None


def badly_protected(
    exemple: Exemple, decided: Divulgation, findings: list[Finding]
) -> AttackedTable | None:
    """The first table, its small count alone hidden; a finding unless it is one, and recovered."""
    cube = _cube(exemple)
    values = _values(cube, exemple.mal_protegee)
    small = SmallCount(*decided.hidden_counts).hides(values, None)
    release = Publication(cube, values, ~small, small)
    outcome = attack(release, decided.hidden_counts)
    hidden = [cube.labels(cell) for cell in np.flatnonzero(small).tolist()]
    if len(hidden) != 1 or TOTAL in hidden[0] or not outcome.recovered:
        findings.append(_finding("mal_protegee n'a pas un seul petit nombre", "son seul nombre masqué, hors totaux, se retrouve par soustraction",
                                 "y laisser un seul petit nombre"))  # fmt: skip
        return None
    return _attacked(release, outcome, 1, exemple)


def well_protected(
    exemple: Exemple, decided: Divulgation, findings: list[Finding]
) -> AttackedTable | None:
    """The second table as the engine protects it; a finding when it hides nothing, or too much.

    Every cell may be hidden here, so that some pattern always protects.
    """
    cube = _cube(exemple)
    values = _values(cube, exemple.a_attaquer)
    counts = Counts(cube, values, np.ones(cube.size, dtype=bool))
    weights = decided.poids.total ** cube.summarised().astype(float)
    done = protect(counts, [SmallCount(*decided.hidden_counts)], decided.hidden_counts, weights)
    if not done.release.hidden.any() or _combinations(done.release) > MOST:
        findings.append(_finding("a_attaquer n'apprend rien au lecteur", "de deux à quelques cases masquées, dont on sait compter les valeurs possibles",
                                 "y mettre un seul petit nombre"))  # fmt: skip
        return None
    outcome = attack(done.release, decided.hidden_counts)
    return _attacked(done.release, outcome, int(done.primary.cells.sum()), exemple)


def _finding(quoi: str, regle: str, remede: str) -> Finding:
    return Finding(CHEMIN, 0, 0, quoi, regle, remede)


def _cube(exemple: Exemple) -> Cube:
    axes = (("lignes", exemple.lignes.noms), ("colonnes", exemple.colonnes.noms))
    return Cube(tuple(Dimension(name, noms, (flat(noms),)) for name, noms in axes))


def _values(cube: Cube, table: Effectifs) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return cube.totals(np.array(table, dtype=np.int64))


def _attacked(release: Publication, outcome: Audit, small: int, exemple: Exemple) -> AttackedTable:
    rows = tuple((row, tuple(_shown(release, row, column) for column in (*exemple.colonnes.noms, TOTAL)))
                 for row in (*exemple.lignes.noms, TOTAL))  # fmt: skip
    return AttackedTable(rows, _hidden_counts(release, outcome), small, _possible(release))


def _shown(release: Publication, row: str, column: str) -> int | None:
    cell = release.cube.cell((row, column))
    return int(release.values[cell]) if release.shown[cell] else None


def _hidden_counts(release: Publication, outcome: Audit) -> tuple[HiddenCount, ...]:
    bounds = _bounds(release)
    tables: dict[int, tuple[int, ...]] = {}
    for found in outcome.witnesses:
        columns = np.array(found.tables, dtype=np.int64).reshape(-1, len(found.block.cells)).T
        for cell, column in zip(found.block.cells.tolist(), columns.tolist(), strict=True):
            tables[cell] = tuple(column)
    return tuple(
        _hidden_count(release, cell, bounds[cell], tables.get(cell, ())) for cell in bounds
    )


def _hidden_count(
    release: Publication, cell: int, bounds: tuple[int, int], tables: tuple[int, ...]
) -> HiddenCount:
    row, column = release.cube.labels(cell)
    return HiddenCount(row, column, *bounds, tables)


def _intervals(release: Publication) -> dict[int, Interval]:
    return integral(release.unknowns(), np.flatnonzero(release.hidden).tolist())


def _bounds(release: Publication) -> dict[int, tuple[int, int]]:
    """Hidden cell → lowest and highest count, in integers."""
    return {cell: (round(one.lower), round(one.upper)) for cell, one in _intervals(release).items()}


def _combinations(release: Publication) -> float:
    """How many tables there are to try; infinite where no total bounds a hidden count."""
    return math.prod(one.upper - one.lower + 1 for one in _intervals(release).values())


def _possible(release: Publication) -> int:
    """How many whole tables are compatible with what is published, each tried."""
    unknown: Unknowns = release.unknowns()
    bounds = _bounds(release)
    ranges = (range(bounds[cell][0], bounds[cell][1] + 1) for cell in unknown.cells.tolist())
    return sum(
        is_compatible(unknown, np.array(table, dtype=np.int64))
        for table in itertools.product(*ranges)
    )
