"""A table of counts in, a release that passed both audits out: the command `protect`, as a function."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from opendata.disclosure.api.inputs import Groupings, Table, source, trees
from opendata.disclosure.api.release import Confidential, Protection, Release
from opendata.disclosure.api.usage import (
    UsageError,
    check_names,
    check_rules,
    check_totals,
    small_counts,
)
from opendata.disclosure.api.verdict import Audit
from opendata.disclosure.concentration import concentrated
from opendata.disclosure.crossings import with_crossings
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.frame import Margin, largest
from opendata.disclosure.history.releases import Release as Published
from opendata.disclosure.inference import Inference, infer
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.memory import Remembering
from opendata.disclosure.program import Floats
from opendata.disclosure.protector import Counts, Protected, contributions
from opendata.disclosure.protector import protect as hide_cells
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import CountsLayout, Read, read_counts, read_structural
from opendata.disclosure.rules import Rule, SmallCount, primary


def protect(
    table: Table,
    rules: Sequence[Rule] = (SmallCount(),),
    hierarchies: Groupings | None = None,
    *,
    count: str | None = None,
    contributor: str | None = None,
    protection: Protection = "interval",
    margins: Iterable[Collection[str]] | None = None,
    coalition: int = 1,
    alike: bool = False,
    totals: Mapping[str, str] | None = None,
    structural: Table | None = None,
    after: Sequence[Release | Published] = (),
    ignore: Collection[str] = (),
    only_declared: bool = False,
    progress: Progress = silent,
) -> Release:
    """Hide what the rules say and what it takes to protect it, then attack the result before giving it.

    `table`: the finest counts, in column `count` (an absent combination is zero), or one row for each fact.
    `rules`: one SmallCount, and rules of contributors (FewContributors, Dominance) where `contributor` names their
    column. `hierarchies`: every dimension, in order → what groups its codes: nothing, a tree, or several that need
    not be nested in each other.
    `protection`: see the README; `margins`: the published ones, each by its detailed dimensions (all, when not
    given; the empty one is the grand total); `coalition`: how many contributors tell each other their facts; `alike`:
    every hidden count may be zero; `totals`: dimension → the code that the table writes for `Total`; `structural`:
    the cells that are zero by nature; `after`: releases of the same facts that were published before, those of a history with what they count;
    `ignore`, `only_declared`: columns that are not read.

    Raises UsageError (a wrong argument), ProblemsError (every problem of a table, located, without values),
    ApartError, TooManyError, UnprotectableError, UnsafeError, SolverError,
    CrossedError: nothing is given then.
    """
    hide, exact = small_counts(rules), protection == "exact"
    axes = hierarchies or {}
    check_names(list(axes), {"count": count, "contributor": contributor}, ignore)
    check_rules(rules, contributor, coalition, alike, exact)
    check_totals(totals or {}, axes)
    published = None if margins is None else detailed(margins, list(axes))
    layout = CountsLayout(
        trees(axes), count, contributor, frozenset(ignore), totals or {}, only_declared,
        # Zeros that everybody knows may stand in any margin.
        None if structural is not None else built_margins(published, list(axes)),
    )  # fmt: skip
    cube, read = read_counts(source(table, "table", count), layout)
    counts = _counts(cube, read, cells_of(published, cube), layout, structural, coalition)
    crossed = with_crossings(cube) if not after and _hides(counts, rules) else cube
    if crossed is not cube:
        cube = crossed
        counts = _counts(cube, read, cells_of(published, cube), layout, structural, coalition)
    earlier = [one.publication if isinstance(one, Release) else one for one in after]

    def protected(joint: Counts) -> Protected:
        return hide_cells(joint, rules, hide, weights(joint.cube), exact, progress, alike)

    if earlier:
        known = Remembering(counts, read.counts, read.facts if contributor else None, earlier)
        own, whole = known.protected(protected, weights)
    else:
        own = whole = protected(counts)
    told = Inference(()) if exact else infer(whole.release, hide, progress)
    return _release(own, told, hide, protection, earlier)


def protect_counts(
    counts: Counts, rules: Sequence[Rule], protection: Protection, progress: Progress = silent
) -> Release:
    """The same for counts that are read already. Raises UsageError, UnprotectableError, UnsafeError, SolverError."""
    hide, exact = small_counts(rules), protection == "exact"
    done = hide_cells(counts, rules, hide, weights(counts.cube), exact, progress)
    told = Inference(()) if exact else infer(done.release, hide, progress)
    return _release(done, told, hide, protection, ())


def built_margins(
    margins: Sequence[Margin] | None, dimensions: Sequence[str]
) -> tuple[Margin, ...] | None:
    """The margins that a cube holds for these; `None`: every margin, where one details every dimension."""
    return None if margins is None or frozenset(dimensions) in margins else largest(margins)


def _hides(counts: Counts, rules: Sequence[Rule]) -> bool:
    """Whether a rule hides something."""
    free = counts.scope if counts.structural is None else counts.scope & ~counts.structural
    return bool(primary(counts.values, free, rules, counts.contributions).cells.any())


def weights(cube: Cube, total: float = 2.0) -> Floats:
    """What it costs to hide a cell: 1 for a finest one; each dimension summed over multiplies by `total`."""
    return np.asarray(total ** cube.summarised().astype(float))


def _counts(
    cube: Cube, read: Read, scope: Bools, layout: CountsLayout, structural: Table | None, coalition: int
) -> Counts:  # fmt: skip
    who, brought = contributions(cube, read.facts, scope) if layout.contributor else ((), None)
    values = cube.counts(read.counts)
    zeros = _zeros(cube, values, structural)
    return Counts(cube, values, scope, True, brought, who, zeros, coalition)


def _zeros(cube: Cube, values: Ints, structural: Table | None) -> Bools | None:
    if structural is None:
        return None
    zeros = read_structural(source(structural, "structural"), cube)
    if np.any(values[zeros]):
        raise UsageError("structural", "une case nulle par nature porte un effectif")
    return zeros


def detailed(margins: Iterable[Collection[str]], dimensions: Collection[str]) -> list[Margin]:
    """Margins, each named by its detailed dimensions. Raises UsageError."""
    found = [frozenset(names) for names in margins]
    unknown = sorted({name for names in found for name in names} - set(dimensions))
    if unknown:
        raise UsageError("margins", f"dimension inconnue : {', '.join(unknown)}")
    if not found:
        raise UsageError("margins", "une marge au moins, ou aucune liste pour les publier toutes")
    return found


def cells_of(margins: Iterable[Collection[str]] | None, cube: Cube) -> Bools:
    """The cells of the published margins, each named by its detailed dimensions; all without any. Raises UsageError."""
    if margins is None:
        return np.ones(cube.size, dtype=bool)
    return cube.margins(detailed(margins, cube.names))


def _release(
    protected: Protected, told: Inference | None, hide: tuple[int, int], protection: Protection,
    earlier: Sequence[Publication | Published],
) -> Release:  # fmt: skip
    """What is published, without the counts that are hidden."""
    made, rule, passed = protected.release, protected.primary, protected.audit
    values = np.where(made.shown, made.values, 0)
    published = Publication(made.cube, values, made.shown, made.hidden, made.covers_cube)
    audit = Audit(passed.attacked, passed.exposures, passed.witnesses, told, concentrated(published))  # fmt: skip
    return Release(
        published, hide, protection, tuple(earlier), audit,
        int(rule.cells.sum()), len(protected.sums), protected.unsearched,
        Confidential(rule.cells, rule.reasons, made.values),
    )  # fmt: skip
