r"""The general tool: protect a table of counts, attack a published one.

    python -m opendata.disclosure protect COUNTS.csv --count n --dimension region=regions.csv \
        --dimension type --hide 1-4 --out OUT.csv
    python -m opendata.disclosure audit OUT.csv --dimension region=regions.csv --dimension type

Exit codes: 0 safe, 1 exposed cells or problems (each named), 2 wrong usage.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.attack import audit as attack
from opendata.disclosure.api.attack import joined
from opendata.disclosure.api.attack import read_release as read_published
from opendata.disclosure.api.perturbation import RecoveredError
from opendata.disclosure.api.protection import protect as hide_cells
from opendata.disclosure.api.release import Release
from opendata.disclosure.api.usage import UsageError, check_names
from opendata.disclosure.cluster.connection import ClusterError
from opendata.disclosure.coalitions import TooManyError
from opendata.disclosure.commands.audit_history import audit_history
from opendata.disclosure.commands.audit_rounded import audit_rounded
from opendata.disclosure.commands.count import count
from opendata.disclosure.commands.doors import (
    OPTIONS,
    OWNER_ONLY,
    AfterDimensions,
    Cores,
    Count,
    Dask,
    Dimensions,
    Hide,
    Ignore,
    OnlyDeclared,
    Protection,
    Tables,
    Totals,
    check_confidential,
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
    shared,
    write,
)
from opendata.disclosure.commands.perturb import perturb
from opendata.disclosure.commands.protect_amounts import audit_amounts_of, protect_amounts
from opendata.disclosure.commands.protect_release import audit_release, protect_release
from opendata.disclosure.commands.round import round_counts
from opendata.disclosure.counting import CountingError
from opendata.disclosure.crossings import CrossedError
from opendata.disclosure.history.file import read_history
from opendata.disclosure.history.releases import ApartError
from opendata.disclosure.magnitudes.protection import UnsafeAmountsError
from opendata.disclosure.pattern import UnprotectableError
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.program import SolverError
from opendata.disclosure.protector import UnsafeError
from opendata.disclosure.publication import Publication
from opendata.disclosure.reading import CountsLayout, read_release, read_trees
from opendata.disclosure.rounding.nearest import UnroundableError
from opendata.disclosure.rules import Dominance, FewContributors, Rule, SmallCount

app = typer.Typer(
    help="Protège des tables d'effectifs, et les attaque.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a traceback with local values could show data
    add_completion=False,
)
app.command()(count)
After = Annotated[
    list[Path] | None,
    typer.Option(help="Table déjà publiée des mêmes faits, attaquée avec celle-ci ; répétable."),
]


app.command("round")(round_counts)
app.command("audit-rounded")(audit_rounded)
app.command()(perturb)
app.command()(protect_release)
app.command()(audit_release)
app.command()(protect_amounts)
app.command("audit-amounts")(audit_amounts_of)


@app.command()
def protect(
    counts: Annotated[Path, typer.Argument(help="CSV ou Parquet : effectifs les plus fins, ou une ligne par fait.")],
    dimension: Dimensions,
    out: Annotated[Path, typer.Option(help="Table protégée à écrire (CSV).")],
    count: Count = None,
    hide: Hide = "1-4",
    protection: Protection = "interval",
    tables: Tables = None,
    contributor: Annotated[str | None, typer.Option(help="Colonne des contributeurs (établissements), attaquants de l'intérieur.")] = None,
    min_contributors: Annotated[int | None, typer.Option(help="Moins de contributeurs que cela : case masquée.")] = None,
    dominance: Annotated[float | None, typer.Option(help="Un contributeur au-delà de cette part (0.85) : case masquée.")] = None,
    coalition: Annotated[int, typer.Option(help="Combien de contributeurs peuvent se dire leurs propres faits.")] = 1,
    ignore: Ignore = None,
    only_declared: OnlyDeclared = False,
    alike: Annotated[bool, typer.Option("--alike", help="Toute case masquée peut valoir zéro : rien ne dit lesquelles sont petites.")] = False,
    total: Totals = None,
    after: After = None,
    after_dimension: AfterDimensions = None,
    history: Annotated[
        Path | None,
        typer.Option(help="Histoire de ce qui est publié (voir audit-history), avec laquelle cette table est protégée."),
    ] = None,
    structural: Annotated[
        Path | None,
        typer.Option(help="Cases nulles par nature (CSV des dimensions), jamais masquées."),
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV), hors de tout dépôt.")] = None,
    record: Annotated[Path | None, typer.Option(help="Effectifs CONFIDENTIELS de chaque case (CSV), pour l'histoire, hors de tout dépôt.")] = None,
) -> None:  # fmt: skip
    """Masque ce qu'il faut d'une table d'effectifs, puis l'attaque avant de l'écrire."""
    rules: list[Rule] = [SmallCount(*hidden_range(hide))]
    rules += [FewContributors(min_contributors)] if min_contributors is not None else []
    rules += [Dominance(dominance)] if dominance is not None else []
    dimensions = named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {"count": count, "contributor": contributor}, ignore or ())
    inputs = [
        counts,
        *(path for _, path in dimensions if path),
        *([structural] if structural else []),
        *(after or ()),
        *([history] if history else []),
    ]
    told = read_history(history, records=True) if history else ()
    check_places(inputs, out=out, report=report, record=record)
    check_releases(names, out=out, report=report, record=record)
    check_confidential(report=report, record=record)
    with progress_bars() as progress:
        release = hide_cells(
            counts, rules, groupings(dimensions), count=count, contributor=contributor, protection=protection,
            margins=named_margins(tables), coalition=coalition, alike=alike, totals=named_totals(total, names),
            structural=structural, after=[*told, *(Release(one) for one in _earlier(after, dimensions, after_dimension, names))],
            ignore=ignore or (), only_declared=only_declared, progress=progress,
        )  # fmt: skip
        found = release.report_csv(release.intervals(progress)) if report else b""
    if report is not None:
        write(report, found, OWNER_ONLY)
    if record is not None:
        write(record, release.record_csv(), OWNER_ONLY)
    write(out, release.to_csv())
    for sentence in release.sentences():
        say(sentence)


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
    dask: Dask = None,
    cores: Cores = None,
) -> None:  # fmt: skip
    """Attaque une table publiée, à partir d'elle seule, ou d'elle et de celles qui l'ont précédée."""
    rules, dimensions = [SmallCount(*hidden_range(hide))], named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    check_names(names, {})
    check_places([table, *(path for _, path in dimensions if path), *(after or ())], report=report)
    check_releases(names, report=report)
    published = read_published(table, rules, groupings(dimensions), protection=protection, totals=named_totals(total, names))  # fmt: skip
    told = published.publication.totals_told()
    published = replace(
        published, earlier=tuple(_earlier(after, dimensions, after_dimension, told))
    )
    release = joined(published)
    with progress_bars() as progress, shared(dask, cores) as every:
        outcome = attack(published, progress=progress, across=every)
        found = release.report_csv(release.intervals(progress)) if report else b""
    if report is not None:
        write(report, found, OWNER_ONLY)
    for sentence in outcome.sentences():
        say(sentence)
    if not outcome.safe:
        raise typer.Exit(1)


def _earlier(
    paths: Iterable[Path] | None, dimensions: Sequence[tuple[str, Path | None]], given: Iterable[str] | None,
    placed: Collection[str],
) -> list[Publication]:  # fmt: skip
    """The releases of --after, read with their own hierarchies where these are named.

    `placed`: dimensions whose codes are known to add up, though an earlier table may not have their total.
    """
    chosen = earlier_dimensions(dimensions, given)
    return [read_release(path, CountsLayout(read_trees(chosen)), placed) for path in paths or ()]


app.command("audit-history")(audit_history)


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
    except UsageError as error:
        sys.stderr.write(f"{error.said(OPTIONS)} (aide : --help)\n")
        return 2
    except typer.TyperException as error:
        sys.stderr.write(f"{error.format_message()} (aide : --help)\n")
        return 2
    except ProblemsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (
        UnprotectableError,
        UnroundableError,
        RecoveredError,
        UnsafeError,
        UnsafeAmountsError,
        SolverError,
        CountingError,
        ApartError,
        TooManyError,
        CrossedError,
        ClusterError,
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
