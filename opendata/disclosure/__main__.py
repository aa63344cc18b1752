r"""The general tool: protect a table of counts, attack a published one.

    python -m opendata.disclosure protect COUNTS.csv --count n --dimension region=regions.csv \
        --dimension type --hide 1-4 --out OUT.csv
    python -m opendata.disclosure audit OUT.csv --dimension region=regions.csv --dimension type

Exit codes: 0 safe, 1 exposed cells or problems (each named), 2 wrong usage.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from opendata.disclosure.audit import Audit
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.coalitions import TooManyError
from opendata.disclosure.commands.doors import (
    BOUNDS,
    COLUMNS,
    OWNER_ONLY,
    Dimensions,
    Hide,
    OnlyDeclared,
    Totals,
    check_confidential,
    check_names,
    check_places,
    check_releases,
    chosen_margins,
    csv_bytes,
    hidden_range,
    named_dimensions,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.concentration import concentrated
from opendata.disclosure.counting import CountingError
from opendata.disclosure.cube import Cube
from opendata.disclosure.inference import Inference, infer
from opendata.disclosure.intervals import Progress, continuous, integral
from opendata.disclosure.memory import newest, with_earlier
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.program import INFINITE, SolverError
from opendata.disclosure.protector import Counts, UnsafeError, contributions
from opendata.disclosure.protector import protect as hide_cells
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import (
    HIDDEN,
    PUBLISHED,
    CountsLayout,
    read_counts,
    read_release,
    read_structural,
    read_trees,
)
from opendata.disclosure.rules import Dominance, FewContributors, Primary, Rule, SmallCount
from opendata.disclosure.suppression import UnprotectableError
from opendata.disclosure.together import ApartError, together

app = typer.Typer(
    help="Protège des tables d'effectifs, et les attaque.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a traceback with local values could show data
    add_completion=False,
)
After = Annotated[
    list[Path] | None,
    typer.Option(help="Table déjà publiée des mêmes faits, attaquée avec celle-ci ; répétable."),
]
AfterDimensions = Annotated[
    list[str] | None,
    typer.Option("--after-dimension", help="NOM=hierarchie.csv des tables de --after, quand ce n'est pas celle de --dimension."),
]  # fmt: skip
Protection = Annotated[
    Literal["interval", "exact"],
    typer.Option(help="interval : rien ne se devine de près ; exact : rien ne se recalcule exactement."),
]  # fmt: skip


def _weights(cube: Cube, total: float = 2.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A finest cell is worth 1; each dimension summed over multiplies by `total`."""
    return np.asarray(total ** cube.summarised().astype(float))


@app.command()
def protect(
    counts: Annotated[Path, typer.Argument(help="CSV ou Parquet : effectifs les plus fins, ou une ligne par fait.")],
    dimension: Dimensions,
    out: Annotated[Path, typer.Option(help="Table protégée à écrire (CSV).")],
    count: Annotated[str | None, typer.Option(help="Colonne des effectifs ; sans elle, une ligne est un fait.")] = None,
    hide: Hide = "1-4",
    protection: Protection = "interval",
    tables: Annotated[str | None, typer.Option(help='Marges publiées, par exemple "region*type;region;Total" (défaut : toutes).')] = None,
    contributor: Annotated[str | None, typer.Option(help="Colonne des contributeurs (établissements), attaquants de l'intérieur.")] = None,
    min_contributors: Annotated[int | None, typer.Option(help="Moins de contributeurs que cela : case masquée.")] = None,
    dominance: Annotated[float | None, typer.Option(help="Un contributeur au-delà de cette part (0.85) : case masquée.")] = None,
    coalition: Annotated[int, typer.Option(help="Combien de contributeurs peuvent se dire leurs propres faits.")] = 1,
    ignore: Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")] = None,
    only_declared: OnlyDeclared = False,
    alike: Annotated[bool, typer.Option("--alike", help="Toute case masquée peut valoir zéro : rien ne dit lesquelles sont petites.")] = False,
    total: Totals = None,
    after: After = None,
    after_dimension: AfterDimensions = None,
    structural: Annotated[
        Path | None,
        typer.Option(help="Cases nulles par nature (CSV des dimensions), jamais masquées."),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV), hors de tout dépôt.")] = None,
) -> None:  # fmt: skip
    """Masque ce qu'il faut d'une table d'effectifs, puis l'attaque avant de l'écrire."""
    hidden = hidden_range(hide)
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {"--count": count, "--contributor": contributor}, ignore or ())
    _check_rules(contributor, min_contributors, dominance)
    if coalition < 1 or (coalition > 1 and not contributor):
        raise typer.BadParameter(
            "un nombre à partir de 1, avec --contributor", param_hint="--coalition"
        )
    if alike and protection == "exact":
        raise typer.BadParameter("demande --protection interval", param_hint="--alike")
    inputs = [
        counts,
        *(path for _, path in dimensions if path),
        *([structural] if structural else []),
        *(after or ()),
    ]
    check_places(inputs, out=out, report=report)
    check_releases(names, out=out, report=report)
    check_confidential(report=report)
    layout = CountsLayout(
        read_trees(dimensions), count, contributor, frozenset(ignore or ()), named_totals(total, names), only_declared
    )  # fmt: skip
    cube, counted = read_counts(counts, layout)
    scope = chosen_margins(cube, tables)
    who, brought = contributions(cube, counted.facts, scope) if contributor else ((), None)
    values = cube.counts(counted.counts)
    zeros = None if structural is None else read_structural(structural, cube)
    if zeros is not None and np.any(values[zeros]):
        raise typer.BadParameter(
            "une case nulle par nature porte un effectif", param_hint="--structural"
        )
    table = Counts(cube, values, scope, True, brought, who, zeros, coalition)
    rules: list[Rule] = [SmallCount(*hidden)]
    rules += [FewContributors(min_contributors)] if min_contributors is not None else []
    rules += [Dominance(dominance)] if dominance is not None else []
    earlier = _earlier(after, dimensions, after_dimension)
    facts = counted.facts if contributor else None
    joint, places = (
        with_earlier(table, counted.counts, facts, earlier)
        if earlier
        else (table, np.arange(cube.size))
    )
    with progress_bars() as progress:
        whole = hide_cells(
            joint, rules, hidden, _weights(joint.cube), protection == "exact", progress, alike
        )
        protected = newest(whole, table, places) if earlier else whole
        found = _intervals(whole.release, progress) if report else {}
        told = infer(whole.release, hidden, progress) if protection == "interval" else Inference(())
    if report is not None:
        intervals = {cell: found[p] for cell, p in enumerate(places.tolist()) if p in found}
        _write_report(report, protected.release, intervals, protected.primary)
    write(out, csv_bytes([*cube.names, *COLUMNS], _cells(protected.release)))
    say(f"{int(scope.sum())} cases, {int(protected.primary.cells.sum())} masquées par une règle, "
         f"{int(protected.release.hidden.sum())} masquées en tout ; audit : {protected.audit.attacked} attaquées, aucune exposée")  # fmt: skip
    if protected.sums:
        say(
            f"{len(protected.sums)} sommes de cases masquées enfreignaient une règle : protégées comme des cases"
        )
    if protected.unsearched:
        say(f"sommes de plusieurs totaux non cherchées pour {protected.unsearched} cases masquées")
    _tell(told)
    _tell_groups(protected.release)


@app.command()
def audit(
    table: Annotated[Path, typer.Argument(help="Table publiée : dimensions, value, status.")],
    dimension: Dimensions,
    hide: Hide = "1-4",
    protection: Protection = "interval",
    report: Annotated[Path | None, typer.Option(help="Encadrements de chaque case masquée (CSV).")] = None,
    total: Totals = None,
    after: After = None,
    after_dimension: AfterDimensions = None,
) -> None:  # fmt: skip
    """Attaque une table publiée, à partir d'elle seule, ou d'elle et de celles qui l'ont précédée."""
    hidden, dimensions = hidden_range(hide), named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {}, ())
    check_places([table, *(path for _, path in dimensions if path), *(after or ())], report=report)
    check_releases(names, report=report)
    release = read_release(
        table, CountsLayout(read_trees(dimensions), totals=named_totals(total, names))
    )
    earlier = _earlier(after, dimensions, after_dimension)
    if earlier:
        known = together(release.cube, [one.cube for one in earlier])
        release = known.with_newest(release, earlier)
    for axis in release.cube.dimensions:
        for code, _ in axis.seen:
            say(f"{axis.name} : « {code} » est la somme des autres codes, et lu comme leur total")
    with progress_bars() as progress:
        outcome = attack(release, hidden, progress=progress, reach=protection == "interval")
        intervals = _intervals(release, progress) if report else {}
        told = (
            infer(release, hidden, progress)
            if outcome.safe and protection == "interval"
            else Inference(())
        )
    if report is not None:
        _write_report(report, release, intervals, None)
    _tell(told)
    _tell_groups(release)
    _conclude(outcome)


def _tell(inference: Inference | None) -> None:
    """What the promise itself tells, and what it costs; nothing when it tells nothing."""
    if inference is None:
        say("ce que la promesse dit elle-même n'est pas cherché : trop de cases masquées")
    elif inference.told:
        lost = (f"{inference.lost} autres se resserrent, dont {len(inference.known)} retrouvée(s), {len(inference.below)} sous le seuil"
                if inference.lost else "aucune autre ne se resserre")  # fmt: skip
        say(
            f"{len(inference.told)} cases masquées ne peuvent pas valoir zéro, donc ne sont pas petites : {lost}"
        )


def _tell_groups(release: Publication) -> None:
    """How many totals one part holds whole: told, not refused."""
    groups = len(concentrated(release))
    if groups:
        say(f"{groups} cases publiées valent tout leur total : qui est du total est de la case")


def _conclude(outcome: Audit) -> None:
    for exposure in outcome.exposures:
        say(str(exposure))
    say(f"{outcome.attacked} cases masquées attaquées, {len(outcome.recovered)} retrouvée(s), "
         f"{len(outcome.exposures)} exposée(s)")  # fmt: skip
    if not outcome.safe:
        raise typer.Exit(1)


def _earlier(
    paths: Iterable[Path] | None, dimensions: Sequence[tuple[str, Path | None]], given: Iterable[str] | None
) -> list[Publication]:  # fmt: skip
    """The releases of --after, read with their own hierarchies where these are named."""
    others = named_dimensions(given or ())
    named = [name for name, _ in dimensions]
    unknown = sorted({name for name, _ in others} - set(named))
    if unknown:
        raise typer.BadParameter(
            f"dimension inconnue : {', '.join(unknown)}", param_hint="--after-dimension"
        )
    replaced = {name for name, _ in others}
    chosen = [*(pair for pair in dimensions if pair[0] not in replaced), *others]
    chosen.sort(key=lambda pair: named.index(pair[0]))
    return [read_release(path, CountsLayout(read_trees(chosen))) for path in paths or ()]


def _check_rules(contributor: str | None, least: int | None, share: float | None) -> None:
    if (least is not None or share is not None) and not contributor:
        raise typer.BadParameter("--contributor manque", param_hint="--contributor")
    if share is not None and not 0 < share <= 1:
        raise typer.BadParameter(
            "une part est au-dessus de 0 et au plus 1, par exemple 0.85", param_hint="--dominance"
        )
    if least is not None and least < 1:
        raise typer.BadParameter("un nombre à partir de 1", param_hint="--min-contributors")


def _cells(release: Publication) -> Iterable[Sequence[str]]:
    for cell in np.flatnonzero(release.shown | release.hidden).tolist():
        shown = bool(release.shown[cell])
        value = str(int(release.values[cell])) if shown else ""
        yield (*release.cube.labels(cell), value, PUBLISHED if shown else HIDDEN)


Four = tuple[float, float, float, float]


def _intervals(release: Publication, progress: Progress) -> dict[int, Four]:
    """Hidden cell → lowest and highest count, with fractions, then in integers."""
    unknown, cells = release.unknowns(), np.flatnonzero(release.hidden).tolist()
    loose, tight = continuous(unknown, cells, progress), integral(unknown, cells, progress)
    return {c: (loose[c].lower, loose[c].upper, tight[c].lower, tight[c].upper) for c in cells}


def _write_report(
    path: Path, release: Publication, intervals: Mapping[int, Four], primary: Primary | None
) -> None:
    """The table with what an attacker knows of each hidden cell, and the reasons when they are known."""
    head = [*release.cube.names, *COLUMNS, *BOUNDS]
    cells = np.flatnonzero(release.shown | release.hidden).tolist()
    rows = []
    for cell, row in zip(cells, _cells(release), strict=True):
        why = (
            ""
            if primary is None or not release.hidden[cell]
            else str(bool(primary.cells[cell])).lower()
        )
        bounds = intervals.get(cell, ())
        rows.append([*row, why, *([_number(b) for b in bounds] or [""] * 4)])
    write(path, csv_bytes(head, rows), OWNER_ONLY)


def _number(value: float) -> str:
    """Six decimals at most, `inf` when nothing bounds the count."""
    return "inf" if value == INFINITE else f"{value:.6f}".rstrip("0").rstrip(".")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tool; returns its exit code."""
    try:
        result = app(
            args=arguments, standalone_mode=False, prog_name="python -m opendata.disclosure"
        )
    except typer.BadParameter as error:
        hint = f"{error.param_hint} : " if error.param_hint else ""
        sys.stderr.write(f"{hint}{error.message} (aide : --help)\n")
        return 2
    except typer.TyperException as error:
        sys.stderr.write(f"{error.format_message()} (aide : --help)\n")
        return 2
    except ProblemsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (
        UnprotectableError,
        UnsafeError,
        SolverError,
        CountingError,
        ApartError,
        TooManyError,
    ) as error:
        sys.stderr.write(f"rien n'est écrit : {error}\n")
        return 1
    except OSError as error:
        reason = error.strerror or type(error).__name__
        sys.stderr.write(
            f"rien n'est écrit : {error.filename or 'fichier'} ne peut pas l'être ({reason})\n"
        )
        return 1
    return result if isinstance(result, int) else 0


if __name__ == "__main__":
    sys.exit(main())
