"""A week of ISO 8601: from Monday to Sunday, numbered in the year that holds its Thursday."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")
DAYS = 7


@dataclass(frozen=True, order=True)
class Week:
    """Week `number` (1 to 53) of the ISO year `year`."""

    year: int
    number: int

    @property
    def monday(self) -> datetime.date:
        """Its first day."""
        return datetime.date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> datetime.date:
        """Its last day."""
        return self.monday + datetime.timedelta(days=DAYS - 1)

    @property
    def rank(self) -> int:
        """Weeks since that of 1 January of year 1, a Monday: one more each week."""
        return (self.monday.toordinal() - 1) // DAYS

    def before(self, weeks: int) -> Week:
        """The week that many weeks earlier."""
        return ranked(self.rank - weeks)

    def in_year(self, year: int) -> Week:
        """The week of the same number in another year: 52 for 53 where the year has no 53rd."""
        try:
            datetime.date.fromisocalendar(year, self.number, 1)
        except ValueError:
            return Week(year, self.number - 1)
        return Week(year, self.number)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def week_of(text: str) -> Week | None:
    """The week that « 2026-W12 » says; `None` for any other text, and for a week that its year does not have."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return None
    year, number = map(int, found.groups())
    try:
        datetime.date.fromisocalendar(year, number, DAYS)  # its Sunday too has a date
    except ValueError:
        return None
    return Week(year, number)


def ranked(rank: int) -> Week:
    """The week of that rank."""
    year, number, _ = datetime.date.fromordinal(rank * DAYS + 1).isocalendar()
    return Week(year, number)
