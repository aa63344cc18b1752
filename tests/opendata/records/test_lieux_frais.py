"""The dataset of cool places: its texts tell the figures of its tables, its points are the layers'."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pyogrio
import pytest
import yaml

from opendata.french import NARROW_SPACE, number

PLACE = "data/datasets/lieux-frais/"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def tables(committed: Mapping[str, bytes]) -> dict[str, Rows]:
    return {
        path.removeprefix(PLACE).removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(raw.decode(), newline=""))
        )
        for path, raw in committed.items()
        if path.startswith(PLACE) and path.endswith(".csv")
    }


@pytest.fixture(scope="module")
def prose(committed: Mapping[str, bytes]) -> str:
    declared = yaml.safe_load(committed[f"{PLACE}dataset.yaml"])
    texts = (
        declared["description"],
        declared["graphiques"][0]["description"],
        *declared["limites"],
    )
    return " ".join(texts)


def test_what_is_said_of_opening_is_counted(tables: Mapping[str, Rows], prose: str) -> None:
    places = tables["lieux-frais"]
    status = Counter(row["statut_ouverture"] for row in places)
    known = status["ouvert"] + status["éteint"]
    assert f"Les {len(places)} lieux frais" in prose
    assert number(len(tables["fontaines"])).replace(NARROW_SPACE, " ") in prose
    assert (
        f"{known} des {len(places)} lieux ({status['ouvert']} ouverts, {status['éteint']} éteints)"
        in prose
    )
    assert f"connus pour {len({row['identifiant'] for row in tables['horaires']})} lieux" in prose


def test_past_periods_are_counted(tables: Mapping[str, Rows], prose: str) -> None:
    periods = [row["horaires_periode"] for row in tables["lieux-frais"]]
    ends = [
        datetime.date(2000 + int(found[3]), int(found[2]), int(found[1]))
        for period in periods
        if (found := re.search(r"[aA]u (\d\d)/(\d\d)/(\d\d)$", period))
    ]
    past = sum(end < datetime.date(2026, 11, 22) for end in ends)
    assert (
        f"Sur {len(ends)} périodes d’ouverture qui finissent à une date, {past} étaient passées"
        in prose
    )
    assert (
        f"{sum('2023' in period for period in periods)} lieux annoncent encore l’été 2023" in prose
    )


def test_kinds_are_counted(
    committed: Mapping[str, bytes], tables: Mapping[str, Rows], prose: str
) -> None:
    counts = {
        row["type_lieu"]: row["nb_lieux"] for row in tables["types"] if row["code_insee"] == "75056"
    }
    for code, words in (
        ("Ombrière pérenne", "ombrières pérennes"),
        ("Lieux de culte", "lieux de culte"),
        ("Brumisateur", "brumisateurs"),
        ("Musée", "musées"),
    ):
        assert f"{words} ({counts[code]})" in prose
    halls = counts["Mairie d'arrondissement"]
    alone = len(json.loads(committed["data/geo/mairies.geojson"])["features"])
    assert f"compte {halls} lieux, dont {alone} mairies" in prose


@pytest.mark.parametrize(
    ("table", "layer"), [("lieux-frais", "lieux_frais"), ("fontaines", "fontaines")]
)
def test_each_row_is_published_at_its_point(
    committed: Mapping[str, bytes], folder: Path, table: str, layer: str
) -> None:
    wanted = {
        feature["properties"]["identifiant"]: feature["geometry"]
        for feature in json.loads(committed[f"data/geo/{layer}.geojson"])["features"]
    }
    features = json.loads((folder / f"lieux-frais/{table}.geojson").read_bytes())["features"]
    assert {item["properties"]["identifiant"]: item["geometry"] for item in features} == wanted
    info = pyogrio.read_info(folder / f"lieux-frais/{table}.gpkg")
    assert (info["geometry_type"], info["features"], info["crs"]) == (
        "Point",
        len(wanted),
        "EPSG:4326",
    )
