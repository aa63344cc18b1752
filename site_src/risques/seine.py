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
    """The highest height of a year, in metres, and its series; `None` where no series covers the year.

    What the readings give (days, gap, negatives) is `None` outside their period.
    """

    annee: int
    maximum_m: float | None
    date: datetime.date | None
    est_en_bord: bool
    serie: str | None
    nb_jours_lus: int | None
    plus_longue_lacune_j: int | None
    nb_lectures_negatives: int | None
    nb_mois_lus: int


@dataclass(frozen=True)
class AnnualFlow:
    """The highest daily mean flow of a year at a station, in m³/s, and the original's word on it."""

    annee: int
    station: str
    debit_max_m3s: float
    date: datetime.date
    validite: str


@dataclass(frozen=True)
class Contradiction:
    """A monthly maximum that something contradicts (`motif`), and the other height known, in metres."""

    mois: str
    motif: str
    mensuelle_m: float
    opposee_m: float | None
    serie_opposee: str | None


@dataclass(frozen=True)
class Seine:
    """Crests from the oldest, effects from the lowest, what the series say, and the sources of the first two."""

    crues: tuple[Evenement, ...] = field(repr=False)
    effets: tuple[Effet, ...] = field(repr=False)
    maxima: tuple[AnnualMaximum, ...] = field(repr=False)
    debits: tuple[AnnualFlow, ...] = field(repr=False)
    contradictions: tuple[Contradiction, ...] = field(repr=False)
    sources: Mapping[str, CitedSource] = field(repr=False)


@dataclass(frozen=True)
class SeineReading:
    """What the datasets give: nothing while one of them has a finding of its own, or tables are `absent`.

    That a table is absent is a fault only where a risk shows the heights of the Seine.
    """

    seine: Seine | None
    absent: tuple[Finding, ...] = ()
