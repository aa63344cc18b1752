"""What can be said of a named street: how much of it lies in each zone, and so in which class.

The streets layer is made of axes without width, and the PPRI is drawn by block, with streets
as gaps. So a street is measured three times, with each zone grown by 10, 20 and 30 m
(data/parametres/voies.yaml); a class that depends on the distance is not asserted.

    concernee    nearly all of its length is in the zone, at every distance
    en_partie    part of it, at every distance
    a_verifier   the class changes with the distance
    hors_zone    nothing drawn here, at any distance
    ouvrage      a bridge above water: its deck is in no zone, its banks may be

The PPRI and the highest known waters are two products and are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from maps.figures.exposure import zones
from maps.geometry.pieces import part_within
from maps.records.layers import Layer
from maps.streets.stretches import Network
from maps.streets.thresholds import StreetRules

# Zone → what it is called; the PPRI together, then its two colours apart.
STREET_ZONES: Mapping[str, str] = {
    "ppri": "PPRI, zones bleue et verte",
    "ppri_b": "PPRI, zone bleue",
    "ppri_v": "PPRI, zone verte",
    "plus_hautes_eaux": "plus hautes eaux connues",
    "carrieres": "zones d’anciennes carrières",
}
# Worst first.
VERDICTS = ("concernee", "en_partie", "a_verifier", "ouvrage", "hors_zone")
COLUMNS = ("n_sq_vo", "zone", "verdict", "part_10_m_pct", "part_20_m_pct", "part_30_m_pct", "troncons")  # fmt: skip


def street_grounds(layers: Mapping[str, Layer]) -> dict[str, shapely.Geometry]:
    """The ground of each of `STREET_ZONES` in Lambert-93, as drawn."""
    grounds = zones(layers["ppri"], layers["plus_hautes_eaux"])
    return grounds | {"carrieres": shapely.union_all(layers["carrieres"].lambert93)}


def verdict_of(shares: Sequence[float], rules: StreetRules) -> str:
    """The class of shares (% at each distance, near to far): that of all distances, or « a_verifier »."""
    classes = {_class_of(share, rules) for share in shares}
    return classes.pop() if len(classes) == 1 else "a_verifier"


def _class_of(share: float, rules: StreetRules) -> str:
    if share >= rules.part_concernee_pct.valeur:
        return "concernee"
    return "en_partie" if share >= rules.part_minimale_pct.valeur else "hors_zone"


def street_verdicts(
    layers: Mapping[str, Layer], rules: StreetRules, only: Sequence[str] | None = None
) -> pd.DataFrame:
    """One row per street (all, or those whose code is in `only`) and zone, by code and zone.

    Columns: `COLUMNS`. Shares in % of the length drawn, one decimal; `troncons` says in French
    which stretches (zone at most the far distance away) of a street partly concerned or to check,
    and for a bridge which streets lead to it; "" otherwise.
    """
    network = Network(layers["voies"], rules.troncons)
    bridges = are_bridges(layers["voies"], layers["seine_et_canaux"], rules)
    chosen = np.flatnonzero([only is None or code in only for code in network.codes])
    parts = [
        _of_zone(zone, ground, network, chosen, bridges, rules)
        for zone, ground in street_grounds(layers).items()
    ]
    table = pd.concat(parts, ignore_index=True)
    order = {zone: rank for rank, zone in enumerate(STREET_ZONES)}
    table = table.sort_values(
        ["n_sq_vo", "zone"],
        key=lambda column: column.map(order) if column.name == "zone" else column,
    )
    return table[list(COLUMNS)].reset_index(drop=True)


def _of_zone(
    zone: str,
    ground: shapely.Geometry,
    network: Network,
    chosen: NDArray[np.intp],
    bridges: NDArray[np.bool_],
    rules: StreetRules,
) -> pd.DataFrame:
    lines = network.lines[chosen]
    grown = [shapely.buffer(ground, distance) for distance in rules.distances_m.valeurs]
    inside = [part_within(lines, area) for area in grown]
    lengths = shapely.length(lines)
    shares = [np.round(100 * shapely.length(part) / lengths, 1) for part in inside]
    verdicts = [
        "ouvrage" if bridge else verdict_of(row, rules)
        for bridge, row in zip(bridges[chosen], zip(*shares, strict=True), strict=True)
    ]
    named = [
        _stretches(network, index, verdict, part)
        for index, verdict, part in zip(chosen.tolist(), verdicts, inside[-1], strict=True)
    ]
    codes = [network.codes[index] for index in chosen]
    return pd.DataFrame(dict(zip(COLUMNS, (codes, zone, verdicts, *shares, named), strict=True)))


def _stretches(network: Network, index: int, verdict: str, inside: shapely.Geometry) -> str:
    if verdict == "ouvrage":
        return network.banks(index)
    return network.stretches(index, inside) if verdict in ("en_partie", "a_verifier") else ""


def are_bridges(voies: Layer, water: Layer, rules: StreetRules) -> NDArray[np.bool_]:
    """Which streets are bridges or footbridges above water."""
    kinds = np.isin(voies.column("type_voie"), rules.ouvrages.types)
    above = part_within(voies.lambert93, shapely.union_all(water.lambert93))
    share = 100 * shapely.length(above) / shapely.length(voies.lambert93)
    return np.asarray(kinds & (share >= rules.ouvrages.part_sur_eau_pct))
