"""The dataset of cool places: its points are the layers'."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pyogrio
import pytest


@pytest.mark.parametrize(
    ("table", "layer", "key"),
    [("lieux-frais", "lieux_frais", "id_lieu"), ("fontaines", "fontaines", "id_fontaine")],
)
def test_each_row_is_published_at_its_point(
    committed: Mapping[str, bytes], folder: Path, table: str, layer: str, key: str
) -> None:
    wanted = {
        feature["properties"]["identifiant"]: feature["geometry"]
        for feature in json.loads(committed[f"data/geo/{layer}.geojson"])["features"]
    }
    features = json.loads((folder / f"lieux-frais/{table}.geojson").read_bytes())["features"]
    assert {item["properties"][key]: item["geometry"] for item in features} == wanted
    info = pyogrio.read_info(folder / f"lieux-frais/{table}.gpkg")
    assert (info["geometry_type"], info["features"], info["crs"]) == (
        "Point",
        len(wanted),
        "EPSG:4326",
    )
