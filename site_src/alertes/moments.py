"""An hour of Paris: as a file writes it (« 2026-11-28 18:00 ») and as machines read it."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BeforeValidator

from opendata.findings import broken
from site_src.frame.hours import PARIS, local

# Of this millennium: nothing near the ends of the calendar, where a week more is no date.
_WRITTEN = re.compile(r"(2\d{3}-\d{2}-\d{2}) (\d{2}:\d{2})")
RULE = "un moment est « AAAA-MM-JJ HH:MM », à l'heure de Paris"


def moment_of(text: str) -> datetime | None:
    """The moment that « AAAA-MM-JJ HH:MM » says in Paris; `None` for any other text, and for an hour that
    the change to summer time leaves out (directive 2000/84/CE). The hour that comes twice is the first.
    """
    written = _WRITTEN.fullmatch(text)
    if not written:
        return None
    try:
        said = datetime.fromisoformat(f"{written[1]} {written[2]}").replace(tzinfo=PARIS)
    except ValueError:
        return None
    is_real = datetime.fromtimestamp(said.timestamp(), PARIS) == said
    return said if is_real else None


def _read(value: object) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:  # a record made by a program
        return value
    said = moment_of(value) if isinstance(value, str) else None
    if said is None:
        raise broken(f"moment « {value} »", RULE, "écrire par exemple 2026-11-28 18:00")
    return said


Moment = Annotated[datetime, BeforeValidator(_read)]


def written(moment: datetime) -> str:
    """As a file of data/alertes writes it."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def machine(moment: datetime) -> str:
    """2026-11-28T18:00:00+01:00: with seconds and an offset, never « Z » (CAP 1.2, 3.3.2)."""
    return local(moment).isoformat(timespec="seconds")


def later(moment: datetime, days: int) -> datetime:
    """So many days on, at the same hour of Paris."""
    return local(moment) + timedelta(days=days)
