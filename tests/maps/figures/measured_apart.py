"""The arrondissements' figures measured apart from `maps.figures.exposure_levels`: Paris as a sum, nothing rounded.

What production measures by pieces of IRIS and rounds is measured here arrondissement by
arrondissement, for tests to compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from maps.figures.exposure import CONTACT_M2, PARIS, closed, zones
from maps.geometry.pieces import area_within
from maps.records.layers import Layer

ZONES: Mapping[str, str] = {
    "ppri_b": "PPRI, zone bleue (B)",
    "ppri_v": "PPRI, zone verte (V)",
    "ppri": "PPRI, zones B et V",
    "plus_hautes_eaux": "plus hautes eaux connues",
}

# Column → type of the table that `exposure` returns.
COLUMNS: Mapping[str, str] = {
    "code_insee": "str",
    "libelle_territoire": "str",
    "zone": "str",
    "surface_m2": "float64",
    "surface_vides_ouverts_m2": "float64",
    "part_vides_ouverts_pct": "float64",
    "surface_vides_combles_m2": "float64",
    "part_vides_combles_pct": "float64",
    "nb_habitants": "int64",
    "nb_habitants_vides_ouverts": "float64",
    "nb_habitants_vides_combles": "float64",
    "nb_habitants_majorant": "int64",
    "nb_75_plus": "int64",
    "nb_75_plus_vides_ouverts": "float64",
    "nb_75_plus_vides_combles": "float64",
    "nb_75_plus_majorant": "int64",
}


def exposure(
    arrondissements: Layer, iris: Layer, ppri: Layer, plus_hautes_eaux: Layer
) -> pd.DataFrame:
    """One row per zone of `ZONES`, then arrondissement (by code), Paris (75056) last.

    Columns: `COLUMNS`. Areas in m², shares in % of the territory, residents of 2022 as
    unrounded estimates; `…_majorant` counts every resident of each IRIS touched.
    """
    grounds = zones(ppri, plus_hautes_eaux)
    parts = [
        exposed(arrondissements, iris, ground).assign(zone=zone) for zone, ground in grounds.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[list(COLUMNS)].astype(dict(COLUMNS))


def exposed(arrondissements: Layer, iris: Layer, ground: shapely.Geometry) -> pd.DataFrame:
    """The same rows for one zone of any kind, `ground` in Lambert-93: `COLUMNS` without `zone`."""
    table = _with_paris(_by_arrondissement(arrondissements, iris, ground))
    for kind in ("vides_ouverts", "vides_combles"):
        table[f"part_{kind}_pct"] = 100 * table[f"surface_{kind}_m2"] / table["surface_m2"]
    return table


def _by_arrondissement(
    arrondissements: Layer, iris: Layer, ground: shapely.Geometry
) -> pd.DataFrame:
    filled = closed(ground)
    areas = pd.DataFrame({
        "code_insee": arrondissements.column("code_insee"),
        "libelle_territoire": arrondissements.column("libelle_arrondissement"),
        "surface_m2": shapely.area(arrondissements.lambert93),
        "surface_vides_ouverts_m2": area_within(arrondissements.lambert93, ground),
        "surface_vides_combles_m2": area_within(arrondissements.lambert93, filled),
    })  # fmt: skip
    residents = _residents(iris, ground, filled).groupby("code_insee", as_index=False).sum()
    return areas.merge(residents, on="code_insee", validate="one_to_one").sort_values("code_insee")


def _residents(iris: Layer, ground: shapely.Geometry, filled: shapely.Geometry) -> pd.DataFrame:
    """Residents of each IRIS: all, in the zone gaps open, gaps closed, at most."""
    surfaces = shapely.area(iris.lambert93)
    drawn = area_within(iris.lambert93, ground)
    shares = {
        "": np.ones(len(surfaces), dtype=np.int64),
        "_vides_ouverts": drawn / surfaces,
        "_vides_combles": area_within(iris.lambert93, filled) / surfaces,
        "_majorant": (drawn >= CONTACT_M2).astype(np.int64),
    }
    counts = {
        "nb_habitants": np.array(iris.column("population_totale")),
        "nb_75_plus": np.array(iris.column("population_75_plus")),
    }
    columns: dict[str, Any] = {"code_insee": iris.column("code_insee")}
    columns |= {
        f"{name}{suffix}": count * share
        for name, count in counts.items()
        for suffix, share in shares.items()
    }
    return pd.DataFrame(columns)


def _with_paris(rows: pd.DataFrame) -> pd.DataFrame:
    total = rows.drop(columns=["code_insee", "libelle_territoire"]).sum()
    paris = pd.DataFrame([{"code_insee": PARIS, "libelle_territoire": "Paris", **total.to_dict()}])
    return pd.concat([rows, paris], ignore_index=True)
