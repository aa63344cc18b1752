"""Tables of ../shared/bench, and small tables written as figures."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from opendata.disclosure.cube import Bools, Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Hierarchy, dimension, flat
from opendata.disclosure.publication import Publication

BENCH = Path(__file__).resolve().parents[4] / "shared" / "bench"
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Case:
    """A table with all its true values."""

    cube: Cube
    values: Ints

    def hiding(self, hidden: Bools) -> Publication:
        """Published whole but for `hidden`."""
        return Publication(self.cube, self.values, ~hidden, hidden)

    def hide(self, *cells: tuple[str, ...]) -> Publication:
        """Published whole but for the cells with these labels."""
        hidden = np.zeros(self.cube.size, dtype=bool)
        hidden[[self.cube.cell(labels) for labels in cells]] = True
        return self.hiding(hidden)


@dataclass(frozen=True)
class Pattern:
    """A pattern of the bench: the table, what it hides, the intervals that R found."""

    case: Case
    hidden: Bools
    primary: Bools
    bounds: Mapping[int, tuple[float, float]]


def _grouping(rows: Rows, column: str) -> Hierarchy:
    groups = dict.fromkeys((row[column] for row in rows), TOTAL)
    return Hierarchy({**groups, **{row["region"]: row[column] for row in rows}})


def bench_table(name: str) -> Case:
    """z1 or z2 of the bench."""
    with (BENCH / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    trees = [_grouping(rows, column) for column in ("fylke", "kostragr") if column in rows[0]]
    region = dimension("region", [row["region"] for row in rows], trees)
    cube = Cube((region, dimension("hovedint", [row["hovedint"] for row in rows])))
    return Case(cube, cube.counts({(r["region"], r["hovedint"]): int(r["ant"]) for r in rows}))


def bench(table: str, file: str) -> Pattern:
    """The table with the pattern of `file`; skips the test where the bench is absent."""
    if not BENCH.is_dir():
        pytest.skip(f"reference cases absent: {BENCH}")
    case = bench_table(table)
    hidden, primary = np.zeros((2, case.cube.size), dtype=bool)
    bounds = {}
    with (BENCH / file).open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            cell = case.cube.cell((row["region"], row["hovedint"]))
            hidden[cell] = row["suppressed"] == "TRUE"
            primary[cell] = row["primary"] == "TRUE"
            if row["lo"] != "NA":
                bounds[cell] = (float(row["lo"]), float(row["up"]))
    return Pattern(case, hidden, primary, bounds)


def matrix(counts: Sequence[Sequence[int]]) -> Case:
    """A two-dimensional table from its finest counts: rows r1, r2…, columns c1, c2…"""
    rows = [f"r{i + 1}" for i in range(len(counts))]
    columns = [f"c{i + 1}" for i in range(len(counts[0]))]
    cube = Cube((dimension("row", rows, [flat(rows)]), dimension("column", columns)))
    return Case(cube, cube.totals(np.array(counts, dtype=np.int64)))


def linked() -> Case:
    """sdcTools/UserSupport issue 136: one dimension, by county and by group, not nested."""
    rows = [("A", "1", "small", 2), ("B", "1", "small", 2), ("I", "1", "small", 8), ("J", "1", "small", 8),
            ("K", "2", "small", 3), ("L", "2", "BIG", 3), ("M", "2", "BIG", 3), ("N", "2", "small", 7)]  # fmt: skip
    county = Hierarchy({"1": TOTAL, "2": TOTAL, **{r[0]: r[1] for r in rows}})
    group = Hierarchy({"small": TOTAL, "BIG": TOTAL, **{r[0]: r[2] for r in rows}})
    cube = Cube((dimension("region", (), [county, group]),))
    return Case(cube, cube.counts({(r[0],): r[3] for r in rows}))


def publication(
    cube: Cube, rows: Iterable[tuple[tuple[str, ...], int | None]], covers_cube: bool = True
) -> Publication:
    """From (labels, count or None when hidden); raises KeyError on an unknown label."""
    values = np.zeros(cube.size, dtype=np.int64)
    shown, hidden = np.zeros((2, cube.size), dtype=bool)
    for labels, count in rows:
        cell = cube.cell(labels)
        if count is None:
            hidden[cell] = True
        else:
            shown[cell], values[cell] = True, count
    return Publication(cube, values, shown, hidden, covers_cube)
