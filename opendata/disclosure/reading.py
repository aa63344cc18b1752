"""The files of the general tool: counts or facts in, a published table in.

Every problem is located, none shows a value.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from opendata.disclosure.counting import count
from opendata.disclosure.cube import Bools, Cube
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

PUBLISHED, HIDDEN = "published", "hidden"
KNOWN = "un code figure dans une hiérarchie de sa dimension"
WHOLE_NUMBER = "un effectif est un nombre entier, zéro compris"
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class CountsLayout:
    """What a file of counts holds.

    `trees`: dimension → its hierarchies (none: every code directly under `Total`); `amount`:
    column of counts, None when each row is a fact; `contributor`: column of contributors;
    `ignored`: columns that may be there and are not read.
    """

    trees: Mapping[str, tuple[Hierarchy, ...]]
    amount: str | None = None
    contributor: str | None = None
    ignored: frozenset[str] = frozenset()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that must be there."""
        extra = (name for name in (self.amount, self.contributor) if name)
        return (*self.trees, *extra)


@dataclass
class Read:
    """The finest counts of a file: labels → contributor ("" when there is none) → count."""

    facts: dict[tuple[str, ...], dict[str, int]] = field(default_factory=dict)
    totals: list[tuple[int, tuple[str, ...], int]] = field(default_factory=list)


def read_trees(dimensions: Sequence[tuple[str, Path | None]]) -> dict[str, tuple[Hierarchy, ...]]:
    """(name, hierarchy file or None), a name once per hierarchy → its hierarchies.

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
        hierarchies[name] = (*hierarchies[name], tree)
        wrong = contradictions(hierarchies[name])
        if wrong:
            rule = "les hiérarchies d'une dimension partagent leurs codes les plus fins"
            raise ProblemsError(str(path), [Problem(0, 0, text, rule, "accorder les fichiers") for text in wrong])  # fmt: skip
    return hierarchies


def read_counts(path: Path, layout: CountsLayout, base: Path | None = None) -> tuple[Cube, Read]:
    """The cube and finest counts of a CSV or Parquet file; given totals are checked, then left out.

    Raises ProblemsError with every problem of the file.
    """
    problems: list[Problem] = []
    read = Read()
    if path.suffix == ".parquet":
        _counted(path, layout, read, base)
    else:
        _streamed(path, layout, read, problems, base)
    if not problems:
        cube = _cube(layout, read)
        problems = [*_unknown(cube, layout, read), *_wrong_totals(cube, read)]
    if problems:
        raise ProblemsError(str(path), problems)
    return cube, read


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError:
        raise ProblemsError(str(path), [_unreadable("fichier illisible")]) from None
    except UnicodeDecodeError:
        raise ProblemsError(str(path), [_unreadable("texte qui n'est pas en UTF-8")]) from None


def _unreadable(quoi: str) -> Problem:
    return Problem(0, 0, quoi, "un fichier CSV en UTF-8", "vérifier le chemin et l'encodage")


def _rows(path: Path, columns: Sequence[str], ignored: frozenset[str], problems: list[Problem]) -> Iterator[Row]:  # fmt: skip
    """(line, column → text) of each row as long as the header; the header holds `columns`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            header = next(reader, [])
            problems.extend(_header_problems(header, columns, ignored))
            if problems:
                return
            for row in reader:
                if len(row) == len(header):
                    yield reader.line_num, dict(zip(header, row, strict=True))
                else:
                    problems.append(Problem(reader.line_num, 0, f"{len(row)} champ(s) au lieu de {len(header)}",
                                            "autant de champs que de colonnes", "compléter la ligne"))  # fmt: skip
    except OSError:
        problems.append(_unreadable("fichier illisible"))
    except (UnicodeDecodeError, csv.Error):
        problems.append(_unreadable("CSV mal formé"))


def _header_problems(
    header: Sequence[str], columns: Sequence[str], ignored: frozenset[str]
) -> Iterator[Problem]:
    rule = f"les colonnes sont {','.join(columns)}"
    for name in columns:
        if header.count(name) != 1:
            yield Problem(
                1, 0, f"colonne « {name} » absente ou répétée", rule, "corriger l'en-tête"
            )
    for number, name in enumerate(header, 1):
        if name not in columns and name not in ignored:
            yield Problem(
                1, number, "colonne hors du schéma", rule, "la retirer, ou la nommer avec --ignore"
            )


def _streamed(
    path: Path, layout: CountsLayout, read: Read, problems: list[Problem], base: Path | None
) -> None:
    """Check every row; counts are kept as they come, facts are counted by DuckDB afterwards."""
    first: dict[tuple[str, ...], int] = {}
    groups = {
        name: {c for t in trees for c in t.children} | {TOTAL}
        for name, trees in layout.trees.items()
    }
    for line, row in _rows(path, layout.columns, layout.ignored, problems):
        labels = tuple(row[name] for name in layout.trees)
        empty = [n for n, name in enumerate(layout.trees, 1) if not row[name]]
        problems += [Problem(line, n, "code vide", KNOWN, "donner le code") for n in empty]
        if layout.amount is None:
            if any(row[name] in groups[name] for name in layout.trees):
                problems.append(Problem(line, 0, "un fait porte un code de regroupement", "un fait porte des codes fins",
                                        "donner le code le plus fin"))  # fmt: skip
            continue
        number = _count(row[layout.amount])
        if number is None:
            column = list(row).index(layout.amount) + 1
            problems.append(
                Problem(line, column, "effectif non valable", WHOLE_NUMBER, "corriger l'effectif")
            )
            continue
        who = row[layout.contributor] if layout.contributor else ""
        earlier = first.setdefault((*labels, who), line)
        if earlier != line:
            problems.append(Problem(line, 0, f"case déjà lue en ligne {earlier}", "une ligne par case",
                                    "additionner ou retirer les lignes en double"))  # fmt: skip
        elif any(row[name] in groups[name] for name in layout.trees):
            read.totals.append((line, labels, number))
        else:
            read.facts.setdefault(labels, {})[who] = number
    if layout.amount is None and not problems:
        _counted(path, layout, read, base)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _counted(path: Path, layout: CountsLayout, read: Read, base: Path | None) -> None:
    names = [*layout.trees, *([layout.contributor] if layout.contributor else [])]
    for labels, number in count(path, {n: f'"{n}"' for n in names}, layout.amount, base):
        key = labels[: len(layout.trees)]
        read.facts.setdefault(key, {})[labels[-1] if layout.contributor else ""] = number


def _cube(layout: CountsLayout, read: Read) -> Cube:
    dimensions: list[Dimension] = []
    for place, (name, trees) in enumerate(layout.trees.items()):
        codes = [] if trees else sorted({labels[place] for labels in read.facts} - {TOTAL})
        dimensions.append(dimension(name, codes, trees))
    return Cube(tuple(dimensions))


def _unknown(cube: Cube, layout: CountsLayout, read: Read) -> Iterator[Problem]:
    """Codes that no hierarchy of their dimension holds, by dimension: a file counted whole has no lines."""
    for place, dim in enumerate(cube.dimensions):
        leaves = set(dim.leaves)
        strange = sum(labels[place] not in leaves for labels in read.facts)
        if strange and layout.trees[dim.name]:
            yield Problem(0, place + 1, f"{strange} combinaison(s) au code inconnu", KNOWN,
                          "compléter la hiérarchie (code, parent vide) ou corriger le code")  # fmt: skip


def _wrong_totals(cube: Cube, read: Read) -> Iterator[Problem]:
    try:
        values = cube.counts({labels: sum(by.values()) for labels, by in read.facts.items()})
    except KeyError:
        return  # reported as unknown codes
    for line, labels, number in read.totals:
        try:
            right = int(values[cube.cell(labels)]) == number
        except KeyError:
            yield Problem(line, 0, "code inconnu", KNOWN, "corriger le code")
            continue
        if not right:
            yield Problem(line, 0, "total qui n'est pas la somme de ses parties", "un total donné est exact",
                          "corriger le total ou les effectifs")  # fmt: skip


def read_structural(path: Path, cube: Cube) -> Bools:
    """The cells that are zero by nature, one a line by the codes of the dimensions.

    Everybody knows them: they are published and never hidden. Raises ProblemsError.
    """
    problems: list[Problem] = []
    zeros = np.zeros(cube.size, dtype=bool)
    for line, row in _rows(path, cube.names, frozenset(), problems):
        try:
            zeros[cube.cell([row[name] for name in cube.names])] = True
        except KeyError:
            problems.append(Problem(line, 0, "code inconnu", KNOWN, "corriger le code"))
    if problems:
        raise ProblemsError(str(path), problems)
    return zeros


def read_release(path: Path, trees: Mapping[str, tuple[Hierarchy, ...]]) -> Publication:
    """A table as `protect` writes it: columns of the dimensions, `value`, `status`.

    Cells that are not in the file are not published: an attacker takes them as unknown. Raises
    ProblemsError.
    """
    problems: list[Problem] = []
    cells: dict[tuple[str, ...], int | None] = {}
    columns = (*trees, "value", "status")
    for line, row in _rows(path, columns, frozenset(), problems):
        labels = tuple(row[name] for name in trees)
        number = _count(row["value"])
        if labels in cells:
            problems.append(
                Problem(line, 0, "case répétée", "une ligne par case", "garder une ligne")
            )
        if (row["status"], row["value"] == "") not in ((PUBLISHED, False), (HIDDEN, True)):
            problems.append(Problem(line, len(columns), "statut et effectif se contredisent",
                                    "published avec un effectif, hidden sans", "corriger la ligne"))  # fmt: skip
        elif row["value"] and number is None:
            problems.append(
                Problem(line, len(columns) - 1, "effectif non valable", WHOLE_NUMBER, "corriger")
            )
        cells[labels] = number
    if problems:
        raise ProblemsError(str(path), problems)
    return _publication(path, trees, cells)


def _publication(
    path: Path,
    trees: Mapping[str, tuple[Hierarchy, ...]],
    cells: Mapping[tuple[str, ...], int | None],
) -> Publication:
    dimensions = []
    for place, (name, hierarchies) in enumerate(trees.items()):
        codes = [] if hierarchies else list(dict.fromkeys(labels[place] for labels in cells))
        dimensions.append(dimension(name, codes, hierarchies))
    cube = Cube(tuple(dimensions))
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros(cube.size, dtype=bool), np.zeros(cube.size, dtype=bool)
    for labels, number in cells.items():
        try:
            cell = cube.cell(labels)
        except KeyError:
            raise ProblemsError(
                str(path), [Problem(0, 0, "code inconnu", KNOWN, "corriger le code")]
            ) from None
        hidden[cell], shown[cell], values[cell] = number is None, number is not None, number or 0
    return Publication(cube, values, shown, hidden)
