"""A derived layer becomes canonical bytes, which read back as the same layer."""

import json

import numpy as np
import shapely

from maps.derivation.canonical import DerivedLayer, decoded
from maps.records.layers import read_layer

SQUARE = shapely.orient_polygons(shapely.box(2.34, 48.85, 2.35, 48.86))
LAYER = DerivedLayer(
    "quais",
    ({"code": "a", "libelle": "Quai d'Orléans"}, {"code": "b", "libelle": "Été"}),
    np.array([SQUARE, shapely.LineString([(2.34, 48.85), (2.35, 48.86)])], dtype=object),
)


def test_one_feature_a_line_between_two_lines_of_frame() -> None:
    lines = LAYER.encode().decode().split("\n")
    assert lines[0] == '{"type":"FeatureCollection","features":['
    assert lines[3:] == ["]}", ""]
    assert [json.loads(line.rstrip(","))["properties"]["code"] for line in lines[1:3]] == ["a", "b"]


def test_accents_are_written_as_such() -> None:
    assert "Quai d'Orléans" in LAYER.encode().decode()


def test_layer_reads_back_as_it_was() -> None:
    read = read_layer(LAYER.path, LAYER.encode(), [], properties={"code": str, "libelle": str})
    assert read is not None
    assert read.properties == LAYER.properties
    assert shapely.equals_exact(read.geometries, LAYER.geometries).all()


def test_a_committed_layer_is_decoded_as_it_was() -> None:
    read = decoded("quais", LAYER.encode())
    assert read.properties == LAYER.properties
    assert read.encode() == LAYER.encode()
