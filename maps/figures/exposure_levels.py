"""Ground and residents in each zone, for Paris, its arrondissements, quartiers and IRIS: one table.

The figures of Paris and of the arrondissements are those of `maps.figures.exposure`. An IRIS is shared
between the quartiers that it lies in by area, as its residents are between zone and rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.figures.exposure import CONTACT_M2, PARIS, closed
from maps.geometry.pieces import Floats, area_within
from maps.records.layers import Layer
from maps.streets.verdicts import STREET_ZONES, street_grounds

LEVELS = ("paris", "arrondissement", "quartier", "iris")
# Drawn without street gaps: closing them would only blur the outline.
CONTINUOUS = ("carrieres",)
COUNTS = {"habitants": "population_totale", "75_plus": "population_75_plus"}
COLUMNS = (
    "zone", "niveau", "code_territoire", "libelle_territoire", "code_insee", "surface_m2",
    "surface_vides_ouverts_m2", "part_vides_ouverts_pct", "surface_vides_combles_m2", "part_vides_combles_pct",
    "nb_habitants", "nb_habitants_vides_ouverts", "nb_habitants_vides_combles", "nb_habitants_majorant",
    "nb_75_plus", "nb_75_plus_vides_ouverts", "nb_75_plus_vides_combles", "nb_75_plus_majorant",
)  # fmt: skip


@dataclass(frozen=True)
class Pieces:
    """Parts of IRIS, each in one territory; `weights` is the share of the IRIS that it is."""

    owners: NDArray[np.intp]  # rank of the territory
    iris: NDArray[np.intp]  # rank of the IRIS
    geometries: NDArray[np.object_] = field(repr=False)
    weights: Floats = field(repr=False)


@dataclass(frozen=True)
class Level:
    """The territories of one level and the pieces of IRIS in them."""

    name: str
    territories: pd.DataFrame = field(repr=False)  # code_territoire, libelle_territoire, code_insee
    geometries: NDArray[np.object_] = field(repr=False)
    pieces: Pieces = field(repr=False)


def exposure_levels(layers: Mapping[str, Layer]) -> pd.DataFrame:
    """One row per zone of `maps.streets.verdicts.STREET_ZONES` and territory, Paris first. Columns: `COLUMNS`.

    Areas in uncut m², shares in % of the territory (two decimals), residents of the census of
    2022 as uncut numbers; « vides_combles » is missing for a zone that has no street gaps.
    """
    levels = [*_levels(layers)]
    rows = [
        _rows(level, layers["iris"], zone, ground)
        for zone, ground in street_grounds(layers).items()
        for level in levels
    ]
    table = pd.concat(rows, ignore_index=True)
    order = {zone: rank for rank, zone in enumerate(STREET_ZONES)}
    return table.sort_values("zone", key=lambda zones: zones.map(order), kind="stable")[
        list(COLUMNS)
    ].reset_index(drop=True)


def _levels(layers: Mapping[str, Layer]) -> Iterator[Level]:
    iris, quartiers = layers["iris"], layers["quartiers"]
    arrondissements = layers["arrondissements"]
    codes = arrondissements.column("code_insee")
    every = np.arange(len(iris.properties))
    uncut = np.ones(len(every))
    own = np.array([codes.index(code) for code in iris.column("code_insee")], dtype=np.intp)
    paris = np.array([shapely.union_all(arrondissements.lambert93)], dtype=object)
    yield Level(
        "paris", _table([PARIS], ["Paris"], [PARIS]), paris,
        Pieces(np.zeros(len(every), dtype=np.intp), every, iris.lambert93, uncut),
    )  # fmt: skip
    yield Level(
        "arrondissement", _table(codes, arrondissements.column("libelle_arrondissement"), codes),
        arrondissements.lambert93, Pieces(own, every, iris.lambert93, uncut),
    )  # fmt: skip
    columns = [
        quartiers.column(name) for name in ("code_quartier", "libelle_quartier", "code_insee")
    ]
    yield Level("quartier", _table(*columns), quartiers.lambert93, _shared(iris, quartiers))
    columns = [iris.column(name) for name in ("code_iris", "libelle_iris", "code_insee")]
    yield Level(
        "iris", _table(*columns), iris.lambert93, Pieces(every, every, iris.lambert93, uncut)
    )


def _table(codes: list[str], names: list[str], communes: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {"code_territoire": codes, "libelle_territoire": names, "code_insee": communes}
    )


def _shared(iris: Layer, quartiers: Layer) -> Pieces:
    """Each IRIS cut by the quartiers; its weights add up to 1."""
    inside, over = shapely.STRtree(quartiers.lambert93).query(
        iris.lambert93, predicate="intersects"
    )
    cut = shapely.intersection(iris.lambert93[inside], quartiers.lambert93[over])
    areas = shapely.area(cut)
    kept = areas >= CONTACT_M2
    totals = np.bincount(inside[kept], areas[kept], len(iris.properties))
    return Pieces(over[kept], inside[kept], cut[kept], areas[kept] / totals[inside[kept]])


def _rows(level: Level, iris: Layer, zone: str, ground: shapely.Geometry) -> pd.DataFrame:
    filled = None if zone in CONTINUOUS else closed(ground)
    surfaces = shapely.area(level.geometries)
    drawn = area_within(level.geometries, ground)
    table = level.territories.assign(
        zone=zone,
        niveau=level.name,
        surface_m2=_integers(surfaces),
        surface_vides_ouverts_m2=_integers(drawn),
        part_vides_ouverts_pct=np.round(100 * drawn / surfaces, 2),
    )
    wide = None if filled is None else area_within(level.geometries, filled)
    table["surface_vides_combles_m2"] = pd.NA if wide is None else _integers(wide)
    table["part_vides_combles_pct"] = pd.NA if wide is None else np.round(100 * wide / surfaces, 2)
    for name, column in _residents(level, iris, ground, filled).items():
        table[name] = pd.NA if column is None else column
    return table


def _residents(
    level: Level, iris: Layer, ground: shapely.Geometry, filled: shapely.Geometry | None
) -> dict[str, NDArray[np.int64] | None]:
    """Residents of each territory: all, in the zone gaps open, gaps closed, at most."""
    pieces, count = level.pieces, len(level.territories)
    surfaces = shapely.area(pieces.geometries)
    drawn = area_within(pieces.geometries, ground)
    shares: dict[str, Floats | None] = {
        "": np.ones(len(surfaces)),
        "_vides_ouverts": drawn / surfaces,
        "_vides_combles": None
        if filled is None
        else area_within(pieces.geometries, filled) / surfaces,
        "_majorant": (drawn >= CONTACT_M2).astype(float),
    }
    columns: dict[str, NDArray[np.int64] | None] = {}
    for name, source in COUNTS.items():
        residents = np.array(iris.column(source))[pieces.iris] * pieces.weights
        for suffix, share in shares.items():
            columns[f"nb_{name}{suffix}"] = (
                None if share is None else _summed(pieces.owners, residents * share, count)
            )
    return columns


def _summed(owners: NDArray[np.intp], values: Floats, count: int) -> NDArray[np.int64]:
    return _integers(np.bincount(owners, values, count).astype(np.float64))


def _integers(values: Floats) -> NDArray[np.int64]:
    return np.rint(values).astype(np.int64)
