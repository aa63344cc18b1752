"""The files and tables of the general tool: counts or facts in, a published table in.

Every problem is located, none shows a count. Rows come through `rows`, whatever the format.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from opendata.disclosure.codes import Known, code_problems, other_totals, totals_of_facts
from opendata.disclosure.columns import Columns
from opendata.disclosure.crossings import attacked
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.frame import Margin, built, largest
from opendata.disclosure.hierarchy import (
    TOTAL,
    Dimension,
    Hierarchy,
    contradictions,
    dimension,
    read_hierarchy,
)
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.publication import Publication
from opendata.disclosure.rows import InMemory, Row, Source, read_rows, unreadable

PUBLISHED, HIDDEN = "published", "hidden"
KNOWN = "un code figure dans une hiérarchie de sa dimension"
DIGITS = 15
WHOLE_NUMBER = f"un effectif est un nombre entier, zéro compris, d'au plus {DIGITS} chiffres"
CELLS = 1_000_000
COMBINATIONS = 2_000_000
HIERARCHY_BYTES = 10_000_000


@dataclass(frozen=True)
class CountsLayout:
    """What a file of counts holds.

    `trees`: dimension → its hierarchies (none: every code directly under `Total`); `amount`:
    column of counts, None when each row is a fact; `contributor`: column of contributors;
    `ignored`: columns that may be there and are not read, `only_declared`: so may any other;
    `totals`: dimension → the code that this file writes for `Total`; `tables`: the margins to build, all where `None`.
    """

    trees: Mapping[str, tuple[Hierarchy, ...]]
    amount: str | None = None
    contributor: str | None = None
    ignored: frozenset[str] = frozenset()
    totals: Mapping[str, str] = field(default_factory=dict)
    only_declared: bool = False
    tables: tuple[Margin, ...] | None = None

    def cells(self, sizes: Sequence[int], more: Iterable[Margin] = ()) -> int:
        """How many cells are built, given how many codes each dimension has, `Total` included."""
        every = [frozenset(self.trees)] if self.tables is None else [*self.tables, *more]
        return built(dict(zip(self.trees, sizes, strict=True)), every)

    @property
    def columns(self) -> Columns:
        """The columns that must be there."""
        return self.with_others(*(name for name in (self.amount, self.contributor) if name))

    def with_others(self, *others: str) -> Columns:
        """The columns of the dimensions, then others."""
        return Columns((*self.trees, *others), self.ignored, self.only_declared)


@dataclass
class Read:
    """The finest counts of a file: labels → contributor ("" when there is none) → count.

    `totals`: the totals that the file gives, by line; `codes`: for each column of codes, code → its first line;
    `fields`: the field numbers of the columns.
    """

    facts: dict[tuple[str, ...], dict[str, int]] = field(default_factory=dict)
    totals: list[tuple[int, tuple[str, ...], int]] = field(default_factory=list)
    codes: list[dict[str, int]] = field(default_factory=list)
    fields: Sequence[int] = ()

    @property
    def counts(self) -> dict[tuple[str, ...], int]:
        """Labels → count, contributors added up."""
        return {labels: sum(by.values()) for labels, by in self.facts.items()}


def read_trees(dimensions: Sequence[tuple[str, Source | None]]) -> dict[str, tuple[Hierarchy, ...]]:
    """(name, hierarchy or None), a name once per hierarchy → its hierarchies.

    Raises ProblemsError on a malformed file or on hierarchies that contradict each other.
    """
    hierarchies: dict[str, tuple[Hierarchy, ...]] = {}
    for name, path in dimensions:
        hierarchies.setdefault(name, ())
        if path is None:
            continue
        tree, problems = read_hierarchy(_text(path))
        if tree is None:
            raise ProblemsError(str(path), problems)
        alike = list(code_problems({code: line for line, code in enumerate(tree.parents, 2)}, 1))
        if alike:
            raise ProblemsError(str(path), alike)
        hierarchies[name] = (*hierarchies[name], tree)
        wrong = contradictions(hierarchies[name])
        if wrong:
            rule = "les hiérarchies d'une dimension partagent leurs codes les plus fins"
            raise ProblemsError(str(path), [Problem(0, 0, text, rule, "accorder les fichiers") for text in wrong])  # fmt: skip
    return hierarchies


def read_counts(source: Source, layout: CountsLayout) -> tuple[Cube, Read]:
    """The cube and finest counts of a file or table; given totals are checked, then left out.

    Raises ProblemsError with every problem of the file.
    """
    problems: list[Problem] = []
    read = _streamed(source, layout, problems)
    if not problems:
        problems = list(_content_problems(layout, read))
    if problems:
        raise ProblemsError(str(source), problems)
    cube = _cube(layout, read)
    given = Cube(cube.dimensions, layout.tables and (*layout.tables, *_given_margins(layout, read)))
    problems = [*_wrong_totals(given, read), *_unnamed_totals(cube, layout, read)]
    if problems:
        raise ProblemsError(str(source), problems)
    return cube, read


def _text(source: Source) -> str:
    """The text of a hierarchy's file; a table in memory is the file that it would be."""
    if isinstance(source, InMemory):
        out = io.StringIO(newline="")
        rows = source.table.to_pylist()
        texts = [["" if value is None else str(value) for value in row.values()] for row in rows]
        csv.writer(out, lineterminator="\n").writerows([source.table.column_names, *texts])
        return out.getvalue()
    try:
        with source.open("rb") as file:
            raw = file.read(HIERARCHY_BYTES + 1)
        if len(raw) > HIERARCHY_BYTES:
            quoi = "fichier trop gros pour une hiérarchie"
            raise ProblemsError(str(source), [Problem(0, 0, quoi, "au plus 10 Mo", "vérifier le chemin")])  # fmt: skip
        return raw.decode("utf-8-sig")
    except OSError:
        raise ProblemsError(str(source), [unreadable("fichier illisible")]) from None
    except UnicodeDecodeError:
        raise ProblemsError(str(source), [unreadable("texte qui n'est pas en UTF-8")]) from None


def _streamed(source: Source, layout: CountsLayout, problems: list[Problem]) -> Read:
    """Every row checked, and counted as it comes: what is kept grows with the cells, not with the facts."""
    read = Read(codes=[{} for _ in layout.trees])
    who_codes: dict[str, int] = {}
    first: dict[tuple[str, ...], int] = {}
    groups = [{c for t in trees for c in t.children} | {TOTAL} for trees in layout.trees.values()]
    for row in read_rows(source, layout.columns, problems):
        read.fields = row.fields
        labels = _labels(row, layout)
        for seen, label in zip(read.codes, labels, strict=True):
            seen.setdefault(label, row.line)
        who = row.texts[-1] if layout.contributor else ""
        who_codes.setdefault(who, row.line)
        problems += [Problem(row.line, row.fields[n], "code vide", KNOWN, "donner le code")
                     for n, label in enumerate(labels) if not label]  # fmt: skip
        is_total = any(label in known for label, known in zip(labels, groups, strict=True))
        if layout.amount is None:
            _fact(row, labels, who, is_total, read, problems)
        else:
            _amount(row, labels, who, is_total, read, first, problems)
        if len(read.facts) > (CELLS if layout.tables is None else COMBINATIONS):
            problems.append(_too_many(row.line))
            break
    if layout.contributor and not problems:
        problems.extend(
            code_problems(who_codes, read.fields[-1], reserved=()) if read.fields else ()
        )
    return read


def _labels(row: Row, layout: CountsLayout) -> tuple[str, ...]:
    labels = row.texts[: len(layout.trees)]
    if not layout.totals:
        return labels
    named = zip(layout.trees, labels, strict=True)
    return tuple(TOTAL if layout.totals.get(name) == label else label for name, label in named)


def _too_many(line: int) -> Problem:
    rule = f"au plus {CELLS // 1_000_000} million de cases"
    return Problem(line, 0, "trop de cases", rule, "grouper des codes, ou retirer une dimension")


def _fact(
    row: Row, labels: tuple[str, ...], who: str, is_total: bool, read: Read, problems: list[Problem]
) -> None:
    if is_total:
        problems.append(Problem(row.line, 0, "un fait porte un code de regroupement", "un fait porte des codes fins",
                                "donner le code le plus fin"))  # fmt: skip
        return
    by = read.facts.setdefault(labels, {})
    by[who] = by.get(who, 0) + 1


def _amount(
    row: Row, labels: tuple[str, ...], who: str, is_total: bool, read: Read,
    first: dict[tuple[str, ...], int], problems: list[Problem],
) -> None:  # fmt: skip
    number = whole_number(row.texts[len(labels)])
    if number is None:
        field_number = row.fields[len(labels)]
        problems.append(Problem(row.line, field_number, "effectif non valable", WHOLE_NUMBER, "corriger l'effectif"))  # fmt: skip
        return
    earlier = first.setdefault((*labels, who), row.line)
    if earlier != row.line:
        problems.append(Problem(row.line, 0, f"case déjà lue en ligne {earlier}", "une ligne par case",
                                "additionner ou retirer les lignes en double"))  # fmt: skip
    elif is_total:
        read.totals.append((row.line, labels, number))
    else:
        read.facts.setdefault(labels, {})[who] = number


def whole_number(text: str) -> int | None:
    """A whole number of at most `DIGITS` digits; `None` for any other text."""
    is_number = text.isascii() and text.isdigit() and len(text.lstrip("0")) <= DIGITS
    return int(text) if is_number else None


def _content_problems(layout: CountsLayout, read: Read) -> Iterator[Problem]:
    """What no row shows alone: no row at all, codes alike or unknown, too many cells, too large a sum."""
    if not read.facts:
        quoi = "aucun effectif fin" if read.totals else "aucune ligne"
        yield Problem(0, 0, quoi, "une table a des effectifs", "vérifier l'extraction du fichier")
        return
    for codes, number in zip(read.codes, read.fields, strict=False):
        yield from code_problems(codes, number)
    yield from _unknown(layout, read)
    if sum(read.counts.values()) >= 10**DIGITS:
        yield Problem(0, 0, f"somme des effectifs de plus de {DIGITS} chiffres", WHOLE_NUMBER, "corriger les effectifs")  # fmt: skip
    sizes = [len(codes) + 1 + sum(len(t.parents) for t in trees)
             for codes, trees in zip(read.codes, layout.trees.values(), strict=True)]  # fmt: skip
    if layout.cells(sizes, _given_margins(layout, read)) > CELLS:
        yield _too_many(0)


def _given_margins(layout: CountsLayout, read: Read) -> set[Margin]:
    """The margins of the totals that a file gives."""
    return {_margin(layout, labels) for _, labels, _ in read.totals}


def _margin(layout: CountsLayout, labels: Sequence[str]) -> Margin:
    """The dimensions that the labels of a cell detail."""
    return frozenset(
        name for name, label in zip(layout.trees, labels, strict=True) if label != TOTAL
    )


def _cube(layout: CountsLayout, read: Read) -> Cube:
    dimensions: list[Dimension] = []
    for (name, trees), seen in zip(layout.trees.items(), read.codes, strict=True):
        codes = [] if trees else sorted(set(seen) - {TOTAL})
        dimensions.append(dimension(name, codes, trees))
    return Cube(tuple(dimensions), layout.tables)


def _unknown(layout: CountsLayout, read: Read) -> Iterator[Problem]:
    """Codes that no hierarchy of their dimension holds, each where it is first read."""
    for trees, codes, number in zip(layout.trees.values(), read.codes, read.fields, strict=False):
        known = {TOTAL}.union(*(tree.parents for tree in trees))
        for code, line in codes.items():
            if trees and code not in known:
                yield Problem(line, number, "code inconnu", KNOWN,
                              "compléter la hiérarchie (code, parent vide) ou corriger le code")  # fmt: skip


def _wrong_totals(cube: Cube, read: Read) -> Iterator[Problem]:
    if not read.totals:
        return
    values = cube.counts(read.counts)
    for line, labels, number in read.totals:
        if int(values[cube.cell(labels)]) != number:
            yield Problem(line, 0, "total qui n'est pas la somme de ses parties", "un total donné est exact",
                          "corriger le total ou les effectifs")  # fmt: skip


def _unnamed_totals(cube: Cube, layout: CountsLayout, read: Read) -> Iterator[Problem]:
    """Codes that are the sum of the others, of dimensions without a declared hierarchy."""
    declared = [bool(trees) for trees in layout.trees.values()]
    # A fact that is not there is none; a count may not have been given.
    for axis, code in totals_of_facts(cube, read.counts, declared, every=layout.amount is None):
        name = cube.names[axis]
        yield Problem(read.codes[axis][code], read.fields[axis], "code égal partout à la somme des autres",
                      f"un total de « {name} » est nommé : --total {name}=CODE",
                      "le nommer, ou déclarer la hiérarchie de la dimension")  # fmt: skip


def read_structural(source: Source, cube: Cube) -> Bools:
    """The cells that are zero by nature, one a line by the codes of the dimensions.

    Everybody knows them: they are published and never hidden. Raises ProblemsError.
    """
    problems: list[Problem] = []
    zeros = np.zeros(cube.size, dtype=bool)
    for row in read_rows(source, Columns(cube.names), problems):
        try:
            zeros[cube.cell(row.texts)] = True
        except KeyError:
            problems.append(Problem(row.line, 0, "code inconnu", KNOWN, "corriger le code"))
    if problems:
        raise ProblemsError(str(source), problems)
    return zeros


@dataclass
class PublishedRows:
    """A published table as its rows come: labels → count (`None`: hidden) and → line, code → first line by dimension."""

    layout: CountsLayout
    cells: dict[tuple[str, ...], int | None] = field(default_factory=dict)
    lines: dict[tuple[str, ...], int] = field(default_factory=dict)
    codes: list[dict[str, int]] = field(default_factory=list)
    fields: Sequence[int] = ()


# What a row of a published table says of its count, `None` when it is hidden; or what is wrong with it.
CountOf = Callable[[Row], "int | Problem | None"]


def read_release(source: Source, layout: CountsLayout, placed: Collection[str] = ()) -> Publication:
    """A table as `protect` writes it: columns of the dimensions, `value`, `status`.

    Cells that are not in the file are not published: an attacker takes them as unknown. A code that is the sum of
    the others, wherever both are known, is one more sum that ties the cells. Raises ProblemsError, also when
    nothing says how the codes of a dimension add up: they may overlap. `placed`: dimensions of which something else
    says it. Only the cells of its margins are built, with what an attack on them needs. Raises CrossedError.
    """
    columns = ("value", "status")
    return attacked(read_published(source, layout, columns, _count_or_hidden, placed=placed)[0])


def read_part(source: Source, layout: CountsLayout) -> Publication:
    """The same for one table of a release whose description says how codes add up. Raises ProblemsError."""
    columns = ("value", "status")
    return read_published(source, layout, columns, _count_or_hidden, placed=layout.trees)[0]


def read_published(
    source: Source,
    layout: CountsLayout,
    columns: Sequence[str],
    count_of: CountOf,
    exact: bool = True,
    placed: Collection[str] = (),
) -> tuple[Publication, PublishedRows]:
    """A published table with other columns than `protect` writes, and its rows.

    `exact`: its counts are true ones, so that those of a code may show that it is the sum of the others; `placed`:
    dimensions whose codes without hierarchy are known to add up.
    Raises ProblemsError.
    """
    problems: list[Problem] = []
    release = PublishedRows(layout, codes=[{} for _ in layout.trees])
    for row in read_rows(source, layout.with_others(*columns), problems):
        problems.extend(_published(row, release, count_of))
        if len(release.cells) > CELLS:
            problems.append(_too_many(row.line))
            break
    if not problems:
        problems = list(_release_problems(release))
    if problems:
        raise ProblemsError(str(source), problems)
    publication = _publication(release, exact)
    problems = list(_unplaced(publication, release, placed))
    if problems:
        raise ProblemsError(str(source), problems)
    return publication, release


def _published(row: Row, release: PublishedRows, count_of: CountOf) -> Iterator[Problem]:
    """Keeps a row of a published table, or says what is wrong with it."""
    release.fields = row.fields
    labels = _labels(row, release.layout)
    for seen, label in zip(release.codes, labels, strict=True):
        seen.setdefault(label, row.line)
    if labels in release.cells:
        yield Problem(row.line, 0, "case répétée", "une ligne par case", "garder une ligne")
    found = count_of(row)
    if isinstance(found, Problem):
        yield found
    release.cells[labels] = None if isinstance(found, Problem) else found
    release.lines[labels] = row.line


def _count_or_hidden(row: Row) -> int | Problem | None:
    value, status = row.texts[-2:]
    if (status, value == "") not in ((PUBLISHED, False), (HIDDEN, True)):
        return Problem(row.line, row.fields[-1], "statut et effectif se contredisent",
                       "published avec un effectif, hidden sans", "corriger la ligne")  # fmt: skip
    number = whole_number(value)
    if value and number is None:
        return Problem(row.line, row.fields[-2], "effectif non valable", WHOLE_NUMBER, "corriger")
    return number


def _release_problems(release: PublishedRows) -> Iterator[Problem]:
    if not release.cells:
        yield Problem(0, 0, "aucune ligne", "une table a des effectifs", "vérifier le fichier")
        return
    sizes = []
    named = zip(release.layout.trees.items(), release.codes, release.fields, strict=False)
    for (name, trees), codes, number in named:
        yield from code_problems(codes, number)
        known = {TOTAL}.union(*(tree.parents for tree in trees))
        sizes.append(len(known | set(codes)))
        for code, line in codes.items():
            if trees and code not in known:
                yield Problem(line, number, f"code « {code} » qu'aucune hiérarchie donnée ne place", KNOWN,
                              f"donner aussi la hiérarchie qui le contient : --dimension {name}=FICHIER")  # fmt: skip
    release.layout = replace(release.layout, tables=_published_margins(release))
    if release.layout.cells(sizes) > CELLS:
        yield _too_many(0)


def _published_margins(release: PublishedRows) -> tuple[Margin, ...] | None:
    """The margins of the rows of a release; `None` where they are every margin."""
    margins = largest({_margin(release.layout, labels) for labels in release.cells})
    return None if margins == (frozenset(release.layout.trees),) else margins


def _unplaced(
    publication: Publication, release: PublishedRows, placed: Collection[str]
) -> Iterator[Problem]:
    """Dimensions of which neither a hierarchy nor a published total says how their codes add up, nor who asks."""
    dimensions = publication.cube.dimensions
    for dim, codes, number in zip(dimensions, release.codes, release.fields, strict=False):
        name = dim.name
        known = name in placed or release.layout.trees[name] or dim.seen
        if not known and TOTAL not in codes and len(codes) > 1:
            yield Problem(0, number, f"rien ne dit comment les codes de « {name} » s'additionnent",
                          f"une dimension a une hiérarchie, ou des lignes « {TOTAL} »",
                          f"donner sa hiérarchie : --dimension {name}=FICHIER, ou son total : --total {name}=CODE")  # fmt: skip


def _publication(release: PublishedRows, exact: bool) -> Publication:
    trees = release.layout.trees
    dimensions = [
        dimension(name, [] if given else list(codes), given)
        for (name, given), codes in zip(trees.items(), release.codes, strict=True)
    ]
    cube = Cube(tuple(dimensions), release.layout.tables)
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros(cube.size, dtype=bool), np.zeros(cube.size, dtype=bool)
    for labels, number in release.cells.items():
        cell = cube.cell(labels)
        hidden[cell], shown[cell], values[cell] = number is None, number is not None, number or 0
    counts = Known(cube, values, shown, shown, 2)
    declared = [bool(given) or not exact for given in trees.values()]
    for axis, code in other_totals(counts, declared):
        others = tuple(leaf for leaf in dimensions[axis].leaves if leaf != code)
        dimensions[axis] = replace(dimensions[axis], seen=((code, others),))
    return Publication(replace(cube, dimensions=tuple(dimensions)), values, shown, hidden)
