"""Facts in, counts with a small noise out, the same wherever the same records are counted: the command `perturb`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path

import numpy as np
import pyarrow as pa

from opendata.disclosure.api.csv_text import csv_bytes
from opendata.disclosure.api.frames import Frames, of_numbers
from opendata.disclosure.api.guarded import Guarded
from opendata.disclosure.api.inputs import Groupings, Table, source, trees
from opendata.disclosure.api.protection import cells_of
from opendata.disclosure.api.usage import UsageError, check_names, check_totals
from opendata.disclosure.cellkey.differencing import told
from opendata.disclosure.cellkey.entropy import VarianceError
from opendata.disclosure.cellkey.entropy import ptable as of_greatest_entropy
from opendata.disclosure.cellkey.keys import (
    SECRET_BYTES,
    KeyOf,
    derived,
    given,
    read_keys,
    read_secret,
)
from opendata.disclosure.cellkey.perturbed import (
    COLUMNS,
    ERROR_COLUMNS,
    Perturbed,
    cell_keys,
    error,
    perturbed,
)
from opendata.disclosure.cellkey.perturbed import additive as adding_up
from opendata.disclosure.cellkey.ptable import PTable
from opendata.disclosure.cellkey.ptable_file import read_ptable
from opendata.disclosure.cube import Ints
from opendata.disclosure.reading import CountsLayout, read_counts

LARGEST_DEVIATION = 50
# Columns that the confidential report has more.
KEYS = ("count", "cell_key", "noise")
Variance = Fraction | Decimal | str | int


class RecoveredError(Exception):
    """Noise that sums take away from some counts."""

    def __init__(self, cells: list[tuple[str, ...]]) -> None:
        named = ", ".join(f"({', '.join(labels)})" for labels in cells[:20])
        super().__init__(
            f"les additions redonnent {len(cells)} effectif(s) malgré le bruit : {named}"
        )


@dataclass(frozen=True)
class CellKeySecrets:
    """The true count and the key of every cell. Whoever has one takes the noise away: never published."""

    counts: Ints = field(repr=False)
    keys: Ints = field(repr=False)


@dataclass(frozen=True, repr=False, eq=False)
class PerturbedRelease(Guarded, Frames):
    """A table with noise: each true count is at most `perturbed.deviation` away from its value.

    `noise`: the perturbation table that gave it (with `is_additive`, the noise is no longer the one that it gives);
    `narrowed`: counts of which sums tell more than their noise does; `confidential`: what neither a copy nor a
    pickle keeps.
    """

    perturbed: Perturbed
    noise: PTable
    is_additive: bool
    narrowed: int
    confidential: CellKeySecrets | None

    def __repr__(self) -> str:
        return f"<PerturbedRelease : {int(self.perturbed.shown.sum())} cases, à {self.perturbed.deviation} près>"

    def sentences(self) -> Iterator[str]:
        """What was done, in French, a line each."""
        last = len(self.noise.rows) - 1
        yield (f"{int(self.perturbed.shown.sum())} cases bruitées : "
               f"chacune est à {self.perturbed.deviation} au plus de son effectif")  # fmt: skip
        if self.is_additive:
            yield "les totaux sont la somme de leurs parties ; une case qui est dans deux tables peut y avoir deux valeurs"
        else:
            yield (f"variance du bruit {float(self.noise.variance(last)):g}, sans biais ; "
                   f"un effectif d'au moins {last} est publié tel quel {100 * float(self.noise.unchanged(last)):.0f} fois sur cent ; "
                   "un total n'est pas la somme de ses parties")  # fmt: skip
        yield (f"les additions resserrent {self.narrowed} effectif(s), n'en redonnent aucun ; "
               "une différence de deux cases reste approchée, pas cachée")  # fmt: skip

    def to_arrow(self) -> pa.Table:
        """A column of texts for each dimension, then `value`, `deviation` (int64)."""
        return of_numbers(self.perturbed.cube.names, COLUMNS, self.perturbed.rows())

    def to_csv(self) -> bytes:
        """The table as the command `perturb` writes it."""
        return csv_bytes([*self.perturbed.cube.names, *COLUMNS], self.perturbed.rows())

    def error(self) -> dict[str, str]:
        """What is published with the table, and tells no count: measure of the noise → its value."""
        return dict(error(self.perturbed, self.noise, self.is_additive))

    def error_csv(self) -> bytes:
        """The same as `--error` writes it."""
        return csv_bytes(ERROR_COLUMNS, list(self.error().items()))

    def report_csv(self) -> bytes:
        """The table with the count, the key and the noise of each cell, as `--report` writes it: CONFIDENTIAL.

        Raises UsageError on a copy, which has none of them.
        """
        if self.confidential is None:
            raise UsageError("report", "une copie n'a ni effectifs ni clés")
        counts, keys = self.confidential.counts, self.confidential.keys
        cells = np.flatnonzero(self.perturbed.shown).tolist()
        rows = (
            (*row, str(int(counts[cell])), f"{int(keys[cell]):015d}", str(int(self.perturbed.values[cell] - counts[cell])))
            for cell, row in zip(cells, self.perturbed.rows(), strict=True)
        )  # fmt: skip
        return csv_bytes([*self.perturbed.cube.names, *COLUMNS, *KEYS], rows)


def perturb(
    table: Table,
    hierarchies: Groupings,
    *,
    key: str | None = None,
    identifier: str | None = None,
    secret: bytes | Path | str | None = None,
    deviation: int | None = None,
    variance: Variance | None = None,
    threshold: int = 0,
    ptable: Table | PTable | None = None,
    additive: bool = False,
    margins: Iterable[Collection[str]] | None = None,
    totals: Mapping[str, str] | None = None,
    ignore: Collection[str] = (),
    only_declared: bool = False,
) -> PerturbedRelease:
    """A small noise on each count, drawn by the keys of the facts that it counts, then attacked by sums.

    `table`: one row for each fact. Its key is that of column `key` (a number from 0, below 1, drawn by chance), or
    HMAC-SHA-256 of column `identifier` with `secret`: bytes, or the path of a file that its owner alone may read.
    The noise: of greatest entropy among those without bias, of `variance`, at most `deviation`, that leave no count
    negative nor from 1 to `threshold`; or `ptable`, columns `count`, `noise`, `probability`. `additive`: the nearest
    table that adds up; the rest is as for `protect`. Method: Thompson, Broadfoot and Elazar (2013); Giessing (2016).

    Raises UsageError, ProblemsError, SolverError, and RecoveredError when sums take the noise away from a count.
    """
    column = _key_column(key, identifier, secret is not None)
    check_names(list(hierarchies), {"key": key, "identifier": identifier}, ignore, (*COLUMNS, *KEYS))  # fmt: skip
    check_totals(totals or {}, hierarchies)
    noise = _noise(deviation, variance, threshold, ptable)
    key_of = given if secret is None else _derived(secret)
    axes, facts, others = trees(hierarchies), source(table, "table"), frozenset(ignore)
    layout = CountsLayout(axes, None, None, others, totals or {}, only_declared)
    without = CountsLayout(axes, None, None, others | {column}, totals or {}, only_declared)
    cube, counted = read_counts(facts, without)
    found = read_keys(facts, layout, column, key_of, identifier is not None)
    counts, keys = cube.counts(counted.counts), cell_keys(cube, found.sums)
    return _release(perturbed(cube, counts, keys, cells_of(margins, cube), noise), noise, additive, CellKeySecrets(counts, keys))  # fmt: skip


def _release(
    noised: Perturbed, noise: PTable, is_additive: bool, kept: CellKeySecrets
) -> PerturbedRelease:
    """The release, once sums were seen not to give a count back. Raises RecoveredError, SolverError."""
    release = adding_up(noised, kept.counts) if is_additive else noised
    learnt = told(release)
    if recovered := learnt.recovered(release):
        raise RecoveredError(recovered)
    return PerturbedRelease(release, noise, is_additive, learnt.narrowed, kept)


def _key_column(key: str | None, identifier: str | None, has_secret: bool) -> str:
    if (key is None) == (identifier is None):
        raise UsageError("key", "{}, ou {} et {}", "key", "identifier", "secret")
    if (identifier is not None) != has_secret:
        raise UsageError("secret", "{} et {} vont ensemble", "identifier", "secret")
    return key or identifier or ""


def _derived(secret: bytes | Path | str) -> KeyOf:
    if not isinstance(secret, bytes):
        return derived(read_secret(Path(secret)))
    if len(secret) < SECRET_BYTES:
        raise UsageError("secret", f"au moins {SECRET_BYTES} octets, tirés au hasard")
    return derived(secret)


def _noise(
    deviation: int | None, variance: Variance | None, threshold: int, table: Table | PTable | None
) -> PTable:
    """The table given, or the one of greatest entropy. Raises UsageError, ProblemsError."""
    if table is not None:
        if deviation is not None or variance is not None or threshold:
            raise UsageError("ptable", "dit déjà {}, {} et {}", "deviation", "variance", "threshold")  # fmt: skip
        return table if isinstance(table, PTable) else read_ptable(source(table, "ptable"))
    if deviation is None or variance is None:
        raise UsageError("deviation", "{}, ou {} et {}", "ptable", "deviation", "variance")
    if not 1 <= deviation <= LARGEST_DEVIATION:
        raise UsageError("deviation", f"un nombre de 1 à {LARGEST_DEVIATION}")
    if not 0 <= threshold < deviation:
        raise UsageError(
            "threshold", f"un nombre de 0 à {deviation - 1} : moins que {{}}, sinon le bruit de certains effectifs n'a pas d'issue", "deviation"
        )  # fmt: skip
    try:
        return of_greatest_entropy(deviation, _fraction(variance), threshold)
    except VarianceError as wrong:
        raise UsageError(
            "variance",
            f"aucun bruit sans biais d'au plus {deviation} ne l'a pour tous les effectifs : "
            f"plus de 0, et de {float(wrong.lowest):g} à {float(wrong.highest):g}",
        ) from None


def _fraction(given: Variance) -> Fraction:
    try:
        number = Decimal(str(given)) if not isinstance(given, Fraction) else given
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(number, Decimal) and (len(str(given)) > 12 or not number.is_finite()):
        raise UsageError("variance", "un nombre, par exemple 1.5")
    return Fraction(number)
