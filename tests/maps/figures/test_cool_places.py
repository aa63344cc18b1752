"""Counts of cool places and fountains: every place counted once, zeros said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from maps.figures import cool_places
from maps.records.layers import Layer


def layer(name: str, *rows: dict[str, object]) -> Layer:
    points = np.array([shapely.Point(2.34, 48.86)] * len(rows), dtype=object)
    return Layer(f"data/geo/{name}.geojson", rows, points)


@pytest.fixture
def small() -> dict[str, Layer]:
    return {
        "arrondissements": layer(
            "arrondissements",
            {"code_insee": "75101", "libelle_arrondissement": "1er", "population_municipale": 10},
            {"code_insee": "75102", "libelle_arrondissement": "2e", "population_municipale": 20},
        ),
        "lieux_frais": layer(
            "lieux_frais",
            {"code_insee": "75101", "type_lieu": "Piscine", "est_payant": "oui"},
            {"code_insee": "75101", "type_lieu": "Musée", "est_payant": "non indiqué"},
            {"code_insee": "75101", "type_lieu": "Musée", "est_payant": "non"},
        ),
        "fontaines": layer(
            "fontaines",
            {"code_insee": "75101", "est_disponible": False},
            {"code_insee": "75102", "est_disponible": True},
        ),
    }


def test_paris_is_the_sum_of_its_arrondissements(small: dict[str, Layer]) -> None:
    table = cool_places.by_arrondissement(small)
    assert table.to_dict("split")["data"] == [
        ["75056", "Paris", 3, 1, 2, 1, 30],
        ["75101", "1er", 3, 1, 1, 0, 10],
        ["75102", "2e", 0, 0, 1, 1, 20],
    ]


def test_kinds_are_counted_with_their_zeros_most_frequent_first(small: dict[str, Layer]) -> None:
    table = cool_places.by_kind(small)
    assert list(table.itertuples(index=False, name=None)) == [
        ("75056", "Paris", "tous", 3),
        ("75056", "Paris", "Musée", 2),
        ("75056", "Paris", "Piscine", 1),
        ("75101", "1er", "tous", 3),
        ("75101", "1er", "Musée", 2),
        ("75101", "1er", "Piscine", 1),
        ("75102", "2e", "tous", 0),
        ("75102", "2e", "Musée", 0),
        ("75102", "2e", "Piscine", 0),
    ]


def test_places_have_the_columns_of_their_layer(layers: dict[str, Layer]) -> None:
    table = cool_places.places(layers["fontaines"])
    assert list(table.columns) == [
        "identifiant",
        "type_fontaine",
        "adresse",
        "code_insee",
        "est_disponible",
        "motif",
    ]
    assert len(table) == len(layers["fontaines"].properties)


def test_every_committed_place_is_counted_once(layers: dict[str, Layer]) -> None:
    counted = cool_places.by_arrondissement(layers).set_index("code_insee")
    for name, column in (("lieux_frais", "nb_lieux_frais"), ("fontaines", "nb_fontaines")):
        told = pd.Series(layers[name].column("code_insee")).value_counts()
        assert counted[column].drop("75056").to_dict() == told.to_dict()
