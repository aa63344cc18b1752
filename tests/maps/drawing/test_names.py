"""Names on a map: where each is written, and what the browser is told of it."""

import json
from typing import Any

import numpy as np
import pytest
import shapely

from maps.drawing.names import encode, names_of
from maps.records.repere import Repere
from tests.maps.worlds import SOUTH, WEST, layers


def repere(**declared: Any) -> Repere:
    return Repere.model_validate(
        {"id": "essai", "genre": "eau", "sources": ["zones"], "zoom": 12, **declared}
    )


def ends(place: shapely.Geometry) -> list[list[float]]:
    """From the corner of the small world, in whole metres."""
    found: list[list[float]] = np.rint(shapely.get_coordinates(place) - [WEST, SOUTH]).tolist()
    return found


def test_a_line_is_named_from_end_to_end() -> None:
    names = names_of(repere(fichier="voies", nom="libelle_voie"), layers()["voies"])
    assert [(name.text, ends(name.place)) for name in names] == [
        ("Rue longue", [[0, 500], [4000, 500]]),
        ("Rue courte", [[100, 0], [100, 200]]),
    ]


def test_a_place_is_named_at_its_point_and_a_choice_leaves_out_the_others() -> None:
    chosen = repere(fichier="fontaines", nom="adresse", genre="gare",
                    choix={"propriete": "est_disponible", "valeurs": [False]})  # fmt: skip
    (name,) = names_of(chosen, layers()["fontaines"])
    assert (name.text, ends(name.place)) == ("Rue A", [[1500, 600]])


def test_large_ground_is_named_along_its_longest_way_and_small_ground_is_not() -> None:
    names = names_of(repere(fichier="ppri", texte="La Seine", surface_m2=100_000), layers()["ppri"])
    assert [name.text for name in names] == ["La Seine", "La Seine"]
    wide, square = (float(shapely.length(name.place)) for name in names)
    # 380 m by 300 m: longer than its side; 500 m by 500 m: the diagonal.
    assert 380 < wide < 485
    assert square == pytest.approx(707, rel=0.01)


def test_the_browser_is_told_text_and_whole_numbers_of_degrees() -> None:
    data = json.loads(
        encode(names_of(repere(fichier="voies", nom="libelle_voie"), layers()["voies"]))
    )
    text, *place = data["noms"][0]
    assert (text, data["echelle"]) == ("Rue longue", 100_000)
    west, south, east, north = place
    assert 230_000 < west < east < 250_000
    assert (south, north) == pytest.approx((4_885_700, 4_885_700), abs=1500)
