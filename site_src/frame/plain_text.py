"""Text for a terminal: lines of 72 columns at most, headings that a screen reader reads as words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

WIDTH = 72


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """One paragraph; `first` begins its first line, `rest` the others (spaces as long as `first`).

    Spaces that must not break do not; a word longer than a line is cut.
    """
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    )


def listed(items: Iterable[str], first_number: int = 0) -> str:
    """A list, a paragraph an item; numbered from `first_number`, hyphens when that is 0."""
    return "\n".join(
        wrapped(item, f"{number}. " if first_number else "- ")
        for number, item in enumerate(items, first_number)
    )


def joined(paragraphs: Iterable[str]) -> str:
    """Paragraphs with an empty line between them; the empty ones are left out."""
    return "\n\n".join(filter(None, paragraphs))
