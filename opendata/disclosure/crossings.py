"""The finest cells that margins need where they cross: built only then, and only those.

Nothing hidden, nothing crossed: no such cell is needed, and a release of margins costs what its margins hold.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.publication import Publication

# Cells up to which the whole cube is built (its boxes are quick), and finest cells of a crossing beyond it.
WHOLE = 1_000_000
FINEST = 50_000


class CrossedError(Exception):
    """Margins cross more finest cells than can be searched."""


def with_crossings(cube: Cube, whole: int = WHOLE) -> Cube:
    """The cube of some margins with the finest cells that they cross; of a small one, every cell. Raises CrossedError."""
    if cube.tables is None or not cube.frame.crossed:
        return cube
    if math.prod(cube.shape) <= whole:
        return Cube(cube.dimensions)
    leaves = dict(zip(cube.names, (len(d.leaves) for d in cube.dimensions), strict=True))
    number = sum(math.prod(leaves[name] for name in clique) for clique in cube.frame.crossed)
    if number > FINEST:
        names = " × ".join(name for name in cube.names if name in cube.frame.crossed[0])
        raise CrossedError(
            f"des marges se croisent sur {number} cases fines ({names}), au plus {FINEST} :"
            " en demander moins, ou qui tiennent l'une dans l'autre"
        )
    inside = [cube.finest_of(clique) for clique in cube.frame.crossed]
    return replace(cube, inside=np.unique(np.concatenate(inside)))


def attacked(release: Publication, whole: int = WHOLE) -> Publication:
    """The release with the cells that an attack on it needs; itself where nothing is hidden. Raises CrossedError."""
    cube = with_crossings(release.cube, whole) if release.hidden.any() else release.cube
    if cube is release.cube:
        return release
    places = cube.positions(release.cube.numbers)
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros((2, cube.size), dtype=bool)
    values[places], shown[places], hidden[places] = release.values, release.shown, release.hidden
    return Publication(cube, values, shown, hidden, release.covers_cube)
