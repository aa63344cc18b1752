"""A table of amounts: protected by p % or dominance rules, attacked before it is written.

python -m opendata.disclosure protect-amounts FILE.csv --amount ca --contributor siren --dimension region \
        --p-percent 15 --out OUT.csv
python -m opendata.disclosure audit-amounts OUT.csv --dimension region
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.amounts import (
    AMOUNT_BOUNDS,
    CELL,
    VALUE,
    amount_rows,
    bound_texts,
)
from opendata.disclosure.api.amounts import protect_amounts as hide_amounts
from opendata.disclosure.api.usage import check_names
from opendata.disclosure.commands.doors import (
    COLUMNS,
    OWNER_ONLY,
    Dimensions,
    Ignore,
    OnlyDeclared,
    Totals,
    check_confidential,
    check_places,
    check_releases,
    csv_bytes,
    groupings,
    named_dimensions,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.intervals import InfeasibleError
from opendata.disclosure.magnitudes.amounts import read_published_amounts
from opendata.disclosure.magnitudes.audit import Bounds, attacked, audit_amounts, contradicted
from opendata.disclosure.magnitudes.rules import AmountRule, FewBring, NkDominance, PPercent
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import read_trees


def protect_amounts(
    amounts: Annotated[Path, typer.Argument(help="CSV ou Parquet : une contribution par ligne.")],
    dimension: Dimensions,
    amount: Annotated[str, typer.Option(help="Colonne des montants, positifs ou nuls.")],
    contributor: Annotated[str, typer.Option(help="Colonne des contributeurs.")],
    out: Annotated[Path, typer.Option(help="Table protégée à écrire (CSV).")],
    holding: Annotated[str | None, typer.Option(help="Colonne du groupe d'un contributeur : ses membres n'en font qu'un.")] = None,
    p_percent: Annotated[str | None, typer.Option(help="Règle p % : le deuxième contributeur n'estime pas le premier à p % près (15).")] = None,
    nk: Annotated[str | None, typer.Option(help="Règle (n, k) : les n premiers n'apportent pas plus de k % (2,85).")] = None,
    min_contributors: Annotated[int | None, typer.Option(help="Moins de contributeurs que cela : case masquée.")] = None,
    cost: Annotated[str, typer.Option(help="Ce que coûte une case masquée : value (son montant), cell (1), ou une colonne.")] = VALUE,
    prior: Annotated[str | None, typer.Option(help="Les attaquants connaissent déjà chaque montant à tant de % près.")] = None,
    ignore: Ignore = None,
    only_declared: OnlyDeclared = False,
    total: Totals = None,
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV), hors de tout dépôt.")] = None,
) -> None:  # fmt: skip
    """Masque ce qu'il faut d'une table de montants, puis l'attaque avant de l'écrire."""
    rules = _rules(p_percent, nk, min_contributors)
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    column = None if cost in (VALUE, CELL) else cost
    check_names(names, {"amount": amount, "contributor": contributor, "holding": holding, "cost": column}, ignore or ())  # fmt: skip
    check_places([amounts, *(path for _, path in dimensions if path)], out=out, report=report)
    check_releases(names, out=out, report=report)
    check_confidential(report=report)
    share = None if prior is None else _percent(prior, "--prior") / 100
    with progress_bars() as progress:
        release = hide_amounts(
            amounts, rules, groupings(dimensions), amount=amount, contributor=contributor, holding=holding, cost=cost,
            prior=share, totals=named_totals(total, names), ignore=ignore or (), only_declared=only_declared,
            progress=progress,
        )  # fmt: skip
    if report is not None:
        write(report, release.report_csv(), OWNER_ONLY)
    write(out, release.to_csv())
    for sentence in release.sentences():
        say(sentence)


def audit_amounts_of(
    table: Annotated[Path, typer.Argument(help="Table publiée : dimensions, value, status.")],
    dimension: Dimensions,
    report: Annotated[Path | None, typer.Option(help="Encadrement de chaque montant masqué (CSV).")] = None,
) -> None:  # fmt: skip
    """Encadre chaque montant masqué d'une table publiée, à partir d'elle seule."""
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {}, ())
    check_places([table, *(path for _, path in dimensions if path)], report=report)
    check_releases(names, report=report)
    release, decimals = read_published_amounts(table, read_trees(dimensions))
    exposures = contradicted(release)
    bounds: dict[int, Bounds] = {}
    if not exposures:
        bounds = _attacked(release)
        exposures = audit_amounts(release, bounds)
    if report is not None:
        write(report, _intervals(release, bounds, decimals), OWNER_ONLY)
    for exposure in exposures:
        say(str(exposure))
    say(f"{int(release.hidden.sum())} montants masqués attaqués, {len(exposures)} exposé(s)")
    if exposures:
        raise typer.Exit(1)


def _attacked(release: Publication) -> dict[int, Bounds]:
    try:
        with progress_bars() as progress:
            return attacked(release, None, progress)
    except InfeasibleError:
        say(
            "totaux contradictoires : aucune table de montants positifs n'est compatible avec celle-ci"
        )
        raise typer.Exit(1) from None


def _rules(p_percent: str | None, nk: str | None, least: int | None) -> list[AmountRule]:
    rules: list[AmountRule] = []
    if p_percent is not None:
        rules.append(PPercent(_percent(p_percent, "--p-percent")))
    if nk is not None:
        first, comma, second = nk.partition(",")
        if not comma or not re.fullmatch(r"[1-9][0-9]{0,2}", first):
            raise typer.BadParameter("deux nombres attendus, par exemple 2,85", param_hint="--nk")
        rules.append(NkDominance(int(first), _percent(second, "--nk")))
    if least is not None:
        if least < 1:
            raise typer.BadParameter("un nombre à partir de 1", param_hint="--min-contributors")
        rules.append(FewBring(least))
    if not rules:
        raise typer.BadParameter("une règle au moins : --p-percent, --nk ou --min-contributors", param_hint="--p-percent")  # fmt: skip
    return rules


def _percent(text: str, hint: str) -> Fraction:
    if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,4})?", text) or not 0 < Fraction(text) <= 100:
        raise typer.BadParameter("un pourcentage au-dessus de 0, au plus 100", param_hint=hint)
    return Fraction(text)


def _intervals(release: Publication, bounds: Mapping[int, Bounds], decimals: int) -> bytes:
    """What anybody knows of each cell."""
    cells = (release.shown | release.hidden).nonzero()[0].tolist()
    rows = [
        [*row, "", "", "", *bound_texts(bounds.get(cell), decimals)]
        for cell, row in zip(cells, amount_rows(release, decimals), strict=True)
    ]
    return csv_bytes([*release.cube.names, *COLUMNS, *AMOUNT_BOUNDS], rows)
