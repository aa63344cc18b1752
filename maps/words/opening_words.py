"""Opening hours of a week as its publisher writes them, days that are alike together."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from opendata.french import NO_BREAK_SPACE

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NOTHING = ("", "-")


def week(hours: Mapping[str, str]) -> str:
    """« lundi à vendredi : 10h - 18h ; dimanche : Fermé »; days of which nothing is said are left out, "" for none.

    `hours` are the publisher's words by day.
    """
    told = []
    for words, run in groupby(DAYS, key=lambda day: hours.get(day, "")):
        days = list(run)
        if words not in NOTHING:
            told.append(f"{_days(days)}{NO_BREAK_SPACE}: {words}")
    return f"{NO_BREAK_SPACE}; ".join(told)


def _days(days: list[str]) -> str:
    return days[0] if len(days) == 1 else f"{days[0]} à {days[-1]}"
