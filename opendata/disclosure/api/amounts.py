"""Contributions in, a table of amounts that passed both audits out: the command `protect-amounts`, as a function."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_published
from opendata.disclosure.api.guarded import Guarded
from opendata.disclosure.api.inputs import Groupings, Table, source, trees
from opendata.disclosure.api.release import Labels
from opendata.disclosure.api.usage import COLUMNS, UsageError, check_names, check_totals
from opendata.disclosure.cube import Ints
from opendata.disclosure.intervals import Progress, silent
from opendata.disclosure.magnitudes.amounts import (
    DIGITS,
    Amounts,
    AmountsLayout,
    amount_text,
    read_amounts,
)
from opendata.disclosure.magnitudes.audit import Bounds
from opendata.disclosure.magnitudes.pattern import Suppression
from opendata.disclosure.magnitudes.protection import AmountsToProtect
from opendata.disclosure.magnitudes.protection import protect_amounts as hide_amounts
from opendata.disclosure.magnitudes.rules import (
    AmountRule,
    FewBring,
    NkDominance,
    PPercent,
    Unsafe,
)
from opendata.disclosure.program import INFINITE, Floats
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import HIDDEN, PUBLISHED

# What hiding a cell may cost, besides a column of the table: its amount, or 1.
VALUE, CELL = "value", "cell"
# Columns that a report has more.
AMOUNT_BOUNDS = ("rule", "needed_lower", "needed_upper", "lower", "upper")
AmountBounds = tuple[float, float]


@dataclass(frozen=True)
class AmountSecrets:
    """Which amounts a rule hides, why, how far each must be able to move; every amount in whole units. Never published."""

    unsafe: Unsafe = field(repr=False)
    values: Ints = field(repr=False)


@dataclass(frozen=True, repr=False, eq=False)
class AmountsRelease(Guarded, Frames):
    """A protected table of amounts, kept in whole units: 10 to the power of `decimals` make one of the table's.

    `publication` holds no hidden amount; `pattern`: what hiding costs, its bound and whether it is the optimum;
    `bounds`: cell → what an attacker computes of its amount; `primaries`: how many a rule hides; `cost`: in what the
    cost is counted; `confidential`: what neither a copy nor a pickle keeps.
    """

    publication: Publication
    decimals: int
    pattern: Suppression
    bounds: Mapping[int, Bounds] = field(repr=False)
    primaries: int
    cost: str
    confidential: AmountSecrets | None

    def __repr__(self) -> str:
        hidden = int(self.publication.hidden.sum())
        return f"<AmountsRelease : {self.publication.cube.size} cases, dont {hidden} masquées>"

    def sentences(self) -> Iterator[str]:
        """What was hidden and what it costs, in French, a line each; nothing that is confidential."""
        hidden = int(self.publication.hidden.sum())
        yield (f"{self.publication.cube.size} cases, {self.primaries} masquées par une règle, {hidden} masquées en tout ; "
               f"audit : {hidden} attaquées, aucune exposée")  # fmt: skip
        unit = {VALUE: "en montant", CELL: "en cases"}.get(self.cost, f"en « {self.cost} »")
        line = f"coût des {hidden - self.primaries} autres : {_plain(self.pattern.cost)} {unit}"
        if self.pattern.proven:
            yield f"{line}, optimum prouvé"
        elif self.pattern.bound <= 0:
            yield f"{line}, {self.pattern.limit}"
        else:
            yield f"{line}, au plus {100 * self.pattern.gap:.1f} % au-dessus de l'optimum ({self.pattern.limit} atteint)".replace(".", ",")  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """A column of texts for each dimension, `value` (decimal128, exact; null where hidden), `status`."""
        kind = pa.decimal128(DIGITS + self.decimals, self.decimals)
        return of_published(self.publication.cube.names, amount_rows(self.publication, self.decimals), kind)  # fmt: skip

    def to_csv(self) -> bytes:
        """The table as the command `protect-amounts` writes it."""
        return csv_bytes([*self.publication.cube.names, *COLUMNS], amount_rows(self.publication, self.decimals))  # fmt: skip

    def intervals(self) -> dict[Labels, AmountBounds]:
        """Labels of each hidden cell → lowest and highest amount that an attacker computes; infinite where nothing bounds it.

        With the `prior` that attackers were said to have, and by real numbers: amounts are not counted one by one.
        """
        unit = 10**self.decimals
        return {
            self.publication.cube.labels(cell): (found.lower / unit, found.upper / unit)
            for cell, found in self.bounds.items()
        }

    def report_csv(self) -> bytes:
        """Each cell: what is published, the rule, what it must be able to reach, what an attacker knows. CONFIDENTIAL.

        As `--report` writes it. Raises UsageError on a copy, which does not know the rules.
        """
        if self.confidential is None:
            raise UsageError("report", "une copie n'a ni règles ni montants masqués")
        unsafe, values, rows = self.confidential.unsafe, self.confidential.values, []
        for cell, row in enumerate(amount_rows(self.publication, self.decimals)):
            needed = ("", "")
            why = " ; ".join(unsafe.reasons.get(cell, ()))
            if why:
                value, level = int(values[cell]), int(unsafe.levels[cell])
                needed = (amount_text(max(0, value - level), self.decimals), amount_text(value + level, self.decimals))  # fmt: skip
            rows.append([*row, why, *needed, *bound_texts(self.bounds.get(cell), self.decimals)])
        return csv_bytes([*self.publication.cube.names, *COLUMNS, *AMOUNT_BOUNDS], rows)


def protect_amounts(
    table: Table,
    rules: Sequence[AmountRule],
    hierarchies: Groupings,
    *,
    amount: str,
    contributor: str,
    holding: str | None = None,
    cost: str = VALUE,
    prior: Fraction | float | None = None,
    totals: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    only_declared: bool = False,
    progress: Progress = silent,
) -> AmountsRelease:
    """Hide the amounts that the rules say and what it takes to protect them, then attack the result before giving it.

    `table`: one row for each contribution, not negative, in column `amount`, of who is named in `contributor`; those
    of one `holding` are one. `rules`: PPercent, NkDominance, FewBring (Hundepool et al., Statistical Disclosure
    Control, 2012, section 4.2). `cost`: what hiding a cell costs, `value` (its amount), `cell` (1) or a column;
    `prior`: within which share of itself (0.5) attackers know each amount already. The rest is as for `protect`.

    Raises UsageError, ProblemsError, UnprotectableError, UnsafeAmountsError, SolverError: nothing is given then.
    """
    column = None if cost in (VALUE, CELL) else cost
    named = {"amount": amount, "contributor": contributor, "holding": holding, "cost": column}
    check_names(list(hierarchies), named, ignore)
    check_totals(totals or {}, hierarchies)
    _check(rules, prior)
    layout = AmountsLayout(trees(hierarchies), amount, contributor, holding, column, frozenset(ignore),
                           totals or {}, only_declared)  # fmt: skip
    read = read_amounts(source(table, "table", amount), layout)
    share = None if prior is None else float(prior)
    wanted = AmountsToProtect(read.cube, read.values, read.contributed, _weights(read, cost), share)
    done = hide_amounts(wanted, rules, progress)
    made, cells = done.release, done.unsafe.cells
    published = Publication(made.cube, np.where(made.shown, made.values, 0), made.shown, made.hidden)  # fmt: skip
    return AmountsRelease(published, read.decimals, done.pattern, done.bounds, int(cells.sum()), cost,
                          AmountSecrets(done.unsafe, read.values))  # fmt: skip


def _check(rules: Sequence[AmountRule], prior: Fraction | float | None) -> None:
    """Rules that say something. Raises UsageError."""
    if not rules:
        raise UsageError("rules", "une règle au moins : PPercent, NkDominance ou FewBring")
    for rule in rules:
        share = rule.p if isinstance(rule, PPercent) else rule.k if isinstance(rule, NkDominance) else 1  # fmt: skip
        least = rule.n if isinstance(rule, NkDominance) else rule.minimum if isinstance(rule, FewBring) else 1  # fmt: skip
        if not 0 < share <= 100:
            raise UsageError("rules", "un pourcentage au-dessus de 0, au plus 100")
        if least < 1:
            raise UsageError("rules", "un nombre de contributeurs à partir de 1")
    if prior is not None and not 0 < prior <= 1:
        raise UsageError("prior", "une part au-dessus de 0, au plus 1")


def _weights(read: Amounts, cost: str) -> Floats:
    """What hiding a cell costs; never nothing, or cells would be hidden that protect nothing."""
    if cost == CELL:
        return np.ones(read.cube.size)
    worth = read.values / 10**read.decimals if read.costs is None else read.costs
    return np.asarray(np.maximum(worth, 1e-6), dtype=float)


def amount_rows(release: Publication, decimals: int) -> Iterator[Sequence[str]]:
    """Labels, amount or nothing, status, of each cell in order."""
    for cell in np.flatnonzero(release.shown | release.hidden).tolist():
        shown = bool(release.shown[cell])
        value = amount_text(int(release.values[cell]), decimals) if shown else ""
        yield (*release.cube.labels(cell), value, PUBLISHED if shown else HIDDEN)


def bound_texts(found: Bounds | None, decimals: int) -> tuple[str, str]:
    """Lowest and highest amount, six decimals at most, `inf` when nothing bounds it; nothing for a published cell."""
    if found is None:
        return "", ""
    lower, upper = ("inf" if bound == INFINITE else _plain(bound / 10**decimals)
                    for bound in (found.lower, found.upper))  # fmt: skip
    return lower, upper


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
