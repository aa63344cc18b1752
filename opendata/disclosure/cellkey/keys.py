"""Record keys, and their sums by cell.

A key comes from a column, or from a keyed hash of the record's identifier: never from the order of the records,
so that a record has the same key in every file that holds it.
"""

from __future__ import annotations

import hashlib
import hmac
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np
from scipy.stats import kstest

from opendata.disclosure.cellkey.ptable import SCALE
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.reading import CountsLayout
from opendata.disclosure.rows import Row, Source, read_rows

SECRET_BYTES = 16
# A uniform column is refused once in a million.
_CHANCE = 1e-6
_DIGITS = 15
_ENOUGH = 20

# The key of a record, from its text; None when the text gives none.
KeyOf = Callable[[str], "int | None"]


def read_secret(path: Path) -> bytes:
    """The secret that keys are derived with, from a file that its owner alone may read. Raises ProblemsError."""
    rule = f"le secret des clés est un fichier d'au moins {SECRET_BYTES} octets, lisible de son seul propriétaire"
    try:
        mode, raw = path.stat().st_mode, path.read_bytes().strip()
    except OSError:
        raise ProblemsError(str(path), [Problem(0, 0, "fichier illisible", rule, "vérifier le chemin")]) from None  # fmt: skip
    problems = []
    if mode & 0o077:
        problems.append(Problem(0, 0, "secret que d'autres peuvent lire", rule, "chmod 600, et changer de secret s'il a été lu"))  # fmt: skip
    if len(raw) < SECRET_BYTES:
        problems.append(Problem(0, 0, "secret trop court", rule, "en tirer un autre au hasard"))
    if problems:
        raise ProblemsError(str(path), problems)
    return raw


def derived(secret: bytes) -> KeyOf:
    """Keys by HMAC-SHA-256 (RFC 2104) of the identifier."""

    def key(identifier: str) -> int | None:
        digest = hmac.new(secret, identifier.encode(), hashlib.sha256).digest()
        return int.from_bytes(digest[:16], "big") % SCALE if identifier else None

    return key


def given(text: str) -> int | None:
    """A key written as a number from 0, below 1, of at most 15 decimals."""
    try:
        scaled = Decimal(text) * SCALE
    except InvalidOperation:
        return None
    if len(text) > 40 or not scaled.is_finite() or not 0 <= scaled < SCALE or scaled % 1:
        return None
    return int(scaled)


@dataclass
class CellKeys:
    """Finest labels → sum of the keys of its records, modulo SCALE."""

    sums: dict[tuple[str, ...], int] = field(default_factory=dict)


def read_keys(path: Source, layout: CountsLayout, column: str, key_of: KeyOf, is_identifier: bool) -> CellKeys:  # fmt: skip
    """The keys of a table of facts whose labels are right already (`read_counts`).

    Raises ProblemsError: a key that is none, an identifier given twice, keys that are not uniform.
    """
    problems: list[Problem] = []
    cells, keys = CellKeys(), array("Q")
    place = 0
    for row in read_rows(path, layout.with_others(column), problems):
        place = row.fields[-1]
        key = key_of(row.texts[-1])
        if key is None:
            problems.append(_no_key(row, is_identifier))
            continue
        labels = row.texts[:-1]
        cells.sums[labels] = (cells.sums.get(labels, 0) + key) % SCALE
        keys.append(_mark(row.texts[-1]) if is_identifier else key)
    if not problems:
        problems = list(_twice(keys, place) if is_identifier else _uneven(keys, place))
    if problems:
        raise ProblemsError(str(path), problems)
    return cells


def _no_key(row: Row, is_identifier: bool) -> Problem:
    if is_identifier:
        return Problem(row.line, row.fields[-1], "identifiant vide", "chaque fait a un identifiant, le même pour toujours", "donner l'identifiant")  # fmt: skip
    return Problem(row.line, row.fields[-1], "clé non valable", f"une clé est un nombre de 0 à 1 (1 exclu) d'au plus {_DIGITS} décimales", "corriger la clé")  # fmt: skip


def _mark(identifier: str) -> int:
    """64 bits of an identifier, to find it again."""
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "big")


def _twice(marks: array[int], place: int) -> Iterator[Problem]:
    """Identifiers that an earlier line gave; the lines of a file of facts follow each other from 2."""
    found = np.frombuffer(marks, dtype=np.uint64) if marks else np.zeros(0, dtype=np.uint64)
    _, first, back = np.unique(found, return_index=True, return_inverse=True)
    for record in np.flatnonzero(first[back] != np.arange(len(found))).tolist()[:1000]:
        yield Problem(record + 2, place, f"identifiant déjà lu en ligne {int(first[back[record]]) + 2}",
                      "un fait a un identifiant à lui", "retirer la ligne en double, ou corriger l'identifiant")  # fmt: skip


def _uneven(keys: array[int], place: int) -> Iterator[Problem]:
    """Keys that chance does not draw evenly (Kolmogorov and Smirnov's test)."""
    found = np.frombuffer(keys, dtype=np.uint64) / SCALE if keys else np.zeros(0)
    if len(found) >= _ENOUGH and kstest(found, "uniform").pvalue < _CHANCE:
        yield Problem(0, place, "clés qui ne sont pas uniformes", "les clés sont tirées au hasard entre 0 et 1",
                      "les tirer de nouveau, ou les dériver d'un identifiant")  # fmt: skip
