"""`count`: facts, one a row, into the finest counts that `protect` takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.cluster.connection import across
from opendata.disclosure.cluster.facts import FactsPart, count_facts
from opendata.disclosure.columns import Columns
from opendata.disclosure.commands.doors import (
    OWNER_ONLY,
    OnlyDeclared,
    check_confidential,
    check_places,
    csv_bytes,
    say,
    write,
)
from opendata.disclosure.counting import identifier
from opendata.disclosure.problems import Problem, ProblemsError
from opendata.disclosure.rows import header

NUMBER = "n"
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADRESSE", help="Grappe Dask existante, par exemple tcp://127.0.0.1:8786."),
]  # fmt: skip


def count(
    facts: Annotated[list[Path], typer.Argument(help="CSV ou Parquet, une ligne par fait ; plusieurs se comptent ensemble.")],
    dimension: Annotated[list[str], typer.Option(help="Colonne des codes ; répétable.")],
    out: Annotated[Path, typer.Option(help="Effectifs CONFIDENTIELS à écrire (CSV), hors de tout dépôt.")],
    contributor: Annotated[str | None, typer.Option(help="Colonne des contributeurs (établissements).")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")] = None,
    only_declared: OnlyDeclared = False,
    memory: Annotated[str, typer.Option(help="Mémoire de DuckDB, par fichier compté.")] = "1GB",
    dask: Dask = None,
) -> None:  # fmt: skip
    """Compte des faits trop nombreux pour être lus un à un : `protect --count n` prend le résultat."""
    names = [*dimension, *([contributor] if contributor else [])]
    if NUMBER in names or len(set(names)) < len(names):
        raise typer.BadParameter(
            f"des colonnes différentes, dont aucune ne s'appelle « {NUMBER} »", param_hint="--dimension"
        )  # fmt: skip
    check_places(facts, out=out)
    check_confidential(out=out)
    columns = Columns(tuple(names), frozenset(ignore or ()), only_declared)
    parts = [
        FactsPart(path.resolve(), _keys(path, columns), memory, dask is None) for path in facts
    ]
    with across(dask) as every:
        counted = count_facts(parts, every)
    if not counted:
        raise ProblemsError(str(facts[0]), [Problem(0, 0, "aucune ligne", "une table a des effectifs", "vérifier l'extraction du fichier")])  # fmt: skip
    rows = ([*labels, str(number)] for labels, number in counted)
    write(out, csv_bytes([*names, NUMBER], rows), OWNER_ONLY)
    say(f"{sum(number for _, number in counted)} faits comptés, {len(counted)} combinaisons de codes")  # fmt: skip


def _keys(path: Path, columns: Columns) -> dict[str, str]:
    """Column as it is asked for → as this file writes it, for DuckDB. Raises ProblemsError."""
    problems: list[Problem] = []
    names = header(path, columns, problems)
    if problems:
        raise ProblemsError(str(path), problems)
    return {name: identifier(there) for name, there in zip(columns.wanted, names, strict=True)}
