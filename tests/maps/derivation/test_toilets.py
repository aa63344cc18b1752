"""Public toilets: what the publisher says of each, and nothing where it says nothing."""

from typing import Any

import numpy as np
import shapely

from maps.derivation.canonical import DerivedLayer
from maps.derivation.originals import Features, read_csv
from maps.derivation.toilets import toilettes
from maps.geometry.projection import to_lambert93
from opendata.findings import Finding

PARIS = DerivedLayer(
    "arrondissements",
    ({"code_insee": "75107"},),
    np.array([shapely.box(2.30, 48.85, 2.32, 48.87)], dtype=object),
)
ROW = {
    "TYPE": "SANISETTE", "STATUT": "", "ADRESSE": "9  RUE D'ESSAI", "ARRONDISSEMENT": "75007",
    "HORAIRE": "6 h - 22 h", "ACCES_PMR": "Oui",
}  # fmt: skip


def derived(*rows: tuple[dict[str, str], float]) -> DerivedLayer:
    points = to_lambert93(
        np.array([shapely.MultiPoint([(longitude, 48.86)]) for _, longitude in rows], dtype=object)
    )
    return toilettes(Features(tuple(ROW | changed for changed, _ in rows), points), PARIS)


def said(layer: DerivedLayer, name: str) -> list[Any]:
    return [properties[name] for properties in layer.properties]


def test_toilets_are_one_point_with_the_words_of_the_publisher() -> None:
    layer = derived(({}, 2.31))
    assert layer.properties == (
        {
            "identifiant": "75107-001",
            "type_toilettes": "sanisette",
            "adresse": "9 RUE D'ESSAI",
            "code_insee": "75107",
            "horaires": "6 h - 22 h",
            "acces_pmr": "oui",
        },
    )
    assert layer.geometries[0].geom_type == "Point"


def test_hours_that_stand_on_another_page_are_not_said() -> None:
    layer = derived(({"HORAIRE": "Voir fiche équipement", "ACCES_PMR": ""}, 2.31))
    assert (said(layer, "horaires"), said(layer, "acces_pmr")) == ([""], ["non indiqué"])


def test_the_rank_is_by_address_whatever_the_order_of_the_original() -> None:
    rows = [({"ADRESSE": "B"}, 2.311), ({"ADRESSE": "A"}, 2.312)]
    assert derived(*rows).properties == derived(*rows[::-1]).properties
    assert said(derived(*rows), "identifiant") == ["75107-001", "75107-002"]


def test_toilets_out_of_paris_are_left_out() -> None:
    layer = derived(({}, 2.31), ({}, 2.50))
    assert (len(layer.properties), layer.dropped) == (1, 1)


def test_a_row_without_a_place_is_left_out_where_that_is_known_and_found_elsewhere() -> None:
    raw = b'nom;ou\na;"{""type"": ""Point"", ""coordinates"": [2.31, 48.86]}"\nb;\n'
    findings: list[Finding] = []
    read = read_csv("o.csv", raw, findings, "ou", may_be_empty=True)
    assert ([row["nom"] for row in read.properties], findings) == (["a"], [])
    assert read_csv("o.csv", raw, findings, "ou").properties == ()
    assert [(finding.path, finding.line) for finding in findings] == [("o.csv", 3)]
