"""Ways out of a refusal: what may be published instead, and what it loses."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.publication import Publication

NOTHING = "ne rien publier"
BEFORE = "les publications précédentes se révèlent déjà entre elles : aucune issue n'y change rien"
NAMED = 20


@dataclass(frozen=True)
class WayOut:
    """What may be published instead of a release that would reveal, and the weight of the counts that it loses."""

    cost: float
    text: str
    publication: Publication = field(repr=False, compare=False)


def advice(ways: Iterable[WayOut]) -> str:
    """The cheapest way out, given first, and what the others cost, in one line of French."""
    best, *others = ways
    costs = "".join(f" ; {way.text} : {way.cost:g}" for way in others)
    return f"issue la moins chère : {best.text} (coût {best.cost:g}{costs})"


def margins(cube: Cube, given: Bools) -> Iterator[tuple[str, Bools]]:
    """What may be left out as a whole of the cells `given`: a margin, or all that details a dimension."""
    every = [
        frozenset(names)
        for size in range(len(cube.names) + 1)
        for names in itertools.combinations(cube.names, size)
    ]
    for margin in every:
        cells = cube.margins([margin]) & given
        if cells.any():
            name = " × ".join(name for name in cube.names if name in margin) or "du total général"
            yield f"ne pas publier la marge {name}", cells
    for name in cube.names if len(cube.names) > 1 else ():
        cells = cube.margins([margin for margin in every if name in margin]) & given
        if cells.any():
            yield f"ne pas publier le détail par {name}", cells


def labelled(cube: Cube, cells: Bools) -> str:
    """The labels of cells, the first `NAMED` of them."""
    named = [f"({', '.join(cube.labels(cell))})" for cell in np.flatnonzero(cells).tolist()]
    more = "" if len(named) <= NAMED else f" et {len(named) - NAMED} autres"
    return ", ".join(named[:NAMED]) + more
