"""A point lies in the arrondissement that it names, or is a located finding."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from maps.geometry.projection import to_wgs84
from maps.records.atlas import read_atlas, read_layers
from maps.records.columns import COLUMNS
from maps.records.layers import Layer, read_layer
from maps.records.placement import misplaced
from opendata.findings import Finding
from opendata.model import Source
from tests.builds import ROOT, committed

PATH = "data/geo/mairies.geojson"


def changed(number: int, **changes: object) -> bytes:
    """The committed town halls, one of them changed."""
    data = json.loads((ROOT / PATH).read_bytes())
    feature = data["features"][number]
    feature["properties"] |= {key: value for key, value in changes.items() if key != "point"}
    feature["geometry"]["coordinates"] = changes.get("point", feature["geometry"]["coordinates"])
    lines = ",\n".join(json.dumps(item) for item in data["features"])
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}'.encode()


def found(raw: bytes, layers: dict[str, Layer]) -> list[str]:
    layer = read_layer(PATH, raw, [], properties=COLUMNS["mairies"])
    assert layer is not None
    return [str(finding) for finding in misplaced(layer, raw, layers["arrondissements"])]


@pytest.mark.parametrize("name", ["lieux_frais", "fontaines", "gares", "mairies"])
def test_committed_points_stand_where_they_say(layers: dict[str, Layer], name: str) -> None:
    assert misplaced(layers[name], b"", layers["arrondissements"]) == []


def test_point_outside_paris_within_its_frame_is_located(layers: dict[str, Layer]) -> None:
    assert found(changed(2, point=[2.4412, 48.8641]), layers) == [
        (
            "data/geo/mairies.geojson:4:202: point 2,4412 ; 48,8641 hors du 12e arrondissement (75112) — règle : un"
            " point est dans l'arrondissement qu'il nomme — remède : corriger la position ou code_insee, ou relancer"
            " python build.py derive"
        )
    ]


def test_point_of_another_or_unknown_arrondissement_is_located(layers: dict[str, Layer]) -> None:
    assert [line.split(" — ")[0] for line in found(changed(0, code_insee="75111"), layers)] == [
        "data/geo/mairies.geojson:2:213: point 2,357396 ; 48,87178 hors du 11e arrondissement (75111)"
    ]
    assert [line.split(" — ")[0] for line in found(changed(0, code_insee="93100"), layers)] == [
        "data/geo/mairies.geojson:2:158: code_insee « 93100 » inconnu"
    ]


def test_a_point_as_near_as_borders_are_drawn_is_in_its_arrondissement(
    layers: dict[str, Layer],
) -> None:
    ground = layers["arrondissements"]
    west, south, _, _ = shapely.total_bounds(ground.lambert93)
    square = shapely.box(west, south, west + 100, south + 100)
    row = {"code_insee": "75101", "libelle_arrondissement": "1er arrondissement"}
    area = Layer(ground.path, (row,), to_wgs84(np.array([square], dtype=object)))
    for metres, is_outside in ((1, False), (4, True)):
        point = to_wgs84(np.array([shapely.Point(west - metres, south + 50)], dtype=object))
        place = Layer(PATH, ({"code_insee": "75101"},), point)
        assert bool(misplaced(place, changed(0), area)) == is_outside, metres


def test_no_atlas_is_made_with_a_misplaced_point(sources: dict[str, Source]) -> None:
    files = committed("data/geo/*", "data/cartes.yaml")
    findings: list[Finding] = []
    moved = {**files, PATH: changed(1, point=[2.2945, 48.8583])}
    assert read_atlas(moved, read_layers(moved, findings), sources, findings) is None
    assert [(finding.path, finding.line) for finding in findings] == [(PATH, 3)]
