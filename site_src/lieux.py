"""Useful places of each territory, as the published layers give them: nothing is added to what they say.

Town halls, metro and RER stations, cool places and drinking fountains are points; each is in one
arrondissement (its column `code_insee`) and in one quartier of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import shapely

from maps.layers import Layer
from site_src.anchors import slug

Row = Mapping[str, Any]
Places = dict[str, Any]
LAYERS = ("mairies", "gares", "lieux_frais", "fontaines")
STATUSES = ("ouvert", "éteint", "non indiqué")
CENTRE = (
    "75101",
    "75102",
    "75103",
    "75104",
)  # Paris Centre: one town hall for four arrondissements


def useful_places(layers: Mapping[str, Layer]) -> dict[str, Places]:
    """Code of arrondissement or quartier → what `_described` says of the points in it.

    A quartier has the town halls of its arrondissement; the four of Paris Centre share theirs.
    """
    by_quartier = {name: _quartiers_of(layers[name], layers["quartiers"]) for name in LAYERS}
    halls = _by_code(layers["mairies"].properties, layers["mairies"].column("code_insee"))
    found = {}
    for code in layers["arrondissements"].column("code_insee"):
        rows = {
            name: _rows(layers[name], layers[name].column("code_insee"), code) for name in LAYERS
        }
        found[code] = _described(rows, _halls(halls, code))
    for quartier in layers["quartiers"].properties:
        code = quartier["code_quartier"]
        rows = {name: _rows(layers[name], by_quartier[name], code) for name in LAYERS}
        found[code] = _described(rows, _halls(halls, quartier["code_insee"]))
    return found


def _quartiers_of(points: Layer, quartiers: Layer) -> list[str]:
    """For each point the quartier of its arrondissement that holds it, or is nearest to it."""
    codes = np.array(quartiers.column("code_quartier"))
    owners = np.array(quartiers.column("code_insee"))
    found = []
    for row, point in zip(points.properties, points.lambert93, strict=True):
        own = np.flatnonzero(owners == row["code_insee"])
        distances = shapely.distance(quartiers.lambert93[own], point)
        found.append(str(codes[own[np.argmin(distances)]]))
    return found


def _rows(layer: Layer, codes: Sequence[str], code: str) -> list[Row]:
    pairs = zip(layer.properties, codes, strict=True)
    return [row for row, where in pairs if where == code]


def _by_code(rows: Sequence[Row], codes: Sequence[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row, code in zip(rows, codes, strict=True):
        found.setdefault(code, []).append(row)
    return found


def _halls(halls: Mapping[str, Sequence[Row]], code: str) -> list[Row]:
    """The town halls of an arrondissement: in it, or anywhere in Paris Centre when it is a part of that."""
    codes = CENTRE if code in CENTRE else (code,)
    return [row for each in codes for row in halls.get(each, ())]


def _described(rows: Mapping[str, Sequence[Row]], halls: Sequence[Row]) -> Places:
    """`mairies` and `gares`: rows; `frais`: kinds, each with its rows; `statuts`: how many of those have
    each status; `fontaines`: how many are `disponibles` and `indisponibles`.
    """
    cool = rows["lieux_frais"]
    statuses = Counter(row["statut_ouverture"] for row in cool)
    available = Counter(row["est_disponible"] for row in rows["fontaines"])
    return {
        "mairies": [_kept(row, "nom", "adresse", "code_insee") for row in halls],
        "gares": [_kept(row, "nom", "lignes") for row in sorted(rows["gares"], key=_by_name)],
        "frais": list(_kinds(cool)),
        "statuts": {status: statuses[status] for status in STATUSES},
        "fontaines": {"disponibles": available[True], "indisponibles": available[False]},
    }


def _kinds(cool: Sequence[Row]) -> Iterator[Places]:
    ordered = sorted(cool, key=lambda row: (row["type_lieu"], _by_name(row)))
    for kind, group in groupby(ordered, key=lambda row: row["type_lieu"]):
        shown = ("nom", "adresse", "est_payant", "statut_ouverture", "horaires_periode")
        yield {"type": kind, "lieux": [_kept(row, *shown) for row in group]}


def _by_name(row: Row) -> tuple[str, str]:
    return slug(row["nom"]), row["identifiant"]  # É stands with E


def _kept(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}
