"""Small tables: how far the search of larger ones stands from their optimum, and how long the slowest takes.

    python -m tools.small_tables

Tables without hierarchies, of seeded counts: the optimum is searched for those with few candidates.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import dimension
from opendata.disclosure.optimum import CANDIDATES
from opendata.disclosure.pattern import TableToProtect, UnprotectableError
from opendata.disclosure.protector import Counts, protect
from opendata.disclosure.publication import Publication
from opendata.disclosure.requirements import Goal
from opendata.disclosure.rules import SmallCount, primary
from opendata.disclosure.suppression import suppress
from tools.verdict import Limit, failures

# Codes of each dimension of those beside their optimum, and how many of each.
NEAR, SEEDS = ((3, 4), (4, 4), (3, 6)), 20
# And of those that are timed: fewer than 110 cells with their totals. Mean of their counts.
TIMED = ((3, 7), (5, 5), (8, 10), (2, 34), (2, 2, 2), (3, 3, 3), (4, 3, 2), (2, 2, 2, 2))
TIMED_SEEDS, MEANS = 4, (1.4, 8.4)
SHAPE = 0.7  # of the gamma law that means are drawn from: many small counts
HIDE = (1, 4)


@dataclass(frozen=True)
class Beside:
    """Cells hidden in all tables: by the search that larger ones get, and at their optimum."""

    searched: int
    least: int


def measures() -> Iterator[Limit]:
    """The slowest table; beside, how far from the optimum is printed."""
    near = beside()
    print(f"       petits tableaux : {near.searched} cases masquées par la recherche, {near.least} à l'optimum "
          f"(que « protect » trouve), {near.searched / near.least:.3f} fois", flush=True)  # fmt: skip
    yield Limit("le plus lent des tableaux de moins de 110 cases", slowest(), "s de processeur", 5)


def beside() -> Beside:
    """Both ways, on the tables whose optimum is found."""
    searched = least = 0
    for shape, seed in product(NEAR, range(SEEDS)):
        cube, values = table(shape, seed, SHAPE * 12)
        every, none, worth = np.ones(cube.size, dtype=bool), np.zeros(cube.size, dtype=bool), np.ones(cube.size)  # fmt: skip
        goal = Goal(values, primary(values, every, [SmallCount(*HIDE)]), HIDE[1] + 1)
        if np.sum(~goal.primary.cells) > CANDIDATES:
            continue
        best = protect(Counts(cube, values, every), [SmallCount(*HIDE)], HIDE, worth).release.hidden
        sums = Publication(cube, values, every, none).sums()
        pattern = suppress(TableToProtect(cube, sums, worth, every, none, none), goal)
        searched, least = searched + int(pattern.hidden.sum()), least + int(best.sum())
    return Beside(searched, least)


def slowest() -> float:
    """Seconds of processor of the slowest, by intervals and `exact`."""
    tables = product(TIMED, range(TIMED_SEEDS), MEANS)
    return max(_seconds(table(*one), exact) for one in tables for exact in (False, True))


def _seconds(counts: tuple[Cube, Ints], exact: bool) -> float:
    cube, values = counts
    weights = np.asarray(2.0 ** cube.summarised().astype(np.float64))
    start = time.process_time()
    # To find that nothing protects a table takes its time too.
    with contextlib.suppress(UnprotectableError):
        protect(Counts(cube, values, np.ones(cube.size, dtype=bool)), [SmallCount(*HIDE)], HIDE, weights, exact)  # fmt: skip
    return time.process_time() - start


def table(shape: Sequence[int], seed: int, mean: float) -> tuple[Cube, Ints]:
    """A cube of so many codes along each dimension, and the counts of its cells."""
    rng = np.random.default_rng(seed)
    axes = tuple(
        dimension(name, [f"{name}{i}" for i in range(size)]) for name, size in zip("abcd", shape, strict=False)
    )  # fmt: skip
    cube = Cube(axes)
    drawn = rng.poisson(rng.gamma(SHAPE, mean / SHAPE, tuple(shape)))
    return cube, cube.totals(drawn.astype(np.int64))


if __name__ == "__main__":
    sys.exit(1 if failures(measures()) else 0)
