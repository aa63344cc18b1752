"""Opening hours and fountains without water: the publisher's words, none added."""

import csv
from pathlib import Path

import numpy as np
import shapely

from maps.derivation import POINT_SOURCES
from maps.derivation.canonical import DerivedLayer, Properties
from maps.derivation.opening_hours import JOURS, horaires, indisponibilites
from maps.derivation.originals import Features
from maps.derivation.points import read_points
from maps.records.layers import Layer
from opendata.model import Source
from site_src.territoires.derived_tables import COOL_KEYS

ROOT = Path(__file__).resolve().parents[3]


def features(*rows: Properties) -> Features:
    return Features(rows, shapely.points([(0.0, index) for index in range(len(rows))]))


def layer(*rows: Properties) -> DerivedLayer:
    return DerivedLayer("lieux_frais", rows, np.array([], dtype=object))


def lieu(identifiant: str, postcode: str = "75007", **said: str) -> Properties:
    days = {f"horaires_{jour}": said.get(jour) for jour in JOURS}
    return {"identifiant": identifiant, "arrondissement": postcode, **days}


def test_days_of_which_nothing_is_said_have_no_row() -> None:
    original = features(lieu("PI2"), lieu("PI1", mardi="Fermé", lundi=" 10h -  18h"))
    assert horaires(original, layer({"identifiant": "PI1"}, {"identifiant": "PI2"})) == (
        {"identifiant": "PI1", "jour": "lundi", "horaires": "10h - 18h"},
        {"identifiant": "PI1", "jour": "mardi", "horaires": "Fermé"},
    )


def test_two_places_of_one_identifier_keep_their_own_hours() -> None:
    original = features(lieu("MU75", "75004"), lieu("MU75", "75019", lundi="Fermé"))
    places = layer({"identifiant": "MU75-75104"}, {"identifiant": "MU75-75119"})
    assert horaires(original, places) == (
        {"identifiant": "MU75-75119", "jour": "lundi", "horaires": "Fermé"},
    )


def test_only_fountains_without_water_have_a_reason_and_dates() -> None:
    shut = {"motif_ind": "APP SANS EAU", "debut_ind": "2025-08-27T04:00:00+02:00", "fin_ind": None}
    original = features({"gid": "1"}, {"gid": "2"} | shut, {"gid": "3"} | shut)
    places = layer(
        {"identifiant": "1", "est_disponible": True}, {"identifiant": "2", "est_disponible": False}
    )
    assert indisponibilites(original, places) == (
        {
            "identifiant": "2",
            "motif": "appareil sans eau",
            "date_debut": "2025-08-27",
            "date_fin": "",
        },
    )


def test_committed_tables_are_those_of_the_originals(
    mirror: Path, sources: dict[str, Source], layers: dict[str, Layer]
) -> None:
    made = {}
    for name, layer_name, derive in (
        ("lieux-frais", "lieux_frais", horaires),
        ("fontaines", "fontaines", indisponibilites),
    ):
        source, place = sources[name], layers[layer_name]
        rows = read_points(
            source.fichier, (mirror / source.fichier).read_bytes(), *POINT_SOURCES[name], []
        )
        derived = DerivedLayer(layer_name, tuple(map(dict, place.properties)), place.geometries)
        made[derive.__name__] = list(derive(rows, derived))
    for name, found in made.items():
        path = ROOT / "data" / "datasets" / "lieux-frais" / f"{name}.csv"
        key = COOL_KEYS[name]  # what the published table calls the layer's « identifiant »
        told = [{key if one == "identifiant" else one: row[one] for one in row} for row in found]
        with path.open(encoding="utf-8", newline="") as file:
            assert list(csv.DictReader(file)) == told, "relancer python build.py derive"
