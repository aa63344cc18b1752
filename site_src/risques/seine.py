"""The Seine's crests, what each height does, and its annual maxima, as records of the register.

`crues` and `hauteurs-effets` are written once, as datasets; the risk pages, the page of
heights, the printed document and the JSON show these. `maxima-annuels` is derived.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from opendata.findings import Finding
from site_src.risques.risque import Effet, Evenement
from site_src.risques.shared import CitedSource


@dataclass(frozen=True)
class AnnualMaximum:
    """The highest reading of a year, in metres; `None` when too few days were read."""

    annee: int
    maximum_m: float | None
    date: datetime.date | None
    est_en_bord: bool
    nb_jours_lus: int
    plus_longue_lacune_j: int
    nb_lectures_negatives: int


@dataclass(frozen=True)
class Seine:
    """Crests from the oldest, effects from the lowest, annual maxima, and the sources of the first two."""

    crues: tuple[Evenement, ...] = field(repr=False)
    effets: tuple[Effet, ...] = field(repr=False)
    maxima: tuple[AnnualMaximum, ...] = field(repr=False)
    sources: Mapping[str, CitedSource] = field(repr=False)


@dataclass(frozen=True)
class SeineReading:
    """What the datasets give: nothing while one of them has a finding of its own, or tables are `absent`.

    That a table is absent is a fault only where a risk shows the heights of the Seine.
    """

    seine: Seine | None
    absent: tuple[Finding, ...] = ()
