"""How the cost of the disclosure engine grows: with cells, with groupings of one dimension, with facts.

Each point is a process of its own, on seeded data, at five sizes; processor seconds and the most memory held. Writes
`croissance.csv` and `croissance.svg` beside the README of the engine.

    make growth
"""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from opendata.disclosure.cube import Cube
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension
from tools.large_tables import GIB, ROOT, Cost, counting, run

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

FOLDER = ROOT / "opendata" / "disclosure"
# Finest codes of three dimensions with two-level hierarchies; groupings of the first of two; facts.
CELLS = ((6, 4, 3), (10, 5, 3), (15, 6, 4), (20, 8, 4), (25, 8, 5))
GROUPINGS = (1, 2, 3, 4, 5)
MILLIONS = (1, 5, 10, 25, 50)
# Large enough for groupings to matter, small enough for `exact` to search it hard: 657 to 1,089 cells.
GROUPED = (60, 8)
GROUP = 5
AXES = {
    "cells": "cases de la table (cells)",
    "groupings": "regroupements d'une dimension (groupings)",
    "facts": "faits comptés (facts)",
}
TITLE = "Croissance du coût du moteur (growth of its cost) : les chiffres sont dans croissance.csv"
COLUMNS = ("axis", "what", "size", "seconds", "peak_mib")


@dataclass(frozen=True)
class Point:
    """One measure: along which axis, of what, at which size."""

    axis: str
    what: str
    size: int
    cost: Cost

    @property
    def row(self) -> tuple[str, ...]:
        """As it stands in the file."""
        peak = f"{self.cost.peak / GIB * 1024:.0f}"
        return self.axis, self.what, str(self.size), f"{self.cost.seconds:.2f}", peak


def points() -> Iterator[Point]:
    """Every point, the smallest of each axis first."""
    for protection in ("exact", "interval"):
        for step in range(len(CELLS)):
            size = table("cells", step)[0].size
            yield Point("cells", protection, size, _protected("cells", step, protection))  # fmt: skip
        for step, number in enumerate(GROUPINGS):
            yield Point("groupings", protection, number, _protected("groupings", step, protection))
    for millions in MILLIONS:
        with tempfile.TemporaryDirectory(prefix="growth-") as name:
            yield Point("facts", "count", millions * 10**6, counting(Path(name), millions * 10**6))


def _protected(axis: str, step: int, protection: str) -> Cost:
    return run(ROOT, ["tools.growth", axis, str(step), protection])


def table(axis: str, step: int) -> tuple[Cube, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """The cube of one point, and the seeded counts of its finest cells."""
    from tools.cubes import cube

    if axis == "cells":
        return cube(CELLS[step])
    codes, kinds = GROUPED
    leaves = [f"r{i:03d}" for i in range(codes)]
    rng = np.random.default_rng(1)
    trees = [
        _grouping(leaves, rng.permutation(codes) % (codes // GROUP), rank)
        for rank in range(GROUPINGS[step])
    ]
    axes = (dimension("r", (), trees), dimension("t", [f"t{i}" for i in range(kinds)]))
    mean = 12 * rng.gamma(0.7, 1 / 0.7, (codes, kinds))
    return Cube(axes), rng.poisson(mean).astype(np.int64)


def _grouping(
    leaves: Sequence[str], groups: np.ndarray[tuple[int, ...], np.dtype[np.int64]], rank: int
) -> Hierarchy:
    """Codes in groups of `GROUP` drawn by chance: none is nested in those of another grouping."""
    names = [f"g{rank}-{group}" for group in groups.tolist()]
    return Hierarchy({**dict.fromkeys(names, TOTAL), **dict(zip(leaves, names, strict=True))})


def protect_once(axis: str, step: int, protection: str) -> None:
    """What one point measures: protection and both audits."""
    from opendata.disclosure.protector import Counts, protect
    from opendata.disclosure.rules import SmallCount

    cube, fine = table(axis, step)
    counts = Counts(cube, cube.totals(fine), np.ones(cube.size, dtype=bool))
    weights = np.asarray(2.0 ** cube.summarised().astype(float))
    protect(counts, [SmallCount(1, 4)], (1, 4), weights, protection == "exact")


def csv_of(rows: Sequence[Sequence[str]]) -> bytes:
    """The measures as a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return out.getvalue().encode()


def drawing(rows: Sequence[Sequence[str]]) -> str:
    """The curves (SVG): one axis a row, seconds on the left, memory on the right, both scales by powers of ten."""
    import altair as alt
    import pandas as pd
    import vl_convert

    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"size": int, "seconds": float, "peak_mib": float})  # fmt: skip
    measures = {"seconds": "secondes de processeur (seconds)", "peak_mib": "mémoire, Mio (memory, MiB)"}  # fmt: skip
    lines = [
        alt.hconcat(*(_curve(frame[frame["axis"] == axis], name, column, title) for column, title in measures.items()))
        for axis, name in AXES.items()
    ]  # fmt: skip
    chart = alt.vconcat(*lines).configure(font="sans-serif", background="white")
    drawn = str(vl_convert.vegalite_to_svg(chart.to_json()))
    # A drawing is named for those who do not see it.
    return drawn.replace(">", f' role="img"><title>{TITLE}</title>', 1)


def _curve(frame: pd.DataFrame, name: str, column: str, title: str) -> alt.Chart:
    import altair as alt

    black = alt.OverlayMarkDef(color="black")
    chart: alt.Chart = alt.Chart(frame, width=260, height=180).mark_line(point=black, color="black")
    drawn: alt.Chart = chart.encode(
        alt.X("size:Q", title=name, scale=alt.Scale(type="log")),
        alt.Y(f"{column}:Q", title=title, scale=alt.Scale(type="log")),
        alt.StrokeDash("what:N", title=None),
        alt.Shape("what:N", title=None),
    )
    return drawn


def main(arguments: Sequence[str]) -> int:
    """Measure every point and draw them; with arguments, do the work of one point."""
    if arguments:
        protect_once(arguments[0], int(arguments[1]), arguments[2])
        return 0
    rows = []
    for point in points():
        rows.append(point.row)
        print(*point.row, flush=True)
    (FOLDER / "croissance.csv").write_bytes(csv_of(rows))
    (FOLDER / "croissance.svg").write_text(drawing(rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
