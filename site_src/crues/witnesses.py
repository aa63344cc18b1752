"""What the official series say of each crest: the height and the flow of the same month.

A crest stands or falls by them. The page shows both beside the height that is kept; a height
that they contradict without a word is refused where the datasets are read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from site_src.risques.border import AnnualFlow, AnnualMaximum, Evenement, Seine


@dataclass(frozen=True)
class Witnesses:
    """The series' height (`None` in a gap, or when the year's maximum is of another month) and flows."""

    hauteur: AnnualMaximum | None
    debits: tuple[AnnualFlow, ...]


def witnesses(seine: Seine) -> tuple[Witnesses, ...]:
    """One entry a crest, in the crests' order."""
    return tuple(_of(crue, seine.maxima, seine.debits) for crue in seine.crues)


def _of(
    crue: Evenement, maxima: Iterable[AnnualMaximum], debits: Iterable[AnnualFlow]
) -> Witnesses:
    month = crue.debut[:7]
    same = (one for one in maxima if one.date is not None and one.date.isoformat()[:7] == month)
    flows = (one for one in debits if one.date.isoformat()[:7] == month)
    return Witnesses(next(same, None), tuple(flows))
