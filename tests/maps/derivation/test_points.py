"""Rows with a point: every problem of an original is located, every point is placed."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from maps.derivation import derive
from maps.derivation.canonical import DerivedLayer
from maps.derivation.points import (
    FILLED,
    GEOJSON,
    JSON,
    Columns,
    arrondissements_of,
    read_points,
    text,
)
from opendata.findings import Finding, FindingsError
from opendata.model import Source

PATH = "lieux.json"
COLUMNS: Columns = {
    "nom": FILLED,
    "adresse": None,
    "payant": {"Oui": "oui", "Non": "non", None: "non indiqué"},
}
WEST, EAST = (
    shapely.box(2.30, 48.85, 2.32, 48.87),
    shapely.box(2.32, 48.85, 2.34, 48.87),
)
PARIS = DerivedLayer(
    "arrondissements",
    ({"code_insee": "75107"}, {"code_insee": "75108"}),
    np.array([WEST, EAST], dtype=object),
)


def row(**changes: object) -> dict[str, object]:
    point = {"type": "Point", "coordinates": [2.31, 48.86]}
    return {
        "nom": "Piscine",
        "adresse": None,
        "payant": "Non",
        "geo_shape": {"geometry": point},
    } | changes


def found(*rows: object) -> list[str]:
    findings: list[Finding] = []
    raw = ("[\n" + ",\n".join(json.dumps(item) for item in rows) + "\n]").encode()
    read = read_points(PATH, raw, JSON, COLUMNS, findings)
    assert findings == [] or read.properties == ()
    return [str(finding) for finding in findings]


def test_the_coordinates_of_an_original_may_have_all_the_digits_of_a_double() -> None:
    point = {"type": "Point", "coordinates": [2.3100000000000001, 48.860000000000007]}
    raw = json.dumps([row(geo_shape={"geometry": point})]).replace("2.31", "2.3100000000000001")
    findings: list[Finding] = []
    read = read_points(PATH, raw.encode(), JSON, COLUMNS, findings)
    assert findings == []
    assert len(read.properties) == 1


def test_rows_are_read_with_their_points_in_metres() -> None:
    feature = {"geometry": {"type": "Point", "coordinates": [3, 46.5]}, "properties": row()}
    for raw, layout in (
        ([row(geo_shape={"geometry": feature["geometry"]})], JSON),
        ({"features": [feature]}, GEOJSON),
    ):
        # Not near Paris: only the bounds are told.
        findings: list[Finding] = []
        read_points(PATH, json.dumps(raw).encode(), layout, COLUMNS, findings)
        assert [finding.quoi for finding in findings] == ["point 3 ; 46,5 hors de Paris"]
    read = read_points(PATH, json.dumps([row()]).encode(), JSON, COLUMNS, [])
    assert read.properties[0]["nom"] == "Piscine"
    assert (read.geometries[0].x, read.geometries[0].y) == pytest.approx(
        (649_376, 6_862_440), abs=1
    )


def test_missing_column_and_unknown_value_are_located() -> None:
    assert found(
        row(), {key: row()[key] for key in ("adresse", "payant", "geo_shape")}, row(payant="Cher")
    ) == [
        (
            "lieux.json:3:1: colonne « nom » absente — règle : colonnes que lit derive — remède :"
            " reprendre l'original décrit, ou suivre ses nouveaux noms de colonnes"
        ),
        (
            "lieux.json:4:47: payant « Cher » inconnu — règle : valeurs connues : Oui, Non — remède :"
            " dire dans derive ce que veut dire cette valeur"
        ),
    ]


def test_empty_name_and_value_of_another_kind_are_located() -> None:
    assert [line.split(" — remède")[0] for line in found(row(nom=" "), row(payant=["Oui"]))] == [
        "lieux.json:2:9: nom vide — règle : une valeur est attendue",
        "lieux.json:3:47: payant « ['Oui'] » inconnu — règle : valeurs connues : Oui, Non",
    ]


@pytest.mark.parametrize(
    "nothing", [None, {}, {"geometry": None}, {"geometry": {"type": "Polygon"}}]
)
def test_row_without_point_is_located(nothing: object) -> None:
    found_here = found(row(), row(geo_shape=nothing))
    assert len(found_here) == 1
    assert found_here[0].startswith("lieux.json:3:")
    assert found_here[0].endswith(
        "ligne sans point — règle : chaque ligne a une géométrie Point — remède :"
        " compléter la ligne à la source, ou l'écarter en le disant"
    )


def test_swapped_point_is_located_with_its_remedy() -> None:
    swapped = {"geometry": {"type": "Point", "coordinates": [48.86, 2.31]}}
    assert found(row(geo_shape=swapped)) == [
        (
            "lieux.json:2:113: latitude et longitude inversées (48,86 ; 2,31) — règle : GeoJSON (RFC 7946) : longitude"
            " d'abord — remède : échanger les deux nombres de chaque point"
        )
    ]


def test_file_of_another_shape_is_a_finding() -> None:
    findings: list[Finding] = []
    read_points("gares.geojson", b'{"type": "Topology"}', GEOJSON, COLUMNS, findings)
    read_points(PATH, b"[", JSON, COLUMNS, findings)
    assert [str(finding) for finding in findings] == [
        (
            "gares.geojson:1:1: liste de lignes absente — règle : chemin « features » de l'original — remède :"
            " reprendre l'original décrit"
        ),
        (
            "lieux.json:1:2: JSON mal formé — règle : syntaxe JSON (RFC 8259) — remède :"
            " vérifier virgules, crochets et guillemets à cet endroit"
        ),
    ]


def test_point_belongs_to_the_arrondissement_that_holds_it() -> None:
    points = shapely.points([(2.31, 48.86), (2.33, 48.86), (2.32, 48.86), (2.35, 48.86)])
    assert arrondissements_of(points, PARIS) == ["75107", "75108", "75107", ""]


def test_publisher_is_believed_at_a_border_and_only_there() -> None:
    points = shapely.points([(2.319_99, 48.86), (2.319, 48.86), (2.31, 48.86)])
    assert arrondissements_of(points, PARIS, ["75108", "75108", "PANTIN"]) == [
        "75108",  # 0.7 m from it
        "75107",
        "75107",
    ]


def test_text_is_one_line_of_single_spaces() -> None:
    assert [text(value) for value in (None, " MAIRIE DU  9E\n", 12)] == ["", "MAIRIE DU 9E", "12"]


def test_derive_stops_on_a_broken_row(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sources: dict[str, Source]
) -> None:
    raw = dict.fromkeys(sources, b"[]") | {"gares": b'{"features": [{"properties": {}}]}'}
    monkeypatch.setattr("maps.derivation.originals.read_originals", lambda *_: raw)
    with pytest.raises(FindingsError) as raised:
        derive(tmp_path, sources)
    broken = "emplacement-des-gares-idf.geojson"
    told = [finding for finding in raised.value.findings if finding.path == broken]
    assert len(told) == 5  # four columns and the point
    # The others are told with it.
    assert len({finding.path for finding in raised.value.findings}) > 5
