"""Cool places, drinking fountains, town halls: no place is lost, nothing is made up."""

import numpy as np
import pytest
import shapely

from maps.derivation import cooling
from maps.derivation.canonical import DerivedLayer
from maps.derivation.originals import Features
from maps.geometry.projection import to_lambert93
from maps.records.layers import Layer

PARIS = DerivedLayer(
    "arrondissements",
    ({"code_insee": "75107"}, {"code_insee": "75108"}),
    np.array(
        [shapely.box(2.30, 48.85, 2.32, 48.87), shapely.box(2.32, 48.85, 2.34, 48.87)], dtype=object
    ),
)
IN_7, IN_8, OUTSIDE = (2.31, 48.86), (2.33, 48.86), (2.36, 48.86)


def features(*rows: tuple[dict[str, object], tuple[float, float]]) -> Features:
    points = shapely.points([place for _, place in rows])
    return Features(tuple(values for values, _ in rows), to_lambert93(points))


def lieu(identifiant: str = "PI1", **changes: object) -> dict[str, object]:
    values = {
        "identifiant": identifiant,
        "nom": "Piscine  du Quai",
        "type": "Piscine",
        "adresse": None,
        "arrondissement": "75007",
        "payant": None,
        "statut_ouverture": "Eteint",
        "horaires_periode": None,
    }
    return values | changes


def fontaine(gid: str = "1", **changes: object) -> dict[str, object]:
    values = {
        "gid": gid,
        "type_objet": "FONTNE_WALLACE",
        "no_voirie_pair": "4",
        "no_voirie_impair": None,
        "voie": "RUE CLER",
        "commune": "PARIS 7EME ARRONDISSEMENT",
        "dispo": "OUI",
        "motif_ind": None,
    }
    return values | changes


def identifiants(layer: DerivedLayer) -> list[str]:
    return [row["identifiant"] for row in layer.properties]


def test_what_the_publisher_does_not_say_is_said_to_be_missing() -> None:
    layer = cooling.lieux_frais(features((lieu(type=None), IN_7)), PARIS)
    assert layer.properties == (
        {
            "identifiant": "PI1",
            "nom": "Piscine du Quai",
            "type_lieu": "non indiqué",
            "adresse": "",
            "code_insee": "75107",
            "est_payant": "non indiqué",
            "statut_ouverture": "éteint",
            "horaires_periode": "",
        },
    )
    assert shapely.get_coordinates(layer.geometries).tolist() == [[2.31, 48.86]]


def test_row_given_twice_is_one_place() -> None:
    layer = cooling.lieux_frais(features((lieu(), IN_7), (lieu(), IN_7)), PARIS)
    assert (identifiants(layer), layer.dropped) == (["PI1"], 1)


def test_two_places_of_one_identifier_are_both_kept_whatever_their_order() -> None:
    rows = [(lieu(nom="Bains"), IN_7), (lieu(arrondissement="75008"), IN_8), (lieu("PI2"), IN_7)]
    for given in (rows, rows[::-1]):
        layer = cooling.lieux_frais(features(*given), PARIS)
        assert identifiants(layer) == ["PI1-75107", "PI1-75108", "PI2"]
        assert layer.properties[0]["nom"] == "Bains"
        assert layer.dropped == 0


def test_same_identifier_twice_in_one_arrondissement_takes_a_rank() -> None:
    rows = features((lieu(), IN_7), (lieu(nom="Bains"), IN_7))
    assert identifiants(cooling.lieux_frais(rows, PARIS)) == ["PI1-75107-1", "PI1-75107-2"]


def test_place_elsewhere_than_published_is_moved_and_said() -> None:
    layer = cooling.lieux_frais(features((lieu(), IN_8), (lieu("PI2"), OUTSIDE)), PARIS)
    assert [row["code_insee"] for row in layer.properties] == ["75108"]
    assert layer.moved == ("PI1 : 75107 publié, 75108", "PI2 : 75107 publié, hors de Paris")
    assert layer.dropped == 1


@pytest.mark.parametrize(
    ("nom", "read"),
    [
        ("MAIRIE DU  9E", "Mairie du 9e arrondissement"),
        ("MAIRIE PARIS CENTRE", "Mairie de Paris Centre"),
        ("Mairie annexe", "Mairie annexe"),
    ],
)
def test_town_halls_are_named_as_one_reads_them(nom: str, read: str) -> None:
    rows = features((lieu("MA1", type=cooling.MAIRIE, nom=nom), IN_7))
    layer = cooling.mairies(cooling.lieux_frais(rows, PARIS))
    assert layer.properties == (
        {"identifiant": "MA1", "nom": read, "adresse": "", "code_insee": "75107"},
    )


def test_only_town_halls_are_town_halls() -> None:
    rows = features(
        (lieu("MA1", type=cooling.MAIRIE, nom="Maison de la Vie Associative"), IN_7),
        (lieu("MA2", type=cooling.MAIRIE, nom="MAIRIE DU 7E"), IN_7),
        (lieu("LC1", type="Lieux de culte", nom="MAIRIE ANCIENNE"), IN_7),
    )
    layer = cooling.mairies(cooling.lieux_frais(rows, PARIS))
    assert (identifiants(layer), layer.dropped) == (["MA2"], 1)


def test_fountains_say_why_they_give_no_water() -> None:
    rows = features(
        (fontaine("2", dispo="NON", motif_ind="APP SANS EAU", no_voirie_impair="4"), IN_7),
        (fontaine("1"), IN_7),
    )
    assert cooling.fontaines(rows, PARIS).properties == (
        {
            "identifiant": "1",
            "type_fontaine": "fontaine Wallace",
            "adresse": "4 RUE CLER",
            "code_insee": "75107",
            "est_disponible": True,
            "motif": "",
        },
        {
            "identifiant": "2",
            "type_fontaine": "fontaine Wallace",
            "adresse": "4 RUE CLER",
            "code_insee": "75107",
            "est_disponible": False,
            "motif": "appareil sans eau",
        },
    )


def test_unknown_codes_stay_codes() -> None:
    rows = features((fontaine(type_objet="FTNE_X", dispo="NON", motif_ind="FERME SSQ"), IN_7))
    (row,) = cooling.fontaines(rows, PARIS).properties
    assert (row["type_fontaine"], row["motif"]) == ("FTNE_X", "FERME SSQ")


def test_fountains_of_other_communes_are_dropped_by_their_position() -> None:
    rows = features(
        (fontaine("1", commune="PANTIN"), OUTSIDE),
        (fontaine("2", commune="SAINT-MANDE"), IN_8),
        (fontaine("3"), OUTSIDE),
    )
    layer = cooling.fontaines(rows, PARIS)
    assert (identifiants(layer), layer.dropped) == (["2"], 2)
    assert layer.moved == ("2 : SAINT-MANDE publié, 75108", "3 : 75107 publié, hors de Paris")


def test_committed_places_are_told_apart_and_say_what_is_known(layers: dict[str, Layer]) -> None:
    lieux = layers["lieux_frais"]
    assert set(lieux.column("statut_ouverture")) == {"ouvert", "éteint", "non indiqué"}
    places = dict(zip(lieux.column("identifiant"), lieux.column("code_insee"), strict=True))
    assert len(places) == len(lieux.properties)
    doubled = {name: code for name, code in places.items() if "-" in name}
    assert doubled
    for name, code in doubled.items():
        shared, _, own = name.partition("-")
        assert own == code
        assert shared not in places
        assert sum(other.startswith(f"{shared}-") for other in doubled) > 1
    for row in layers["fontaines"].properties:
        assert row["est_disponible"] == (not row["motif"])


def test_committed_town_halls_are_one_at_most_for_each_arrondissement(
    layers: dict[str, Layer],
) -> None:
    # Paris Centre, in the 3rd, stands for arrondissements 1 to 4.
    found = layers["mairies"].column("code_insee")
    assert len(set(found)) == len(found)
    assert set(found) <= set(layers["arrondissements"].column("code_insee"))
    assert set(found) & {"75101", "75102", "75103", "75104"} == {"75103"}
