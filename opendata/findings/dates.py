"""Dates that have not come yet, where what happened, was read or was published is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache

from opendata.findings.finding import Finding

RULE = "ce qui a eu lieu, a été lu ou publié n'est pas daté d'après aujourd'hui"
REMEDY = "corriger la date"
_WHEN = re.compile(r"\d{4}(-\d\d){0,2}")


def is_to_come(written: str, day: date) -> bool:
    """Whether a year, a month or a day (AAAA, AAAA-MM, AAAA-MM-JJ) begins after `day`."""
    return bool(_WHEN.fullmatch(written)) and written > day.isoformat()[: len(written)]


def dates_to_come(path: str, text: str, keys: Collection[str], day: date) -> Iterator[Finding]:
    """Where a YAML text gives one of its `keys` a date after `day`.

    The text is searched, not parsed: whatever else is wrong in it is said by its reader.
    """
    for match in _form(tuple(keys)).finditer(text):
        start = match.start(1)
        line = text.rfind("\n", 0, start) + 1
        if is_to_come(match[1], day) and not text[line:start].lstrip().startswith("#"):
            number = text.count("\n", 0, start) + 1
            yield Finding(path, number, start - line + 1, f"« {match[1]} » est à venir", RULE, REMEDY)  # fmt: skip


@lru_cache
def _form(keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|[\s,{{])(?:{'|'.join(keys)}): *[\"']?({_WHEN.pattern})(?![\d-])", re.MULTILINE
    )
