"""Rounded releases of the same facts in one cube; those that hide counts are read by `history`.

Two tables that are safe apart may not be together: a total of three quarters less the same total of four is the
fourth; two groupings of one dimension subtract. All stand in one cube here: its finest codes are those of the
newest release, and an earlier total of fewer codes is one more group of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension
from opendata.disclosure.history.releases import ApartError
from opendata.disclosure.publication import Publication

# Releases of some margins only are read together in the whole cube.
CELLS = 1_000_000


@dataclass(frozen=True)
class Together:
    """One cube for several releases.

    `places[i]`: the cells of the newest release's cube (first), then of each earlier one, in this cube.
    """

    cube: Cube
    places: tuple[Ints, ...]

    def earlier(self, releases: Sequence[Publication]) -> tuple[Bools, Bools, Ints]:
        """(shown, hidden, values) of the earlier releases; a count that one of them shows is known.

        Raises ApartError when two of them give a cell two counts.
        """
        shown, hidden = np.zeros((2, self.cube.size), dtype=bool)
        values = np.zeros(self.cube.size, dtype=np.int64)
        for release, places in zip(releases, self.places[1:], strict=True):
            told = places[release.shown]
            if np.any(shown[told] & (values[told] != release.values[release.shown])):
                raise ApartError("deux publications donnent deux effectifs à une même case")
            values[told], shown[told] = release.values[release.shown], True
            hidden[places[release.hidden]] = True
        return shown, hidden & ~shown, values

    def with_newest(self, newest: Publication, releases: Sequence[Publication]) -> Publication:
        """Everything that was published, as one release. Raises ApartError."""
        shown, hidden, values = Together(self.cube, (self.places[0], *self.places)).earlier(
            [newest, *releases]
        )
        return Publication(self.cube, values, shown, hidden)


def together(newest: Cube, earlier: Sequence[Cube]) -> Together:
    """The cube that holds a new release and earlier ones. Raises ApartError."""
    if any(cube.names != newest.names for cube in earlier):
        raise ApartError(
            "une publication antérieure n'a pas les mêmes dimensions, dans le même ordre"
        )
    merged = [
        _merged(axis, [cube.dimensions[place] for cube in earlier])
        for place, axis in enumerate(newest.dimensions)
    ]
    cube = Cube(tuple(axis for axis, _ in merged))
    if cube.size > CELLS:
        raise ApartError(f"les publications ont ensemble {cube.size} cases, au plus {CELLS}")
    tops = [
        [top for _, tops in merged for top in tops[rank : rank + 1]] for rank in range(len(earlier))
    ]
    places = [_places(cube, newest, [TOTAL] * len(merged))]
    places += [_places(cube, old, top) for old, top in zip(earlier, tops, strict=True)]
    return Together(cube, tuple(places))


def _merged(axis: Dimension, earlier: Sequence[Dimension]) -> tuple[Dimension, list[str]]:
    """The dimension with the groups of earlier ones, and what the total of each of these is called."""
    trees, tops = list(axis.hierarchies), []
    for rank, old in enumerate(earlier, 1):
        if not set(old.leaves) <= set(axis.leaves):
            raise ApartError(f"des codes de « {axis.name} » publiés avant ne sont plus là")
        top = TOTAL if set(old.leaves) == set(axis.leaves) else f"{TOTAL} ({rank})"
        tops.append(top)
        trees += [tree for given in old.hierarchies if (tree := _under(given, top)) not in trees]
    try:
        return dimension(axis.name, axis.leaves, trees), tops
    except ValueError as error:
        raise ApartError(str(error)) from None


def _under(tree: Hierarchy, top: str) -> Hierarchy:
    """The tree with its total under the total of all."""
    if top == TOTAL:
        return tree
    parents = {code: top if parent == TOTAL else parent for code, parent in tree.parents.items()}
    return Hierarchy({top: TOTAL, **parents})


def _places(cube: Cube, part: Cube, tops: Sequence[str]) -> Ints:
    """Where the cells of one release stand in the cube of all; `tops`: what its totals are called there."""
    axes = [
        np.array([axis.position[top if code == TOTAL else code] for code in old.nodes])
        for axis, old, top in zip(cube.dimensions, part.dimensions, tops, strict=True)
    ]
    held = np.unravel_index(part.numbers, part.shape)
    there = [axis[place] for axis, place in zip(axes, held, strict=True)]
    places: Ints = np.ravel_multi_index(there, cube.shape).astype(np.int64)
    return places
