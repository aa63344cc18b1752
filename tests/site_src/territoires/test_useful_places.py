"""Useful places: each point in one arrondissement and in one of its quartiers, in the maps' own words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import shapely

from maps.geometry.projection import to_wgs84
from maps.records.atlas import Atlas
from maps.records.layers import Layer
from site_src.territoires.useful_places import Places, useful_places
from tests.builds import committed, record


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return record(committed("data/geo/*", "data/cartes.yaml", "data/sources.yaml"), "atlas", Atlas)


@pytest.fixture(scope="module")
def found(atlas: Atlas) -> dict[str, Places]:
    return useful_places(atlas)


def counts(places: Places) -> tuple[int, int, int]:
    """Stations, cool places, fountains."""
    stations, cool = (sum(group["nb"] for group in places[kind]) for kind in ("gares", "frais"))
    return stations, cool, sum(places["fontaines"].values())


def test_every_place_is_in_one_arrondissement_and_one_of_its_quartiers(
    atlas: Atlas, found: dict[str, Places]
) -> None:
    names = ("gares", "lieux_frais", "fontaines")
    total = tuple(len(atlas.layers[name].properties) for name in names)
    quartiers = atlas.layers["quartiers"].properties
    codes = atlas.layers["arrondissements"].column("code_insee")
    for code in codes:
        own = [counts(found[q["code_quartier"]]) for q in quartiers if q["code_insee"] == code]
        assert tuple(map(sum, zip(*own, strict=True))) == counts(found[code])
    paris = [counts(found[code]) for code in codes]
    assert tuple(map(sum, zip(*paris, strict=True))) == total


def test_statuses_are_those_of_the_places_listed(atlas: Atlas, found: dict[str, Places]) -> None:
    for places in found.values():
        assert sum(places["statuts"].values()) == counts(places)[1]
    for code in atlas.layers["arrondissements"].column("code_insee"):
        there = [row for row in atlas.layers["lieux_frais"].properties if row["code_insee"] == code]
        said = Counter(row["statut_ouverture"] for row in there)
        assert found[code]["statuts"] == {name: said[name] for name in found[code]["statuts"]}


def test_a_quartier_has_the_town_hall_of_its_arrondissement(found: dict[str, Places]) -> None:
    assert found["7511304"]["mairie"] == found["75113"]["mairie"]
    assert found["75113"]["mairie"].startswith("Mairie du 13e arrondissement, ")
    shared = {found[code]["mairie"] for code in ("75101", "75102", "75103", "75104", "7510101")}
    assert [text.partition(",")[0] for text in shared] == ["Mairie de Paris Centre"]


def test_a_town_hall_that_the_file_has_not_is_not_invented(
    atlas: Atlas, found: dict[str, Places]
) -> None:
    without = {
        code for code, places in found.items() if "n’est pas dans le fichier" in places["mairie"]
    }
    known = {*atlas.layers["mairies"].column("code_insee"), "75101", "75102", "75104"}
    arrondissements = set(atlas.layers["arrondissements"].column("code_insee")) - known
    quartiers = (
        row["code_quartier"]
        for row in atlas.layers["quartiers"].properties
        if row["code_insee"] in arrondissements
    )
    assert without == {*arrondissements, *quartiers}


def test_a_point_between_two_quartiers_is_in_the_nearest_of_its_own_arrondissement(
    atlas: Atlas,
) -> None:
    """At the border of the 1st and 2nd, 1 m on the side of the 1st, said to be in the 2nd."""
    quartiers = atlas.layers["quartiers"]
    rank = {row["code_quartier"]: index for index, row in enumerate(quartiers.properties)}
    halles, mail = (quartiers.lambert93[rank[code]] for code in ("7510102", "7510203"))
    border = shapely.intersection(halles, mail)
    point = shapely.intersection(shapely.buffer(border.centroid, 1), halles).representative_point()
    row = {"nom": "Ici", "lignes": "métro 1", "modes": "métro", "code_insee": "75102"}
    gares = Layer("gares.geojson", (row,), to_wgs84(np.array([point], dtype=object)))
    places = useful_places(replace(atlas, layers={**atlas.layers, "gares": gares}))
    holders = {code for code, item in places.items() if item["gares"]}
    assert holders == {"75102", "7510203"}
