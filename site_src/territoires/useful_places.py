"""Useful places of each territory, as the published layers give them: nothing is added to what they say.

Town halls, metro and RER stations, cool places and drinking fountains are points; each is in one
arrondissement (its column `code_insee`) and in one quartier of it. Groups and words are those of
the maps that show them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from maps.records.atlas import Atlas
from maps.records.carte import Couche
from maps.records.layers import Layer
from maps.words.place_lists import place_groups, town_halls

Row = Mapping[str, Any]
Places = dict[str, Any]
COOL, USEFUL = "fraicheur", "lieux-utiles"  # the maps whose groups are told
LAYERS = ("gares", "lieux_frais", "fontaines")
STATUSES = ("ouvert", "éteint", "non indiqué")


def useful_places(atlas: Atlas) -> dict[str, Places]:
    """Code of arrondissement or quartier → what `_described` says of the points in it.

    A quartier has the town hall of its arrondissement.
    """
    layers = atlas.layers
    arrondissements = layers["arrondissements"].properties
    halls = town_halls(
        layers["mairies"],
        {row["code_insee"]: row["libelle_arrondissement"] for row in arrondissements},
    )
    by_quartier = {name: _quartiers_of(layers[name], layers["quartiers"]) for name in LAYERS}
    described = {}
    for code, hall in halls.items():
        rows = {name: _in(layers[name], layers[name].column("code_insee"), code) for name in LAYERS}
        described[code] = _described(atlas, rows, hall)
    for quartier in layers["quartiers"].properties:
        code = quartier["code_quartier"]
        rows = {name: _in(layers[name], by_quartier[name], code) for name in LAYERS}
        described[code] = _described(atlas, rows, halls[quartier["code_insee"]])
    return described


def _quartiers_of(points: Layer, quartiers: Layer) -> list[str]:
    """For each point the quartier of its arrondissement that holds it, or is nearest to it."""
    codes = np.array(quartiers.column("code_quartier"))
    owners = np.array(quartiers.column("code_insee"))
    nearest = []
    for row, point in zip(points.properties, points.lambert93, strict=True):
        own = np.flatnonzero(owners == row["code_insee"])
        distances = shapely.distance(quartiers.lambert93[own], point)
        nearest.append(str(codes[own[np.argmin(distances)]]))
    return nearest


def _in(layer: Layer, codes: Sequence[str], code: str) -> list[Row]:
    pairs = zip(layer.properties, codes, strict=True)
    return [row for row, where in pairs if where == code]


def _described(atlas: Atlas, rows: Mapping[str, Sequence[Row]], hall: str) -> Places:
    """`mairie`: what is said of it; `gares` and `frais`: groups with their places, by name; `statuts`:
    how many cool places have each status; `fontaines`: how many are `disponibles`, `indisponibles`.
    """
    statuses = Counter(row["statut_ouverture"] for row in rows["lieux_frais"])
    available = Counter(row["est_disponible"] for row in rows["fontaines"])
    return {
        "mairie": hall,
        "gares": _groups(_shown(atlas, USEFUL, "gares"), rows),
        "frais": _groups(_shown(atlas, COOL, "lieux_frais"), rows),
        "statuts": {status: statuses[status] for status in STATUSES},
        "fontaines": {"disponibles": available[True], "indisponibles": available[False]},
    }


def _shown(atlas: Atlas, name: str, layer: str) -> list[Couche]:
    """The layers of the map called `name` that show places of this file."""
    carte = next(carte for carte in atlas.cartes if carte.id == name)
    return [couche for couche in carte.places if couche.fichier == layer]


def _groups(couches: Sequence[Couche], rows: Mapping[str, Sequence[Row]]) -> list[Places]:
    return [groupe.as_json() for groupe in place_groups(couches, rows) if groupe.nb]
