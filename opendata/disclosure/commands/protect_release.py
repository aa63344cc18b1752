"""Several tables of the same facts, described by one file: protected together, attacked together.

python -m opendata.disclosure protect-release RELEASE.yaml --out FOLDER
python -m opendata.disclosure audit-release RELEASE.yaml FOLDER
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.attack import audit as attack
from opendata.disclosure.api.linked import protect_described
from opendata.disclosure.api.release import Release
from opendata.disclosure.commands.doors import (
    OWNER_ONLY,
    check_confidential,
    check_places,
    csv_bytes,
    is_ours,
    progress_bars,
    say,
    write,
)
from opendata.disclosure.linked.description import Description, read_description
from opendata.disclosure.linked.folder import refused, replace_folder
from opendata.disclosure.linked.published import check_folder, path_of, read_published
from opendata.disclosure.linked.release_rows import report_head, report_rows, shown_by
from opendata.disclosure.problems import Problem, ProblemsError

Described = Annotated[Path, typer.Argument(help="YAML : faits, dimensions, tables et règles de la diffusion.")]  # fmt: skip


def protect_release(
    release: Described,
    out: Annotated[Path, typer.Option(help="Dossier des tables protégées (CSV), remplacé entier.")],
    report: Annotated[Path | None, typer.Option(help="Rapport CONFIDENTIEL (CSV) de toute la diffusion, hors de tout dépôt.")] = None,
) -> None:  # fmt: skip
    """Masque ce qu'il faut de plusieurs tables des mêmes faits, puis les attaque ensemble avant de les écrire."""
    described = read_description(release)
    _check_out(described, out)
    check_places(described.inputs, report=report)
    check_confidential(report=report)
    if report is not None and out.resolve() in report.resolve().parents:
        raise typer.BadParameter("hors du dossier publié", param_hint="--report")
    with progress_bars() as progress:
        done = protect_described(described, progress)
        found = done.report_csv(progress) if report else b""
    if report is not None:
        write(report, found, OWNER_ONLY)
    replace_folder(out, {path_of(t.shape, out).name: t.to_csv() for t in done.tables.values()})
    for sentence in done.sentences():
        say(sentence)


def audit_release(
    release: Described,
    folder: Annotated[Path, typer.Argument(help="Dossier des tables publiées.")],
    report: Annotated[Path | None, typer.Option(help="Encadrements de chaque case masquée (CSV).")] = None,
) -> None:  # fmt: skip
    """Attaque ensemble les tables publiées d'une diffusion, à partir d'elles seules."""
    described = read_description(release, with_facts=False)
    check_places([*described.inputs, *(path_of(s, folder) for s in described.tables)], report=report)  # fmt: skip
    check_folder(described, folder)
    read = [(system, read_published(system, folder)) for system in described.systems()]
    rows: list[Sequence[str]] = []
    attacked = recovered = exposed = 0
    for system, published in read:
        known = Release(published.publication, system.hide, "exact" if system.exact else "interval")
        with progress_bars() as progress:
            outcome = attack(known, progress=progress)
            found = known.intervals(progress) if report else {}
        shown = shown_by(system, known.publication.cube)
        rows += report_rows(known.publication, [*described.layout.trees], shown, found, None)
        for line in (*outcome.remarks(), *outcome.exposures, *published.elsewhere):
            say(str(line))
        attacked += outcome.attacked + len(published.elsewhere)
        recovered += len(outcome.recovered) + len(published.elsewhere)
        exposed += len(outcome.exposures) + len(published.elsewhere)
    if report is not None:
        write(report, csv_bytes(report_head(described), rows), OWNER_ONLY)
    say(f"{attacked} cases masquées attaquées ensemble, {recovered} retrouvée(s), {exposed} exposée(s)")  # fmt: skip
    if exposed:
        raise typer.Exit(1)


def _check_out(described: Description, out: Path) -> None:
    """The folder may be replaced, and no table of it would be written over an input. Raises ProblemsError."""
    taken = {path.resolve() for path in described.inputs}
    over = [
        Problem(s.line, s.column, f"la table « {s.name} » s'écrirait sur {path_of(s, out).name}, que cette diffusion lit",
                "une sortie ne remplace jamais une entrée", "renommer la table, ou choisir un autre --out")
        for s in described.tables if path_of(s, out).resolve() in taken
    ]  # fmt: skip
    if over:
        raise ProblemsError(str(described.path), over)
    why = refused(out, is_ours)
    if why or any(out.resolve() in path.parents for path in taken):
        raise typer.BadParameter(why or "ce dossier contient une entrée de cette commande", param_hint="--out")  # fmt: skip
