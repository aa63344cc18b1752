"""A release that knows the earlier ones: protected with them, never so that the two together reveal.

What was published stays published; what was hidden stays hidden, and protected in the cube of all releases; what
only their difference tells obeys the rules as a count does. Where no pattern of the new table does it, the release is
refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.history.joint import Joint, joint
from opendata.disclosure.history.releases import ApartError, Release, in_order
from opendata.disclosure.history.ways import NOTHING, WayOut, advice, margins
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.program import Floats
from opendata.disclosure.protector import Counts, Facts, Protected, UnsafeError, contributions
from opendata.disclosure.publication import Publication

# Cells named of those that changed.
NAMED = 5
Finest = Mapping[tuple[str, ...], int]


def with_earlier(
    table: Counts, finest: Finest, facts: Facts | None, earlier: Sequence[Publication | Release]
) -> tuple[Counts, Ints]:
    """The table to protect with everything published before, and where its own cells stand in it (−1: nowhere).

    `finest`: labels → count; `facts`: by contributor, where there are some. They hold every fact that an earlier
    release counts, the dimensions it counts them by included: a scope that leaves some out says what is published.
    Raises ApartError, also when counts that were published, or that a record kept, are no longer those of the file.
    """
    known = joint(in_order(earlier, _whole(table)))
    labels = _Labels(known, table)
    values = known.cube.counts(_summed(finest, labels))
    _check_published(known, values)
    places, told, before = known.places[-1], known.told, known.before()
    scope = told.shown | told.hidden | told.differences
    fixed = before.shown.copy()
    if table.structural is not None:
        fixed[places[table.structural & table.scope]] = True
    names, brought = ((), None) if facts is None else contributions(known.cube, labels.facts(facts), scope)  # fmt: skip
    return Counts(known.cube, values, scope, told.covers_cube, brought, names, fixed, table.coalition,
                  before.hidden, told.differences), places  # fmt: skip


class RefusedAfterError(UnprotectableError):
    """No pattern protects a release with the earlier ones. Names the cells, and the cheapest way out."""

    def __init__(self, cell: int, named: str, ways: Sequence[WayOut]) -> None:
        super().__init__(cell)
        self.named, self.ways = named, tuple(ways)

    def __str__(self) -> str:
        return f"aucun masquage ne protège {self.named} avec les publications précédentes ; {advice(self.ways)}"


@dataclass(frozen=True)
class Remembering:
    """A table to protect with the releases before it: see `with_earlier`."""

    table: Counts
    finest: Finest
    facts: Facts | None
    earlier: Sequence[Publication | Release]

    def protected(
        self, protect: Callable[[Counts], Protected], weigh: Callable[[Cube], Floats]
    ) -> tuple[Protected, Protected]:
        """What is new, and what it is with the earlier releases, once `protect` has protected them all.

        Raises RefusedAfterError, where the ways out were each protected so; `weigh` says what they lose.
        """
        try:
            return self._within(self.table.scope, protect)
        except (UnprotectableError, UnsafeError) as error:
            named, cell = self._named(error)
            raise RefusedAfterError(cell, named, self._ways(protect, weigh)) from None

    def _within(self, scope: Bools, protect: Callable[[Counts], Protected]) -> tuple[Protected, Protected]:  # fmt: skip
        table = replace(self.table, scope=scope)
        joint, places = with_earlier(table, self.finest, self.facts, self.earlier)
        whole = protect(joint)
        return newest(whole, table, places), whole

    def _named(self, error: UnprotectableError | UnsafeError) -> tuple[str, int]:
        """The labels of what could not be protected, never its counts."""
        if isinstance(error, UnsafeError):
            labels = sorted({exposure.labels for exposure in error.exposures})
            return ", ".join(f"({', '.join(one)})" for one in labels[:NAMED]), 0
        cube = with_earlier(self.table, self.finest, self.facts, self.earlier)[0].cube
        is_cell = error.cell < cube.size
        return f"({', '.join(cube.labels(error.cell))})" if is_cell else "une somme de cases masquées", error.cell  # fmt: skip

    def _ways(self, protect: Callable[[Counts], Protected], weigh: Callable[[Cube], Floats]) -> list[WayOut]:  # fmt: skip
        """The cheapest margin to leave out with which the rest is protected, then nothing."""
        table = self.table
        joint, places = with_earlier(table, self.finest, self.facts, self.earlier)
        # What was published before is not lost.
        lost = table.scope if joint.structural is None else table.scope & ~joint.structural[places]
        weights = np.where(lost, weigh(table.cube), 0)
        left = [
            (float(weights[cells].sum()), text, table.scope & ~cells)
            for text, cells in margins(table.cube, table.scope)
            if (table.scope & ~cells).any()
        ]
        nothing = WayOut(float(weights[table.scope].sum()), NOTHING, _whole(replace(table, scope=table.scope & False)))  # fmt: skip
        for cost, text, scope in sorted(left, key=lambda one: one[0]):
            try:
                own, _ = self._within(scope, protect)
            except (UnprotectableError, UnsafeError, ApartError):
                continue
            return [WayOut(cost, text, own.release), nothing]
        return [nothing]


def newest(protected: Protected, table: Counts, places: Ints) -> Protected:
    """What is new of releases protected together."""
    release, rule = protected.release, protected.primary
    own = Publication(
        table.cube, table.values,
        release.shown[places] & table.scope, release.hidden[places] & table.scope, table.covers_cube,
    )  # fmt: skip
    reasons = {
        cell: rule.reasons[place]
        for cell, place in enumerate(places.tolist())
        if place in rule.reasons and table.scope[cell]
    }
    cells = np.zeros(table.cube.size, dtype=bool)
    cells[list(reasons)] = True
    narrowed = replace(
        rule, cells=cells, low=rule.low[places], high=rule.high[places], reasons=reasons
    )
    return replace(protected, release=own, primary=narrowed)


def _whole(table: Counts) -> Publication:
    """The cells of the new release, as if all were published."""
    nothing = np.zeros(table.cube.size, dtype=bool)
    return Publication(table.cube, table.values, table.scope, nothing, table.covers_cube)


def _check_published(known: Joint, values: Ints) -> None:
    changed = set[int]()
    for release, places in zip(known.releases[:-1], known.places, strict=False):
        given = release.publication
        kept = given.shown if release.record is None else given.shown | given.hidden
        counts = given.values if release.record is None else release.record
        cells = places[kept]
        changed |= set(cells[values[cells] != counts[kept]].tolist())
    if changed:
        named = [f"({', '.join(known.cube.labels(cell))})" for cell in sorted(changed)]
        more = "" if len(named) <= NAMED else f" et {len(named) - NAMED} autres"
        raise ApartError(f"des effectifs publiés avant ne sont plus ceux du fichier : {', '.join(named[:NAMED])}{more}")  # fmt: skip


class _Labels:
    """The finest labels of the new table in the cube of all releases."""

    def __init__(self, known: Joint, table: Counts) -> None:
        own = table.cube
        lacking = [name for name in known.cube.names if name not in own.names]
        if lacking:
            raise ApartError(f"les effectifs ne distinguent pas « {lacking[0]} », que comptent des publications antérieures : "
                             "donner les effectifs avec cette colonne, et ne publier que les marges sans elle")  # fmt: skip
        self.places = [own.names.index(name) for name in known.cube.names]
        self.finest = known.finest
        for place, finest in zip(self.places, known.finest, strict=True):
            axis = own.dimensions[place]
            coarse = next((leaf for leaf in axis.leaves if leaf not in finest), None)
            if coarse is not None:
                raise ApartError(f"« {coarse} » de « {axis.name} » est détaillé par une publication antérieure, et pas par les effectifs")  # fmt: skip

    def __call__(self, labels: Sequence[str]) -> tuple[str, ...]:
        chosen = (labels[place] for place in self.places)
        return tuple(finest[label] for finest, label in zip(self.finest, chosen, strict=True))

    def facts(self, facts: Facts) -> dict[tuple[str, ...], dict[str, int]]:
        """Facts by contributor, those of codes that nothing tells apart added up."""
        added: dict[tuple[str, ...], dict[str, int]] = {}
        for labels, by_contributor in facts.items():
            there = added.setdefault(self(labels), {})
            for name, number in by_contributor.items():
                there[name] = there.get(name, 0) + number
        return added


def _summed(finest: Finest, labels: _Labels) -> dict[tuple[str, ...], int]:
    added: dict[tuple[str, ...], int] = {}
    for own, count in finest.items():
        added[labels(own)] = added.get(labels(own), 0) + count
    return added
