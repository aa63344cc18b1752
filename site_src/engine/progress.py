"""What a waiting person sees: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

Say = Callable[[str], None]


@contextmanager
def shown(total: int | None = None) -> Iterator[Say]:
    """A function that announces each step as it starts; `total` steps when that is known."""
    if not sys.stderr.isatty():
        yield _line
        return
    # Loaded for a terminal alone: nobody waits for it elsewhere.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield _stepper(progress, progress.add_task("", total=total))


def _line(step: str) -> None:
    sys.stderr.write(f"{step}…\n")
    sys.stderr.flush()


def _stepper(progress: Progress, task: TaskID) -> Say:
    started = False

    def say(step: str) -> None:
        nonlocal started
        progress.update(task, description=step, advance=int(started))
        started = True

    return say
