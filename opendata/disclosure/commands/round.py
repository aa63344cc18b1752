"""`round`: every count to a multiple of a base, sums kept."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from opendata.disclosure.commands.doors import (
    AfterDimensions,
    Dimensions,
    Hide,
    OnlyDeclared,
    Totals,
    check_names,
    check_places,
    check_releases,
    chosen_margins,
    csv_bytes,
    earlier_dimensions,
    hidden_range,
    named_dimensions,
    named_totals,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.constraints import sums
from opendata.disclosure.cube import Bools, Cube
from opendata.disclosure.intervals import Progress
from opendata.disclosure.problems import ProblemsError
from opendata.disclosure.reading import CountsLayout, read_counts, read_trees
from opendata.disclosure.rounding.attack import attack, bounds
from opendata.disclosure.rounding.bases import BASES, disagreement
from opendata.disclosure.rounding.descent import descend
from opendata.disclosure.rounding.frozen import (
    Finest,
    Frozen,
    earlier_problems,
    frozen,
    unfrozen,
)
from opendata.disclosure.rounding.integers import EFFORT
from opendata.disclosure.rounding.nearest import Nearest, UnroundableError, Wanted, nearest
from opendata.disclosure.rounding.rounded import COLUMNS, Rounded, read_additive

Base = Annotated[int, typer.Option(help="Base de l'arrondi : 3, 5 ou 10.")]


def round_counts(
    counts: Annotated[Path, typer.Argument(help="CSV ou Parquet : effectifs les plus fins, ou une ligne par fait.")],
    dimension: Dimensions,
    base: Base,
    out: Annotated[Path, typer.Option(help="Table arrondie à écrire (CSV).")],
    count: Annotated[str | None, typer.Option(help="Colonne des effectifs ; sans elle, une ligne est un fait.")] = None,
    hide: Hide = "1-4",
    tables: Annotated[str | None, typer.Option(help='Marges publiées, par exemple "region*type;region;Total" (défaut : toutes).')] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Colonne présente qui n'est pas lue.")] = None,
    only_declared: OnlyDeclared = False,
    total: Totals = None,
    after: Annotated[Path | None, typer.Option(help="Table arrondie déjà publiée : un effectif inchangé garde sa valeur.")] = None,
    after_counts: Annotated[Path | None, typer.Option(help="Effectifs dont la table de --after a été faite.")] = None,
    after_dimension: AfterDimensions = None,
    effort: Annotated[int, typer.Option(help="Effort de la recherche de la table la plus proche : nœuds × cases.")] = EFFORT,
) -> None:  # fmt: skip
    """Arrondit une table d'effectifs à une base ; les totaux restent la somme de leurs parties."""
    hidden, dimensions = hidden_range(hide), named_dimensions(dimension)
    names = [name for name, _ in dimensions]
    _check_base(base, hidden)
    check_names(names, {"count": count}, ignore or (), COLUMNS)
    if (after is None) != (after_counts is None):
        raise typer.BadParameter("--after et --after-counts vont ensemble", param_hint="--after")
    if effort < 0:
        raise typer.BadParameter("un nombre à partir de 0", param_hint="--effort")
    others = earlier_dimensions(dimensions, after_dimension)
    read = [counts, *(path for _, path in (*dimensions, *others) if path), *(p for p in (after, after_counts) if p)]  # fmt: skip
    check_places(read, out=out)
    check_releases(names, COLUMNS, out=out)
    layout = CountsLayout(read_trees(dimensions), count, None, frozenset(ignore or ()), named_totals(total, names), only_declared)  # fmt: skip
    cube, counted = read_counts(counts, layout)
    scope = chosen_margins(cube, tables)
    before = replace(layout, trees=read_trees(others))
    earlier = _earlier(after, after_counts, before, base)
    given = (
        frozen(cube, counted.counts, scope, *earlier) if earlier else unfrozen(cube, counted.counts, scope)
    )  # fmt: skip
    with progress_bars() as progress:
        found = _nearest(given, base, effort)
        release = _release(cube, scope, given, found, base)
        attacked = _attacked(given, found, release, hidden, progress)
    write(out, csv_bytes([*cube.names, *COLUMNS], release.rows()))
    _tell(release, given, found, attacked)


def _check_base(base: int, hidden: tuple[int, int]) -> None:
    if base not in BASES:
        raise typer.BadParameter("une base est 3, 5 ou 10", param_hint="--base")
    wrong = disagreement(base, hidden)
    if wrong:
        raise typer.BadParameter(wrong, param_hint="--base")


def _earlier(
    after: Path | None, counts: Path | None, layout: CountsLayout, base: int
) -> tuple[Rounded, Finest] | None:
    """The earlier release and its counts, that go together. Raises ProblemsError."""
    if after is None or counts is None:
        return None
    cube, counted = read_counts(counts, layout)
    release = read_additive(after, cube)
    if release.base != base:
        raise typer.BadParameter(
            f"cette table est arrondie à la base {release.base} : garder la même", param_hint="--after"
        )  # fmt: skip
    problems = list(earlier_problems(release, counted.counts))
    if problems:
        raise ProblemsError(str(after), problems)
    return release, counted.counts


def _nearest(given: Frozen, base: int, effort: int) -> Nearest:
    wanted = Wanted(sums(given.cube, given.scope), given.counts, given.scope, base, given.kept)
    return nearest(wanted, partial(descend, given.cube, start=given.start), effort)


def _release(cube: Cube, scope: Bools, given: Frozen, found: Nearest, base: int) -> Rounded:
    units = found.units[given.places]
    far = int(np.abs(base * units - given.counts[given.places])[scope].max(initial=0))
    return Rounded(cube, base * units, scope, base, base * (far // base + 1))


def _attacked(
    given: Frozen, found: Nearest, release: Rounded, hidden: tuple[int, int], progress: Progress
) -> int:
    """How many cells the audit attacked, of this table and of what it keeps of the earlier one."""
    reach = np.full(given.cube.size, release.within - 1)
    values = release.base * found.units
    outcome = attack(bounds(given.cube, given.scope, values, reach, reach), hidden, progress)
    if not outcome.safe:
        raise UnroundableError(
            f"l'audit retrouve {len(outcome.exposures)} effectif(s) de la table arrondie"
        )
    return outcome.attacked


def _tell(release: Rounded, given: Frozen, found: Nearest, attacked: int) -> None:
    kept = int((release.values == given.counts[given.places])[release.shown].sum())
    gap = (
        "aucune table n'est meilleure" if found.is_proved
        else f"recherche bornée : une meilleure, d'écart total {found.bound} au moins, peut exister"
    )  # fmt: skip
    say(f"{int(release.shown.sum())} cases arrondies à la base {release.base}, {kept} inchangées, "
        f"écart total {found.distance} ({gap}) ; audit : {attacked} attaquées, aucune exposée")  # fmt: skip
    if given.kept.cells.any():
        say(f"{int(given.kept.cells.sum())} effectifs inchangés depuis la publication antérieure gardent leur valeur")  # fmt: skip
    steps = found.steps[given.places][release.shown]
    if steps.any():
        why = "aucune table ne reste" if found.is_forced else "aucune table trouvée qui reste"
        say(f"{why} entre les multiples voisins : {int((steps > 0).sum())} case(s) s'en éloignent, "
            f"de {int(steps.max())} multiple(s) au plus ; chaque effectif est à moins de {release.within} de sa valeur")  # fmt: skip
