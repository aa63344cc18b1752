"""The verdict of a street: laws of the classes, and small worlds of streets and zones."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.geometry.projection import to_wgs84
from maps.records.layers import Layer
from maps.streets.thresholds import PATH, StreetRules, read_street_rules
from maps.streets.verdicts import COLUMNS, STREET_ZONES, VERDICTS, street_verdicts, verdict_of

ROOT = Path(__file__).resolve().parents[3]
WEST, SOUTH = 652_000.0, 6_862_000.0  # Lambert-93, in the middle of Paris
Points = list[tuple[float, float]]


def read_rules() -> StreetRules:
    rules = read_street_rules((ROOT / PATH).read_bytes(), [])
    assert rules is not None
    return rules


RULES = read_rules()
share = st.floats(0, 100)


@given(st.tuples(share, share, share).map(sorted))
def test_a_class_is_asserted_only_when_all_distances_agree(shares: list[float]) -> None:
    verdict = verdict_of(shares, RULES)
    alone = {verdict_of([value] * 3, RULES) for value in shares}
    assert verdict == (alone.pop() if len(alone) == 1 else "a_verifier")
    assert verdict in VERDICTS


@pytest.mark.parametrize(
    ("shares", "verdict"),
    [
        ((90, 95, 100), "concernee"),
        ((89.9, 95, 100), "a_verifier"),
        ((1, 50, 89.9), "en_partie"),
        ((0.9, 1, 2), "a_verifier"),
        ((0, 0, 0.9), "hors_zone"),
        ((0, 50, 100), "a_verifier"),
    ],
)
def test_thresholds_are_included(shares: tuple[float, ...], verdict: str) -> None:
    assert verdict_of(shares, RULES) == verdict


def placed(shapes: list[shapely.Geometry]) -> np.ndarray:
    moved = [shapely.transform(shape, lambda xy: xy + np.array([WEST, SOUTH])) for shape in shapes]
    return to_wgs84(np.array(moved, dtype=object))


def street(name: str, kind: str, *points: tuple[float, float]) -> tuple[str, str, shapely.Geometry]:
    return name, kind, shapely.LineString(points)


def world(
    streets: list[tuple[str, str, shapely.Geometry]],
    ppri: Sequence[tuple[str, shapely.Geometry]],
    water: shapely.Geometry | None = None,
) -> pd.DataFrame:
    """Verdicts of streets (name, type, line in metres) beside PPRI blocks (zonage, shape)."""
    rows = tuple(
        {"n_sq_vo": f"75000000{rank}", "libelle_voie": name, "type_voie": kind}
        for rank, (name, kind, _) in enumerate(streets)
    )
    far = shapely.box(5000, 5000, 5010, 5010)
    layers = {
        "voies": Layer("voies.geojson", rows, placed([line for _, _, line in streets])),
        "ppri": Layer(
            "ppri.geojson", tuple({"zonage": z} for z, _ in ppri), placed([s for _, s in ppri])
        ),
        "plus_hautes_eaux": Layer("plus_hautes_eaux.geojson", ({},), placed([far])),
        "carrieres": Layer("carrieres.geojson", ({},), placed([far])),
        "seine_et_canaux": Layer("seine_et_canaux.geojson", ({},), placed([water or far])),
    }
    return street_verdicts(layers, RULES)


def said(table: pd.DataFrame, zone: str, rank: int = 0) -> dict[Any, Any]:
    found = table[(table["zone"] == zone) & (table["n_sq_vo"] == f"75000000{rank}")]
    assert len(found) == 1
    row: dict[Any, Any] = found.iloc[0].to_dict()
    return row


def test_a_street_between_two_blocks_is_concerned_though_the_zone_has_a_gap_there() -> None:
    blocks = [("B", shapely.box(0, 6, 400, 100)), ("B", shapely.box(0, -100, 400, -6))]
    table = world([street("Rue du Milieu", "RUE", (0, 0), (400, 0))], blocks)
    assert said(table, "ppri")["verdict"] == "concernee"
    assert said(table, "ppri_b")["verdict"] == "concernee"
    assert said(table, "ppri_v")["verdict"] == "hors_zone"
    assert list(table.columns) == list(COLUMNS)
    assert list(table["zone"]) == list(STREET_ZONES)


def test_a_wide_boulevard_beside_the_zone_is_to_be_checked() -> None:
    table = world(
        [street("Boulevard Large", "BD", (0, 0), (400, 0))], [("B", shapely.box(0, 15, 400, 100))]
    )
    row = said(table, "ppri")
    assert (row["part_10_m_pct"], row["part_20_m_pct"], row["verdict"]) == (0, 100, "a_verifier")


CROSSINGS = [
    street("Rue de l'Est", "RUE", (300, -80), (300, 80)),
    street("Avenue du Centre", "AV", (150, -80), (150, 80)),
    street("Quai de l'Ouest", "QU", (0, -80), (0, 80)),
]


def test_the_concerned_stretch_is_named_by_the_streets_that_cross_at_its_ends() -> None:
    long = street("Rue Longue", "RUE", (0, 0), (300, 0))
    table = world([long, *CROSSINGS], [("B", shapely.box(-5, -5, 120, 5))])
    row = said(table, "ppri")
    assert row["verdict"] == "en_partie"
    assert row["troncons"] == "entre le quai de l'Ouest et l’avenue du Centre"


def test_the_two_carriageways_of_a_boulevard_are_one_stretch() -> None:
    both = shapely.MultiLineString([[(0, -6), (300, -6)], [(0, 6), (300, 6)]])
    table = world(
        [("Boulevard Double", "BD", both), *CROSSINGS], [("B", shapely.box(-5, -10, 140, 10))]
    )
    assert said(table, "ppri")["troncons"] == "entre le quai de l'Ouest et l’avenue du Centre"


def test_a_square_says_on_which_side() -> None:
    loop = street("Place Ronde", "PL", (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    east = street("Rue de l'Est", "RUE", (100, 50), (200, 50))
    west = street("Quai de l'Ouest", "QU", (0, 50), (-100, 50))
    table = world([loop, east, west], [("B", shapely.box(95, 20, 200, 80))])
    row = said(table, "ppri")
    assert row["verdict"] == "en_partie"
    assert row["troncons"] == "du côté de la rue de l'Est"


def test_a_square_wholly_inside_is_concerned_and_names_nothing() -> None:
    loop = street("Place Ronde", "PL", (0, 0), (100, 0), (100, 100), (0, 100), (0, 0))
    row = said(world([loop], [("V", shapely.box(-20, -20, 120, 120))]), "ppri")
    assert (row["verdict"], row["troncons"]) == ("concernee", "")


def test_a_bridge_above_water_is_neither_in_nor_out() -> None:
    bridge = street("Pont Vieux", "PONT", (0, 0), (200, 0))
    banks = [
        street("Quai de l'Ouest", "QU", (0, -80), (0, 80)),
        street("Quai de l'Est", "QU", (200, -80), (200, 80)),
    ]
    river = shapely.box(20, -500, 180, 500)
    table = world([bridge, *banks], [("B", shapely.box(-100, -100, 20, 100))], river)
    row = said(table, "ppri")
    assert (row["verdict"], row["troncons"]) == (
        "ouvrage",
        "entre le quai de l'Ouest et le quai de l'Est",
    )
    assert said(table, "ppri", 1)["verdict"] == "concernee"


def test_a_street_called_bridge_on_dry_land_is_a_street() -> None:
    bridge = street("Pont Sec", "PONT", (0, 0), (200, 0))
    table = world([bridge], [("B", shapely.box(-5, -5, 205, 5))])
    assert said(table, "ppri")["verdict"] == "concernee"


def test_only_the_streets_asked_for_are_measured(layers: dict[str, Layer]) -> None:
    code = layers["voies"].column("n_sq_vo")[0]
    table = street_verdicts(layers, RULES, only=[code])
    assert list(table["n_sq_vo"]) == [code] * len(STREET_ZONES)
