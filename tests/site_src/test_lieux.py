"""Useful places: each point in one arrondissement and in one of its quartiers, nothing added to the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from maps.layers import COLUMNS, Layer, read_layer
from maps.projection import to_wgs84
from site_src.lieux import Places, useful_places

ROOT = Path(__file__).resolve().parents[2]
READ = ("arrondissements", "quartiers", "mairies", "gares", "lieux_frais", "fontaines")
WEST, SOUTH = 652_000.0, 6_862_000.0  # Lambert-93, in the middle of Paris


@pytest.fixture(scope="module")
def layers() -> dict[str, Layer]:
    read = {}
    for name in READ:
        path = f"data/geo/{name}.geojson"
        layer = read_layer(path, (ROOT / path).read_bytes(), [], properties=COLUMNS[name])
        assert layer is not None
        read[name] = layer
    return read


@pytest.fixture(scope="module")
def found(layers: dict[str, Layer]) -> dict[str, Places]:
    return useful_places(layers)


def counts(places: Places) -> tuple[int, int, int]:
    """Stations, cool places, fountains."""
    return (
        len(places["gares"]),
        sum(len(kind["lieux"]) for kind in places["frais"]),
        sum(places["fontaines"].values()),
    )


def test_every_place_is_in_one_arrondissement_and_one_of_its_quartiers(
    layers: dict[str, Layer], found: dict[str, Places]
) -> None:
    total = tuple(len(layers[name].properties) for name in ("gares", "lieux_frais", "fontaines"))
    quartiers = layers["quartiers"].properties
    for code in layers["arrondissements"].column("code_insee"):
        own = [counts(found[q["code_quartier"]]) for q in quartiers if q["code_insee"] == code]
        assert tuple(map(sum, zip(*own, strict=True))) == counts(found[code])
    paris = [counts(found[code]) for code in layers["arrondissements"].column("code_insee")]
    assert tuple(map(sum, zip(*paris, strict=True))) == total


def test_statuses_are_those_of_the_places_listed(found: dict[str, Places]) -> None:
    for places in found.values():
        listed = [row["statut_ouverture"] for kind in places["frais"] for row in kind["lieux"]]
        assert {name: listed.count(name) for name in places["statuts"]} == places["statuts"]
        assert sum(places["statuts"].values()) == len(listed)


def test_the_four_arrondissements_of_paris_centre_have_the_same_town_hall(
    found: dict[str, Places],
) -> None:
    halls = [found[code]["mairies"] for code in ("75101", "75102", "75103", "75104", "7510101")]
    assert [[row["nom"] for row in rows] for rows in halls] == [["Mairie de Paris Centre"]] * 5
    assert found["75105"]["mairies"][0]["nom"] == "Mairie du 5e arrondissement"


def test_a_town_hall_that_the_file_has_not_is_not_invented(found: dict[str, Places]) -> None:
    without = {code for code, places in found.items() if not places["mairies"]}
    assert without == {"75106", "7510601", "7510602", "7510603", "7510604"}


def test_a_point_between_two_quartiers_is_in_the_nearest_of_its_own_arrondissement() -> None:
    gap = {"gares": [("75102", 1010.0)], "lieux_frais": [], "fontaines": [], "mairies": []}
    places = useful_places(world(gap))
    assert [row["nom"] for row in places["7510201"]["gares"]] == ["Gare 1"]
    assert places["7510101"]["gares"] == places["7510202"]["gares"] == []


def test_places_are_listed_by_name_whatever_the_accents() -> None:
    points = {"gares": [("75101", 10.0), ("75101", 20.0)], "lieux_frais": [], "fontaines": []}
    places = useful_places(world({**points, "mairies": []}, names=("Rome", "École Militaire")))
    assert [row["nom"] for row in places["75101"]["gares"]] == ["École Militaire", "Rome"]


def world(
    points: dict[str, list[tuple[str, float]]], names: tuple[str, ...] = ()
) -> dict[str, Layer]:
    """Three quartiers from west to east, 1 km each, the first one's edge 20 m from the second's."""
    rows = [("7510101", "75101"), ("7510201", "75102"), ("7510202", "75102")]
    boxes = [box(0, 1000), box(1020, 2000), box(2000, 3000)]
    quartiers = [{"code_quartier": quartier, "code_insee": code} for quartier, code in rows]
    made = {
        "quartiers": layer(quartiers, boxes),
        "arrondissements": layer([{"code_insee": "75101"}, {"code_insee": "75102"}], boxes[:2]),
    }
    for kind, placed in points.items():
        properties = [
            {"code_insee": code, "identifiant": str(rank), "nom": name, "lignes": "métro 1"}
            for rank, ((code, _), name) in enumerate(
                zip(placed, names or [f"Gare {n}" for n in range(1, 9)], strict=False)
            )
        ]
        made[kind] = layer(properties, [shapely.Point(WEST + x, SOUTH + 5) for _, x in placed])
    return made


def layer(rows: list[dict[str, Any]], shapes: list[shapely.Geometry]) -> Layer:
    array = np.array(shapes, dtype=object)
    return Layer("essai.geojson", tuple(rows), to_wgs84(array) if shapes else array)


def box(west: float, east: float) -> shapely.Geometry:
    return shapely.box(WEST + west, SOUTH, WEST + east, SOUTH + 500)
