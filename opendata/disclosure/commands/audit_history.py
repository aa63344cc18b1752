"""`audit-history`: every release of a history attacked at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from opendata.disclosure.api.history import audit_history as attack_history
from opendata.disclosure.commands.doors import Hide, Protection, hidden_range, progress_bars, say
from opendata.disclosure.rules import SmallCount

History = Annotated[
    Path,
    typer.Argument(metavar="HISTOIRE", help="CSV : une ligne par publication (release,date,table,sha256,dimensions,facts,status)."),
]  # fmt: skip


def audit_history(
    history: History, hide: Hide = "1-4", protection: Protection = "interval"
) -> None:
    """Attaque ensemble toutes les publications d'une histoire, à partir d'elles seules ; ce que la dernière révèle, et l'issue la moins chère."""
    rules = [SmallCount(*hidden_range(hide))]
    with progress_bars() as progress:
        verdict = attack_history(history, rules, protection=protection, progress=progress)
    for sentence in verdict.sentences():
        say(sentence)
    if not verdict.safe:
        raise typer.Exit(1)
