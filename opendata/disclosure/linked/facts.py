"""The facts of a release, counted in all its tables at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from opendata.disclosure.api.protection import built_margins
from opendata.disclosure.crossings import with_crossings
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import Dimension
from opendata.disclosure.linked.description import Description
from opendata.disclosure.linked.selection import margins, scope
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.protector import Counts, contributions
from opendata.disclosure.reading import Read, read_counts
from opendata.disclosure.rules import Dominance, FewContributors, Rule, SmallCount, primary


def rules_of(described: Description) -> list[Rule]:
    """The primary rules of a release."""
    rules: list[Rule] = [SmallCount(*described.hide)]
    rules += [FewContributors(described.min_contributors)] if described.min_contributors else []
    rules += [Dominance(described.dominance)] if described.dominance else []
    return rules


def read_counted(described: Description) -> Counts:
    """Every cell of the release with its count, from the facts that its file names.

    Only the margins of its tables are built, with the finest cells that an attacker could join them by, where
    something is hidden. Raises ProblemsError, CrossedError.
    """
    names = list(described.layout.trees)
    tables = built_margins(margins(described.tables), names)
    try:
        cube, read = read_counts(described.facts, replace(described.layout, tables=tables))
    except ProblemsError as error:
        raise ProblemsError(error.path, list(map(_by_key, error.problems))) from None
    problems = list(_grouping_columns(described, cube.dimensions, read))
    if problems:
        raise ProblemsError(str(described.facts), problems)
    counts = _counts(described, cube, read)
    hidden = primary(counts.values, counts.scope, rules_of(described), counts.contributions).cells
    crossed = with_crossings(cube) if hidden.any() else cube
    return counts if crossed is cube else _counts(described, crossed, read)


def _by_key(problem: Problem) -> Problem:
    """What a command would be told by an option, as the key of a description that says it."""
    said = [re.sub(r"--total ([^=]+)=(.+)", r"totals: {\1: \2}", text) for text in (problem.regle, problem.remede)]  # fmt: skip
    rule, remedy = (text.replace("--ignore", "ignore").replace("--only-declared", "only-declared: true") for text in said)  # fmt: skip
    return replace(problem, regle=rule, remede=remedy)


def _counts(described: Description, cube: Cube, read: Read) -> Counts:
    kept = scope(cube, described.tables, described.hierarchies)
    who, brought = (
        contributions(cube, read.facts, kept) if described.layout.contributor else ((), None)
    )
    return Counts(
        cube, cube.counts(read.counts), kept, True, brought, who, None, described.coalition
    )


def _grouping_columns(
    described: Description, dimensions: Sequence[Dimension], read: Read
) -> Iterator[Problem]:
    """Dimensions of which one groups the codes of the other: whoever knows it adds them up, and the tool would not."""
    for (fine, one), (coarse, other) in permutations(enumerate(dimensions), 2):
        pair = frozenset({one.name, other.name})
        above: dict[str, set[str]] = {}
        for labels in read.facts:
            above.setdefault(labels[fine], set()).add(labels[coarse])
        groups = {code for codes in above.values() for code in codes}
        nested = all(len(codes) == 1 for codes in above.values())
        if pair in described.independent or not nested or not 1 < len(groups) < len(above):
            continue
        yield Problem(1, read.fields[coarse], f"chaque « {one.name} » n'a qu'un « {other.name} »",
                      "un regroupement est une hiérarchie de la dimension qu'il groupe",
                      f"la déclarer dans dimensions, ou écrire independent: [[{one.name}, {other.name}]]")  # fmt: skip
