"""Ground and residents inside the flood zones, by arrondissement and for Paris.

Two zones stay apart because they are two products: the PPRI (regulatory, drawn by block, so
that streets are gaps between its pieces) and the envelope of the highest known waters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from maps.geometry.pieces import area_within
from maps.records.layers import Layer

PARIS = "75056"
COMBLEMENT_M = 30.0  # zones are grown by this much, then shrunk by as much
CONTACT_M2 = 1.0  # an IRIS is touched from here on: less is the rounding of coordinates

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

METHODE = (
    "Surfaces mesurées en Lambert-93 sur les couches publiées. Habitants : recensement 2022 par IRIS (Insee), "
    "répartis dans chaque IRIS au prorata de la surface ; ce n'est pas la population municipale 2023. "
    "Estimation « vides ouverts » : les zones telles qu'elles sont dessinées, par îlot, les rues comptant hors zone. "
    f"Estimation « vides comblés » : les zones élargies de {COMBLEMENT_M:.0f} m puis rétrécies d'autant, ce qui referme "
    "rues, carrefours et bras d'eau étroits. Majorant : tous les habitants des IRIS que la zone touche. "
    "L'arrondissement d'un IRIS est celui de son code Insee."
)


def zones(ppri: Layer, plus_hautes_eaux: Layer) -> dict[str, shapely.Geometry]:
    """The ground of each of `ZONES`, in Lambert-93, gaps open as drawn."""
    zonage = np.array(ppri.column("zonage"))
    return {
        "ppri_b": shapely.union_all(ppri.lambert93[zonage == "B"]),
        "ppri_v": shapely.union_all(ppri.lambert93[zonage == "V"]),
        "ppri": shapely.union_all(ppri.lambert93),
        "plus_hautes_eaux": shapely.union_all(plus_hautes_eaux.lambert93),
    }


def closed(zone: shapely.Geometry) -> shapely.Geometry:
    """The zone with gaps narrower than twice `COMBLEMENT_M` filled (morphological closing).

    Never smaller than the zone: the erosion of rounded corners is undone by the union.
    """
    grown = shapely.buffer(zone, COMBLEMENT_M)
    return shapely.union(shapely.buffer(grown, -COMBLEMENT_M), zone)


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
