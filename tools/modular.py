"""A cube protected by pytauargus: modular suppression, with a minimum frequency, in one grouping of each dimension.

Its own rule asks that an unsafe count keep an interval of 30 % on either side: no reader computes it. Where two tools are
compared by what their intervals cost, it is asked for ours instead: each unsafe count keeps 0 and the `minimum` (its
protection levels, one line a cell in a file read beforehand).

A table linked to others is protected as Insee's users of τ-ARGUS do (rtauargus, `tab_multi_manager`): the cells that the
others hide are given to it as unsafe, without a protection level of their own (`ip_end = 0` there).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from opendata.disclosure.cube import Cube, Ints
from opendata.disclosure.hierarchy import TOTAL, Dimension, Hierarchy

VALUE = "val"
Labels = tuple[str, ...]


def protect(
    cube: Cube, fine: Ints, minimum: int, grouping: int, known: Collection[Labels], is_wide: bool
) -> tuple[list[Labels], float]:
    """The labels of the cells hidden in one `grouping`, of the cube's finest counts `fine`, and seconds of processor.

    Counts below `minimum` are unsafe, and so are those cells of this grouping that are `known` to be hidden elsewhere.
    `is_wide`: unsafe counts keep 0 and `minimum`, else an interval of their own.
    """
    from pytauargus.result import TableResult  # a development dependency, only for this comparison

    trees = [_grouped(axis, grouping) for axis in cube.dimensions]
    facts = _facts(cube, fine)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        hierarchies = {
            axis.name: _hierarchy_file(axis.name, tree, folder)
            for axis, tree in zip(cube.dimensions, trees, strict=True)
        }
        rule = f"FREQ({minimum},30)"
        lines = _unsafe(known, trees)
        if is_wide:
            lines += _levels(cube, cube.totals(fine), minimum, trees)
        apriori = _apriori(lines, folder)
        start = time.process_time()
        _run(folder, cube.names, facts, hierarchies, f"MAN(0)|{rule}" if apriori else rule, apriori)
        seconds = time.process_time() - start
        cells = TableResult(path=str(folder / "cells.tab"), exp_vars=list(cube.names), response=VALUE, is_freq=False).dataframe()  # fmt: skip
    # U: hidden by the rule or known to be hidden; M: hidden to protect it.
    masked = cells[cells["status"].isin(["U", "M"])]
    return [tuple(row) for row in masked[list(cube.names)].itertuples(index=False)], seconds


def _run(folder: Path, names: Iterable[str], facts: dict[str, list[Any]], hierarchies: dict[str, str], rule: str, apriori: list[str] | None) -> None:  # fmt: skip
    """What `pytauargus.protect` does with one table, and cells that are unsafe beforehand, which it has no word for."""
    from pytauargus.arb import micro_arb
    from pytauargus.dataframe import to_microdata
    from pytauargus.engine import run_batch
    from pytauargus.micro import micro_asc_rda

    facts_file, metadata, batch = (
        str(folder / name) for name in ("facts.asc", "facts.rda", "run.arb")
    )
    micro_asc_rda(to_microdata(facts), asc_filename=facts_file, rda_filename=metadata, hrc=hierarchies, totcode=TOTAL)  # fmt: skip
    micro_arb(arb_filename=batch, asc_filename=facts_file, rda_filename=metadata, explanatory_vars=[list(names)],
              response_var=VALUE, safety_rules=rule, suppress="MOD(1)", apriori=apriori,
              output_names=[str(folder / "cells.tab")], output_type="5", output_options="SO+")  # fmt: skip
    run_batch(batch)


def _facts(cube: Cube, fine: Ints) -> dict[str, list[Any]]:
    """One row a fact, by column."""
    places = np.argwhere(fine > 0)
    repeats = fine[tuple(places.T)]
    facts: dict[str, list[Any]] = {
        axis.name: [axis.leaves[i] for i in np.repeat(places[:, column], repeats)]
        for column, axis in enumerate(cube.dimensions)
    }
    return facts | {VALUE: [1] * int(repeats.sum())}


def _unsafe(known: Iterable[Labels], trees: list[Hierarchy]) -> list[str]:
    """Cells that are unsafe beforehand, one a line."""
    codes = _codes(trees)
    return [",".join((*labels, "u")) for labels in sorted(known) if _holds(codes, labels)]


def _levels(cube: Cube, values: Ints, minimum: int, trees: list[Hierarchy]) -> list[str]:
    """How far each unsafe count must be able to go down and up, one a line: to 0, and to the `minimum`.

    The first line says that its cell is unsafe, as the rule does: a file may not begin with figures.
    """
    codes = _codes(trees)
    small = np.flatnonzero((values > 0) & (values < minimum)).tolist()
    cells = [(cube.labels(cell), int(values[cell])) for cell in small]
    there = [(",".join(labels), value) for labels, value in cells if _holds(codes, labels)]
    lines = [f"{labels},pl,{value},{minimum - value}" for labels, value in there]
    return [f"{labels},u" for labels, _ in there[:1]] + lines


def _codes(trees: list[Hierarchy]) -> list[set[str]]:
    return [{TOTAL, *tree.parents} for tree in trees]


def _holds(codes: list[set[str]], labels: Labels) -> bool:
    """Whether a cell is one of the table."""
    return all(label in there for label, there in zip(labels, codes, strict=True))


def _apriori(lines: list[str], folder: Path) -> list[str] | None:
    """The file of what is said beforehand; none where nothing is."""
    path = folder / "beforehand.hst"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return [str(path)] if lines else None


def _grouped(axis: Dimension, grouping: int) -> Hierarchy:
    """One of its groupings, its last when it has fewer."""
    return axis.hierarchies[min(grouping, len(axis.hierarchies) - 1)]


def _hierarchy_file(name: str, tree: Hierarchy, folder: Path) -> str:
    lines: list[str] = []

    def walk(parent: str, depth: int) -> None:
        for code in tree.children.get(parent, ()):
            lines.append("@" * depth + code)
            walk(code, depth + 1)

    walk(TOTAL, 0)
    path = folder / f"{name}.hrc"
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return str(path)
