"""`perturb`: a small noise on each count, the same wherever the same records are counted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.perturbation import KEYS
from opendata.disclosure.api.perturbation import perturb as perturb_table
from opendata.disclosure.api.usage import check_names
from opendata.disclosure.cellkey.perturbed import COLUMNS
from opendata.disclosure.commands.doors import (
    OWNER_ONLY,
    Dimensions,
    Ignore,
    OnlyDeclared,
    Tables,
    Totals,
    check_confidential,
    check_places,
    check_releases,
    groupings,
    named_dimensions,
    named_margins,
    named_totals,
    say,
    write,
)


def perturb(
    facts: Annotated[Path, typer.Argument(help="CSV ou Parquet : une ligne par fait, avec sa clé ou son identifiant.")],
    dimension: Dimensions,
    out: Annotated[Path, typer.Option(help="Table bruitée à écrire (CSV).")],
    error_out: Annotated[Path, typer.Option("--error", help="Erreur à publier avec la table, à écrire (CSV).")],
    key: Annotated[str | None, typer.Option(help="Colonne des clés, tirées au hasard entre 0 et 1.")] = None,
    identifier: Annotated[str | None, typer.Option(help="Colonne d'un identifiant stable, dont --secret tire la clé.")] = None,
    secret: Annotated[Path | None, typer.Option(help="Fichier CONFIDENTIEL du secret des clés, lisible de vous seul.")] = None,
    deviation: Annotated[int | None, typer.Option(help="Bruit le plus grand, en plus ou en moins.")] = None,
    variance: Annotated[str | None, typer.Option(help="Variance du bruit.")] = None,
    threshold: Annotated[int, typer.Option(help="Aucun effectif de 1 à ce nombre n'est publié.")] = 0,
    table: Annotated[Path | None, typer.Option("--ptable", help="Table de bruit donnée (CSV : count,noise,probability).")] = None,
    is_additive: Annotated[bool, typer.Option("--additive", help="Rend les totaux égaux à la somme des parties, au prix d'un même bruit partout.")] = False,
    tables: Tables = None,
    ignore: Ignore = None,
    only_declared: OnlyDeclared = False,
    total: Totals = None,
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV) : effectif, clé et bruit de chaque case.")] = None,
) -> None:  # fmt: skip
    """Ajoute à chaque effectif un petit bruit, tiré des clés des faits qu'il compte : le même partout."""
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {"key": key, "identifier": identifier}, ignore or (), (*COLUMNS, *KEYS))
    read = [facts, *(path for _, path in dimensions if path), *(p for p in (secret, table) if p)]
    check_places(read, out=out, error=error_out, report=report)
    check_releases(names, COLUMNS, out=out)
    check_confidential(report=report)
    _check_apart(secret, out)
    release = perturb_table(
        facts, groupings(dimensions), key=key, identifier=identifier, secret=secret, deviation=deviation,
        variance=variance, threshold=threshold, ptable=table, additive=is_additive, margins=named_margins(tables),
        totals=named_totals(total, names), ignore=ignore or (), only_declared=only_declared,
    )  # fmt: skip
    if report is not None:
        write(report, release.report_csv(), OWNER_ONLY)
    write(error_out, release.error_csv())
    write(out, release.to_csv())
    for sentence in release.sentences():
        say(sentence)


def _check_apart(secret: Path | None, out: Path) -> None:
    """What is published as a folder does not take the secret with it."""
    if secret is not None and secret.resolve().parent == out.resolve().parent:
        raise typer.BadParameter(
            "ce secret est dans le dossier de la table publiée : le garder ailleurs", param_hint="--secret"
        )  # fmt: skip
