"""The tables of a folder as one release, read as whoever attacks reads them: from public files alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from opendata.disclosure.api.protection import built_margins
from opendata.disclosure.audit import Exposure
from opendata.disclosure.crossings import attacked
from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import Dimension, dimension
from opendata.disclosure.linked.description import Description, Shape
from opendata.disclosure.linked.selection import margins
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import CELLS, CountsLayout, read_part

ELSEWHERE = "masquée dans une table, publiée dans une autre"


@dataclass(frozen=True)
class Release:
    """All tables as one publication, and the cells that one table hides and another publishes."""

    publication: Publication
    elsewhere: tuple[Exposure, ...]


def read_published(described: Description, folder: Path) -> Release:
    """The tables of a folder that the description names (see `check_folder`).

    Raises ProblemsError, also on two counts for one cell, and CrossedError.
    """
    tables = [
        (shape, read_part(path_of(shape, folder), _layout(described, shape)))
        for shape in described.tables
    ]
    release = _joined(described, [table for _, table in tables])
    return _together(described, release, tables)


def path_of(shape: Shape, folder: Path) -> Path:
    """Where a table is written."""
    return folder / f"{shape.name}.csv"


def check_folder(described: Description, folder: Path) -> None:
    """Every table of the description is in the folder, and no other. Raises ProblemsError."""
    problems = [
        Problem(shape.line, shape.column, f"table « {shape.name} » absente de {folder}",
                "toutes les tables d'une diffusion sont attaquées ensemble", "publier la table, ou la retirer de la diffusion")
        for shape in described.tables if not path_of(shape, folder).is_file()
    ]  # fmt: skip
    wanted = {path_of(shape, folder).name for shape in described.tables}
    problems += [
        Problem(0, 0, f"« {path.name} », dans {folder}, n'est d'aucune table décrite",
                "toutes les tables d'une diffusion sont attaquées ensemble", "décrire la table, ou l'ôter du dossier")
        for path in sorted(folder.glob("*.csv")) if path.name not in wanted
    ]  # fmt: skip
    if problems:
        raise ProblemsError(str(described.path), problems)


def _layout(described: Description, shape: Shape) -> CountsLayout:
    """How one table of the release is read; the totals that it writes are `Total`."""
    return CountsLayout({name: described.layout.trees[name] for name in shape.dimensions})


def _joined(described: Description, tables: Sequence[Publication]) -> Cube:
    """The cells of all tables: the codes of a dimension without hierarchy are those that some table shows."""
    axes: list[Dimension] = []
    for name, trees in described.layout.trees.items():
        own = [axis for table in tables for axis in table.cube.dimensions if axis.name == name]
        codes = sorted({code for axis in own for code in axis.leaves})
        # A sum that one table shows ties the cells of all: they count the same facts.
        seen = tuple(dict.fromkeys(one for axis in own for one in axis.seen))
        if own:
            axes.append(replace(dimension(name, [] if trees else codes, trees), seen=seen))
    names = [axis.name for axis in axes]
    layout = CountsLayout({axis.name: axis.hierarchies for axis in axes}, tables=built_margins(margins(described.tables), names))  # fmt: skip
    if layout.cells([len(axis.nodes) for axis in axes]) > CELLS:
        problem = Problem(0, 0, "trop de cases", "une diffusion a au plus un million de cases", "retirer une table")  # fmt: skip
        raise ProblemsError(str(described.path), [problem])
    return Cube(tuple(axes), layout.tables)


def _together(
    described: Description, release: Cube, tables: Sequence[tuple[Shape, Publication]]
) -> Release:  # fmt: skip
    values = np.zeros(release.size, dtype=np.int64)
    shown, hidden = np.zeros((2, release.size), dtype=bool)
    first: dict[int, str] = {}
    problems: list[Problem] = []
    for shape, table in tables:
        places = _places(release, table)
        for cell in np.flatnonzero(table.shown).tolist():
            place, count = places[cell], int(table.values[cell])
            if shown[place] and values[place] != count:
                problems.append(_contradiction(shape, first[place], table, cell))
            first.setdefault(place, shape.name)
            values[place], shown[place] = count, True
        hidden[[places[cell] for cell in np.flatnonzero(table.hidden).tolist()]] = True
    if problems:
        raise ProblemsError(str(described.path), problems)
    both = np.flatnonzero(shown & hidden).tolist()
    elsewhere = tuple(Exposure(release.labels(c), int(values[c]), int(values[c]), ELSEWHERE) for c in both)  # fmt: skip
    return Release(attacked(Publication(release, values, shown, hidden & ~shown)), elsewhere)


def _contradiction(shape: Shape, other: str, table: Publication, cell: int) -> Problem:
    place = ", ".join(table.cube.labels(cell))
    return Problem(shape.line, shape.column, f"({place}) n'a pas le même effectif dans « {shape.name} » et « {other} »",
                   "les tables d'une diffusion comptent les mêmes faits", "reprendre les deux tables à leur source")  # fmt: skip


def _places(release: Cube, table: Publication) -> Mapping[int, int]:
    """Where the cells that a table gives stand in the release."""
    order = [table.cube.names.index(name) if name in table.cube.names else None for name in release.names]  # fmt: skip
    found = {}
    for cell in np.flatnonzero(table.shown | table.hidden).tolist():
        labels = table.cube.labels(cell)
        found[cell] = release.cell(["Total" if place is None else labels[place] for place in order])
    return found
