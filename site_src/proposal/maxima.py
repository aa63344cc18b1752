"""The highest level of each year, from the highest of each day; what the published table says of that year."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from site_src.crues.annual_maxima import JOURS_SUFFISANTS
from site_src.crues.derivation import FOLDER
from site_src.direct.crests import Crete
from site_src.proposal.proposed import Maximum

TABLE = f"{FOLDER}/maxima-annuels.csv"


def annual(crests: Iterable[Crete], this_year: int) -> Iterator[Maximum]:
    """The maximum of each year that is over and read enough days (`JOURS_SUFFISANTS`, as the published table wants)."""
    by_day = sorted(crests, key=lambda one: one.jour)
    for year, group in groupby(by_day, lambda one: one.jour.year):
        days = list(group)
        if year < this_year and len(days) >= JOURS_SUFFISANTS:
            highest = max(days, key=lambda one: one.hauteur_m)  # the first when equal
            yield Maximum(
                annee=year,
                maximum_m=round(highest.hauteur_m, 2),
                date_maximum=highest.jour,
                nb_jours=len(days),
                est_douteux=highest.est_douteuse,
            )


def published(files: Mapping[str, bytes]) -> dict[int, str]:
    """Year → what the published table says of it, in French; a year that it does not have is not there."""
    text = io.StringIO(files.get(TABLE, b"").decode(), newline="")
    return {int(row["annee"]): _said(row) for row in csv.DictReader(text)}


def _said(row: Mapping[str, str]) -> str:
    if not row["maximum_m"]:
        return "lacune"
    return f"{row['maximum_m'].replace('.', ',')} m le {row['date_maximum']}"
