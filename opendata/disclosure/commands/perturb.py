"""`perturb`: a small noise on each count, the same wherever the same records are counted."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from opendata.disclosure.cellkey.differencing import told
from opendata.disclosure.cellkey.entropy import VarianceError, ptable
from opendata.disclosure.cellkey.keys import derived, given, read_keys, read_secret
from opendata.disclosure.cellkey.perturbed import (
    COLUMNS,
    ERROR_COLUMNS,
    Perturbed,
    additive,
    cell_keys,
    error,
    perturbed,
)
from opendata.disclosure.cellkey.ptable import PTable
from opendata.disclosure.cellkey.ptable_file import read_ptable
from opendata.disclosure.commands.doors import (
    KEYS,
    OWNER_ONLY,
    Dimensions,
    OnlyDeclared,
    Totals,
    check_confidential,
    check_names,
    check_places,
    check_releases,
    chosen_margins,
    csv_bytes,
    named_dimensions,
    named_totals,
    say,
    write,
)
from opendata.disclosure.cube import Ints
from opendata.disclosure.reading import CountsLayout, read_counts, read_trees

LARGEST_DEVIATION = 50


class RecoveredError(Exception):
    """Noise that sums take away from some counts."""

    def __init__(self, cells: list[tuple[str, ...]]) -> None:
        named = ", ".join(f"({', '.join(labels)})" for labels in cells[:20])
        super().__init__(
            f"les additions redonnent {len(cells)} effectif(s) malgré le bruit : {named}"
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
    tables: Annotated[str | None, typer.Option(help='Marges publiées, par exemple "region*type;region;Total" (défaut : toutes).')] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")] = None,
    only_declared: OnlyDeclared = False,
    total: Totals = None,
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV) : effectif, clé et bruit de chaque case.")] = None,
) -> None:  # fmt: skip
    """Ajoute à chaque effectif un petit bruit, tiré des clés des faits qu'il compte : le même partout."""
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    column = _key_column(key, identifier, secret)
    check_names(names, {"key": key, "identifier": identifier}, ignore or (), (*COLUMNS, *KEYS))
    read = [facts, *(path for _, path in dimensions if path), *(p for p in (secret, table) if p)]
    check_places(read, out=out, error=error_out, report=report)
    check_releases(names, COLUMNS, out=out)
    check_confidential(report=report)
    _check_apart(secret, out)
    noise = _noise(deviation, variance, threshold, table)
    key_of = derived(read_secret(secret)) if secret else given
    trees, others = read_trees(dimensions), frozenset(ignore or ())
    layout = CountsLayout(trees, None, None, others, named_totals(total, names), only_declared)
    cube, counted = read_counts(facts, CountsLayout(trees, None, None, others | {column}, layout.totals, only_declared))  # fmt: skip
    sums_of_keys = read_keys(facts, layout, column, key_of, identifier is not None)
    counts, keys = cube.counts(counted.counts), cell_keys(cube, sums_of_keys.sums)
    release = perturbed(cube, counts, keys, chosen_margins(cube, tables), noise)
    release = additive(release, counts) if is_additive else release
    learnt = told(release)
    if recovered := learnt.recovered(release):
        raise RecoveredError(recovered)
    if report is not None:
        rows = _report_rows(release, counts, keys)
        write(report, csv_bytes([*names, *COLUMNS, *KEYS], rows), OWNER_ONLY)
    write(error_out, csv_bytes(ERROR_COLUMNS, error(release, noise, is_additive)))
    write(out, csv_bytes([*names, *COLUMNS], release.rows()))
    _tell(release, noise, is_additive, learnt.narrowed)


def _key_column(key: str | None, identifier: str | None, secret: Path | None) -> str:
    if (key is None) == (identifier is None):
        raise typer.BadParameter("--key, ou --identifier et --secret", param_hint="--key")
    if (identifier is None) != (secret is None):
        raise typer.BadParameter("--identifier et --secret vont ensemble", param_hint="--secret")
    return key or identifier or ""


def _check_apart(secret: Path | None, out: Path) -> None:
    """What is published as a folder does not take the secret with it."""
    if secret is not None and secret.resolve().parent == out.resolve().parent:
        raise typer.BadParameter(
            "ce secret est dans le dossier de la table publiée : le garder ailleurs", param_hint="--secret"
        )  # fmt: skip


def _noise(
    deviation: int | None, variance: str | None, threshold: int, table: Path | None
) -> PTable:
    """The table given, or the one of greatest entropy."""
    if table is not None:
        if deviation is not None or variance is not None or threshold:
            raise typer.BadParameter(
                "dit déjà --deviation, --variance et --threshold", param_hint="--ptable"
            )
        return read_ptable(table)
    if deviation is None or variance is None:
        raise typer.BadParameter("--ptable, ou --deviation et --variance", param_hint="--deviation")
    if not 1 <= deviation <= LARGEST_DEVIATION:
        raise typer.BadParameter(f"un nombre de 1 à {LARGEST_DEVIATION}", param_hint="--deviation")
    if not 0 <= threshold < deviation:
        raise typer.BadParameter(
            f"un nombre de 0 à {deviation - 1} : moins que --deviation, sinon le bruit de certains effectifs n'a pas d'issue",
            param_hint="--threshold",
        )
    try:
        return ptable(deviation, _fraction(variance), threshold)
    except VarianceError as wrong:
        raise typer.BadParameter(
            f"aucun bruit sans biais d'au plus {deviation} ne l'a pour tous les effectifs : "
            f"plus de 0, et de {float(wrong.lowest):g} à {float(wrong.highest):g}",
            param_hint="--variance",
        ) from None


def _fraction(text: str) -> Fraction:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if len(text) > 12 or not number.is_finite():
        raise typer.BadParameter("un nombre, par exemple 1.5", param_hint="--variance")
    return Fraction(number)


def _report_rows(release: Perturbed, counts: Ints, keys: Ints) -> list[tuple[str, ...]]:
    cells = np.flatnonzero(release.shown).tolist()
    return [
        (*row, str(int(counts[cell])), f"{int(keys[cell]):015d}", str(int(release.values[cell] - counts[cell])))
        for cell, row in zip(cells, release.rows(), strict=True)
    ]  # fmt: skip


def _tell(release: Perturbed, noise: PTable, is_additive: bool, narrowed: int) -> None:
    last = len(noise.rows) - 1
    say(
        f"{int(release.shown.sum())} cases bruitées : chacune est à {release.deviation} au plus de son effectif"
    )
    if is_additive:
        say(
            "les totaux sont la somme de leurs parties ; une case qui est dans deux tables peut y avoir deux valeurs"
        )
    else:
        say(f"variance du bruit {float(noise.variance(last)):g}, sans biais ; "
            f"un effectif d'au moins {last} est publié tel quel {100 * float(noise.unchanged(last)):.0f} fois sur cent ; "
            "un total n'est pas la somme de ses parties")  # fmt: skip
    say(f"les additions resserrent {narrowed} effectif(s), n'en redonnent aucun ; une différence de deux cases "
        "reste approchée, pas cachée")  # fmt: skip
