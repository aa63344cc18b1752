"""A quarter of a year: January to March is the first."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"([0-9]{4})-T([1-4])")
QUARTERS, MONTHS = 4, 3


@dataclass(frozen=True, order=True)
class Quarter:
    """Quarter `number` (1 to 4) of `year`; written 2026-T1."""

    year: int
    number: int

    @property
    def first_day(self) -> datetime.date:
        """Its first day."""
        return datetime.date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> datetime.date:
        """Its last day."""
        return self.after(1).first_day - datetime.timedelta(1)

    def after(self, quarters: int) -> Quarter:
        """The quarter that many quarters later; earlier when negative."""
        year, number = divmod(QUARTERS * self.year + self.number - 1 + quarters, QUARTERS)
        return Quarter(year, number + 1)

    @property
    def four(self) -> tuple[Quarter, ...]:
        """The four quarters that end with it."""
        return tuple(self.after(ago) for ago in range(1 - QUARTERS, 1))

    def __str__(self) -> str:
        return f"{self.year:04d}-T{self.number}"


def quarter_of(text: str) -> Quarter | None:
    """`2026-T1` → the quarter; `None` for any other text."""
    found = _WRITTEN.fullmatch(text)
    return Quarter(int(found[1]), int(found[2])) if found and int(found[1]) else None
