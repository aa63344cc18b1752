"""A perturbation table given as a file (`count,noise,probability`), and what is wrong with it.

The last count of the file stands for every greater one, as in the tables of the R package ptable.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from opendata.disclosure.cellkey.ptable import PTable
from opendata.disclosure.columns import Columns
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.rows import Row, Source, read_rows

COLUMNS = ("count", "noise", "probability")
LARGEST = 100
# Published tables have some seven decimals.
_TOLERANCE = Fraction(1, 10**6)
_NUMBERS = "count et noise sont des entiers, probability un nombre de 0 à 1"


@dataclass
class _Read:
    """Count → noise → probability, and the first line of each count."""

    rows: dict[int, dict[int, Fraction]] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)


def read_ptable(path: Source) -> PTable:
    """A table without bias, without negatives, whose zeros stay zero. Raises ProblemsError."""
    problems: list[Problem] = []
    read = _Read()
    for row in read_rows(path, Columns(COLUMNS), problems):
        problems.extend(_line(row, read))
    if not problems:
        problems = list(_row_problems(read))
    if problems:
        raise ProblemsError(str(path), problems)
    return PTable(tuple(read.rows[count] for count in range(len(read.rows))))


def _line(row: Row, read: _Read) -> Iterator[Problem]:
    count, noise = (_integer(text) for text in row.texts[:2])
    part = _probability(row.texts[2])
    if count is None or noise is None or part is None or count < 0:
        yield Problem(row.line, 0, "nombre non valable", _NUMBERS, "corriger la ligne")
        return
    if count > LARGEST or abs(noise) > LARGEST:
        yield Problem(row.line, 0, "table trop grande", f"effectifs et bruits d'au plus {LARGEST}", "s'arrêter au premier effectif dont le bruit est celui des suivants")  # fmt: skip
        return
    if part and count + noise < 0:
        yield Problem(row.line, 2, "bruit qui rend un effectif négatif", "un effectif bruité est positif ou nul", "retirer ce bruit")  # fmt: skip
    if noise in read.rows.setdefault(count, {}):
        yield Problem(row.line, 0, "bruit déjà lu pour cet effectif", "une ligne par effectif et par bruit", "garder une ligne")  # fmt: skip
    read.rows[count][noise] = part
    read.lines.setdefault(count, row.line)


def _integer(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def _probability(text: str) -> Fraction | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number <= 1 or len(text) > 40:
        return None
    return Fraction(number)


def _row_problems(read: _Read) -> Iterator[Problem]:
    """What no line shows alone."""
    if not read.rows:
        yield Problem(0, 0, "aucune ligne", "une table de bruit a une ligne par effectif et par bruit", "vérifier le fichier")  # fmt: skip
        return
    for count in range(max(read.rows) + 1):
        if count not in read.rows:
            yield Problem(0, 1, f"effectif {count} sans bruit", "les effectifs se suivent à partir de 0", "ajouter ses lignes")  # fmt: skip
            continue
        line, row = read.lines[count], read.rows[count]
        if abs(sum(row.values(), Fraction(0)) - 1) > _TOLERANCE:
            yield Problem(line, 3, f"probabilités de l'effectif {count} dont la somme n'est pas 1", "les probabilités d'un effectif ont 1 pour somme", "corriger ses lignes")  # fmt: skip
        if abs(sum((noise * part for noise, part in row.items()), Fraction(0))) > _TOLERANCE:
            yield Problem(line, 3, f"bruit de l'effectif {count} biaisé", "le bruit moyen d'un effectif est nul", "corriger ses probabilités")  # fmt: skip
        if count == 0 and any(part for noise, part in row.items() if noise):
            yield Problem(line, 2, "zéro ne reste pas zéro", "un effectif nul n'a pas de bruit", "donner à 0 le seul bruit 0")  # fmt: skip
