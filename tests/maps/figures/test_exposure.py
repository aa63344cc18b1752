"""Ground and residents inside the flood zones: laws on small worlds, then Paris itself."""

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.figures.exposure import PARIS
from maps.figures.exposure_levels import exposure_levels
from maps.geometry.projection import to_wgs84
from maps.records.layers import Layer
from tests.maps.figures.measured_apart import COLUMNS, ZONES

WEST, SOUTH = 652_000.0, 6_862_000.0  # Lambert-93, in the middle of Paris


def layer(name: str, rows: list[dict[str, object]], boxes: list[tuple[float, ...]]) -> Layer:
    """Rectangles in metres (west, south, east, north) from a corner in Paris."""
    drawn = [shapely.box(WEST + w, SOUTH + s, WEST + e, SOUTH + n) for w, s, e, n in boxes]
    return Layer(f"{name}.geojson", tuple(rows), to_wgs84(np.array(drawn)))


def world(*blocks: tuple[str, float, float, float, float]) -> pd.DataFrame:
    """One arrondissement of 200 m × 100 m, two IRIS side by side, PPRI blocks (zonage, box): its flood zones."""
    names = {"code_insee": "75101", "libelle_arrondissement": "1er arrondissement",
             "code_quartier": "7510101", "libelle_quartier": "Quartier"}  # fmt: skip
    ground = layer("arrondissements", [dict(names)], [(0, 0, 200, 100)])
    iris = layer(
        "iris",
        [
            {
                "code_insee": "75101",
                "code_iris": "751010101",
                "libelle_iris": "Ouest",
                "population_totale": 1000,
                "population_75_plus": 100,
            },
            {
                "code_insee": "75101",
                "code_iris": "751010102",
                "libelle_iris": "Est",
                "population_totale": 400,
                "population_75_plus": 0,
            },
        ],
        [(0, 0, 100, 100), (100, 0, 200, 100)],
    )
    ppri = layer("ppri", [{"zonage": b[0]} for b in blocks], [b[1:] for b in blocks])
    phec = layer("plus_hautes_eaux", [{}], [(0, 0, 200, 50)])
    table = exposure_levels(
        {"arrondissements": ground, "quartiers": ground, "iris": iris, "ppri": ppri,
         "plus_hautes_eaux": phec, "carrieres": layer("carrieres", [{}], [(0, 0, 1, 1)])}
    )  # fmt: skip
    return table[(table["niveau"] == "arrondissement") & table["zone"].isin(ZONES)]


def row(table: pd.DataFrame, zone: str, code: str = "75101") -> pd.Series:
    found = table[(table["zone"] == zone) & (table["code_insee"] == code)]
    assert len(found) == 1
    return found.iloc[0]


def test_residents_are_shared_out_by_area() -> None:
    table = world(("B", 0, 0, 50, 100), ("V", 100, 0, 110, 100))
    blue = row(table, "ppri_b")
    assert blue["nb_habitants_vides_ouverts"] == pytest.approx(500, rel=1e-3)
    assert blue["nb_75_plus_vides_ouverts"] == pytest.approx(50, rel=1e-3)
    assert blue["surface_vides_ouverts_m2"] == pytest.approx(5000, rel=1e-3)
    assert blue["part_vides_ouverts_pct"] == pytest.approx(25, rel=1e-3)
    assert row(table, "ppri_v")["nb_habitants_vides_ouverts"] == pytest.approx(40, rel=1e-3)
    assert row(table, "ppri")["nb_habitants_vides_ouverts"] == pytest.approx(540, rel=1e-3)
    assert row(table, "plus_hautes_eaux")["nb_habitants_vides_ouverts"] == pytest.approx(
        700, rel=1e-3
    )


def test_street_between_two_blocks_is_filled() -> None:
    table = world(("B", 0, 0, 30, 100), ("B", 50, 0, 100, 100))
    blue = row(table, "ppri_b")
    assert blue["nb_habitants_vides_ouverts"] == pytest.approx(800, rel=1e-3)
    assert blue["nb_habitants_vides_combles"] == pytest.approx(1000, rel=0.01)


def test_gap_as_wide_as_a_river_stays_open() -> None:
    blue = row(world(("B", 0, 0, 10, 100), ("B", 80, 0, 100, 100)), "ppri_b")
    assert blue["nb_habitants_vides_combles"] == pytest.approx(300, rel=0.01)


def test_upper_bound_counts_every_iris_touched() -> None:
    table = world(("B", 90, 0, 101, 100))
    assert row(table, "ppri_b")["nb_habitants_majorant"] == 1400


def test_neighbour_that_only_abuts_is_not_touched() -> None:
    table = world(("B", 0, 0, 100, 100))
    assert row(table, "ppri_b")["nb_habitants_majorant"] == 1000


def test_empty_zone_exposes_nobody() -> None:
    green = row(world(("B", 0, 0, 50, 100)), "ppri_v")
    assert green["surface_vides_combles_m2"] == 0
    assert green["nb_habitants_majorant"] == 0


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(*(st.floats(0, 90), st.floats(0, 90), st.floats(2, 110), st.floats(2, 10))),
        min_size=1,
        max_size=4,
    )
)
def test_estimates_are_ordered(sizes: list[tuple[float, float, float, float]]) -> None:
    table = world(*(("B", x, y, x + width, y + height) for x, y, width, height in sizes))
    for kind in ("nb_habitants", "nb_75_plus"):
        assert (table[f"{kind}_vides_ouverts"] >= 0).all()
        assert (table[f"{kind}_vides_ouverts"] <= table[f"{kind}_vides_combles"] + 1e-6).all()
        assert (table[f"{kind}_vides_ouverts"] <= table[f"{kind}_majorant"] + 1e-6).all()
        assert (table[f"{kind}_vides_combles"] <= table[kind] + 1e-6).all()
        assert (table[f"{kind}_majorant"] <= table[kind]).all()


def test_table_has_the_documented_columns(paris: pd.DataFrame) -> None:
    assert list(paris.columns) == list(COLUMNS)
    assert {name: str(kind) for name, kind in paris.dtypes.items()} == dict(COLUMNS)
    assert list(paris["zone"].unique()) == list(ZONES)
    assert len(paris) == 21 * len(ZONES)


def test_paris_is_the_sum_of_its_arrondissements(paris: pd.DataFrame) -> None:
    additive = [name for name in COLUMNS if name.startswith(("surface", "nb_"))]
    for zone in ZONES:
        rows = paris[paris["zone"] == zone]
        parts = rows[rows["code_insee"] != PARIS][additive].sum()
        assert rows[rows["code_insee"] == PARIS][additive].iloc[0].to_numpy() == pytest.approx(
            parts.to_numpy()
        )


def test_exposed_arrondissements_are_those_that_the_ppri_names(paris: pd.DataFrame) -> None:
    # « 15 arrondissements exposed (all but 14, 17, 18, 19, 20) »: Assemblée nationale, QE 25543.
    rows = paris[(paris["zone"] == "ppri") & (paris["code_insee"] != PARIS)]
    spared = rows[rows["surface_vides_combles_m2"] == 0]["code_insee"]
    assert list(spared) == ["75114", "75117", "75118", "75119", "75120"]


def test_base_is_every_resident_of_the_census(
    paris: pd.DataFrame, layers: dict[str, Layer]
) -> None:
    iris = layers["iris"]
    assert row(paris, "ppri", PARIS)["nb_habitants"] == sum(iris.column("population_totale"))
    assert row(paris, "ppri", PARIS)["nb_75_plus"] == sum(iris.column("population_75_plus"))
