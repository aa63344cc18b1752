"""The sums that tie the cells of a release, and what they leave unknown to an attacker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array, hstack, kron, vstack
from scipy.sparse.csgraph import connected_components

from opendata.disclosure.cube import Bools, Cube, Ints


class InconsistentError(Exception):
    """Published counts that do not add up; `cells` are those of the sums that fail."""

    def __init__(self, cells: Ints) -> None:
        self.cells = cells
        super().__init__("des totaux publiés ne sont pas la somme de leurs parties")


def sums(cube: Cube, kept: Bools | None = None) -> csr_array:
    """(sums × cells): +1 at a parent, −1 at each child; each row of counts is zero.

    With `kept`, only the sums whose cells are all kept: what the labels of a release that is
    not a whole cube say. That is all an attacker can use when the margins are decomposable
    (any two tables overlap in a margin that both contain): consistent margins of that kind
    always extend to a whole table, in integers too (Lauritzen, Graphical Models, 1996, ch. 4).
    For other choices of margins keep every cell and call the unpublished ones unknown; a cube of some tables holds
    the finest cells that this takes.
    """
    if cube.tables is None:
        matrix = _of_whole_cube(cube)
    else:
        nothing = csr_array((0, cube.size), dtype=np.int64)
        blocks = [nothing, *_of_margins(cube), *_of_crossings(cube)]
        matrix = csr_array(vstack(blocks, format="csr"))
    if kept is None:
        return matrix
    outside = abs(matrix) @ (~kept).astype(np.int64)
    return csr_array(matrix[outside == 0])


def _of_whole_cube(cube: Cube) -> csr_array:
    blocks = []
    for axis, dimension in enumerate(cube.dimensions):
        before = eye_array(int(np.prod(cube.shape[:axis])), dtype=np.int64)
        after = eye_array(int(np.prod(cube.shape[axis + 1 :])), dtype=np.int64)
        blocks.append(kron(kron(before, dimension.relation_matrix), after, format="csr"))
    matrix = csr_array(vstack(blocks, format="csr"))
    # A small dimension's product comes as dense blocks: what is compared below must hold no zero.
    matrix.eliminate_zeros()
    return matrix


def _of_margins(cube: Cube) -> Iterator[csr_array]:
    """The sums along each dimension of each margin that is built; those over `Total` are in a smaller margin."""
    for axis, dimension in enumerate(cube.dimensions):
        relations = coo_array(dimension.relation_matrix)
        for margin in cube.margins_built:
            if dimension.name in margin:
                rest = cube.grid(
                    margin - {dimension.name}, lambda other: np.arange(1, cube.shape[other])
                )
                numbers = rest[:, None] + relations.col.astype(np.int64) * cube.strides[axis]
                count = relations.shape[0]
                rows = np.arange(len(rest))[:, None] * count + relations.row
                cells = cube.positions(numbers.reshape(-1))
                signs = np.tile(relations.data, len(rest))
                shape = (len(rest) * count, cube.size)
                yield csr_array(coo_array((signs, (rows.reshape(-1), cells)), shape=shape))


def _of_crossings(cube: Cube) -> Iterator[csr_array]:
    """The finest cells of each margin as sums of those that cross several; none is held by no cell: it is zero."""
    crossing = np.zeros(0, dtype=np.int64) if cube.inside is None else cube.inside
    for clique in cube.frame.crossed if cube.inside is not None else ():
        inside = crossing[_at_finest(cube, crossing, clique)]
        for table in cube.frame.links(clique):
            parents = cube.finest_of(table)
            rows = np.searchsorted(parents, cube.projected(inside, table))
            ends = np.concatenate([np.arange(len(parents)), rows])
            cells = cube.positions(np.concatenate([parents, inside]))
            signs = np.repeat(np.array([1, -1]), [len(parents), len(inside)])
            yield csr_array(coo_array((signs, (ends, cells)), shape=(len(parents), cube.size)))


def _at_finest(cube: Cube, numbers: Ints, clique: frozenset[str]) -> Bools:
    """Which cells are at the finest code of every dimension of a set."""
    places = np.unravel_index(numbers, cube.shape)
    fine = np.ones(len(numbers), dtype=bool)
    for axis, (name, place) in enumerate(zip(cube.names, places, strict=True)):
        fine &= (place >= cube.first_leaf(axis)) == (name in clique)
    return fine


@dataclass(frozen=True)
class Unknowns:
    """What an attacker faces: unknown counts, at least zero, tied by sums.

    `cells` are their numbers in the cube; `matrix` (sums × cells) times the unknown counts
    equals `right`. Sums that hold no unknown, or say the same as another, are left out.
    """

    cells: Ints
    matrix: csr_array
    right: Ints

    def with_sums(self, sums: Mapping[int, Sequence[int]]) -> Unknowns:
        """The same with more unknowns, each the sum of some of these: its number → their cells."""
        if not sums:
            return self
        place = {int(cell): place for place, cell in enumerate(self.cells)}
        ends = [(row, place[cell]) for row, cells in enumerate(sums.values()) for cell in cells]
        rows, columns = np.array(ends).T
        shape = (len(sums), len(self.cells))
        parts = coo_array((np.ones(len(ends), dtype=np.int64), (rows, columns)), shape=shape)
        nothing = csr_array((self.matrix.shape[0], len(sums)), dtype=np.int64)
        totals = -eye_array(len(sums), dtype=np.int64)
        matrix = vstack([hstack([self.matrix, nothing]), hstack([parts, totals])], format="csr")
        right = np.concatenate([self.right, np.zeros(len(sums), dtype=np.int64)])
        return Unknowns(np.concatenate([self.cells, list(sums)]), csr_array(matrix), right)

    def blocks(self) -> Iterator[Unknowns]:
        """Independent systems: no sum ties the unknowns of two of them."""
        rows, size = self.matrix.shape
        count, labels = size, np.arange(size)
        if rows:
            # Sums and unknowns are the two sides of a graph.
            ends = (
                np.repeat(np.arange(rows), np.diff(self.matrix.indptr)),
                rows + self.matrix.indices,
            )
            graph = csr_array((np.ones(len(ends[0])), ends), shape=(rows + size, rows + size))
            count, found = connected_components(graph, directed=False)
            labels = found.astype(np.int64)
        for held, inside in zip(
            _groups(labels[:rows], count), _groups(labels[rows:], count), strict=True
        ):
            matrix = csr_array(self.matrix[held][:, inside])
            yield Unknowns(self.cells[inside], matrix, self.right[held])


def _groups(labels: Ints, count: int) -> list[Ints]:
    """Positions of each label, in order."""
    if not count:
        return []
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(np.bincount(labels, minlength=count))
    return np.split(order, ends[:-1])


def unknowns(matrix: csr_array, values: Ints, hidden: Bools) -> Unknowns:
    """The attacker's system: `values` of cells not `hidden` are known.

    Raises InconsistentError when a sum of known cells fails.
    """
    known = np.where(hidden, 0, values)
    right = -(matrix @ known)
    cells = np.flatnonzero(hidden)
    part = csr_array(matrix[:, cells])
    empty = np.diff(part.indptr) == 0
    if np.any(right[empty] != 0):
        wrong = np.flatnonzero(empty & (right != 0))
        raise InconsistentError(np.unique(matrix[wrong].indices))
    rows = _distinct(part, right, np.flatnonzero(~empty))
    return Unknowns(cells, csr_array(part[rows]), right[rows])


def _distinct(matrix: csr_array, right: Ints, rows: Ints) -> Ints:
    """Rows without those that repeat another up to sign."""
    matrix.sort_indices()
    kept: dict[tuple[bytes, bytes, int], int] = {}
    for row in rows:
        start, stop = matrix.indptr[row], matrix.indptr[row + 1]
        sign = int(np.sign(matrix.data[start]))
        signs = (matrix.data[start:stop] * sign).tobytes()
        key = (matrix.indices[start:stop].tobytes(), signs, sign * int(right[row]))
        kept.setdefault(key, int(row))
    return np.array(sorted(kept.values()), dtype=np.int64)


def given_away(sums: csr_array, hidden: Bools, absent: Bools) -> list[tuple[int, ...]]:
    """The hidden parts of each published total, where there are several and all others are published."""
    unknown = (hidden | absent).astype(np.int64)
    tied = csr_array(sums.multiply(unknown))
    tied.eliminate_zeros()
    found = []
    for row in range(tied.shape[0]):
        inside = slice(tied.indptr[row], tied.indptr[row + 1])
        cells, signs = tied.indices[inside], tied.data[inside]
        if len(cells) > 1 and np.all(signs == signs[0]) and not np.any(absent[cells]):
            found.append(tuple(sorted(cells.tolist())))
    return found
