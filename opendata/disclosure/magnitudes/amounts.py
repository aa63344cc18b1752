"""Files of amounts: contributions in, one a row; a published table in. Every problem is located, none shows an amount.

Amounts are kept exactly: whole numbers of the smallest unit that the file writes (cents where it has two decimals).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csc_array

from opendata.disclosure.codes import Known, code_problems, other_totals
from opendata.disclosure.columns import Columns
from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.magnitudes.rules import Contributed
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.program import Floats
from opendata.disclosure.protector import contributions
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import HIDDEN, KNOWN, PUBLISHED
from opendata.disclosure.rows import Row, Source, read_rows

# Cells of a table of amounts, digits of an amount and of a table's total, decimals.
CELLS, DIGITS, DECIMALS = 20_000, 15, 6
NUMBER = (
    f"un montant s'écrit avec un point décimal, au plus {DECIMALS} décimales et {DIGITS} chiffres"
)
POSITIVE = "les règles p % et (n, k) valent pour des montants positifs ou nuls (Hundepool et al. 2012, 4.2)"
MANY = f"une table de montants a au plus {CELLS} cases"


@dataclass(frozen=True)
class AmountsLayout:
    """What a file of contributions holds: dimensions with their hierarchies, and named columns.

    `holding`: the column of the group that a contributor belongs to (empty: to none); `cost`: of what a contribution
    is worth publishing.
    """

    trees: Mapping[str, tuple[Hierarchy, ...]]
    amount: str
    contributor: str
    holding: str | None = None
    cost: str | None = None
    ignored: frozenset[str] = frozenset()
    totals: Mapping[str, str] = field(default_factory=dict)
    only_declared: bool = False

    @property
    def columns(self) -> Columns:
        """The columns that must be there, the optional ones last."""
        named = (self.amount, self.contributor, self.holding, self.cost)
        return Columns((*self.trees, *(name for name in named if name)), self.ignored, self.only_declared)  # fmt: skip


@dataclass(frozen=True)
class Amounts:
    """A table of amounts in whole units: `decimals` of them make one of the file's. `costs`: by cell, where asked for."""

    cube: Cube
    values: Ints
    contributed: Contributed
    decimals: int
    costs: Floats | None


@dataclass
class _Read:
    """Contributions as rows come: labels → contributor → (amount's text, cost's text) of each row."""

    facts: dict[tuple[str, ...], dict[str, list[tuple[str, str]]]] = field(default_factory=dict)
    codes: list[dict[str, int]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    holdings: dict[str, tuple[str, int]] = field(default_factory=dict)
    fields: Sequence[int] = ()
    decimals: int = 0


def read_amounts(path: Source, layout: AmountsLayout) -> Amounts:
    """The amounts of a table of contributions. Raises ProblemsError with every problem of it."""
    problems: list[Problem] = []
    read = _streamed(path, layout, problems)
    if not problems:
        problems = list(_content_problems(layout, read))
    if problems:
        raise ProblemsError(str(path), problems)
    cube = Cube(tuple(
        dimension(name, [] if trees else sorted(set(codes) - {TOTAL}), trees)
        for (name, trees), codes in zip(layout.trees.items(), read.codes, strict=True)
    ))  # fmt: skip
    amounts = _amounts(cube, layout, read)
    problems = [*_large(amounts), *_unnamed_totals(amounts, layout, read)]
    if problems:
        raise ProblemsError(str(path), problems)
    return amounts


def _streamed(path: Source, layout: AmountsLayout, problems: list[Problem]) -> _Read:
    read = _Read(codes=[{} for _ in layout.trees])
    groups = [{c for t in trees for c in t.children} | {TOTAL} for trees in layout.trees.values()]
    for row in read_rows(path, layout.columns, problems):
        read.fields = row.fields
        labels = _labels(row.texts, layout)
        for seen, label in zip(read.codes, labels, strict=True):
            seen.setdefault(label, row.line)
        wrong = list(_row_problems(row, labels, groups, layout))
        problems += wrong
        if not wrong:
            _keep(row, labels, layout, read, problems)
    return read


def _labels(texts: Sequence[str], layout: AmountsLayout) -> tuple[str, ...]:
    named = zip(layout.trees, texts[: len(layout.trees)], strict=True)
    return tuple(TOTAL if layout.totals.get(name) == label else label for name, label in named)


def _row_problems(
    row: Row, labels: Sequence[str], groups: Sequence[set[str]], layout: AmountsLayout
) -> Iterator[Problem]:
    """What is wrong with one contribution."""
    size = len(labels)
    for place, label in enumerate(labels):
        if not label:
            yield Problem(row.line, row.fields[place], "code vide", KNOWN, "donner le code")
    if any(label in known for label, known in zip(labels, groups, strict=True)):
        yield Problem(row.line, 0, "total ou groupe parmi les contributions", "une contribution porte les codes les plus fins",
                      "retirer la ligne : les totaux sont calculés")  # fmt: skip
    if not row.texts[size + 1].strip():
        yield Problem(row.line, row.fields[size + 1], "contributeur vide", "chaque montant a son contributeur", "le nommer")  # fmt: skip
    yield from _number_problems(row, size, "montant")
    if layout.cost:
        yield from _number_problems(row, len(row.texts) - 1, "coût")


def _number_problems(row: Row, place: int, what: str) -> Iterator[Problem]:
    text = row.texts[place]
    if re.fullmatch(r"-[0-9.]*[1-9][0-9.]*", text):
        yield Problem(row.line, row.fields[place], f"{what} négatif : non pris en charge", POSITIVE,
                      "retirer la ligne, ou publier les montants négatifs dans une autre table")  # fmt: skip
    elif re.fullmatch(r"[0-9]+,[0-9]+", text):
        yield Problem(row.line, row.fields[place], f"{what} avec une virgule", NUMBER, "écrire un point décimal")  # fmt: skip
    elif not re.fullmatch(rf"[0-9]{{1,{DIGITS}}}(\.[0-9]{{1,{DECIMALS}}})?", text):
        yield Problem(row.line, row.fields[place], f"{what} non valable", NUMBER, f"corriger le {what}")  # fmt: skip


def _keep(
    row: Row, labels: tuple[str, ...], layout: AmountsLayout, read: _Read, problems: list[Problem]
) -> None:
    amount, name = row.texts[len(labels)], row.texts[len(labels) + 1]
    read.names.setdefault(name, row.line)
    who = name
    if layout.holding:
        holding = row.texts[len(labels) + 2]
        before, line = read.holdings.setdefault(name, (holding, row.line))
        if before != holding:
            problems.append(Problem(row.line, row.fields[len(labels) + 2], f"autre groupe qu'en ligne {line} pour ce contributeur",
                                    "un contributeur est d'un seul groupe", "accorder les lignes"))  # fmt: skip
        # A contributor and a group of one name are two.
        who = f"g {holding}" if holding else f"c {name}"
    read.decimals = max(read.decimals, len(amount.partition(".")[2]))
    cost = row.texts[-1] if layout.cost else ""
    read.facts.setdefault(labels, {}).setdefault(who, []).append((amount, cost))


def _content_problems(layout: AmountsLayout, read: _Read) -> Iterator[Problem]:
    if not read.facts:
        yield Problem(0, 0, "aucune ligne", "une table a des montants", "vérifier l'extraction du fichier")  # fmt: skip
        return
    for trees, codes, number in zip(layout.trees.values(), read.codes, read.fields, strict=False):
        yield from code_problems(codes, number)
        known = {TOTAL}.union(*(tree.parents for tree in trees))
        for code, line in codes.items():
            if trees and code not in known:
                yield Problem(line, number, "code inconnu", KNOWN,
                              "compléter la hiérarchie (code, parent vide) ou corriger le code")  # fmt: skip
    yield from code_problems(read.names, read.fields[len(layout.trees) + 1], reserved=())
    sizes = [len(codes) + 1 + sum(len(t.parents) for t in trees)
             for codes, trees in zip(read.codes, layout.trees.values(), strict=True)]  # fmt: skip
    if math.prod(sizes) > 4 * CELLS:
        yield Problem(0, 0, "trop de cases", MANY, "grouper des codes, ou retirer une dimension")


def _amounts(cube: Cube, layout: AmountsLayout, read: _Read) -> Amounts:
    whole = {labels: {who: sum(_units(amount, read.decimals) for amount, _ in rows) for who, rows in by.items()}
             for labels, by in read.facts.items()}  # fmt: skip
    values = cube.counts({labels: sum(by.values()) for labels, by in whole.items()})
    names, brought = contributions(cube, whole)
    costs = None
    if layout.cost:
        finest = {labels: sum(_units(cost, DECIMALS) for rows in by.values() for _, cost in rows)
                  for labels, by in read.facts.items()}  # fmt: skip
        costs = cube.counts(finest) / 10**DECIMALS
    return Amounts(cube, values, Contributed(names, csc_array(brought.matrix)), read.decimals, costs)  # fmt: skip


def _units(text: str, decimals: int) -> int:
    """A text as whole units."""
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(decimals, "0"))


def _large(amounts: Amounts) -> Iterator[Problem]:
    if amounts.cube.size > CELLS:
        yield Problem(0, 0, "trop de cases", MANY, "grouper des codes, ou retirer une dimension")
    if int(amounts.values[0]) >= 10**DIGITS:
        yield Problem(0, 0, f"total de plus de {DIGITS} chiffres, décimales comprises", NUMBER, "compter en milliers")  # fmt: skip


def _unnamed_totals(amounts: Amounts, layout: AmountsLayout, read: _Read) -> Iterator[Problem]:
    cube = amounts.cube
    finest = cube.summarised() == 0
    written = np.zeros(cube.size, dtype=bool)
    written[[cube.cell(labels) for labels in read.facts]] = True
    declared = [bool(trees) for trees in layout.trees.values()]
    for axis, code in other_totals(Known(cube, amounts.values, finest, written, 1), declared):
        name = cube.names[axis]
        yield Problem(read.codes[axis][code], read.fields[axis], "code égal partout à la somme des autres",
                      f"un total de « {name} » est nommé : --total {name}=CODE", "le nommer, ou déclarer la hiérarchie de la dimension")  # fmt: skip


def amount_text(units: int, decimals: int) -> str:
    """Whole units as the file writes amounts."""
    if not decimals:
        return str(units)
    text = str(units).rjust(decimals + 1, "0")
    return f"{text[:-decimals]}.{text[-decimals:]}"


# -- a published table ---------------------------------------------------------------------


def read_published_amounts(
    path: Path, trees: Mapping[str, tuple[Hierarchy, ...]]
) -> tuple[Publication, int]:
    """A table as `protect-amounts` writes it, and its decimals. Raises ProblemsError."""
    problems: list[Problem] = []
    cells: dict[tuple[str, ...], str] = {}
    codes: list[dict[str, int]] = [{} for _ in trees]
    fields: Sequence[int] = ()
    for row in read_rows(path, Columns((*trees, "value", "status")), problems):
        labels, (value, status), fields = row.texts[:-2], row.texts[-2:], row.fields
        for seen, label in zip(codes, labels, strict=True):
            seen.setdefault(label, row.line)
        if labels in cells:
            problems.append(Problem(row.line, 0, "case répétée", "une ligne par case", "garder une ligne"))  # fmt: skip
        if (status, value == "") not in ((PUBLISHED, False), (HIDDEN, True)):
            problems.append(Problem(row.line, row.fields[-1], "statut et montant se contredisent",
                                    "published avec un montant, hidden sans", "corriger la ligne"))  # fmt: skip
        elif value:
            problems += _number_problems(row, len(labels), "montant")
        cells[labels] = value
    if not problems:
        problems = list(_published_problems(cells, trees, codes, fields))
    if problems:
        raise ProblemsError(str(path), problems)
    return _publication(cells, trees, codes)


def _published_problems(
    cells: Mapping[tuple[str, ...], str], trees: Mapping[str, tuple[Hierarchy, ...]],
    codes: Sequence[Mapping[str, int]], fields: Sequence[int],
) -> Iterator[Problem]:  # fmt: skip
    if not cells:
        yield Problem(0, 0, "aucune ligne", "une table a des montants", "vérifier le fichier")
    for (name, given), seen, number in zip(trees.items(), codes, fields, strict=False):
        yield from code_problems(seen, number)
        known = {TOTAL}.union(*(tree.parents for tree in given))
        for code, line in seen.items():
            if given and code not in known:
                yield Problem(line, number, f"code « {code} » qu'aucune hiérarchie donnée ne place", KNOWN,
                              f"donner aussi la hiérarchie qui le contient : --dimension {name}=FICHIER")  # fmt: skip
        if not given and TOTAL not in seen and len(seen) > 1:
            yield Problem(0, number, f"rien ne dit comment les codes de « {name} » s'additionnent",
                          f"une dimension a une hiérarchie, ou des lignes « {TOTAL} »", f"donner sa hiérarchie : --dimension {name}=FICHIER")  # fmt: skip


def _publication(
    cells: Mapping[tuple[str, ...], str], trees: Mapping[str, tuple[Hierarchy, ...]],
    codes: Sequence[Mapping[str, int]],
) -> tuple[Publication, int]:  # fmt: skip
    axes = [dimension(name, [] if given else list(seen), given)
            for (name, given), seen in zip(trees.items(), codes, strict=True)]  # fmt: skip
    cube = Cube(tuple(axes))
    decimals = max((len(value.partition(".")[2]) for value in cells.values()), default=0)
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros((2, cube.size), dtype=bool)
    for labels, value in cells.items():
        cell = cube.cell(labels)
        shown[cell], hidden[cell] = bool(value), not value
        values[cell] = _units(value, decimals) if value else 0
    return Publication(cube, values, shown, hidden), decimals
