r"""The general tool: protect a table of counts, attack a published one.

    python -m opendata.disclosure protect COUNTS.csv --count n --dimension region=regions.csv \
        --dimension type --hide 1-4 --out OUT.csv
    python -m opendata.disclosure audit OUT.csv --dimension region=regions.csv --dimension type

Exit codes: 0 safe, 1 exposed cells or problems (each named), 2 wrong usage.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import TaskID

from opendata.disclosure.audit import Audit
from opendata.disclosure.audit import audit as attack
from opendata.disclosure.coalitions import TooManyError
from opendata.disclosure.concentration import concentrated
from opendata.disclosure.counting import CountingError
from opendata.disclosure.cube import Bools, Cube
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

COLUMNS = ("value", "status")
OWNER_ONLY = 0o600
BOUNDS = ("primary", "lower", "upper", "lower_int", "upper_int")

app = typer.Typer(
    help="Protège des tables d'effectifs, et les attaque.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # a traceback with local values could show data
    add_completion=False,
)
Dimensions = Annotated[
    list[str],
    typer.Option("--dimension", help="NOM ou NOM=hierarchie.csv (code,parent) ; répétable, aussi pour plusieurs hiérarchies."),
]  # fmt: skip
Hide = Annotated[str, typer.Option(help="Effectifs masqués pour eux-mêmes, bornes comprises.")]
Totals = Annotated[
    list[str] | None,
    typer.Option("--total", help="NOM=CODE : le code qui, dans ce fichier, est le total de cette dimension."),
]  # fmt: skip
After = Annotated[
    list[Path] | None,
    typer.Option(help="Table déjà publiée des mêmes faits, attaquée avec celle-ci ; répétable."),
]
AfterDimensions = Annotated[
    list[str] | None,
    typer.Option("--after-dimension", help="NOM=hierarchie.csv des tables de --after, quand ce n'est pas celle de --dimension."),
]  # fmt: skip
OnlyDeclared = Annotated[
    bool, typer.Option("--only-declared", help="Aucune colonne que celles des options n'est lue, quelles que soient les autres.")
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
    hidden = _range(hide)
    dimensions = _dimensions(dimension)
    names = [name for name, _ in dimensions]
    _check_names(names, {"--count": count, "--contributor": contributor}, ignore or ())
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
    _check_places(inputs, out=out, report=report)
    _check_releases(names, out=out, report=report)
    if report is not None and any(
        (folder / ".git").exists() for folder in report.resolve().parents
    ):
        raise typer.BadParameter(
            "le rapport confidentiel reste hors de tout dépôt", param_hint="--report"
        )
    layout = CountsLayout(
        read_trees(dimensions), count, contributor, frozenset(ignore or ()), _totals(total, names), only_declared
    )  # fmt: skip
    cube, counted = read_counts(counts, layout)
    scope = _margins(cube, tables)
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
    with _progress() as progress:
        whole = hide_cells(
            joint, rules, hidden, _weights(joint.cube), protection == "exact", progress, alike
        )
        protected = newest(whole, table, places) if earlier else whole
        found = _intervals(whole.release, progress) if report else {}
        told = infer(whole.release, hidden, progress) if protection == "interval" else Inference(())
    if report is not None:
        intervals = {cell: found[p] for cell, p in enumerate(places.tolist()) if p in found}
        _write_report(report, protected.release, intervals, protected.primary)
    _write(out, _csv([*cube.names, *COLUMNS], _cells(protected.release)))
    _say(f"{int(scope.sum())} cases, {int(protected.primary.cells.sum())} masquées par une règle, "
         f"{int(protected.release.hidden.sum())} masquées en tout ; audit : {protected.audit.attacked} attaquées, aucune exposée")  # fmt: skip
    if protected.sums:
        _say(
            f"{len(protected.sums)} sommes de cases masquées enfreignaient une règle : protégées comme des cases"
        )
    if protected.unsearched:
        _say(f"sommes de plusieurs totaux non cherchées pour {protected.unsearched} cases masquées")
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
    hidden, dimensions = _range(hide), _dimensions(dimension)
    names = [name for name, _ in dimensions]
    _check_names(names, {}, ())
    _check_places([table, *(path for _, path in dimensions if path), *(after or ())], report=report)
    _check_releases(names, report=report)
    release = read_release(
        table, CountsLayout(read_trees(dimensions), totals=_totals(total, names))
    )
    earlier = _earlier(after, dimensions, after_dimension)
    if earlier:
        known = together(release.cube, [one.cube for one in earlier])
        release = known.with_newest(release, earlier)
    for axis in release.cube.dimensions:
        for code, _ in axis.seen:
            _say(f"{axis.name} : « {code} » est la somme des autres codes, et lu comme leur total")
    with _progress() as progress:
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
        _say("ce que la promesse dit elle-même n'est pas cherché : trop de cases masquées")
    elif inference.told:
        lost = (f"{inference.lost} autres se resserrent, dont {len(inference.known)} retrouvée(s), {len(inference.below)} sous le seuil"
                if inference.lost else "aucune autre ne se resserre")  # fmt: skip
        _say(
            f"{len(inference.told)} cases masquées ne peuvent pas valoir zéro, donc ne sont pas petites : {lost}"
        )


def _tell_groups(release: Publication) -> None:
    """How many totals one part holds whole: told, not refused."""
    groups = len(concentrated(release))
    if groups:
        _say(f"{groups} cases publiées valent tout leur total : qui est du total est de la case")


def _conclude(outcome: Audit) -> None:
    for exposure in outcome.exposures:
        _say(str(exposure))
    _say(f"{outcome.attacked} cases masquées attaquées, {len(outcome.recovered)} retrouvée(s), "
         f"{len(outcome.exposures)} exposée(s)")  # fmt: skip
    if not outcome.safe:
        raise typer.Exit(1)


def _say(text: str) -> None:
    typer.echo(text)


def _dimensions(given: Iterable[str]) -> list[tuple[str, Path | None]]:
    dimensions: list[tuple[str, Path | None]] = []
    for text in given:
        name, equals, path = text.partition("=")
        if not name or (equals and not path):
            raise typer.BadParameter("NOM ou NOM=hierarchie.csv attendu", param_hint="--dimension")
        dimensions.append((name, Path(path) if equals else None))
    return dimensions


def _earlier(
    paths: Iterable[Path] | None, dimensions: Sequence[tuple[str, Path | None]], given: Iterable[str] | None
) -> list[Publication]:  # fmt: skip
    """The releases of --after, read with their own hierarchies where these are named."""
    others = _dimensions(given or ())
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


def _check_names(
    dimensions: Sequence[str], others: Mapping[str, str | None], ignored: Sequence[str]
) -> None:
    """A column has one role, and none is called as a column that the tool writes."""
    taken: dict[str, str] = dict.fromkeys(dimensions, "--dimension")
    for name in dimensions:
        if name in COLUMNS or name in BOUNDS:
            raise typer.BadParameter(
                f"« {name} » est une colonne que cet outil écrit : renommer celle du fichier", param_hint="--dimension"
            )  # fmt: skip
    for option, given in [*others.items(), *(("--ignore", name) for name in ignored)]:
        if given is not None and taken.setdefault(given, option) != option:
            raise typer.BadParameter(f"« {given} » sert déjà à {taken[given]}", param_hint=option)


def _check_rules(contributor: str | None, least: int | None, share: float | None) -> None:
    if (least is not None or share is not None) and not contributor:
        raise typer.BadParameter("--contributor manque", param_hint="--contributor")
    if share is not None and not 0 < share <= 1:
        raise typer.BadParameter(
            "une part est au-dessus de 0 et au plus 1, par exemple 0.85", param_hint="--dominance"
        )
    if least is not None and least < 1:
        raise typer.BadParameter("un nombre à partir de 1", param_hint="--min-contributors")


def _check_places(inputs: Sequence[Path], **outputs: Path | None) -> None:
    """An output stands in a folder that exists, and is neither an input nor another output.

    It replaces nothing but what this tool wrote: another file may be somebody's only copy.
    """
    taken = {path.resolve() for path in inputs}
    for option, path in outputs.items():
        if path is None:
            continue
        hint = f"--{option}"
        if path.is_dir() or not path.resolve().parent.is_dir():
            raise typer.BadParameter("un fichier, dans un dossier qui existe", param_hint=hint)
        if path.resolve() in taken or any(_same(path, other) for other in taken):
            raise typer.BadParameter(
                "ce fichier est déjà lu ou écrit par cette commande", param_hint=hint
            )
        if path.exists() and not _is_ours(path):
            raise typer.BadParameter(
                "ce fichier existe, et n'est pas une table de cet outil", param_hint=hint
            )
        taken.add(path.resolve())


def _check_releases(dimensions: Sequence[str], **outputs: Path | None) -> None:
    """A folder holds the release of one input: a table or a report of another one is not put beside it.

    What is published together is attacked together, and here each table was protected alone.
    """
    for option, path in outputs.items():
        for table in () if path is None else sorted(path.resolve().parent.glob("*.csv")):
            published = _published_dimensions(table)
            if published and set(published) != set(dimensions):
                raise typer.BadParameter(
                    f"« {table.name} », dans ce dossier, est publié d'une autre entrée ({', '.join(published)}) :"
                    " un dossier par publication", param_hint=f"--{option}"
                )  # fmt: skip


def _published_dimensions(path: Path) -> list[str]:
    """The dimensions of a table that this tool published; none of any other file, a report included."""
    header = _header(path)
    return header[: -len(COLUMNS)] if header[-len(COLUMNS) :] == [*COLUMNS] else []


def _is_ours(path: Path) -> bool:
    """Whether a file begins as those that this tool writes: dimensions, then its own columns."""
    header = _header(path)
    return [*COLUMNS] in (header[-len(COLUMNS) :], header[-len(COLUMNS + BOUNDS) : -len(BOUNDS)])


def _header(path: Path) -> list[str]:
    """The names of a CSV file's columns, of the first of its lines."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        first = file.readline(100_000).decode("utf-8", errors="replace")
    return next(csv.reader([first.strip()]), [])


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, by another name too (hard link)."""
    return one.exists() and other.exists() and one.samefile(other)


def _totals(given: Sequence[str] | None, dimensions: Sequence[str]) -> dict[str, str]:
    totals: dict[str, str] = {}
    for text in given or ():
        name, _, code = text.partition("=")
        if name not in dimensions or not code or name in totals:
            raise typer.BadParameter(
                "NOM=CODE attendu, une fois par dimension", param_hint="--total"
            )
        totals[name] = code
    return totals


def _range(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    plain = all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (low, high))
    if not (plain and int(low) <= int(high)):
        raise typer.BadParameter("deux entiers attendus, par exemple 1-4", param_hint="--hide")
    return int(low), int(high)


def _margins(cube: Cube, tables: str | None) -> Bools:
    if tables is None:
        return np.ones(cube.size, dtype=bool)
    margins = []
    for text in tables.split(";"):
        names = frozenset(name for name in text.strip().split("*") if name not in ("", "Total"))
        unknown = names - set(cube.names)
        if unknown:
            raise typer.BadParameter(
                f"dimension inconnue : {', '.join(sorted(unknown))}", param_hint="--tables"
            )
        margins.append(names)
    return cube.margins(margins)


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
    _write(path, _csv(head, rows), OWNER_ONLY)


def _write(path: Path, raw: bytes, mode: int = 0o666) -> None:
    """The whole file or none: written beside, then put in its place; `mode` within what the user allows."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(made, "wb") as file:
            file.write(raw)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _number(value: float) -> str:
    """Six decimals at most, `inf` when nothing bounds the count."""
    return "inf" if value == INFINITE else f"{value:.6f}".rstrip("0").rstrip(".")


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


class _Bars:
    """One bar a step, as steps come."""

    def __init__(self, bars: Bar) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, total: int) -> None:
        if label not in self.tasks:
            self.tasks[label] = self.bars.add_task(label)
        self.bars.update(self.tasks[label], completed=done, total=total)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Bars on a terminal; elsewhere, nothing."""
    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bars:
        yield _Bars(bars)


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
