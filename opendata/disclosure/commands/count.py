"""`count`: facts, one a row, into the finest counts that `protect` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.facts import count as count_tables
from opendata.disclosure.commands.doors import (
    OWNER_ONLY,
    Cores,
    Dask,
    Ignore,
    OnlyDeclared,
    check_confidential,
    check_places,
    say,
    shared,
    write,
)
from opendata.disclosure.counting import MEMORY


def count(
    facts: Annotated[list[Path], typer.Argument(help="CSV ou Parquet, une ligne par fait ; plusieurs se comptent ensemble.")],
    dimension: Annotated[list[str], typer.Option(help="Colonne des codes ; répétable.")],
    out: Annotated[Path, typer.Option(help="Effectifs CONFIDENTIELS à écrire (CSV), hors de tout dépôt.")],
    contributor: Annotated[str | None, typer.Option(help="Colonne des contributeurs (établissements).")] = None,
    ignore: Ignore = None,
    only_declared: OnlyDeclared = False,
    memory: Annotated[str, typer.Option(help="Mémoire de DuckDB, par fichier compté.")] = MEMORY,
    dask: Dask = None,
    cores: Cores = None,
) -> None:  # fmt: skip
    """Compte des faits trop nombreux pour être lus un à un : `protect --count n` prend le résultat."""
    check_places(facts, out=out)
    check_confidential(out=out)
    with shared(dask, cores) as every:
        counted = count_tables(
            facts, dimension, contributor=contributor, ignore=ignore or (), only_declared=only_declared,
            memory=memory, across=every,
        )  # fmt: skip
    write(out, counted.to_csv(), OWNER_ONLY)
    for sentence in counted.sentences():
        say(sentence)
