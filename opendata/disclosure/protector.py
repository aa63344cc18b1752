"""Counts in, a publication that passed both audits out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import csc_array, csr_array

from opendata.disclosure.additions import SumRule
from opendata.disclosure.audit import Audit, Exposure, audit
from opendata.disclosure.coalitions import coalitions
from opendata.disclosure.combinations import Limits, Sums, audit_sums
from opendata.disclosure.constraints import given_away
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.inference import infer
from opendata.disclosure.insiders import Secrets, audit_with_reasons, sum_labels
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.optimum import least_costly
from opendata.disclosure.pattern import Pattern, TableToProtect, tables, unproven
from opendata.disclosure.program import Floats
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import (
    Contributions,
    Dominance,
    FewContributors,
    Primary,
    Rule,
    SmallCount,
    primary,
)
from opendata.disclosure.suppression import suppress
from opendata.disclosure.unions import SumRules, Union, with_unions

# Rounds of protection: each adds the sums that the pattern before gave away.
ROUNDS = 40
# What hiding a cell costs that nobody publishes, as a part of its weight: never above what publishes one.
UNPUBLISHED = 1e-3
TOLD = "case masquée qui ne peut pas valoir zéro"
GIVEN_AWAY = "somme de cases masquées, qui enfreint une règle"
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
    `structural`: cells known to all, never hidden: zero by nature, or published before; `coalition`: how many
    contributors may tell each other their facts; `kept`: cells hidden before, that stay hidden; `differences`: cells
    that no release gives, which subtracting releases would: they obey the rules, and to hide them costs nothing.
    """

    cube: Cube
    values: Ints
    scope: Bools
    covers_cube: bool = True
    contributions: Contributions | None = None
    names: tuple[str, ...] = ()
    structural: Bools | None = None
    coalition: int = 1
    kept: Bools | None = None
    differences: Bools | None = None


@dataclass(frozen=True)
class Protected:
    """A publication, why cells are hidden, and the public audit that it passed, without its tables: whoever publishes
    witnesses attacks the publication again, which knows what is published alone.

    `sums` of hidden counts broke a rule and are protected as counts are; `unsearched` hidden cells stand in
    systems where sums of several relations were not looked for.
    """

    release: Publication
    primary: Primary
    audit: Audit = field(repr=False)
    sums: tuple[Union, ...] = ()
    unsearched: int = 0


def protect(
    counts: Counts,
    rules: Sequence[Rule],
    hide: tuple[int, int],
    weights: Floats,
    exact: bool = False,
    progress: Progress = silent,
    alike: bool = False,
) -> Protected:
    """Hide what the rules say and what it takes to protect it, then attack the result twice.

    `alike`: a hidden count, whatever hides it, may be zero (not with `exact`). Sums of hidden counts that anybody computes obey the rules too: those that break one are added to what is
    protected, until none does. Raises UnprotectableError when no pattern protects, UnsafeError when an audit fails, TooManyError.
    """
    free = counts.scope if counts.structural is None else counts.scope & ~counts.structural
    rule = primary(counts.values, free, rules, counts.contributions)
    kept = None if counts.kept is None else counts.kept & free & ~rule.cells
    if kept is not None:
        rule = replace(rule, cells=rule.cells | kept)
    if counts.differences is not None:
        weights = np.where(counts.differences, weights * UNPUBLISHED, weights)
    insiders, who = counts.contributions, counts.names
    if insiders is not None:
        insiders, who = coalitions(insiders, who, counts.coalition)
    goal = Goal(counts.values, rule, 0 if exact else hide[1] + 1, exact, insiders,
                np.ones(counts.cube.size, dtype=bool) if alike else None, kept)  # fmt: skip
    table, limits = _table(counts, weights), _limits(rules, hide, exact)
    judge = SumRules(counts.values, _of_sums(rules, exact), counts.contributions)
    unions = judge.broken(given_away(table.sums, rule.cells, table.absent))
    # Where any two values will do, a pattern is made with the sums that one published sum gives away in mind.
    table = replace(table, rule=SumRule(judge.broken, hide[1]) if exact else None)
    sound: set[bytes] = set()
    for _ in range(ROUNDS):
        extended = with_unions(table, goal, unions, judge)
        attacks = _Attacks(counts, extended[1], who, extended[0].unions, hide, progress)
        hidden = None if exact or alike else least_costly(*extended, attacks.exposed)
        pattern = (
            suppress(*extended, progress)
            if hidden is None
            else unproven(hidden, len(extended[1].values))
        )
        hidden = pattern.hidden
        given = {*judge.broken(given_away(table.sums, hidden, table.absent)), *pattern.known}
        sums = Sums((), 0) if given else attacks.sums(hidden, limits, sound)
        given |= {one.cells for one in sums.broken}
        if not given:
            return attacks.passed(pattern, rule, sums.unsearched)
        if given <= set(unions):
            break
        unions = [*unions, *sorted(given - set(unions))]
        table = replace(table, before=pattern if exact else None)
    raise UnsafeError([Exposure(counts.cube.labels(cells[0]), 0, 0, GIVEN_AWAY) for cells in given])


class _Attacks:
    """Both audits of one table, with the sums that are protected."""

    def __init__(
        self, counts: Counts, goal: Goal, who: Sequence[str], unions: Mapping[int, Union],
        hide: tuple[int, int], progress: Progress,
    ) -> None:  # fmt: skip
        self.counts, self.goal, self.hide, self.progress = counts, goal, hide, progress
        self.unions, self.secrets = unions, _secrets(goal, who, unions)

    def _published(self, hidden: Bools) -> Publication:
        counts = self.counts
        if counts.structural is not None:
            # What stands elsewhere is known, whatever a pattern says of it.
            hidden = hidden & ~counts.structural
        shown = counts.scope & ~hidden
        return Publication(counts.cube, counts.values, shown, hidden, counts.covers_cube)

    def _with_reasons(
        self, release: Publication, deviations: csr_array | None = None, one: bool = False
    ) -> tuple[Exposure, ...]:
        """Under `exact` nothing is asked for reasons but that insiders know no primary count."""
        if self.goal.exact and self.goal.insiders is None:
            return ()
        return audit_with_reasons(release, self.secrets, self.progress, deviations, one)

    def _in_public(
        self, release: Publication, given: Mapping[int, Sequence[int]] | None = None
    ) -> Audit:
        return audit(release, self.hide, given, self.progress, not self.goal.exact)

    def exposed(self, hidden: Bools) -> frozenset[int]:
        """The cells that the audits name; for a sum, one of its parts: one that may be published if there is.

        Without sums one primary cell tells as much as all of them.
        """
        release = self._published(hidden)
        exposures = self._with_reasons(release, one=not self.unions)
        exposures = exposures or self._in_public(release).exposures
        part = {
            sum_labels(release, parts): min(parts, key=lambda cell: self.goal.primary.cells[cell])
            for parts in self.unions.values()
        }
        cell = self.counts.cube.cell
        return frozenset(part[e.labels] if e.labels in part else cell(e.labels) for e in exposures)

    def _told_apart(self, release: Publication) -> list[Exposure]:
        """The hidden cells that cannot be zero, where all must be able to."""
        inference = None if self.goal.alike is None else infer(release, self.hide, self.progress)
        cells = () if inference is None else inference.told
        return [Exposure(release.cube.labels(cell), 1, None, TOLD) for cell in cells]

    def sums(self, hidden: Bools, limits: Limits, sound: set[bytes]) -> Sums:
        """The sums of hidden counts that anybody computes and that break a rule; `sound`: see `audit_sums`."""
        if limits == Limits():
            return Sums((), 0)
        # A coalition is one insider, and several contributors.
        alone = replace(self.secrets, own=_own(self.counts.contributions, self.counts.names))
        return audit_sums(self._published(hidden), alone, limits, self.progress, sound)

    def passed(self, pattern: Pattern, rule: Primary, unsearched: int) -> Protected:
        """The publication, attacked. Raises UnsafeError."""
        release = self._published(pattern.hidden)
        public = self._in_public(release, tables(self.counts.values, pattern))
        inside = self._with_reasons(release, pattern.deviations)
        exposed = [*public.exposures, *inside, *self._told_apart(release)]
        if exposed:
            raise UnsafeError(exposed)
        # The tables that spared the audit a search are made around the true one: they stay here.
        told = replace(public, witnesses=())
        return Protected(release, rule, told, tuple(self.unions.values()), unsearched)


def _limits(rules: Sequence[Rule], hide: tuple[int, int], exact: bool) -> Limits:
    """The rules as the audit of sums is told them.

    Under interval protection no hidden count is below the threshold for sure, so no sum of them is small.
    """
    limits = Limits(hide if exact else None)
    for rule in rules:
        if isinstance(rule, FewContributors):
            limits = replace(limits, contributors=max(limits.contributors, rule.minimum))
        if isinstance(rule, Dominance):
            limits = replace(limits, share=min(limits.share, rule.share))
    return limits


def _of_sums(rules: Sequence[Rule], exact: bool) -> list[Rule]:
    """The rules that sums may break: see `_limits`."""
    return [rule for rule in rules if exact or not isinstance(rule, SmallCount)]


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


def _secrets(goal: Goal, names: Sequence[str], unions: Mapping[int, Union]) -> Secrets:
    """What the confidential audit is told; under `exact`, no interval."""
    rule = goal.primary
    low, high = (goal.values, goal.values) if goal.exact else (rule.low, rule.high)
    # What was hidden before for no reason of its own has two values: the public audit asks for them.
    reasons = rule.cells.copy()
    if goal.kept is not None:
        reasons[: len(goal.kept)] &= ~goal.kept
    intervals = {c: (int(low[c]), int(high[c])) for c in np.flatnonzero(reasons).tolist()}
    return Secrets(
        goal.values,
        intervals,
        _own(goal.insiders, names),
        unions=unions,
        after=goal.kept is not None,
    )


def _own(insiders: Contributions | None, names: Sequence[str]) -> dict[str, dict[int, int]]:
    """Insider → {cell: its facts}."""
    own: dict[str, dict[int, int]] = {}
    for row, name in enumerate(names if insiders is not None else ()):
        assert insiders is not None
        part = insiders.rows[[row]]
        own[name] = dict(zip(part.indices.tolist(), part.data.tolist(), strict=True))
    return own


def contributions(
    cube: Cube, facts: Facts, scope: Bools | None = None
) -> tuple[tuple[str, ...], Contributions]:
    """Names of contributors, and what each brings to every cell (of `scope`), totals included.

    `facts`: finest labels → contributor → number of facts.
    """
    names = tuple(sorted({name for by_contributor in facts.values() for name in by_contributor}))
    rank = {name: row for row, name in enumerate(names)}
    rows, columns, data = [], [], []
    for place, by_contributor in enumerate(facts.values()):
        for name, number in by_contributor.items():
            rows.append(rank[name])
            columns.append(place)
            data.append(number)
    brought = (np.array(data, dtype=np.int64), (rows, columns))
    finest = csr_array(brought, shape=(len(names), len(facts)))
    totals = finest @ cube.spread(cube.leaves_of(facts))
    if scope is not None:
        totals = totals.multiply(scope.astype(np.int64))
    by_cell = csc_array(totals)
    by_cell.eliminate_zeros()
    return names, Contributions(by_cell)
