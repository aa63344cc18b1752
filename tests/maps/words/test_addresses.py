"""Addresses in French case: official names where there are, the file's letters elsewhere, nothing guessed."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import Point

from maps.records.layers import Layer
from maps.words.addresses import in_french, official_names, told

NAMES = ("Rue des Récollets", "Rue d'Aboukir", "Quai d'Orsay", "Avenue de la Porte de Saint-Ouen", "Place Léon Blum",
         "Rue du Lac", "Rue des Lac", "Rue de l'Œuvre", "Place du 18 Juin 1940")  # fmt: skip
STREETS = official_names(NAMES)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8 RUE DES RECOLLETS", "8 rue des Récollets"),
        ("RUE DES RECOLLETS", "Rue des Récollets"),
        ("91 RUE D ABOUKIR", "91 rue d'Aboukir"),
        ("63 QU ORSAY", "63 quai d'Orsay"),
        ("AVENUE DE LA PTE DE SAINT OUEN", "Avenue de la Porte de Saint-Ouen"),
        ("12 place LEON BLUM", "12 place Léon Blum"),
        ("3 RUE DE L OEUVRE", "3 rue de l'Œuvre"),
        ("4F PLACE DU 18 JUIN 1940", "4F place du 18 Juin 1940"),
        ("10 BIS RUE D ABOUKIR", "10 bis rue d'Aboukir"),
        ("9 FACE RUE D ABOUKIR", "9 face rue d'Aboukir"),
        ("opposé au 35 RUE D ABOUKIR", "opposé au 35 rue d'Aboukir"),
    ],
)
def test_a_street_takes_its_official_name_after_its_number(written: str, said: str) -> None:
    assert in_french(written, STREETS) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SQUARE SEVERINE", "Square Severine"),
        ("JARDIN D EOLE", "Jardin d'Eole"),
        ("PARC DE L'HOPITAL SAINTE-PERINE", "Parc de l'Hopital Sainte-Perine"),
        ("SQUARE JEAN XXIII", "Square Jean XXIII"),
        ("AVENUE TRANSVERSALE 2", "Avenue Transversale 2"),
        ("4 RUE LAC", "4 rue Lac"),  # two streets have these words: neither is chosen
    ],
)
def test_no_accent_is_guessed_for_another_name(written: str, said: str) -> None:
    assert in_french(written, STREETS) == said


@pytest.mark.parametrize(
    "written", ["", "11, rue Audubon", "Sous le pont Louis Philippe", "23 place V"]
)
def test_what_is_not_in_capitals_stays(written: str) -> None:
    assert in_french(written, STREETS) == written


def layer(name: str, **row: str) -> Layer:
    return Layer(f"data/geo/{name}.geojson", (row,), np.array([Point(2.3, 48.8)], dtype=object))


def test_every_layer_with_an_address_is_told_and_the_others_stay() -> None:
    layers = {
        "voies": layer("voies", libelle_voie="Rue des Récollets"),
        "fontaines": layer("fontaines", adresse="8 RUE DES RECOLLETS", motif="PANNE"),
    }
    found = told(layers)
    assert found["voies"] is layers["voies"]
    assert found["fontaines"].properties == ({"adresse": "8 rue des Récollets", "motif": "PANNE"},)
    assert told({"fontaines": layers["fontaines"]})["fontaines"].column("adresse") == [
        "8 rue des Recollets"
    ]
