"""How margins of a table hang together, and where they cross.

Counts of margins that agree on what they share are those of some whole table, in integers too, when the margins
can be taken off one by one, each meeting the rest inside one of them (decomposable margins: Lauritzen, Graphical
Models, 1996, chapter 4). Where they cannot, as region × type, region × age and type × age, the finest cells of
what they cross hold counts back that no total shows: there those cells are needed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Margin = frozenset[str]


@dataclass(frozen=True)
class Frame:
    """`tables`: the largest margins; `crossed`: sets of dimensions whose finest cells are needed."""

    tables: tuple[Margin, ...]
    crossed: tuple[Margin, ...]

    def links(self, clique: Margin) -> tuple[Margin, ...]:
        """The margins that the finest cells of a crossing add up to."""
        return largest(table & clique for table in self.tables)


def largest(margins: Iterable[Margin]) -> tuple[Margin, ...]:
    """The margins that stand in no other, sorted."""
    every = set(margins)
    return tuple(sorted((m for m in every if not any(m < other for other in every)), key=sorted))


def subsets(margins: Iterable[Margin]) -> tuple[Margin, ...]:
    """The margins and all that they sum to, sorted: larger ones add up to smaller ones."""
    every = {
        frozenset(part)
        for margin in margins
        for size in range(len(margin) + 1)
        for part in combinations(sorted(margin), size)
    }
    return tuple(sorted(every, key=lambda margin: (len(margin), sorted(margin))))


def built(sizes: Mapping[str, int], margins: Iterable[Margin]) -> int:
    """How many cells margins have with their totals; `sizes`: dimension → its codes and `Total`."""
    return sum(math.prod(sizes[name] - 1 for name in margin) for margin in subsets(margins))


def frame(margins: Iterable[Margin]) -> Frame:
    """The frame of some margins: what crosses, and the margins by which crossings meet."""
    tables = largest(margins)
    cliques = _cliques(tables)
    built = set(subsets(tables))
    crossed = tuple(clique for clique in cliques if clique not in built)
    return Frame(largest([*tables, *(_meetings(cliques) if crossed else ())]), crossed)


def _cliques(tables: Sequence[Margin]) -> tuple[Margin, ...]:
    """The largest sets of dimensions of a chordal graph that holds every margin: the fewest neighbours go first."""
    near = {name: {other for t in tables if name in t for other in t} for t in tables for name in t}
    found: set[Margin] = set()
    while near:
        name = min(near, key=lambda one: (_missing(near, one), len(near[one]), one))
        around = near.pop(name)
        found.add(frozenset(around))
        for other in around - {name}:
            near[other] = (near[other] | around) - {name}
    return largest(found) if found else (frozenset(),)


def _missing(near: dict[str, set[str]], name: str) -> int:
    """How many pairs of neighbours are not neighbours themselves."""
    return sum(b not in near[a] for a, b in combinations(sorted(near[name] - {name}), 2))


def _meetings(cliques: Sequence[Margin]) -> list[Margin]:
    """What each set shares with those joined before it, in a tree that joins the most first."""
    joined, left, meetings = [cliques[0]], list(cliques[1:]), []
    while left:
        one, other = max(
            ((a, b) for a in joined for b in left), key=lambda pair: len(pair[0] & pair[1])
        )
        meetings.append(one & other)
        joined.append(other)
        left.remove(other)
    return meetings
