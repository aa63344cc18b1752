"""The one written form of a day."""

from __future__ import annotations

import datetime
import re

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(text: str) -> datetime.date | None:
    """The day that « AAAA-MM-JJ » says; `None` for any other text, other forms of ISO 8601 included.

    Python reads weeks (2025-W52-3) as days too; no reader of a published table does.
    """
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
