"""What the codes of several releases count, in the finest codes that any of them tells.

A code that is finest in one release may be a group in another (a district cut in two), and a group may have other
parts than before (a geography regrouped): each is compared by the finest facts below it, never by its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opendata.disclosure.hierarchy import TOTAL, Dimension
from opendata.disclosure.history.releases import ApartError, Release

Content = frozenset[str]


def contents(name: str, releases: Sequence[Release]) -> list[dict[str, Content]]:
    """For each release, the codes that it tells of one dimension → the finest codes they count; `Total` always.

    Raises ApartError when nothing says which facts two releases share.
    """
    read = _Reading(name, [release.axis(name) for release in releases])
    found = [
        read.codes(rank, release) if release.axis(name) else None
        for rank, release in enumerate(releases)
    ]
    for release, axis in zip(releases, read.axes, strict=True):
        _check_facts(name, release, axis)
    _check_shared(name, releases, found)
    return _with_missing(name, releases, found)


class _Reading:
    """The finest codes below every code of every release."""

    def __init__(self, name: str, axes: Sequence[Dimension | None]) -> None:
        self.name, self.axes = name, axes
        self.known: dict[tuple[int, str], Content] = {}
        self.open: set[tuple[int, str]] = set()
        self.children = [_children(axis) for axis in axes]

    def codes(self, rank: int, release: Release) -> dict[str, Content]:
        axis = self.axes[rank]
        assert axis is not None
        totals = {code for code, _ in axis.seen}
        finest = [self.below(rank, leaf) for leaf in axis.leaves if leaf not in totals]
        whole = frozenset().union(*finest)
        if sum(map(len, finest)) != len(whole):
            raise ApartError(f"des codes de « {self.name} » de « {release.name} » se recoupent d'après une autre publication")  # fmt: skip
        told = {code: self.below(rank, code) for code in release.told(self.name) if code != TOTAL}
        return {TOTAL: whole, **told}

    def below(self, rank: int, code: str) -> Content:
        """The finest codes that `code` of one release counts."""
        key = (rank, code)
        if key in self.open:
            raise ApartError(f"« {code} » de « {self.name} » est son propre détail d'une publication à l'autre")  # fmt: skip
        if key not in self.known:
            self.open.add(key)
            self.known[key] = self._below(rank, code)
            self.open.remove(key)
        return self.known[key]

    def _below(self, rank: int, code: str) -> Content:
        parts = self.children[rank].get(code)
        if parts:
            return frozenset().union(*(self.below(rank, part) for part in parts))
        elsewhere = {
            self.below(other, code)
            for other, children in enumerate(self.children)
            if other != rank and code in children
        }
        if len(elsewhere) > 1:
            raise ApartError(f"« {code} » de « {self.name} » est détaillé de plusieurs façons : donner sa hiérarchie avec chaque publication")  # fmt: skip
        return elsewhere.pop() if elsewhere else frozenset([code])


def _children(axis: Dimension | None) -> Mapping[str, tuple[str, ...]]:
    """Group → its parts, of the first hierarchy that has it."""
    found: dict[str, tuple[str, ...]] = {}
    for tree in axis.hierarchies if axis else ():
        for code, parts in tree.children.items():
            if code != TOTAL:
                found.setdefault(code, parts)
    # A code that published counts show to be the sum of others stands for them.
    return found | dict(axis.seen if axis else ())


def _check_facts(name: str, release: Release, axis: Dimension | None) -> None:
    declared = release.facts.get(name)
    leaves = set(axis.leaves) - {code for code, _ in axis.seen} if axis else set()
    if declared is not None and axis is not None and set(declared) != leaves:
        raise ApartError(f"« {release.name} » ne compte pas de « {name} » ce que dit l'histoire")


def _check_shared(
    name: str, releases: Sequence[Release], found: Sequence[Mapping[str, Content] | None]
) -> None:
    """Two tables that each have codes the other lacks may cut the same facts in two ways, or count others."""
    silent = [
        codes[TOTAL]
        for release, codes in zip(releases, found, strict=True)
        if codes is not None and name not in release.facts
    ]
    if any(one - other and other - one for one in silent for other in silent):
        raise ApartError(f"des codes de « {name} » publiés avant ne sont plus là, et rien ne dit ce qu'ils partagent avec les nouveaux")  # fmt: skip


def _with_missing(
    name: str, releases: Sequence[Release], found: Iterable[dict[str, Content] | None]
) -> list[dict[str, Content]]:
    """The same, with what releases without this dimension count of it."""
    known = [
        codes if codes is not None else _declared(release.facts.get(name))
        for release, codes in zip(releases, found, strict=True)
    ]
    declared = any(name in release.facts for release in releases)
    totals = {codes[TOTAL] for codes in known if codes is not None}
    whole = []
    for release, codes in zip(releases, known, strict=True):
        if codes is None and (len(totals) > 1 or declared):
            raise ApartError(f"rien ne dit ce que « {release.name} » compte de « {name} »")
        whole.append(codes if codes is not None else {TOTAL: next(iter(totals))})
    return whole


def _declared(facts: tuple[str, ...] | None) -> dict[str, Content] | None:
    return None if facts is None else {TOTAL: frozenset(facts)}
