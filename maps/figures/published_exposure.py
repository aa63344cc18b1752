"""What the published tables say of each zone in Paris and in its arrondissements.

Pages of places and maps read the same rows: a figure is measured once, by `maps.figures.exposure_levels`,
and never again by a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from opendata.model import Publishable

# Dataset and resource of each table; a zone is in one of them.
TABLES = (("exposition", "exposition"), ("exposition-plus-hautes-eaux", "exposition"))
LEVELS = ("paris", "arrondissement")


@dataclass(frozen=True)
class ZoneFigures:
    """One zone in one territory: columns of the table, areas in m², shares in %, residents of 2022.

    « combles » is None for a zone that has no street gaps.
    """

    libelle_territoire: str
    surface_vides_ouverts_m2: int
    part_vides_ouverts_pct: float
    surface_vides_combles_m2: int | None
    part_vides_combles_pct: float | None
    nb_habitants_vides_ouverts: int
    nb_habitants_vides_combles: int | None
    nb_habitants_majorant: int
    nb_75_plus_vides_ouverts: int
    nb_75_plus_vides_combles: int | None


Exposure = Mapping[tuple[str, str], ZoneFigures]
"""Figures by code_insee and zone; Paris is 75056."""


def published_exposure(tables: Iterable[Publishable]) -> Exposure:
    """The rows of Paris and of its arrondissements in `tables`, those of `TABLES`."""
    names = [item.name for item in fields(ZoneFigures)]
    exposure: dict[tuple[str, str], ZoneFigures] = {}
    for table in tables:
        rows = table.frame[table.frame["niveau"].isin(LEVELS)]
        # A missing value is None: pandas has its own.
        known = rows[names].astype(object).where(rows[names].notna(), None)
        keys = zip(rows["code_territoire"], rows["zone"], strict=True)
        records = known.to_dict("records")
        exposure |= {
            (str(code), str(zone)): ZoneFigures(**{str(name): value for name, value in row.items()})
            for (code, zone), row in zip(keys, records, strict=True)
        }
    return exposure
