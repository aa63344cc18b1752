"""The disclosure engine beside pytauargus (modular) on the same seeded cubes.

Each tool works in a process of its own, on the same facts and hierarchies, with the same rule
(counts 1–4 hidden). Ours includes both audits; the peer's does not audit. Hidden cells count
those hidden by the rule; structurally the peer leaves empty cells out of its table. Its own rule keeps an unsafe count
from being computed, as `exact` does; `interval` is compared with the peer asked for the same intervals (see `modular`).

Where the first dimension has two groupings the peer has two tables, that share their finest cells. They are linked as its
users do it: one after the other, what is hidden in one being hidden in the other too, until none hides a cell more.
Beside it stands what it hides in each apart, and how much of both a reader of the two tables computes.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension

ROOT = Path(__file__).resolve().parent.parent
# Finest codes of the three dimensions.
SIZES = {"2 600": (25, 8, 5), "11 000": (45, 12, 8), "15 000": (60, 12, 8)}
LARGEST = (105, 20, 9)
# The same cubes, their first dimension grouped a second way, not nested in the first.
LINKED = {"3 200": (25, 8, 5), "12 700": (45, 12, 8), "16 900": (60, 12, 8)}
HIDE = (1, 4)
Labels = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What a tool made of a cube: cells, hidden cells, seconds of processor, memory at most in MiB.

    `recovered`: hidden cells that additions and subtractions alone give back; none where both audits passed. `sums` of
    two to four of them that they give too, small enough for the rule: `exact` leaves none.
    """

    cells: int
    hidden: int
    seconds: float
    peak: float = 0.0
    recovered: int = 0
    sums: int = 0


@dataclass(frozen=True)
class Compared:
    """A cube protected by both: ours `exact` and by `interval`, the `peer` with its own rule and with our intervals (`wide`)."""

    name: str
    exact: Outcome
    interval: Outcome
    peer: Outcome
    wide: Outcome


@dataclass(frozen=True)
class Linked:
    """A cube of two groupings: ours by `interval`, the tables of the peer linked, with our intervals (`wide`) and with its own
    rule, and each `apart` with its own rule.
    """

    name: str
    interval: Outcome
    wide: Outcome
    peer: Outcome
    apart: Outcome


def outcomes() -> Iterator[Compared]:
    """Each size, each tool in its own process."""
    for name, shape in SIZES.items():
        yield Compared(
            name,
            _apart("exact", shape),
            _apart("interval", shape),
            _tables(shape, 1),
            _tables(shape, 1, is_wide=True),
        )


def linked() -> Iterator[Linked]:
    """Each cube of two groupings, as `outcomes`."""
    for name, shape in LINKED.items():
        yield Linked(
            name,
            _apart("interval", shape, 2),
            _tables(shape, 2, is_wide=True),
            _tables(shape, 2),
            _tables(shape, 2, are_linked=False),
        )


def largest(tool: str, groupings: int = 1) -> Outcome:
    """How far `exact` or `interval` protection gets: about 50,000 cells."""
    return _apart(tool, LARGEST, groupings)


def _apart(tool: str, shape: tuple[int, ...], groupings: int = 1) -> Outcome:
    """Our engine in a process of its own."""
    return Outcome(**json.loads(_printed([tool, str(groupings), *map(str, shape)])))


def _tables(
    shape: tuple[int, ...], groupings: int, are_linked: bool = True, is_wide: bool = False
) -> Outcome:
    """What the peer hides in the tables of each grouping, and what of it is `given` away; `is_wide`: with our intervals.

    Each table has a process of its own: a second one crashes the peer. Linked ones take turns, as long as what is
    hidden in one is news to the other.
    """
    hidden: set[Labels] = set()
    done: list[dict[str, Any]] = []
    tool = "wide" if is_wide else "peer"
    waiting = list(range(groupings))
    while waiting:
        grouping = waiting.pop(0)
        known = sorted(hidden) if are_linked else []
        done.append(json.loads(_printed([tool, str(grouping), *map(str, shape)], known)))
        found = set(map(tuple, done[-1]["hidden"]))
        if are_linked and not found <= hidden:
            waiting += sorted({*range(groupings)} - {grouping, *waiting})
        hidden |= found
    return Outcome(
        cells=max(one["cells"] for one in done),
        hidden=len(hidden),
        seconds=sum(one["seconds"] for one in done),
        peak=max(one["peak"] for one in done),
        **json.loads(_printed(["given", str(groupings), *map(str, shape)], sorted(hidden))),
    )


def _printed(arguments: list[str], given: Sequence[Labels] = ()) -> str:
    """What this module answers when run with arguments, and `given` cells: its last line."""
    command = [sys.executable, "-m", "tools.cubes", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # The peer's native code crashes in folders that hold other things than its own.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, cwd=folder, env=environment, input=json.dumps(given), check=True, capture_output=True, text=True
        )  # fmt: skip
    return done.stdout.splitlines()[-1]


def cube(shape: tuple[int, ...], seed: int = 1, groupings: int = 1) -> tuple[Cube, Ints]:
    """A cube with two-level hierarchies, and seeded counts of its finest cells, most of them small.

    With two `groupings` its first dimension has a second hierarchy; the counts are the same.
    """
    widths = (5, 4, 3)
    axes = tuple(
        _axis(name, size, width, groupings if name == "r" else 1)
        for name, size, width in zip("rtq", shape, widths, strict=True)
    )
    rng = np.random.default_rng(seed)
    weights = np.ones(())
    for axis in axes:
        share = 1 / (np.arange(len(axis.leaves)) + 2.0)
        rng.shuffle(share)
        weights = np.multiply.outer(weights, share / share.mean())
    mean = weights * 12 * rng.gamma(1.5, 1 / 1.5, weights.shape)
    return Cube(axes), rng.poisson(mean).astype(np.int64)


def _axis(name: str, size: int, width: int, groupings: int) -> Dimension:
    """`size` codes in groups of `width`, and groups of groups when there are many; and across them when asked."""
    codes = [f"{name}{i:04d}" for i in range(size)]
    parents: dict[str, str] = {}
    for i, code in enumerate(codes):
        group, above = f"{name}g{i // width:03d}", TOTAL
        if size > width * width:
            above = f"{name}s{i // (width * width):03d}"
            parents[above] = TOTAL
        parents[group] = above
        parents[code] = group
    trees = [Hierarchy(parents)]
    if groupings == 2:
        count = -(-size // width)
        across = {code: f"{name}h{i % count:03d}" for i, code in enumerate(codes)}
        trees.append(Hierarchy({**dict.fromkeys(sorted(across.values()), TOTAL), **across}))
    return dimension(name, (), trees)


def ours(shape: tuple[int, ...], exact: bool, groupings: int = 1) -> Outcome:
    """Protected and audited by this project's engine."""
    # Imported here: our HiGHS and the one inside the peer crash when loaded in one process.
    from opendata.disclosure.protector import Counts, protect
    from opendata.disclosure.rules import SmallCount

    table, fine = cube(shape, groupings=groupings)
    values = table.totals(fine)
    weights = np.asarray(2.0 ** table.summarised().astype(np.float64))
    start = time.process_time()
    counts = Counts(table, values, np.ones(table.size, dtype=bool))
    done = protect(counts, [SmallCount(*HIDE)], HIDE, weights, exact)
    seconds = time.process_time() - start
    return Outcome(table.size, int(done.release.hidden.sum()), seconds, _peak())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def peer(
    shape: tuple[int, ...], grouping: int, known: Sequence[Labels], is_wide: bool
) -> dict[str, Any]:
    """Protected by pytauargus in one grouping of the first dimension; cells `known` to be hidden in another are too.

    `is_wide`: each count hidden by the rule keeps the interval that `interval` promises.

    `cells` of the cube with this grouping and those before it, the labels of those `hidden`, `seconds` and `peak`.
    """
    # Imported here, as ours is.
    from tools.modular import protect

    table, fine = cube(shape, groupings=grouping + 1)
    hidden, seconds = protect(table, fine, HIDE[1] + 1, grouping, known, is_wide)
    return {"cells": table.size, "hidden": hidden, "seconds": seconds, "peak": _peak()}


def given(shape: tuple[int, ...], groupings: int, hidden: Sequence[Labels]) -> dict[str, int]:
    """What a reader of every grouping computes by additions and subtractions alone: how many of the `hidden` cells
    (`recovered`), and how many small `sums` of them.
    """
    from opendata.disclosure.additions import Additions, SumRule
    from opendata.disclosure.elimination import determined
    from opendata.disclosure.publication import Publication
    from opendata.disclosure.rules import SmallCount
    from opendata.disclosure.unions import SumRules

    table, fine = cube(shape, groupings=groupings)
    values = table.totals(fine)
    covered, none = np.zeros((2, table.size), dtype=bool)
    covered[[table.cell(labels) for labels in hidden]] = True
    release = Publication(table, values, ~covered, covered)
    rule = SumRule(SumRules(values, [SmallCount(*HIDE)], None).broken, HIDE[1])
    additions = Additions(release.sums(), values, covered, covered, none, {}, rule)
    recovered = len(determined(release.unknowns()))
    # A cell that is computed is a sum of one.
    sums = sum(len(parts) > 1 for parts in additions.known())
    return {"recovered": recovered, "sums": sums}


def main(arguments: list[str]) -> None:
    """One measure, as JSON on the last line.

    The peer takes the number of a grouping, others how many there are; cells are read from the standard input.
    """
    tool, groupings, shape = arguments[0], int(arguments[1]), tuple(map(int, arguments[2:]))
    cells = [tuple(labels) for labels in json.load(sys.stdin)]
    told: Any
    if tool in ("peer", "wide"):
        told = peer(shape, groupings, cells, tool == "wide")
    elif tool == "given":
        told = given(shape, groupings, cells)
    else:
        told = ours(shape, tool == "exact", groupings).__dict__
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
