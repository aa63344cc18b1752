"""A command called in a way that cannot work, and the one line that it prints of its result."""

from __future__ import annotations


class UsageError(Exception):
    """The command was called in a way that cannot work; the message says what to do."""


def say(text: str) -> None:
    """One line of the command's result."""
    print(text, flush=True)  # noqa: T201  (the command's result)
