"""One cube for all the releases of a history, and what they tell together.

Two releases subtract: a total of three quarters less that of four is the fourth, a group less what was the group
before is what left it. The cells of such differences stand in the cube too, though no release gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from opendata.disclosure.constraints import Unknowns, sums, unknowns
from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension
from opendata.disclosure.history.contents import Content, contents
from opendata.disclosure.history.releases import ApartError, Release
from opendata.disclosure.publication import Publication

# Beyond so many different totals of one dimension, only those that follow each other subtract.
TOTALS = 6
# Releases of some margins only are read together in the whole cube.
CELLS = 1_000_000
NAMED = 3


@dataclass(frozen=True)
class Told(Publication):
    """What several releases tell: cells that none gives, and that subtraction would, are unknown like those hidden."""

    differences: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def _kept(self) -> Bools | None:
        return None if self.covers_cube else self.shown | self.hidden | self.differences

    def sums(self) -> csr_array:
        """The additive constraints, those of differences included."""
        return sums(self.cube, self._kept)

    def unknowns(self) -> Unknowns:
        """What an attacker does not know; raises InconsistentError when totals do not add up."""
        kept = np.ones(self.cube.size, dtype=bool) if self._kept is None else self._kept
        return unknowns(self.sums(), self.values, kept & ~self.shown)


@dataclass(frozen=True)
class Joint:
    """The cube of several releases.

    `places[i]`: for each cell of the i-th release's cube, its cell here; −1 for one that its table does not tell.
    `finest[i]`: for the i-th dimension, each finest code that a release tells of → the finest code here. A dimension
    that no release details, and of which all count the same, is left out.
    """

    releases: tuple[Release, ...]
    cube: Cube
    places: tuple[Ints, ...]
    finest: tuple[Mapping[str, str], ...] = field(repr=False)

    @cached_property
    def told(self) -> Told:
        """Everything that was published. A count that one release shows is known, whatever another hides."""
        shown, hidden = np.zeros((2, self.cube.size), dtype=bool)
        values = np.zeros(self.cube.size, dtype=np.int64)
        for release, places in zip(self.releases, self.places, strict=True):
            given = release.publication
            cells = places[given.shown]
            values[cells], shown[cells] = given.values[given.shown], True
            hidden[places[given.hidden]] = True
        # Read by the sums of its labels alone only where that is said of every release: see `constraints.sums`.
        covers = any(release.publication.covers_cube for release in self.releases)
        differences = self.computable(shown | hidden) & ~(shown | hidden)
        return Told(self.cube, values, shown, hidden & ~shown, covers, differences)

    @cached_property
    def contradicted(self) -> tuple[tuple[int, int, int], ...]:
        """(cell, lowest, highest) of each to which releases give different counts."""
        low = np.full(self.cube.size, np.iinfo(np.int64).max)
        high = np.full(self.cube.size, -1)
        for release, places in zip(self.releases, self.places, strict=True):
            given = release.publication
            cells, values = places[given.shown], given.values[given.shown]
            np.minimum.at(low, cells, values)
            np.maximum.at(high, cells, values)
        return tuple((int(c), int(low[c]), int(high[c])) for c in np.flatnonzero(low < high))

    @cached_property
    def forgotten(self) -> tuple[int, ...]:
        """Cells that one release hides and another shows."""
        hidden = np.zeros(self.cube.size, dtype=bool)
        for release, places in zip(self.releases, self.places, strict=True):
            hidden[places[release.publication.hidden]] = True
        return tuple(np.flatnonzero(hidden & self.told.shown).tolist())

    def before(self) -> Told:
        """What the releases before the newest tell, of the same cells."""
        earlier = Joint(self.releases[:-1], self.cube, self.places[:-1], self.finest)
        return earlier.told

    def computable(self, known: Bools) -> Bools:
        """The cells that additions and subtractions would give, if all of `known` were shown."""
        matrix = abs(sums(self.cube))
        known = known.copy()
        while True:
            alone = matrix[matrix @ (~known).astype(np.int64) == 1]
            more = (alone.sum(axis=0) > 0) & ~known
            if not more.any():
                return known
            known |= more

    def holder(self, cell: int) -> str:
        """The name of the newest release whose table has this cell; empty for a difference."""
        for release, places in zip(reversed(self.releases), reversed(self.places), strict=True):
            given = release.publication
            if np.any(places[given.shown | given.hidden] == cell):
                return release.name
        return ""


def joint(releases: Sequence[Release]) -> Joint:
    """The cube that holds several releases, in the order of their publication. Raises ApartError."""
    every = {name: _Axis(name, releases) for name in _names(releases)}
    axes = {name: axis for name, axis in every.items() if len(axis.dimension.nodes) > 1} or every
    cube = Cube(tuple(axis.dimension for axis in axes.values()))
    if cube.size > CELLS:
        raise ApartError(f"les publications ont ensemble {cube.size} cases, au plus {CELLS}")
    places = tuple(_places(cube, axes, rank, release) for rank, release in enumerate(releases))
    return Joint(tuple(releases), cube, places, tuple(axis.finest for axis in axes.values()))


def _names(releases: Sequence[Release]) -> list[str]:
    """The dimensions of the newest table first, then those that others or what they count add."""
    given = [
        name
        for release in reversed(releases)
        for name in (*release.publication.cube.names, *release.facts)
    ]
    return list(dict.fromkeys(given))


class _Axis:
    """One dimension of all releases: `labels[i]`, code of the i-th release → its code here."""

    def __init__(self, name: str, releases: Sequence[Release]) -> None:
        self.name, self.releases = name, releases
        self.contents = contents(name, releases)
        self.whole: Content = frozenset().union(*(codes[TOTAL] for codes in self.contents))
        self.subtracted = list(self._subtracted())
        every = dict.fromkeys([
            *(content for codes in self.contents for content in codes.values()),
            *(content for triple in self.subtracted for content in triple),
        ])  # fmt: skip
        self.atoms = _atoms(self.whole, every)
        self.names = self._named()
        self.order = self._ordered()
        self.labels = [
            {code: self.names[content] for code, content in codes.items()}
            for codes in self.contents
        ]
        self.finest = {leaf: self.names[atom] for atom in self.atoms for leaf in atom}
        self.dimension = self._dimension()

    def _subtracted(self) -> Iterable[tuple[Content, Content, Content]]:
        """(more, less, their difference) of totals, and of groups that keep their name and lose or gain parts."""
        by_code: dict[str, dict[Content, None]] = {}
        for codes in self.contents:
            for code, content in codes.items():
                by_code.setdefault(code, {})[content] = None
        for found in by_code.values():
            ordered = sorted(found, key=lambda content: (len(content), sorted(content)))
            for place, less in enumerate(ordered):
                follow = ordered[place + 1 :]
                for more in follow if len(ordered) <= TOTALS else follow[:1]:
                    if less < more:
                        yield more, less, more - less

    def _named(self) -> dict[Content, str]:
        """A name for every content: that of the newest release which tells it, else its finest codes."""
        names: dict[Content, str] = {self.whole: TOTAL}
        taken = {TOTAL}

        def name(content: Content, *candidates: str) -> None:
            if content not in names:
                chosen = next((c for c in candidates if c not in taken), None)
                chosen = chosen or f"{candidates[-1]} (bis {len(taken)})"
                names[content] = chosen
                taken.add(chosen)

        for release, codes in zip(reversed(self.releases), reversed(self.contents), strict=True):
            # Of two codes with one content, the finest names it.
            for code, content in reversed(codes.items()):
                spelt = _spelt(content) if release.axis(self.name) is None else ""
                short = spelt if code == TOTAL else code
                name(content, *([short] if short else []), f"{code} ({release.name})")
        for more, less, difference in self.subtracted:
            name(difference, _spelt(difference) or f"{names[more]} sauf {names[less]}")
        for atom in self.atoms:
            name(atom, _spelt(atom) or f"{min(atom)}+… ({len(atom)} codes)")
        return names

    def _dimension(self) -> Dimension:
        trees: list[Hierarchy] = []
        for release, codes in zip(self.releases, self.contents, strict=True):
            axis = release.axis(self.name)
            for tree in axis.hierarchies if axis else (None,):
                kept = [
                    content
                    for code, content in codes.items()
                    if tree is None or code == TOTAL or code in tree.parents
                ]
                trees.append(self._tree(kept))
        trees += [self._tree(triple) for triple in self.subtracted]
        distinct = list({tuple(sorted(tree.parents.items())): tree for tree in trees}.values())
        try:
            return dimension(self.name, [self.names[atom] for atom in self.atoms], distinct)
        except ValueError as error:
            raise ApartError(str(error)) from None

    def _tree(self, family: Iterable[Content]) -> Hierarchy:
        """Contents nested in each other, down to the atoms, as a tree."""
        parents: dict[str, str] = {}
        top = {leaf: atom for atom in self.atoms for leaf in atom}
        for content in sorted(set(family), key=len):
            name = self.names[content]
            for below in {top[leaf] for leaf in content} - {content}:
                parents[self.names[below]] = name
            top.update(dict.fromkeys(content, content))
        for content in set(top.values()) - {self.whole}:
            parents[self.names[content]] = TOTAL
        return Hierarchy(dict(sorted(parents.items(), key=lambda pair: self.order[pair[0]])))

    def _ordered(self) -> dict[str, int]:
        """The place of each code: as the newest release that has it orders them, then those that none has."""
        told = [
            self.names[content] for codes in reversed(self.contents) for content in codes.values()
        ]
        names = dict.fromkeys([*told, *self.names.values()])
        return {name: place for place, name in enumerate(names)}


def _spelt(content: Content) -> str:
    """A content by its codes, when they are few."""
    return "+".join(sorted(content)) if len(content) <= NAMED else ""


def _atoms(whole: Content, every: Iterable[Content]) -> list[Content]:
    """The parts of `whole` that no content divides, in the order of their first code."""
    signs: dict[str, list[int]] = {code: [] for code in sorted(whole)}
    for number, content in enumerate(every):
        for code in content:
            signs[code].append(number)
    parts: dict[tuple[int, ...], list[str]] = {}
    for code, sign in signs.items():
        parts.setdefault(tuple(sign), []).append(code)
    return [frozenset(part) for part in parts.values()]


def _places(cube: Cube, axes: Mapping[str, _Axis], rank: int, release: Release) -> Ints:
    """Where the cells of one release stand in the cube of all; −1 for those that its table does not tell."""
    own = release.publication.cube
    spread = dict(zip(own.names, np.unravel_index(own.numbers, own.shape), strict=True))
    places, told = [], np.ones(own.size, dtype=bool)
    for name, axis in axes.items():
        labels, position = axis.labels[rank], axis.dimension.position
        given = release.axis(name)
        if given is None:
            places.append(np.full(own.size, position[labels[TOTAL]]))
            continue
        by_node = np.array(
            [position[labels[code]] if code in labels else -1 for code in given.nodes]
        )
        told &= by_node[spread[name]] >= 0
        places.append(np.maximum(by_node[spread[name]], 0))
    found: Ints = np.where(told, np.ravel_multi_index(tuple(places), cube.shape), -1).astype(np.int64)  # fmt: skip
    return found
