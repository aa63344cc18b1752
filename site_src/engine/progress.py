"""What a waiting person sees: a moving bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

Say = Callable[[str], None]


@contextmanager
def shown(total: int | None = None) -> Iterator[Say]:
    """A function that announces each step as it starts; `total` steps when that is known."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _line
        return
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
