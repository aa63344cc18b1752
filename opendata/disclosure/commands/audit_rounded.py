"""`audit-rounded`: what anybody learns from a rounded table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from opendata.disclosure.audit import CONTRADICTION
from opendata.disclosure.commands.doors import (
    ENDS,
    OWNER_ONLY,
    Dimensions,
    Hide,
    Totals,
    check_names,
    check_places,
    check_releases,
    csv_bytes,
    hidden_range,
    named_dimensions,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.reading import CountsLayout, read_release, read_trees
from opendata.disclosure.rounding.attack import Bounds, attack, bounds, intervals, with_known
from opendata.disclosure.rounding.bases import BASES
from opendata.disclosure.rounding.rounded import COLUMNS, Rounded, places_in, read_rounded


def audit_rounded(
    table: Annotated[Path, typer.Argument(help="Table arrondie : dimensions, value, base, within.")],
    dimension: Dimensions,
    hide: Hide = "1-4",
    base: Annotated[int | None, typer.Option(help="Base d'une table qui n'a que les dimensions et value : 3, 5 ou 10.")] = None,
    nearest: Annotated[bool, typer.Option("--nearest", help="Chaque effectif est allé au multiple le plus proche, pas à l'un des deux.")] = False,
    known: Annotated[Path | None, typer.Option(help="Table des mêmes faits publiée par masquage : ses effectifs sont connus.")] = None,
    report: Annotated[Path | None, typer.Option(help="Encadrement de chaque case (CSV).")] = None,
    total: Totals = None,
) -> None:  # fmt: skip
    """Attaque une table arrondie : ce que disent ensemble les bornes de l'arrondi et les additions."""
    hidden, dimensions = hidden_range(hide), named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {}, (), COLUMNS)
    if base is not None and base not in BASES:
        raise typer.BadParameter("une base est 3, 5 ou 10", param_hint="--base")
    read = [table, *(path for _, path in dimensions if path), *([known] if known else [])]
    check_places(read, report=report)
    check_releases(names, COLUMNS, report=report)
    layout = CountsLayout(read_trees(dimensions), totals=named_totals(total, names))
    rounded = read_rounded(table, layout, base)
    given = _bounds(rounded, nearest, known)
    with progress_bars() as progress:
        outcome = attack(given, hidden, progress)
        contradictory = any(exposure.attack == CONTRADICTION for exposure in outcome.exposures)
        ends = intervals(given, progress) if report and not contradictory else None
    if report and ends:
        cells = np.flatnonzero(rounded.shown).tolist()
        rows = ((*row, str(ends[0][cell]), str(ends[1][cell]))
                for row, cell in zip(rounded.rows(), cells, strict=True))  # fmt: skip
        write(report, csv_bytes([*names, *COLUMNS, *ENDS], rows), OWNER_ONLY)
    for exposure in outcome.exposures:
        say(str(exposure))
    say(f"{outcome.attacked} cases attaquées, {len(outcome.recovered)} retrouvée(s), {len(outcome.exposures)} exposée(s)")  # fmt: skip
    if not outcome.safe:
        raise typer.Exit(1)


def _bounds(rounded: Rounded, nearest: bool, known: Path | None) -> Bounds:
    """What the rounding says of each cell, and the counts of a table of the same codes that are known exactly."""
    cube = rounded.cube
    reaches = np.full(cube.size, rounded.base // 2 if nearest else rounded.within - 1)
    given = bounds(cube, rounded.shown, rounded.values, reaches, reaches)
    if known is None:
        return given
    told = read_release(known, CountsLayout({axis.name: axis.hierarchies for axis in cube.dimensions}))  # fmt: skip
    places = places_in(cube, told.cube)[told.shown]
    exact, counts = np.zeros(cube.size, dtype=bool), np.zeros(cube.size, dtype=np.int64)
    exact[places], counts[places] = True, told.values[told.shown]
    return with_known(given, exact, counts)
