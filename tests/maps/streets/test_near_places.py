"""Places near a street as the browser receives them."""

import json
from typing import Any

import numpy as np
import pytest
import shapely

from maps.records.layers import Layer
from maps.streets.near_places import Quartier, middles, near_places


def placed(steps: list[int]) -> list[tuple[int, int]]:
    """What site_src/territoires/lieux.js reads back."""
    points = np.cumsum(np.array(steps).reshape(-1, 2), axis=0)
    return [(int(x), int(y)) for x, y in points]


@pytest.fixture(scope="module")
def codes(layers: dict[str, Layer]) -> list[str]:
    return sorted(layers["voies"].column("n_sq_vo"))


@pytest.fixture(scope="module")
def read(layers: dict[str, Layer], codes: list[str]) -> dict[str, Any]:
    hours = {layers["lieux_frais"].column("identifiant")[0]: "lundi : 10h - 18h"}
    quartiers = [Quartier("Bercy", "mon-quartier/12/bercy/", 12)]
    found: dict[str, Any] = json.loads(near_places(layers, hours, codes, quartiers))
    return found


def test_the_middle_of_a_street_is_on_its_axis() -> None:
    lines = np.array([
        shapely.LineString([(0, 0), (100, 0)]),
        shapely.LineString([(0, 0), (0, 100), (100, 100), (100, 0)]),
    ], dtype=object)  # fmt: skip
    found = middles(lines)
    assert shapely.get_coordinates(found[:1]).tolist() == [[50.0, 0.0]]
    assert float(shapely.distance(lines, found).max()) < 1e-9


def test_every_street_has_its_middle_in_the_order_of_the_index(
    read: dict[str, Any], layers: dict[str, Layer], codes: list[str]
) -> None:
    lines = dict(zip(layers["voies"].column("n_sq_vo"), layers["voies"].lambert93, strict=True))
    points = shapely.points(placed(read["milieux"]))
    gaps = shapely.distance(np.array([lines[code] for code in codes], dtype=object), points)
    assert float(gaps.max()) <= 1


def test_what_would_send_somebody_for_nothing_is_left_out(
    read: dict[str, Any], layers: dict[str, Layer]
) -> None:
    cool = layers["lieux_frais"].column("statut_ouverture")
    assert len(placed(read["groupes"]["frais"]["points"])) == len(cool) - cool.count("éteint")
    water = layers["fontaines"].column("est_disponible")
    assert len(placed(read["groupes"]["fontaines"]["points"])) == water.count(True)
    kinds = layers["toilettes"].column("type_toilettes")
    urinals = [kind for kind in kinds if kind.startswith("urinoir")]
    assert len(placed(read["groupes"]["toilettes"]["points"])) == len(kinds) - len(urinals)


def test_a_group_has_one_line_for_each_of_its_places(read: dict[str, Any]) -> None:
    for group in read["groupes"].values():
        count = len(placed(group["points"]))
        texts = [group[name] for name in ("noms", "details", "horaires", "rues") if name in group]
        assert {len(text.split("\n")) for text in texts} == {count}


def test_the_streets_of_a_place_are_those_nearest_to_it(
    read: dict[str, Any], layers: dict[str, Layer], codes: list[str]
) -> None:
    lines = dict(zip(layers["voies"].column("n_sq_vo"), layers["voies"].lambert93, strict=True))
    ordered = np.array([lines[code] for code in codes], dtype=object)
    stations = read["groupes"]["gares"]
    for place, ranks in list(zip(layers["gares"].lambert93, stations["rues"].split("\n"), strict=True))[::40]:  # fmt: skip
        gaps = shapely.distance(ordered, place)
        if ranks:
            assert gaps[int(ranks.split()[0])] == gaps.min()


def test_paris_centre_is_the_hall_of_four_arrondissements(read: dict[str, Any]) -> None:
    halls = read["groupes"]["mairies"]
    served = dict(zip(halls["noms"].split("\n"), halls["numeros"], strict=True))
    assert served["Mairie de Paris Centre"] == [1, 2, 3, 4]
    assert served["Mairie du 13e arrondissement"] == [13]


def test_a_quartier_is_found_by_its_name(read: dict[str, Any]) -> None:
    assert read["quartiers"] == {
        "noms": "Bercy", "adresses": "mon-quartier/12/bercy/", "numeros": [12]
    }  # fmt: skip
