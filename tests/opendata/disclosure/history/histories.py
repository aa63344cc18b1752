"""Random histories: a table is protected and published, facts come or the geography changes, and so again."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from opendata.disclosure.history.releases import Release
from opendata.disclosure.memory import newest, with_earlier
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.protector import Counts, UnsafeError, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.rules import SmallCount

SMALL = (1, 4)
PLACES, TYPES = ("a", "b", "c", "d"), ("x", "y")
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """What happened: releases, the finest facts (place, type, lot), and how many releases were refused.

    A lot is what came with one release: a quarter, late facts. Each release counts the lots until its own.
    """

    releases: tuple[Release, ...]
    facts: dict[Labels, int]
    refused: int


def story(seed: int, steps: int = 3, memory: bool = True) -> Story:
    """A history of the seed, each release protected with those before it, or apart."""
    rng = np.random.default_rng(seed)
    facts: dict[Labels, int] = {}
    releases: list[Release] = []
    refused = 0
    grouping = _grouping(rng)
    for step in range(steps):
        # A new quarter, late facts of a few cells, or nothing but another geography.
        change = "quarter" if step == 0 else str(rng.choice(["quarter", "revision", "geography"]))
        if change == "geography":
            grouping = _grouping(rng)
        for place, kind in itertools.product(PLACES, TYPES):
            facts[place, kind, f"lot{step}"] = _added(rng, change)
        try:
            releases.append(_released(f"r{step}", facts, grouping, step, releases if memory else []))  # fmt: skip
        except (UnprotectableError, UnsafeError):
            refused += 1
    return Story(tuple(releases), facts, refused)


def _grouping(rng: np.random.Generator) -> Hierarchy:
    sides = {place: "NS"[int(rng.integers(0, 2))] for place in PLACES}
    return Hierarchy({**dict.fromkeys(sorted(set(sides.values())), TOTAL), **sides})


def _added(rng: np.random.Generator, change: str) -> int:
    if change == "quarter":
        return int(rng.choice([0, 1, 2, 3, 7, 12, 20, 35]))
    return int(change == "revision" and rng.random() < 0.2)


def _released(
    name: str, facts: dict[Labels, int], grouping: Hierarchy, step: int, earlier: list[Release]
) -> Release:
    lots = tuple(f"lot{number}" for number in range(step + 1))
    cube = Cube((dimension("place", PLACES, [grouping]), dimension("type", TYPES), dimension("lot", lots)))  # fmt: skip
    scope = cube.margins([frozenset(m) for m in ((), ("place",), ("type",), ("place", "type"))])
    table = Counts(cube, cube.counts(facts), scope)
    joint, where = with_earlier(table, facts, None, earlier)
    done = newest(protect(joint, [SmallCount(*SMALL)], SMALL, np.asarray(2.0 ** joint.cube.summarised())), table, where)  # fmt: skip
    return Release(name, _without_lots(done.release), {"lot": lots})


def _without_lots(release: Publication) -> Publication:
    """The public table: lots are no column of it."""
    cube = Cube(release.cube.dimensions[:2])
    cells = [release.cube.cell((*cube.labels(cell), TOTAL)) for cell in range(cube.size)]
    return Publication(cube, release.values[cells], release.shown[cells], release.hidden[cells])
