"""The disclosure engine beside pytauargus (modular) on the same seeded cubes.

Each tool works in a process of its own, on the same facts and hierarchies, with the same rule
(counts 1–4 hidden). Ours includes both audits; the peer's does not audit. Hidden cells count
those hidden by the rule; structurally the peer leaves empty cells out of its table.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy, dimension

ROOT = Path(__file__).resolve().parent.parent
# Finest codes of the three dimensions.
SIZES = {"2 600": (25, 8, 5), "11 000": (45, 12, 8)}
MANY_MINUTES = {"15 000": (60, 12, 8)}
LARGEST = (105, 20, 9)
HIDE = (1, 4)


@dataclass(frozen=True)
class Outcome:
    """What a tool made of a cube: cells, hidden cells, seconds."""

    cells: int
    hidden: int
    seconds: float


def outcomes(every: bool) -> Iterator[tuple[str, Outcome, Outcome, Outcome]]:
    """(cube, ours exact, ours interval, the peer) for each size, each in its own process.

    `every`: those of MANY_MINUTES too.
    """
    for name, shape in (SIZES | MANY_MINUTES if every else SIZES).items():
        exact, interval, peer = (_apart(tool, shape) for tool in ("exact", "interval", "peer"))
        yield name, exact, interval, peer


def largest() -> Outcome:
    """How far exact protection gets: about 50,000 cells."""
    return _apart("exact", LARGEST)


def _apart(tool: str, shape: tuple[int, ...]) -> Outcome:
    command = [sys.executable, "-m", "tools.cubes", tool, *map(str, shape)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # The peer's native code crashes in folders that hold other things than its own.
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, cwd=folder, env=environment, check=True, capture_output=True, text=True
        )
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def cube(shape: tuple[int, ...], seed: int = 1) -> tuple[Cube, Ints]:
    """A cube with two-level hierarchies, and seeded counts of its finest cells, most of them small."""
    axes = tuple(
        _axis(name, size, width) for name, size, width in zip("rtq", shape, (5, 4, 3), strict=True)
    )
    rng = np.random.default_rng(seed)
    weights = np.ones(())
    for axis in axes:
        share = 1 / (np.arange(len(axis.leaves)) + 2.0)
        rng.shuffle(share)
        weights = np.multiply.outer(weights, share / share.mean())
    mean = weights * 12 * rng.gamma(1.5, 1 / 1.5, weights.shape)
    return Cube(axes), rng.poisson(mean).astype(np.int64)


def _axis(name: str, size: int, width: int) -> Dimension:
    """`size` codes in groups of `width`, and groups of groups when there are many."""
    parents: dict[str, str] = {}
    for i in range(size):
        group, above = f"{name}g{i // width:03d}", TOTAL
        if size > width * width:
            above = f"{name}s{i // (width * width):03d}"
            parents[above] = TOTAL
        parents[group] = above
        parents[f"{name}{i:04d}"] = group
    return dimension(name, (), [Hierarchy(parents)])


def ours(shape: tuple[int, ...], exact: bool) -> Outcome:
    """Protected and audited by this project's engine."""
    # Imported here: our HiGHS and the one inside the peer crash when loaded in one process.
    from opendata.disclosure.protector import Counts, protect
    from opendata.disclosure.rules import SmallCount

    table, fine = cube(shape)
    values = table.totals(fine)
    weights = np.asarray(2.0 ** table.summarised().astype(np.float64))
    start = time.process_time()
    counts = Counts(table, values, np.ones(table.size, dtype=bool))
    done = protect(counts, [SmallCount(*HIDE)], HIDE, weights, exact)
    seconds = time.process_time() - start
    return Outcome(table.size, int(done.release.hidden.sum()), seconds)


def peer(shape: tuple[int, ...]) -> Outcome:
    """Protected by pytauargus, modular, with a minimum frequency of 5."""
    import pytauargus  # a development dependency, only for this comparison

    table, fine = cube(shape)
    places = np.argwhere(fine > 0)
    repeats = fine[tuple(places.T)]
    facts: dict[str, list[Any]] = {
        axis.name: [axis.leaves[i] for i in np.repeat(places[:, column], repeats)]
        for column, axis in enumerate(table.dimensions)
    }
    facts["val"] = [1] * int(repeats.sum())
    with tempfile.TemporaryDirectory() as name:
        files = {axis.name: _hierarchy_file(axis, Path(name)) for axis in table.dimensions}
        start = time.process_time()
        done = pytauargus.protect(facts, [list(table.names)], "val", f"FREQ({HIDE[1] + 1},30)", "MOD(1)",
                                  hrc=files, totcode=TOTAL, workdir=name)  # fmt: skip
        seconds = time.process_time() - start
        status = done.tables[0].dataframe()["status"]
    # U: hidden by the rule; M: hidden to protect it.
    return Outcome(table.size, int(status.isin(["U", "M"]).sum()), seconds)


def _hierarchy_file(axis: Dimension, folder: Path) -> str:
    tree, lines = axis.hierarchies[0], []

    def walk(parent: str, depth: int) -> None:
        for code in tree.children.get(parent, ()):
            lines.append("@" * depth + code)
            walk(code, depth + 1)

    walk(TOTAL, 0)
    path = folder / f"{axis.name}.hrc"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return str(path)


def main(arguments: list[str]) -> None:
    """One measure, as JSON on the last line."""
    tool, shape = arguments[0], tuple(int(size) for size in arguments[1:])
    outcome = peer(shape) if tool == "peer" else ours(shape, exact=tool == "exact")
    sys.stdout.write(json.dumps(outcome.__dict__) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
