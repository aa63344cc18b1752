"""Codes and their parents, and dimensions with one or several hierarchies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.csv_problems import separated, stopped
from opendata.disclosure.problems import Problem

TOTAL = "Total"
COLUMNS = ["code", "parent"]
CODES = 100_000
LEVELS = 50


@dataclass(frozen=True)
class Hierarchy:
    """A tree: each code but `Total` has one parent; `Total` stands above all."""

    parents: Mapping[str, str]

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """Parent → its children, in declared order."""
        children: dict[str, list[str]] = {}
        for code, parent in self.parents.items():
            children.setdefault(parent, []).append(code)
        return {parent: tuple(codes) for parent, codes in children.items()}

    @property
    def leaves(self) -> tuple[str, ...]:
        """Codes without children, in declared order."""
        return tuple(code for code in self.parents if code not in self.children)

    def completed(self, codes: Iterable[str]) -> Hierarchy:
        """The same tree, with each of `codes` that it does not know directly under `Total`."""
        missing = {code: TOTAL for code in codes if code not in self.parents}
        return Hierarchy({**self.parents, **missing})


def flat(codes: Iterable[str]) -> Hierarchy:
    """Every code directly under `Total`."""
    return Hierarchy(dict.fromkeys(codes, TOTAL))


@dataclass(frozen=True)
class Dimension:
    """An axis of a table: finest codes, and the hierarchies that group them.

    Several hierarchies of one dimension share their finest codes and `Total`, and need not
    be nested in each other (linked tables). `seen`: other sums (code, its parts) that published
    counts show, though no hierarchy says them.
    """

    name: str
    leaves: tuple[str, ...]
    hierarchies: tuple[Hierarchy, ...]
    seen: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """All codes: `Total`, then groups, then finest codes."""
        groups = dict.fromkeys(code for tree in self.hierarchies for code in tree.children)
        return (TOTAL, *(code for code in groups if code != TOTAL), *self.leaves)

    @cached_property
    def position(self) -> dict[str, int]:
        """Code → its place in `nodes`."""
        return {code: place for place, code in enumerate(self.nodes)}

    @cached_property
    def relations(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Every (parent, children) whose counts add up; none twice."""
        pairs = [(p, kids) for tree in self.hierarchies for p, kids in tree.children.items()]
        return tuple({(p, frozenset(kids)): (p, kids) for p, kids in [*pairs, *self.seen]}.values())

    @cached_property
    def relation_matrix(self) -> csr_array:
        """(relations × nodes): +1 at the parent, −1 at each child."""
        rows, columns, signs = [], [], []
        for row, (parent, kids) in enumerate(self.relations):
            for code, sign in [(parent, 1), *((kid, -1) for kid in kids)]:
                rows.append(row)
                columns.append(self.position[code])
                signs.append(sign)
        shape = (len(self.relations), len(self.nodes))
        return csr_array((np.array(signs, dtype=np.int64), (rows, columns)), shape=shape)

    @cached_property
    def membership(self) -> csr_array:
        """(nodes × leaves): 1 where the leaf counts in the node."""
        rows, columns = [], []
        for column, leaf in enumerate(self.leaves):
            above = {ancestor for tree in self.hierarchies for ancestor in _ancestors(tree, leaf)}
            rows.extend(sorted(self.position[code] for code in {leaf, TOTAL, *above}))
            columns.extend([column] * len({leaf, TOTAL, *above}))
        shape = (len(self.nodes), len(self.leaves))
        return csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)

    @cached_property
    def ancestors(self) -> csr_array:
        """(leaves × nodes): 1 at the nodes below `Total` that hold the leaf, itself included."""
        below = csr_array(self.membership.T)
        below[:, [0]] = 0
        below.eliminate_zeros()
        return below


def _ancestors(tree: Hierarchy, code: str) -> list[str]:
    ancestors = []
    while code != TOTAL:
        code = tree.parents.get(code, TOTAL)
        ancestors.append(code)
    return ancestors


def dimension(name: str, codes: Sequence[str], hierarchies: Sequence[Hierarchy] = ()) -> Dimension:
    """A dimension whose finest codes are `codes` and those of the hierarchies.

    Raises ValueError when hierarchies contradict each other (see `contradictions`).
    """
    groups = {code for tree in hierarchies for code in tree.children}
    declared = [leaf for tree in hierarchies for leaf in tree.leaves]
    leaves = tuple(dict.fromkeys(c for c in (*declared, *codes) if c not in groups and c != TOTAL))
    trees = tuple(tree.completed(leaves) for tree in hierarchies) or (flat(leaves),)
    faults = contradictions(trees)
    if faults:
        raise ValueError(f"{name}: {'; '.join(faults)}")
    return Dimension(name, leaves, trees)


def contradictions(hierarchies: Sequence[Hierarchy]) -> list[str]:
    """Why these trees cannot share a dimension: a code detailed in one and finest in another,
    or standing for different sets of finest codes.
    """
    faults = []
    groups = {code for tree in hierarchies for code in tree.children if code != TOTAL}
    content: dict[str, set[str]] = {}
    for tree in hierarchies:
        faults += [f"{c} est détaillé ailleurs" for c in tree.leaves if c in groups]
        below: dict[str, set[str]] = {}
        for leaf in tree.leaves:
            for ancestor in _ancestors(tree, leaf):
                below.setdefault(ancestor, set()).add(leaf)
        for code, leaves in below.items():
            if content.setdefault(code, leaves) != leaves and code != TOTAL:
                faults.append(f"{code} n'a pas partout le même contenu")
    return faults


def read_hierarchy(text: str) -> tuple[Hierarchy | None, list[Problem]]:
    """CSV with columns `code,parent` → a tree; an empty parent is `Total`.

    `None` with problems on other columns, a code with two parents, a missing parent or a cycle.
    """
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for row in reader:
            rows.append(row)
            begins = reader.line_num + 1
    except csv.Error as error:
        return None, [stopped(error, begins)]
    other_mark = separated(rows[0], len(COLUMNS)) if rows else None
    if other_mark:
        return None, [other_mark]
    if len(rows) > CODES:
        return None, [Problem(CODES, 0, "trop de codes", f"au plus {CODES} codes", "grouper des codes")]  # fmt: skip
    if not rows or rows[0] != COLUMNS:
        rule = "une hiérarchie a les colonnes code,parent"
        return None, [Problem(1, 0, "autres colonnes", rule, "écrire l'en-tête code,parent")]
    problems: list[Problem] = []
    parents: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in enumerate(rows[1:], 2):
        _read_row(line, row, parents, lines, problems)
    problems += _unknown_parents(parents, lines) or _cycles(parents, lines)
    return (None, problems) if problems else (Hierarchy(parents), [])


def _read_row(
    line: int, row: list[str], parents: dict[str, str], lines: dict[str, int], out: list[Problem]
) -> None:
    if len(row) != len(COLUMNS) or not row[0]:
        out.append(Problem(line, 0, "ligne incomplète", "un code et son parent par ligne", "écrire code,parent"))  # fmt: skip
        return
    code, parent = row[0], row[1] or TOTAL
    if code == TOTAL:
        out.append(Problem(line, 1, "code réservé", f"« {TOTAL} » est le sommet de toute hiérarchie",
                           "retirer la ligne"))  # fmt: skip
    elif code in parents:
        out.append(Problem(line, 1, f"second parent (premier en ligne {lines[code]})",
                           "un code n'a qu'un parent dans une hiérarchie",
                           "décrire l'autre regroupement dans un second fichier"))  # fmt: skip
    else:
        parents[code], lines[code] = parent, line


def _unknown_parents(parents: Mapping[str, str], lines: Mapping[str, int]) -> list[Problem]:
    return [
        Problem(lines[code], 2, "parent inconnu", "un parent est lui-même un code du fichier",
                "ajouter la ligne du parent")
        for code, parent in parents.items()
        if parent != TOTAL and parent not in parents
    ]  # fmt: skip


def _cycles(parents: Mapping[str, str], lines: Mapping[str, int]) -> list[Problem]:
    """Codes that are their own ancestors, and those more than `LEVELS` below `Total`."""
    problems = []
    for code in parents:
        place, level = parents[code], 1
        while place not in (TOTAL, code) and level <= LEVELS:
            place, level = parents[place], level + 1
        if place == code:
            problems.append(Problem(lines[code], 2, "le code est son propre ancêtre",
                                    "une hiérarchie est un arbre, sans boucle", "corriger le parent"))  # fmt: skip
        elif level > LEVELS:
            problems.append(Problem(lines[code], 2, "hiérarchie trop profonde", f"au plus {LEVELS} niveaux, sans boucle",
                                    "corriger le parent"))  # fmt: skip
    return problems
