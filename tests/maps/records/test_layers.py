"""A layer is read whole, or every problem is said, where it is and how to mend it."""

import json
from typing import Any

import pytest
import shapely

from maps.records.atlas import Atlas
from maps.records.columns import COLUMNS
from maps.records.faults import Bounds
from maps.records.layers import Layer, read_layer
from opendata.findings import Finding
from tests.builds import committed, library

AROUND_PARIS = Bounds(2.0, 48.7, 2.7, 49.0)
PATH = "data/geo/quais.geojson"
COLONNES = {"code": str, "nb": int}
RULE = "colonnes de la couche : code, nb"
SQUARE = [[2.34, 48.85], [2.35, 48.85], [2.35, 48.86], [2.34, 48.86], [2.34, 48.85]]
Geometry = dict[str, Any]


def polygon(ring: list[Any]) -> Geometry:
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*geometries: Any, **properties: Any) -> bytes:
    """A layer as we write it, one feature a line."""
    lines = ",\n".join(
        json.dumps(
            {"type": "Feature", "properties": {"code": code, "nb": 1} | properties, "geometry": g}
        )
        for code, g in zip("abcdef", geometries, strict=False)
    )
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()


def read(raw: bytes) -> tuple[Layer | None, list[str]]:
    findings: list[Finding] = []
    layer = read_layer(PATH, raw, findings, properties=COLONNES)
    return layer, [str(finding) for finding in findings]


def messages(raw: bytes) -> list[str]:
    layer, found = read(raw)
    assert layer is None
    return found


def test_sound_layer_is_read_with_its_name_and_columns() -> None:
    layer, found = read(collection(polygon(SQUARE), nb=3))
    assert not found
    assert layer is not None
    assert layer.name == "quais"
    assert layer.column("nb") == [3]
    assert shapely.area(layer.lambert93).sum() == pytest.approx(734.2 * 1112.4, rel=2e-3)


def test_layers_are_read_once_for_all_who_take_them() -> None:
    shelf = library(committed("data/geo/*", "data/cartes.yaml", "data/sources.yaml"))
    drawn, read = shelf.record("atlas", Atlas).layers, shelf.record("layers", dict)
    assert list(drawn) == list(read)
    # Maps tell addresses in other words; the outlines are the same objects.
    assert all(drawn[name].geometries is read[name].geometries for name in read)


def test_faults_are_told_each_time_that_a_layer_is_read() -> None:
    faulty = collection(polygon(SQUARE[:-1]))
    assert len(messages(faulty)) == len(messages(faulty)) == 1


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Point", SQUARE[0]),
        ("LineString", SQUARE),
        ("MultiLineString", [SQUARE]),
        ("MultiPolygon", [[SQUARE]]),
    ],
)
def test_every_geometry_type_is_read(kind: str, coordinates: list[Any]) -> None:
    layer, found = read(collection({"type": kind, "coordinates": coordinates}))
    assert not found
    assert layer is not None
    assert layer.geometries[0].geom_type == kind


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            b"",
            (
                f"{PATH}:0:0: fichier vide — règle : un fichier de données a un contenu"
                " — remède : remettre le contenu d'origine, ou retirer le fichier"
            ),
        ),
        (
            b"\xef\xbb\xbf" + collection(polygon(SQUARE)),
            (
                f"{PATH}:1:1: marque d'ordre des octets (BOM) en tête — règle : un fichier de data/ est en UTF-8,"
                " sans marque d'ordre des octets (BOM) — remède : enregistrer en « UTF-8 » et non « UTF-8 avec BOM »"
            ),
        ),
        (
            collection(polygon(SQUARE)).replace(b'"a"', "« é »".encode("cp1252")),
            (
                f"{PATH}:2:44: octet 0xAB qui n'est pas de l'UTF-8 (souvent Windows-1252) — règle : un fichier de data/"
                " est en UTF-8, sans marque d'ordre des octets (BOM) — remède : enregistrer le fichier en UTF-8"
            ),
        ),
        (
            collection(polygon(SQUARE)).replace(b"]}\n", b"\n"),
            (
                f"{PATH}:4:1: JSON mal formé — règle : syntaxe JSON (RFC 8259)"
                " — remède : vérifier virgules, crochets et guillemets à cet endroit"
            ),
        ),
        (
            b'{"type": "Feature"}\n',
            (
                f"{PATH}:1:10: le fichier n'est pas une FeatureCollection — règle : GeoJSON (RFC 7946)"
                " — remède : exporter la couche entière en GeoJSON"
            ),
        ),
        (
            b'{"type": "FeatureCollection",\n "features": []}\n',
            f"{PATH}:2:14: aucune entité — règle : GeoJSON (RFC 7946) — remède : remettre les entités de la couche",
        ),
        (
            collection(polygon(SQUARE)).replace(
                b'"features"', b'"crs":{"type":"name"},"features"', 1
            ),
            (
                f"{PATH}:1:35: membre « crs » — règle : GeoJSON (RFC 7946) : toujours WGS 84"
                " — remède : exporter en WGS 84 (EPSG:4326), puis retirer « crs »"
            ),
        ),
    ],
)
def test_unreadable_file_is_one_finding(raw: bytes, message: str) -> None:
    assert messages(raw) == [message]


@pytest.mark.parametrize(
    ("geometry", "place", "message"),
    [
        (
            polygon(SQUARE[:-1]),
            "2:107",
            (
                "anneau non fermé : commence en 2,34 ; 48,85, finit en 2,34 ; 48,86 — règle : GeoJSON (RFC 7946) :"
                " le dernier point d'un anneau répète le premier — remède : recopier le premier point à la fin"
            ),
        ),
        (
            polygon([SQUARE[0], SQUARE[1], SQUARE[0]]),
            "2:107",
            "anneau de 3 points — règle : un anneau a au moins 4 points — remède : compléter ou retirer l'anneau",
        ),
        (
            polygon([SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]),
            "2:106",
            (
                "polygone qui se recoupe en 2,345 ; 48,855 (Self-intersection) — règle : un contour ne se croise ni ne"
                " se recouvre — remède : corriger le contour, ou « réparer les géométries » dans QGIS"
            ),
        ),
        (
            polygon([[y, x] for x, y in SQUARE]),
            "2:107",
            (
                "latitude et longitude inversées (48,85 ; 2,34) — règle : GeoJSON (RFC 7946) : longitude d'abord"
                " — remède : échanger les deux nombres de chaque point"
            ),
        ),
        (
            {"type": "Point", "coordinates": [652000.5, 6862000]},
            "2:104",
            (
                "mètres Lambert-93 au lieu de degrés (652000,5 ; 6862000) — règle : GeoJSON (RFC 7946) : toujours WGS 84"
                " — remède : exporter la couche en WGS 84 (EPSG:4326)"
            ),
        ),
        (
            {"type": "Point", "coordinates": [48.8604, 2.3376]},
            "2:104",
            (
                "latitude et longitude inversées (48,8604 ; 2,3376) — règle : GeoJSON (RFC 7946) : longitude d'abord"
                " — remède : échanger les deux nombres de chaque point"
            ),
        ),
        (
            {"type": "Point", "coordinates": [2.3376, 48.95]},
            "2:104",
            (
                "point 2,3376 ; 48,95 hors de Paris — règle : longitude de 2,22 à 2,475, latitude de 48,81 à 48,91"
                " — remède : corriger la position, ou le système de coordonnées de l'export"
            ),
        ),
        (
            {"type": "Point", "coordinates": [261000, 6250000]},
            "2:104",
            (
                "mètres Web Mercator au lieu de degrés (261000 ; 6250000) — règle : GeoJSON (RFC 7946) : toujours WGS 84"
                " — remède : exporter la couche en WGS 84 (EPSG:4326)"
            ),
        ),
        (
            {"type": "LineString", "coordinates": [[2.34, 48.85], [2.9, 48.85], [5, 43]]},
            "2:109",
            (
                "point 2,9 ; 48,85 hors de Paris, et 1 autre(s) — règle : longitude de 2,22 à 2,475, latitude de 48,81"
                " à 48,91 — remède : corriger la position, ou le système de coordonnées de l'export"
            ),
        ),
        (
            {"type": "LineString", "coordinates": [[2.34, 48.85]]},
            "2:109",
            "ligne d'un seul point — règle : une ligne a au moins 2 points — remède : compléter ou retirer la ligne",
        ),
        (
            {"type": "Point", "coordinates": ["2.34", "48.85"]},
            "2:104",
            (
                "coordonnées mal formées — règle : GeoJSON (RFC 7946) : Point, deux nombres par point"
                " — remède : exporter de nouveau l'entité, en deux dimensions"
            ),
        ),
        (
            {"type": "Point", "coordinates": [2.34, 48.85, 35.0]},
            "2:104",
            (
                "coordonnées mal formées — règle : GeoJSON (RFC 7946) : Point, deux nombres par point"
                " — remède : exporter de nouveau l'entité, en deux dimensions"
            ),
        ),
        (
            {"type": "Circle", "coordinates": [2.34, 48.85]},
            "2:80",
            (
                "géométrie absente ou d'un type non admis — règle : types admis : Point, LineString, MultiLineString,"
                " Polygon, MultiPolygon — remède : corriger ou retirer l'entité"
            ),
        ),
        (
            None,
            "2:71",
            (
                "géométrie absente ou d'un type non admis — règle : types admis : Point, LineString, MultiLineString,"
                " Polygon, MultiPolygon — remède : corriger ou retirer l'entité"
            ),
        ),
    ],
)
def test_broken_geometry_is_located(geometry: Geometry, place: str, message: str) -> None:
    assert messages(collection(geometry)) == [f"{PATH}:{place}: {message}"]


@pytest.mark.parametrize(
    ("before", "after", "place", "message"),
    [
        (
            '"code": "a", ',
            "",
            "2:35",
            f"propriété « code » absente — règle : {RULE} — remède : ajouter la propriété « code »",
        ),
        (
            '"nb": 1',
            '"nb": 1, "nom": "x"',
            "2:65",
            f"propriété « nom » inconnue — règle : {RULE} — remède : corriger son nom ou la retirer",
        ),
        (
            '"nb": 1',
            '"nb": "1"',
            "2:55",
            f"nb « 1 » : nombre entier attendu — règle : {RULE} — remède : corriger la valeur",
        ),
        (
            '"nb": 1',
            '"nb": true',
            "2:55",
            f"nb « true » : nombre entier attendu — règle : {RULE} — remède : corriger la valeur",
        ),
        (
            '"code": "a"',
            '"code": null',
            "2:44",
            f"code « null » : texte attendu — règle : {RULE} — remède : corriger la valeur",
        ),
    ],
)
def test_wrong_property_is_located(before: str, after: str, place: str, message: str) -> None:
    raw = collection(polygon(SQUARE)).decode().replace(before, after).encode()
    assert messages(raw) == [f"{PATH}:{place}: {message}"]


def test_whole_layer_in_another_system_is_said_once() -> None:
    swapped = {"type": "Point", "coordinates": [48.85, 2.34]}
    assert messages(collection(swapped, swapped, swapped)) == [
        (
            f"{PATH}:2:104: latitude et longitude inversées (48,85 ; 2,34), comme les 3 entités de la couche"
            " — règle : GeoJSON (RFC 7946) : longitude d'abord — remède : échanger les deux nombres de chaque point"
        )
    ]


def test_a_feature_given_twice_is_refused_by_its_key() -> None:
    point = {"type": "Point", "coordinates": [2.34, 48.85]}
    assert messages(collection(point, point, code="z")) == [
        (
            f"{PATH}:3:44: clé code « z » écrite deux fois (déjà ligne 2) — règle : une entité par code — remède :"
            " corriger ou retirer l'une des deux entités"
        )
    ]


def test_every_layer_of_the_project_has_a_text_as_its_key() -> None:
    assert all(next(iter(columns.values())) is str for columns in COLUMNS.values())


def test_a_property_with_edge_spaces_is_refused() -> None:
    (found,) = messages(collection(polygon(SQUARE), code="a "))
    assert found.startswith(f"{PATH}:2:44: code « a » : espaces en trop au début ou à la fin")


def test_one_swapped_feature_among_others_is_said_alone() -> None:
    swapped = {"type": "Point", "coordinates": [48.85, 2.34]}
    found = messages(collection({"type": "Point", "coordinates": [2.34, 48.85]}, swapped))
    assert [message.split(": ")[0] for message in found] == [f"{PATH}:3:104"]


def test_all_problems_are_reported_at_once() -> None:
    found = messages(collection(polygon(SQUARE[:-1]), None, polygon(SQUARE), nb="x"))
    assert sorted(message.split(": ")[0] for message in found) == [
        f"{PATH}:2:109",
        f"{PATH}:2:55",
        f"{PATH}:3:55",
        f"{PATH}:3:73",
        f"{PATH}:4:55",
    ]


def test_wider_bounds_admit_the_surroundings() -> None:
    raw = collection({"type": "Point", "coordinates": [2.6, 48.75]})
    findings: list[Finding] = []
    layer = read_layer(PATH, raw, findings, properties=COLONNES, bounds=AROUND_PARIS)
    assert layer is not None
    assert not findings


def test_committed_layers_are_sound(layers: dict[str, Layer]) -> None:
    assert set(layers) == set(COLUMNS)
    assert all(len(layer.geometries) for layer in layers.values())


def test_iris_hold_no_personal_characteristic_but_two_counts() -> None:
    assert set(COLUMNS["iris"]) == {
        "code_iris",
        "libelle_iris",
        "code_insee",
        "population_totale",
        "population_75_plus",
    }
