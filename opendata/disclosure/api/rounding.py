"""A table of counts in, the nearest table of multiples that adds up out: the command `round`, as a function."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_numbers
from opendata.disclosure.api.inputs import Groupings, Table, source, trees
from opendata.disclosure.api.protection import cells_of
from opendata.disclosure.api.usage import UsageError, check_names, check_totals, small_counts
from opendata.disclosure.constraints import sums
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.reading import CountsLayout, read_counts
from opendata.disclosure.rounding.attack import attack, bounds
from opendata.disclosure.rounding.bases import BASES, disagreement
from opendata.disclosure.rounding.descent import descend
from opendata.disclosure.rounding.frozen import Finest, Frozen, earlier_problems, frozen, unfrozen
from opendata.disclosure.rounding.integers import EFFORT
from opendata.disclosure.rounding.nearest import Nearest, UnroundableError, Wanted, nearest
from opendata.disclosure.rounding.rounded import COLUMNS, Rounded, read_additive
from opendata.disclosure.rules import Rule, SmallCount


class Before(NamedTuple):
    """A rounded table already published, the counts that it was made of, and its hierarchies where they are others."""

    table: Table
    counts: Table
    hierarchies: Groupings | None = None


@dataclass(frozen=True, repr=False, eq=False)
class RoundedRelease(Frames):
    """A rounded table, attacked: each true count is less than `rounded.within` away from its value.

    `unchanged`: cells that were multiples; `distance`: from the true counts, in all; `lowest`: what a better table
    could not go below (`is_proved`: this one is as near as any); `kept`: counts that keep an earlier value; `away`: cells
    beyond the two multiples around them, by `furthest` multiples at most, where `is_forced` no table does without.
    """

    rounded: Rounded
    unchanged: int
    distance: int
    lowest: int
    is_proved: bool
    kept: int
    away: int
    furthest: int
    is_forced: bool
    attacked: int

    def __repr__(self) -> str:
        return f"<RoundedRelease : {int(self.rounded.shown.sum())} cases, base {self.rounded.base}>"

    def sentences(self) -> Iterator[str]:
        """What was done, in French, a line each."""
        gap = (
            "aucune table n'est meilleure" if self.is_proved
            else f"recherche bornée : une meilleure, d'écart total {self.lowest} au moins, peut exister"
        )  # fmt: skip
        yield (f"{int(self.rounded.shown.sum())} cases arrondies à la base {self.rounded.base}, {self.unchanged} inchangées, "
               f"écart total {self.distance} ({gap}) ; audit : {self.attacked} attaquées, aucune exposée")  # fmt: skip
        if self.kept:
            yield f"{self.kept} effectifs inchangés depuis la publication antérieure gardent leur valeur"
        if self.away:
            why = "aucune table ne reste" if self.is_forced else "aucune table trouvée qui reste"
            yield (f"{why} entre les multiples voisins : {self.away} case(s) s'en éloignent, "
                   f"de {self.furthest} multiple(s) au plus ; chaque effectif est à moins de {self.rounded.within} de sa valeur")  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """A column of texts for each dimension, then `value`, `base`, `within` (int64)."""
        return of_numbers(self.rounded.cube.names, COLUMNS, self.rounded.rows())

    def to_csv(self) -> bytes:
        """The table as the command `round` writes it."""
        return csv_bytes([*self.rounded.cube.names, *COLUMNS], self.rounded.rows())


def round_counts(
    table: Table,
    base: int,
    rules: Sequence[Rule] = (SmallCount(),),
    hierarchies: Groupings | None = None,
    *,
    count: str | None = None,
    margins: Iterable[Collection[str]] | None = None,
    totals: Mapping[str, str] | None = None,
    after: Before | None = None,
    ignore: Collection[str] = (),
    only_declared: bool = False,
    effort: int = EFFORT,
    progress: Progress = silent,
) -> RoundedRelease:
    """Every count to a multiple of `base` (3, 5 or 10), sums kept, as near as it can be, then attacked.

    Of `rules` only the SmallCount means something here; `effort`: nodes × cells that the search may take, the
    same on any machine; `after`: counts that did not change since keep their value; the rest is as for `protect`.
    Raises UsageError, ProblemsError, SolverError, UnroundableError (no table of multiples, or the audit finds a count).
    """
    hide, axes = small_counts(rules), hierarchies or {}
    _check(base, hide, effort)
    check_names(list(axes), {"count": count}, ignore, COLUMNS)
    check_totals(totals or {}, axes)
    layout = CountsLayout(trees(axes), count, None, frozenset(ignore), totals or {}, only_declared)
    cube, read = read_counts(source(table, "table", count), layout)
    scope = cells_of(margins, cube)
    earlier = None if after is None else _earlier(after, layout, base)
    given = (
        frozen(cube, read.counts, scope, *earlier) if earlier else unfrozen(cube, read.counts, scope)
    )  # fmt: skip
    wanted = Wanted(sums(given.cube, given.scope), given.counts, given.scope, base, given.kept)
    found = nearest(wanted, partial(descend, given.cube, start=given.start), effort)
    units = found.units[given.places]
    far = int(np.abs(base * units - given.counts[given.places])[scope].max(initial=0))
    rounded = Rounded(cube, base * units, scope, base, base * (far // base + 1))
    return _release(rounded, given, found, _attacked(given, found, rounded, hide, progress))


def _check(base: int, hide: tuple[int, int], effort: int) -> None:
    if base not in BASES:
        raise UsageError("base", "une base est 3, 5 ou 10")
    wrong = disagreement(base, hide)
    if wrong:
        raise UsageError("base", wrong)
    if effort < 0:
        raise UsageError("effort", "un nombre à partir de 0")


def _earlier(after: Before, layout: CountsLayout, base: int) -> tuple[Rounded, Finest]:
    """The earlier release and its counts, that go together. Raises ProblemsError."""
    groups = layout.trees if after.hierarchies is None else trees(after.hierarchies)
    before = CountsLayout(groups, layout.amount, None, layout.ignored, layout.totals, layout.only_declared)  # fmt: skip
    cube, read = read_counts(source(after.counts, "after_counts", layout.amount), before)
    published = source(after.table, "after", "value")
    release = read_additive(published, cube)
    if release.base != base:
        raise UsageError("after", f"cette table est arrondie à la base {release.base} : garder la même")  # fmt: skip
    problems = list(earlier_problems(release, read.counts))
    if problems:
        raise ProblemsError(str(published), problems)
    return release, read.counts


def _attacked(
    given: Frozen, found: Nearest, release: Rounded, hide: tuple[int, int], progress: Progress
) -> int:
    """How many cells the audit attacked, of this table and of what it keeps of the earlier one."""
    reach = np.full(given.cube.size, release.within - 1)
    values = release.base * found.units
    outcome = attack(bounds(given.cube, given.scope, values, reach, reach), hide, progress)
    if not outcome.safe:
        raise UnroundableError(
            f"l'audit retrouve {len(outcome.exposures)} effectif(s) de la table arrondie"
        )
    return outcome.attacked


def _release(rounded: Rounded, given: Frozen, found: Nearest, attacked: int) -> RoundedRelease:
    unchanged = int((rounded.values == given.counts[given.places])[rounded.shown].sum())
    steps = found.steps[given.places][rounded.shown]
    return RoundedRelease(
        rounded, unchanged, found.distance, found.bound, found.is_proved, int(given.kept.cells.sum()),
        int((steps > 0).sum()), int(steps.max(initial=0)), found.is_forced, attacked,
    )  # fmt: skip
