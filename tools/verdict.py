"""What the bench measures, as it is printed and judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Verdict(Protocol):
    """Something measured; `str()` is the line printed of it."""

    @property
    def passes(self) -> bool:
        """False fails the bench."""
        ...


@dataclass(frozen=True)
class Ratio:
    """Ours against a peer; `limit` is the most that passes."""

    what: str
    ours: float
    peer: float
    peer_name: str
    unit: str
    limit: float

    @property
    def value(self) -> float:
        """Ours divided by the peer's."""
        return self.ours / self.peer

    @property
    def passes(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        mark = "ok    " if self.passes else "MANQUÉ"
        return (
            f"{mark} {self.what} : {self.value:.2f} (au plus {self.limit:g}) — "
            f"{self.ours:,.2f} {self.unit} contre {self.peer:,.2f} ({self.peer_name})"
        )


@dataclass(frozen=True)
class Limit:
    """Something measured by itself; `limit` is the most that passes."""

    what: str
    ours: float
    unit: str
    limit: float

    @property
    def passes(self) -> bool:
        """Whether it is within its limit."""
        return self.ours <= self.limit

    def __str__(self) -> str:
        mark = "ok    " if self.passes else "MANQUÉ"
        return f"{mark} {self.what} : {self.ours:,.2f} {self.unit} (au plus {self.limit:g})"


def failures(verdicts: Iterable[Verdict]) -> int:
    """Print each as it comes; returns how many do not pass."""
    missed = 0
    for verdict in verdicts:
        print(verdict, flush=True)
        missed += not verdict.passes
    return missed
