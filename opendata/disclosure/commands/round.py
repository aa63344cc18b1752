"""`round`: every count to a multiple of a base, sums kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.rounding import Before
from opendata.disclosure.api.rounding import round_counts as round_table
from opendata.disclosure.api.usage import check_names
from opendata.disclosure.commands.doors import (
    AfterDimensions,
    Count,
    Dimensions,
    Hide,
    Ignore,
    OnlyDeclared,
    Tables,
    Totals,
    check_places,
    check_releases,
    earlier_dimensions,
    groupings,
    hidden_range,
    named_dimensions,
    named_margins,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.rounding.integers import EFFORT
from opendata.disclosure.rounding.rounded import COLUMNS
from opendata.disclosure.rules import SmallCount

Base = Annotated[int, typer.Option(help="Base de l'arrondi : 3, 5 ou 10.")]


def round_counts(
    counts: Annotated[Path, typer.Argument(help="CSV ou Parquet : effectifs les plus fins, ou une ligne par fait.")],
    dimension: Dimensions,
    base: Base,
    out: Annotated[Path, typer.Option(help="Table arrondie à écrire (CSV).")],
    count: Count = None,
    hide: Hide = "1-4",
    tables: Tables = None,
    ignore: Ignore = None,
    only_declared: OnlyDeclared = False,
    total: Totals = None,
    after: Annotated[Path | None, typer.Option(help="Table arrondie déjà publiée : un effectif inchangé garde sa valeur.")] = None,
    after_counts: Annotated[Path | None, typer.Option(help="Effectifs dont la table de --after a été faite.")] = None,
    after_dimension: AfterDimensions = None,
    effort: Annotated[int, typer.Option(help="Effort de la recherche de la table la plus proche : nœuds × cases.")] = EFFORT,
) -> None:  # fmt: skip
    """Arrondit une table d'effectifs à une base ; les totaux restent la somme de leurs parties."""
    rules, dimensions = [SmallCount(*hidden_range(hide))], named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {"count": count}, ignore or (), COLUMNS)
    others = earlier_dimensions(dimensions, after_dimension)
    read = [counts, *(path for _, path in (*dimensions, *others) if path), *(p for p in (after, after_counts) if p)]  # fmt: skip
    check_places(read, out=out)
    check_releases(names, COLUMNS, out=out)
    with progress_bars() as progress:
        release = round_table(
            counts, base, rules, groupings(dimensions), count=count, margins=named_margins(tables),
            totals=named_totals(total, names), after=_before(after, after_counts, others), ignore=ignore or (),
            only_declared=only_declared, effort=effort, progress=progress,
        )  # fmt: skip
    write(out, release.to_csv())
    for sentence in release.sentences():
        say(sentence)


def _before(
    table: Path | None, counts: Path | None, dimensions: list[tuple[str, Path | None]]
) -> Before | None:
    if table is None and counts is None:
        return None
    if table is None or counts is None:
        raise typer.BadParameter("--after et --after-counts vont ensemble", param_hint="--after")
    return Before(table, counts, groupings(dimensions))
