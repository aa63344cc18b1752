"""Metro and RER stations: one a place of interchange, its lines in natural order."""

import numpy as np
import pytest
import shapely

from maps.derivation.canonical import DerivedLayer
from maps.derivation.originals import Features
from maps.derivation.stations import gares
from maps.geometry.projection import to_lambert93
from maps.records.layers import Layer

PARIS = DerivedLayer(
    "arrondissements",
    ({"code_insee": "75107"},),
    np.array([shapely.box(2.30, 48.85, 2.32, 48.87)], dtype=object),
)


def derived(*rows: tuple[int, str, str, str, float]) -> DerivedLayer:
    names = ("id_ref_zdc", "nom_gares", "mode", "res_com")
    points = to_lambert93(shapely.points([(longitude, 48.86) for *_, longitude in rows]))
    return gares(
        Features(tuple(dict(zip(names, row[:4], strict=True)) for row in rows), points), PARIS
    )


def test_lines_of_one_place_are_one_station_between_them() -> None:
    layer = derived(
        (7, "Nation", "RER", "RER A", 2.310),
        (7, "Nation", "METRO", "METRO 7bis", 2.312),
        (7, "Nation", "METRO", "METRO 10", 2.311),
        (7, "Nation", "METRO", "METRO 7", 2.311),
    )
    assert layer.properties == (
        {
            "identifiant": "7",
            "nom": "Nation",
            "modes": "métro et RER",
            "lignes": "métro 7, métro 7 bis, métro 10, RER A",
            "code_insee": "75107",
        },
    )
    assert shapely.get_x(layer.geometries) == pytest.approx([2.311], abs=1e-5)


def test_station_takes_the_name_that_most_lines_give_then_that_of_the_metro() -> None:
    rows = [
        (1, "Javel", "RER", "RER C", 2.31),
        (1, "Javel - André Citroën", "METRO", "METRO 10", 2.31),
    ]
    assert derived(*rows).properties[0]["nom"] == "Javel - André Citroën"
    assert derived(*rows, (1, "Javel", "RER", "RER B", 2.31)).properties[0]["nom"] == "Javel"


def test_trains_and_stations_outside_paris_are_left_out() -> None:
    layer = derived(
        (1, "Nord", "TRAIN", "TRAIN H", 2.31),
        (2, "Pantin", "METRO", "METRO 5", 2.40),
        (3, "Nord", "METRO", "METRO 5", 2.31),
    )
    assert [row["identifiant"] for row in layer.properties] == ["3"]
    assert layer.dropped == 1


def test_committed_stations_have_names_of_their_own(layers: dict[str, Layer]) -> None:
    names = layers["gares"].column("nom")
    assert len(set(names)) == len(names)
    assert {"Magenta", "Gare du Nord", "Avron", "Buzenval"} <= set(names)
    lines = dict(zip(names, layers["gares"].column("lignes"), strict=True))
    assert lines["Nation"] == "métro 1, métro 2, métro 6, métro 9, RER A"
