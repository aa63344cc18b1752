"""What stands near a street, by straight line: sent to the browser whole, so that no request says which street.

`lieux.json`, lengths in whole metres of Lambert-93, each point from the one before it in its list:

    milieux    x, y of a point in the middle of each street, in the order of `voies.json`
    groupes    group → {noms, details, horaires: one place a line; points: x, y…; rues: for each place the ranks of
               the streets nearest to it; numeros: arrondissements that a town hall serves}
    quartiers  {noms, adresses: one a line; numeros: of their arrondissement}

A cool place that its publisher says switched off, a fountain that gives no water are left out: they would send
somebody for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from maps.geometry.projection import Geometries
from maps.records.layers import Layer
from maps.words.place_lists import CENTRE, PARIS_CENTRE, wheelchair

Row = Mapping[str, Any]
# Group → its layer, which places are shown, what a place is called and what more is said of it.
GROUPS: Mapping[str, tuple[str, Callable[[Row], bool], Callable[[Row], tuple[str, str]]]] = {
    "frais": ("lieux_frais", lambda row: row["statut_ouverture"] != "éteint", lambda row: (row["nom"], _cool(row))),
    "fontaines": ("fontaines", lambda row: bool(row["est_disponible"]), lambda row: (row["adresse"], "")),
    "toilettes": ("toilettes", lambda row: not row["type_toilettes"].startswith("urinoir"),
                  lambda row: (row["adresse"] or row["type_toilettes"], wheelchair(row))),
    "gares": ("gares", lambda _: True, lambda row: (row["nom"], row["lignes"])),
    "mairies": ("mairies", lambda _: True, lambda row: (row["nom"], row["adresse"])),
}  # fmt: skip


OPENED = ("frais", "toilettes")  # of which a file says hours
NAMED = ("frais", "gares", "mairies")  # found by their name, then by the streets nearest to them
NEAR_M = 200.0  # a street farther than this from a place is not its street
NEAREST = 3


@dataclass(frozen=True)
class Quartier:
    """A quartier as the browser finds it: its name, its page below the site's root, its arrondissement."""

    nom: str
    adresse: str
    numero: int


def near_places(
    layers: Mapping[str, Layer],
    hours: Mapping[str, str],
    codes: Sequence[str],
    quartiers: Sequence[Quartier],
) -> bytes:
    """`lieux.json`. `hours` are words by identifier of a cool place; `codes` the streets in the index's order."""
    voies = layers["voies"]
    by_code = dict(zip(voies.column("n_sq_vo"), voies.lambert93, strict=True))
    lines = np.array([by_code[code] for code in codes], dtype=object)
    data = {
        "milieux": _steps(middles(lines)),
        "groupes": {name: _group(layers[GROUPS[name][0]], name, hours, lines) for name in GROUPS},
        "quartiers": {
            "noms": "\n".join(quartier.nom for quartier in quartiers),
            "adresses": "\n".join(quartier.adresse for quartier in quartiers),
            "numeros": [quartier.numero for quartier in quartiers],
        },
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def middles(lines: Geometries) -> Geometries:
    """For each street, the point of its axis nearest to its centre."""
    centres = shapely.centroid(lines)
    return np.asarray(shapely.get_point(shapely.shortest_line(lines, centres), 0), dtype=object)


def _group(layer: Layer, name: str, hours: Mapping[str, str], lines: Geometries) -> dict[str, Any]:
    _, keeps, told = GROUPS[name]
    pairs = zip(layer.properties, layer.lambert93, strict=True)
    kept = [(row, point) for row, point in pairs if keeps(row)]
    words = [told(row) for row, _ in kept]
    points = np.array([point for _, point in kept], dtype=object)
    group: dict[str, Any] = {
        "noms": "\n".join(title for title, _ in words),
        "details": "\n".join(detail for _, detail in words),
        "points": _steps(points),
    }
    if name in NAMED:
        group["rues"] = "\n".join(_nearest(lines, points))
    if name in OPENED:
        said = [hours.get(row["identifiant"], "") if name == "frais" else row["horaires"] for row, _ in kept]  # fmt: skip
        group["horaires"] = "\n".join(said)
    if name == "mairies":
        group["numeros"] = [_served(row) for row, _ in kept]
    return group


def _nearest(lines: Geometries, points: Geometries) -> list[str]:
    """For each point the ranks of the streets nearest to it, nearest first: « 12 845 3 »."""
    found, streets = shapely.STRtree(lines).query(points, predicate="dwithin", distance=NEAR_M)
    gaps = shapely.distance(points[found], lines[streets])
    by_point: list[list[int]] = [[] for _ in points]
    for at in np.lexsort((streets, gaps)):
        by_point[found[at]].append(int(streets[at]))
    return [" ".join(map(str, ranks[:NEAREST])) for ranks in by_point]


def _served(row: Row) -> list[int]:
    """The arrondissements of a town hall: Paris Centre is that of the first four."""
    codes = PARIS_CENTRE if row["nom"] == CENTRE else {row["code_insee"]}
    return sorted(int(code) - 75100 for code in codes)


def _steps(points: Geometries) -> list[int]:
    """x, y of each point, from the one before it."""
    whole = np.rint(shapely.get_coordinates(points)).astype(np.int64)
    return [int(step) for step in np.diff(whole, axis=0, prepend=[[0, 0]]).ravel()]


def _cool(row: Row) -> str:
    """Kind, address, and that it is not free where the file says so."""
    paid = "entrée payante" if row["est_payant"] == "oui" else ""
    known = (row["type_lieu"], row["adresse"], paid)
    return ", ".join(part for part in known if part and part != "non indiqué")
