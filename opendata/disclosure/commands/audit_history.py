"""`audit-history`: every release of a history attacked at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from opendata.disclosure.commands.doors import Hide, hidden_range, progress_bars, say
from opendata.disclosure.history.admission import RefusedError, admit
from opendata.disclosure.history.attack import HistoryAudit
from opendata.disclosure.history.file import read_history

History = Annotated[
    Path,
    typer.Argument(metavar="HISTOIRE", help="CSV : une ligne par publication (release,date,table,sha256,dimensions,facts,status)."),
]  # fmt: skip
Protection = Annotated[
    Literal["interval", "exact"],
    typer.Option(help="interval : rien ne se devine de près ; exact : rien ne se recalcule exactement."),
]  # fmt: skip


def audit_history(
    history: History, hide: Hide = "1-4", protection: Protection = "interval"
) -> None:
    """Attaque ensemble toutes les publications d'une histoire, à partir d'elles seules ; ce que la dernière révèle, et l'issue la moins chère."""
    small, releases = hidden_range(hide), read_history(history)
    *earlier, newest = releases
    try:
        with progress_bars() as progress:
            outcome = admit(
                earlier, newest, small, reach=protection == "interval", progress=progress
            )
    except RefusedError as error:
        for line in (*lines(error.outcome, len(releases)), f"« {newest.name} » : {error.advice}"):
            say(line)
        raise typer.Exit(1) from None
    for line in lines(outcome, len(releases)):
        say(line)


def lines(outcome: HistoryAudit, releases: int) -> list[str]:
    """The outcome in French, each exposure with the newest release that has the cell."""
    named = [f"{release} : {exposure}" for release, exposure in outcome.exposures]
    summary = (f"{releases} publications, {outcome.attacked} cases masquées attaquées, "
               f"{len(outcome.recovered)} retrouvée(s), {len(outcome.exposures)} exposée(s)")  # fmt: skip
    return [*named, summary]
