"""A table of amounts: protected by p % or dominance rules, attacked before it is written.

python -m opendata.disclosure protect-amounts FILE.csv --amount ca --contributor siren --dimension region \
        --p-percent 15 --out OUT.csv
python -m opendata.disclosure audit-amounts OUT.csv --dimension region
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from opendata.disclosure.api.usage import check_names
from opendata.disclosure.commands.doors import (
    AMOUNT_BOUNDS,
    COLUMNS,
    OWNER_ONLY,
    Dimensions,
    OnlyDeclared,
    Totals,
    check_confidential,
    check_places,
    check_releases,
    csv_bytes,
    named_dimensions,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.intervals import InfeasibleError
from opendata.disclosure.magnitudes.amounts import (
    Amounts,
    AmountsLayout,
    amount_text,
    read_amounts,
    read_published_amounts,
)
from opendata.disclosure.magnitudes.audit import Bounds, attacked, audit_amounts, contradicted
from opendata.disclosure.magnitudes.protection import (
    AmountsToProtect,
    ProtectedAmounts,
)
from opendata.disclosure.magnitudes.protection import (
    protect_amounts as hide_amounts,
)
from opendata.disclosure.magnitudes.rules import AmountRule, FewBring, NkDominance, PPercent
from opendata.disclosure.program import INFINITE, Floats
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import HIDDEN, PUBLISHED, read_trees

VALUE, CELL = "value", "cell"


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
    ignore: Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")] = None,
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
    layout = AmountsLayout(read_trees(dimensions), amount, contributor, holding, column, frozenset(ignore or ()),
                           named_totals(total, names), only_declared)  # fmt: skip
    share = None if prior is None else float(_percent(prior, "--prior") / 100)
    read = read_amounts(amounts, layout)
    table = AmountsToProtect(read.cube, read.values, read.contributed, _weights(read, cost), share)
    with progress_bars() as progress:
        done = hide_amounts(table, rules, progress)
    if report is not None:
        write(report, _report(done, read), OWNER_ONLY)
    write(out, csv_bytes([*read.cube.names, *COLUMNS], _rows(done.release, read.decimals)))
    unsafe, hidden = int(done.unsafe.cells.sum()), int(done.release.hidden.sum())
    say(f"{read.cube.size} cases, {unsafe} masquées par une règle, {hidden} masquées en tout ; "
        f"audit : {hidden} attaquées, aucune exposée")  # fmt: skip
    say(_cost_line(done, cost))


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


def _weights(read: Amounts, cost: str) -> Floats:
    """What hiding a cell costs; never nothing, or cells would be hidden that protect nothing."""
    if cost == CELL:
        return np.ones(read.cube.size)
    worth = read.values / 10**read.decimals if read.costs is None else read.costs
    return np.asarray(np.maximum(worth, 1e-6), dtype=float)


def _cost_line(done: ProtectedAmounts, cost: str) -> str:
    """What the pattern costs beside what rules hide, and how far it may stand from the optimum."""
    pattern = done.pattern
    unit = {VALUE: "en montant", CELL: "en cases"}.get(cost, f"en « {cost} »")
    line = f"coût des {int((done.release.hidden & ~done.unsafe.cells).sum())} autres : {_plain(pattern.cost)} {unit}"  # fmt: skip
    if pattern.proven:
        return f"{line}, optimum prouvé"
    if pattern.bound <= 0:
        return f"{line}, {pattern.limit}"
    return f"{line}, au plus {100 * pattern.gap:.1f} % au-dessus de l'optimum ({pattern.limit} atteint)".replace(".", ",")  # fmt: skip


def _plain(cost: float) -> str:
    return f"{cost:.6f}".rstrip("0").rstrip(".")


def _rows(release: Publication, decimals: int) -> Iterator[Sequence[str]]:
    for cell in np.flatnonzero(release.shown | release.hidden).tolist():
        yield (*release.cube.labels(cell), *_published(release, cell, decimals))


def _published(release: Publication, cell: int, decimals: int) -> tuple[str, str]:
    shown = bool(release.shown[cell])
    return (amount_text(int(release.values[cell]), decimals) if shown else "", PUBLISHED if shown else HIDDEN)  # fmt: skip


def _report(done: ProtectedAmounts, read: Amounts) -> bytes:
    """Each cell: what is published, the rule, what it must be able to reach, what an attacker knows. CONFIDENTIAL."""
    rows = []
    for cell, row in zip(range(read.cube.size), _rows(done.release, read.decimals), strict=True):
        needed = ("", "")
        why = " ; ".join(done.unsafe.reasons.get(cell, ()))
        if why:
            value, level = int(read.values[cell]), int(done.unsafe.levels[cell])
            needed = (amount_text(max(0, value - level), read.decimals), amount_text(value + level, read.decimals))  # fmt: skip
        rows.append([*row, why, *needed, *_known(done.bounds.get(cell), read.decimals)])
    return csv_bytes([*read.cube.names, *COLUMNS, *AMOUNT_BOUNDS], rows)


def _intervals(release: Publication, bounds: Mapping[int, Bounds], decimals: int) -> bytes:
    """What anybody knows of each cell."""
    rows = [
        [*release.cube.labels(cell), *_published(release, cell, decimals), "", "", "", *_known(bounds.get(cell), decimals)]
        for cell in np.flatnonzero(release.shown | release.hidden).tolist()
    ]  # fmt: skip
    return csv_bytes([*release.cube.names, *COLUMNS, *AMOUNT_BOUNDS], rows)


def _known(found: Bounds | None, decimals: int) -> tuple[str, str]:
    """Lowest and highest amount, six decimals at most, `inf` when nothing bounds it; nothing for a published cell."""
    if found is None:
        return "", ""
    lower, upper = (f"{bound / 10**decimals:.6f}".rstrip("0").rstrip(".") if bound != INFINITE else "inf"
                    for bound in (found.lower, found.upper))  # fmt: skip
    return lower, upper
