"""What every command of the general tool does at its doors: options read, places checked, files written whole."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, TaskID
from rich.progress import Progress as Bar

from opendata.disclosure.api.amounts import AMOUNT_BOUNDS
from opendata.disclosure.api.csv_text import csv_bytes as csv_bytes
from opendata.disclosure.api.inputs import Grouping
from opendata.disclosure.api.perturbation import KEYS
from opendata.disclosure.api.usage import BOUNDS as BOUNDS
from opendata.disclosure.api.usage import COLUMNS as COLUMNS
from opendata.disclosure.api.usage import check_names as check_names
from opendata.disclosure.cellkey.perturbed import COLUMNS as PERTURBED
from opendata.disclosure.cellkey.perturbed import ERROR_COLUMNS
from opendata.disclosure.cluster.across import Across
from opendata.disclosure.cluster.connection import across
from opendata.disclosure.cluster.cores import on_cores
from opendata.disclosure.hierarchy import TOTAL
from opendata.disclosure.intervals import Progress
from opendata.disclosure.rounding.rounded import COLUMNS as ROUNDED

OWNER_ONLY = 0o600
# Arguments of the library's functions as the options that give them.
OPTIONS = {
    "hierarchies": "--dimension", "margins": "--tables", "dimensions": "--dimension", "totals": "--total", "min_contributors": "--min-contributors",
    **{name: f"--{name}" for name in ("count", "contributor", "ignore", "after", "base", "coalition", "effort", "alike", "dominance", "structural", "protection", "key", "identifier", "secret", "deviation", "variance", "threshold", "ptable", "amount", "holding", "cost")},
}  # fmt: skip
ENDS = ("lower", "upper")
# What a published table ends with, and the method that wrote it.
METHODS = {
    COLUMNS: "masquage",
    ROUNDED: "arrondi",
    PERTURBED: "clés de case",
}

Dimensions = Annotated[
    list[str],
    typer.Option("--dimension", help="NOM ou NOM=hierarchie.csv (code,parent) ; répétable, aussi pour plusieurs hiérarchies."),
]  # fmt: skip
Hide = Annotated[str, typer.Option(help="Effectifs masqués pour eux-mêmes, bornes comprises.")]
Totals = Annotated[
    list[str] | None,
    typer.Option("--total", help="NOM=CODE : le code qui, dans ce fichier, est le total de cette dimension."),
]  # fmt: skip
AfterDimensions = Annotated[
    list[str] | None,
    typer.Option("--after-dimension", help="NOM=hierarchie.csv des tables de --after, quand ce n'est pas celle de --dimension."),
]  # fmt: skip
Count = Annotated[
    str | None, typer.Option(help="Colonne des effectifs ; sans elle, une ligne est un fait.")
]
Tables = Annotated[
    str | None,
    typer.Option(help='Marges publiées, par exemple "region*type;region;Total" (défaut : toutes).'),
]
Ignore = Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")]
Protection = Annotated[
    Literal["interval", "exact"],
    typer.Option(help="interval : rien ne se devine de près ; exact : rien ne se recalcule exactement."),
]  # fmt: skip
Dask = Annotated[
    str | None,
    typer.Option(metavar="ADRESSE", help="Grappe Dask existante, par exemple tcp://127.0.0.1:8786."),
]  # fmt: skip
Cores = Annotated[
    int | None, typer.Option(help="Cœurs de cette machine qui se partagent le travail.")
]
OnlyDeclared = Annotated[
    bool, typer.Option("--only-declared", help="Aucune colonne que celles des options n'est lue, quelles que soient les autres.")
]  # fmt: skip


def say(text: str) -> None:
    """A line of what was done."""
    typer.echo(text)


def named_dimensions(given: Iterable[str]) -> list[tuple[str, Path | None]]:
    """(name, hierarchy file or None) of each --dimension."""
    dimensions: list[tuple[str, Path | None]] = []
    for text in given:
        name, equals, path = text.partition("=")
        if not name or (equals and not path):
            raise typer.BadParameter("NOM ou NOM=hierarchie.csv attendu", param_hint="--dimension")
        dimensions.append((name, Path(path) if equals else None))
    return dimensions


def groupings(dimensions: Iterable[tuple[str, Path | None]]) -> dict[str, list[Grouping]]:
    """Dimension → the files that group its codes."""
    files: dict[str, list[Grouping]] = {}
    for name, path in dimensions:
        files.setdefault(name, []).extend([path] if path else [])
    return files


def earlier_dimensions(
    dimensions: Sequence[tuple[str, Path | None]], given: Iterable[str] | None
) -> list[tuple[str, Path | None]]:
    """The hierarchies of an earlier release: those of --dimension, replaced where --after-dimension names others."""
    others = named_dimensions(given or ())
    named = [name for name, _ in dimensions]
    unknown = sorted({name for name, _ in others} - set(named))
    if unknown:
        raise typer.BadParameter(
            f"dimension inconnue : {', '.join(unknown)}", param_hint="--after-dimension"
        )
    replaced = {name for name, _ in others}
    chosen = [*(pair for pair in dimensions if pair[0] not in replaced), *others]
    return sorted(chosen, key=lambda pair: named.index(pair[0]))


def named_totals(given: Sequence[str] | None, dimensions: Sequence[str]) -> dict[str, str]:
    """Dimension → the code that is its total."""
    totals: dict[str, str] = {}
    for text in given or ():
        name, _, code = text.partition("=")
        if name not in dimensions or not code or name in totals:
            raise typer.BadParameter(
                "NOM=CODE attendu, une fois par dimension", param_hint="--total"
            )
        totals[name] = code
    return totals


def hidden_range(text: str) -> tuple[int, int]:
    """Lowest and highest of the counts that --hide names."""
    low, _, high = text.partition("-")
    plain = all(part.isascii() and part.isdigit() and len(part) <= 9 for part in (low, high))
    if not (plain and int(low) <= int(high)):
        raise typer.BadParameter("deux entiers attendus, par exemple 1-4", param_hint="--hide")
    return int(low), int(high)


def named_margins(tables: str | None) -> list[list[str]] | None:
    """The margins that --tables names, each by its detailed dimensions; `None` without it: all of them."""
    if tables is None:
        return None
    margins = [text.strip().split("*") for text in tables.split(";")]
    return [[name for name in names if name not in ("", TOTAL)] for names in margins]


def check_places(inputs: Sequence[Path], **outputs: Path | None) -> None:
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
        if path.exists() and not is_ours(path):
            raise typer.BadParameter(
                "ce fichier existe, et n'est pas une table de cet outil", param_hint=hint
            )
        taken.add(path.resolve())


def check_confidential(**outputs: Path | None) -> None:
    """What is confidential stays out of every repository."""
    for option, path in outputs.items():
        if path is not None and any(
            (folder / ".git").exists() for folder in path.resolve().parents
        ):
            raise typer.BadParameter(
                "le rapport confidentiel reste hors de tout dépôt", param_hint=f"--{option}"
            )


def check_releases(
    dimensions: Sequence[str], columns: Sequence[str] = COLUMNS, **outputs: Path | None
) -> None:
    """A folder holds the release of one input by one method: no table or report of another is put beside it.

    What is published together is attacked together, and here each table was protected alone. `columns`: those of
    the method that writes.
    """
    for option, path in outputs.items():
        for table in () if path is None else sorted(path.resolve().parent.glob("*.csv")):
            published, method = _published(table)
            if method and set(published) != set(dimensions):
                raise typer.BadParameter(
                    f"« {table.name} », dans ce dossier, est publié d'une autre entrée ({', '.join(published)}) :"
                    " un dossier par publication", param_hint=f"--{option}"
                )  # fmt: skip
            if method and method != tuple(columns):
                raise typer.BadParameter(
                    f"« {table.name} », dans ce dossier, protège les mêmes faits par {METHODS[method]} :"
                    " deux procédés se soustraient, un seul par famille de tables", param_hint=f"--{option}"
                )  # fmt: skip


def _published(path: Path) -> tuple[list[str], tuple[str, ...] | None]:
    """The dimensions of a table that this tool published, and the columns of its method; none of any other file."""
    header = _header(path)
    for columns in METHODS:
        if tuple(header[-len(columns) :]) == columns:
            return header[: -len(columns)], columns
    return [], None


def is_ours(path: Path) -> bool:
    """Whether a file begins as those that this tool writes: dimensions, then its own columns."""
    header = _header(path)
    reports = [
        (*COLUMNS, *BOUNDS),
        (*COLUMNS, *AMOUNT_BOUNDS),
        (*ROUNDED, *ENDS),
        (*PERTURBED, *KEYS),
    ]
    if tuple(header) == ERROR_COLUMNS:
        return True
    return _published(path)[1] is not None or any(
        tuple(header[-len(columns) :]) == columns for columns in reports
    )


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


def write(path: Path, raw: bytes, mode: int = 0o666) -> None:
    """The whole file or none: written beside, then put in its place; `mode` within what the user allows."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(made, "wb") as file:
            file.write(raw)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def shared(dask: str | None, cores: int | None) -> AbstractContextManager[Across]:
    """Who does independent parts: a cluster, the cores of this machine, or this process. Raises ClusterError."""
    if dask is not None and cores is not None:
        raise typer.BadParameter("ou --dask, pas les deux", param_hint="--cores")
    return across(dask) if cores is None else on_cores(cores)


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
def progress_bars(console: Console | None = None) -> Iterator[Progress]:
    """A bar a step on a terminal, with the time that remains and how much is done; elsewhere, nothing."""
    console = console or Console(stderr=True)
    columns = (*Bar.get_default_columns(), MofNCompleteColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        yield _Bars(bars)
