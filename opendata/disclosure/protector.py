"""Counts in, a publication that passed both audits out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array, csr_array, kron

from opendata.disclosure.audit import Audit, Exposure, audit
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.insiders import Secrets, audit_with_reasons
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.optimum import least_costly
from opendata.disclosure.program import Floats
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import Contributions, Primary, Rule, primary
from opendata.disclosure.suppression import TableToProtect, suppress

Facts = Mapping[tuple[str, ...], Mapping[str, int]]


class UnsafeError(Exception):
    """The protected table fails its own audit: it must not be published. Names the cells."""

    def __init__(self, exposures: Sequence[Exposure]) -> None:
        self.exposures = tuple(exposures)
        super().__init__(f"{len(self.exposures)} case(s) exposée(s) après protection")


@dataclass(frozen=True)
class Counts:
    """What is to be published and what only the producer knows.

    `values` of all cells of the cube; `scope`: the cells of the release; `covers_cube`: see
    `Publication`; `contributions` and their `names` when facts come with a contributor;
    `structural`: cells that are zero by nature, known to all, never hidden.
    """

    cube: Cube
    values: Ints
    scope: Bools
    covers_cube: bool = True
    contributions: Contributions | None = None
    names: tuple[str, ...] = ()
    structural: Bools | None = None


@dataclass(frozen=True)
class Protected:
    """A publication, why cells are hidden, and the public audit that it passed."""

    release: Publication
    primary: Primary
    audit: Audit = field(repr=False)


def protect(
    counts: Counts,
    rules: Sequence[Rule],
    hide: tuple[int, int],
    weights: Floats,
    exact: bool = False,
    progress: Progress = silent,
) -> Protected:
    """Hide what the rules say and what it takes to protect it, then attack the result twice.

    Raises UnprotectableError when no pattern protects, UnsafeError when an audit fails.
    """
    rule = primary(counts.values, counts.scope, rules, counts.contributions)
    threshold = 0 if exact else hide[1] + 1
    goal = Goal(counts.values, rule, threshold, exact, counts.contributions)
    table, secrets = _table(counts, weights), _secrets(counts, rule, exact)

    def published(hidden: Bools) -> Publication:
        shown = counts.scope & ~hidden
        return Publication(counts.cube, counts.values, shown, hidden, counts.covers_cube)

    def with_reasons(release: Publication) -> tuple[Exposure, ...]:
        return () if secrets is None else audit_with_reasons(release, secrets, progress)

    def in_public(release: Publication) -> Audit:
        return audit(release, hide, progress=progress, reach=not exact)

    def named(hidden: Bools) -> frozenset[int]:
        release = published(hidden)
        exposures = with_reasons(release) or in_public(release).exposures
        return frozenset(counts.cube.cell(one.labels) for one in exposures)

    hidden = None if exact else least_costly(table, goal, named)
    release = published(suppress(table, goal, progress) if hidden is None else hidden)
    public = in_public(release)
    exposed = [*public.exposures, *with_reasons(release)]
    if exposed:
        raise UnsafeError(exposed)
    return Protected(release, rule, public)


def _table(counts: Counts, weights: Floats) -> TableToProtect:
    absent = ~counts.scope if counts.covers_cube else np.zeros(counts.cube.size, dtype=bool)
    movable = counts.scope.copy()
    if counts.structural is not None:
        movable, absent = movable & ~counts.structural, absent & ~counts.structural
    # The sums are those an outsider reads from labels.
    sums = Publication(
        counts.cube, counts.values, counts.scope, ~counts.scope & False, counts.covers_cube
    ).sums()
    fixed = counts.scope & ~movable
    return TableToProtect(counts.cube, sums, weights, movable, absent, fixed)


def _secrets(counts: Counts, rule: Primary, exact: bool) -> Secrets | None:
    """What the confidential audit is told; under `exact`, insiders alone, where there are some."""
    if exact and counts.contributions is None:
        return None
    cells = np.flatnonzero(rule.cells).tolist()
    low, high = (counts.values, counts.values) if exact else (rule.low, rule.high)
    intervals = {cell: (int(low[cell]), int(high[cell])) for cell in cells}
    own: dict[str, dict[int, int]] = {}
    if counts.contributions is not None:
        for name, row in zip(counts.names, range(len(counts.names)), strict=True):
            part = counts.contributions.rows[[row]]
            own[name] = dict(zip(part.indices.tolist(), part.data.tolist(), strict=True))
    return Secrets(counts.values, intervals, own)


def contributions(
    cube: Cube, facts: Facts, scope: Bools | None = None
) -> tuple[tuple[str, ...], Contributions]:
    """Names of contributors, and what each brings to every cell (of `scope`), totals included.

    `facts`: finest labels → contributor → number of facts.
    """
    names = tuple(sorted({name for by_contributor in facts.values() for name in by_contributor}))
    rank = {name: row for row, name in enumerate(names)}
    places = [{leaf: i for i, leaf in enumerate(d.leaves)} for d in cube.dimensions]
    shape = tuple(len(d.leaves) for d in cube.dimensions)
    rows, columns, data = [], [], []
    for labels, by_contributor in facts.items():
        fine = int(
            np.ravel_multi_index([p[label] for p, label in zip(places, labels, strict=True)], shape)
        )
        for name, number in by_contributor.items():
            rows.append(rank[name])
            columns.append(fine)
            data.append(number)
    finest = csr_array(
        (np.array(data, dtype=np.int64), (rows, columns)), shape=(len(names), int(np.prod(shape)))
    )
    spread = cube.dimensions[0].membership
    for dimension in cube.dimensions[1:]:
        spread = kron(spread, dimension.membership, format="csr")
    totals = finest @ csr_array(spread).T
    if scope is not None:
        totals = totals.multiply(scope.astype(np.int64))
    by_cell = csc_array(totals)
    by_cell.eliminate_zeros()
    return names, Contributions(by_cell)
