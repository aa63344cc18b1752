"""Facts of several files counted apart, by whoever can read them, then together.

A worker spills nothing: it counts in memory, and gives back counts or that it could not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from opendata.disclosure.cluster.across import Across, here
from opendata.disclosure.counting import MEMORY, UNCOUNTED, CountingError, count

if TYPE_CHECKING:
    import pyarrow as pa

Counted = list[tuple[tuple[str, ...], int]]
COMBINATIONS = 2_000_000
TOO_MANY = (
    f"plus de {COMBINATIONS} combinaisons de codes : grouper des codes, ou retirer une dimension"
)


@dataclass(frozen=True)
class FactsPart:
    """A file or a table in memory of facts, and what they are counted by (see `count`)."""

    source: Path | pa.Table
    keys: Mapping[str, str]
    memory: str = MEMORY
    spills: bool = True


def count_facts(parts: Sequence[FactsPart], across: Across = here) -> Counted:
    """Facts of all parts counted together: (labels, count), sorted by labels. Raises CountingError, ClusterError."""
    total: Counter[tuple[str, ...]] = Counter()
    for counted in across(count_part, parts):
        if counted is None:
            raise CountingError(UNCOUNTED)
        for labels, number in counted:
            total[labels] += number
        if len(total) > COMBINATIONS:
            raise CountingError(TOO_MANY)
    return sorted(total.items())


def count_part(part: FactsPart) -> Counted | None:
    """The facts of one file, counted; `None` when they cannot be: an error could quote a line in a worker's log."""
    try:
        return count(part.source, part.keys, memory=part.memory, spills=part.spills)
    except (CountingError, OSError):
        return None
