"""Exposure of every territory: the same figures as the arrondissements' own, and sums that hold."""

import pandas as pd
import pytest

from maps.figures.exposure_levels import COLUMNS, CONTINUOUS, LEVELS, exposure_levels
from maps.records.layers import Layer
from maps.streets.verdicts import STREET_ZONES

FLOODS = tuple(zone for zone in STREET_ZONES if zone not in CONTINUOUS)


@pytest.fixture(scope="module")
def table(layers: dict[str, Layer]) -> pd.DataFrame:
    return exposure_levels(layers)


def test_every_territory_has_one_row_a_zone(table: pd.DataFrame, layers: dict[str, Layer]) -> None:
    counts = table.groupby(["zone", "niveau"]).size().unstack()
    territories = [
        len(layers[name].properties) for name in ("arrondissements", "quartiers", "iris")
    ]
    assert counts[list(LEVELS)].drop_duplicates().to_numpy().tolist() == [[1, *territories]]
    assert list(table.columns) == list(COLUMNS)
    assert list(dict.fromkeys(table["zone"])) == list(STREET_ZONES)


def test_arrondissements_have_the_figures_of_the_map(
    table: pd.DataFrame, paris: pd.DataFrame
) -> None:
    merged = table.merge(
        paris,
        left_on=["zone", "code_territoire"],
        right_on=["zone", "code_insee"],
        suffixes=("", "_carte"),
    )
    assert len(merged) == 21 * len(FLOODS)
    for name in (
        "surface_vides_ouverts_m2", "surface_vides_combles_m2", "nb_habitants_vides_ouverts",
        "nb_habitants_vides_combles", "nb_habitants_majorant", "nb_75_plus_majorant",
    ):  # fmt: skip
        assert merged[name].astype(float).to_numpy() == pytest.approx(
            merged[f"{name}_carte"].to_numpy(), rel=1e-3, abs=1
        )


def test_quartiers_share_out_the_residents_of_paris(table: pd.DataFrame) -> None:
    rows = (
        table[table["niveau"] == "quartier"]
        .groupby("zone")[["nb_habitants", "nb_habitants_vides_ouverts"]]
        .sum()
    )
    paris = table[table["niveau"] == "paris"].set_index("zone")
    for name in rows.columns:
        assert rows[name].to_numpy() == pytest.approx(
            paris.loc[rows.index, name].astype(float).to_numpy(), rel=1e-3, abs=40
        )


def test_estimates_stand_in_order(table: pd.DataFrame) -> None:
    floods = table[table["zone"].isin(FLOODS)]
    for kind in ("habitants", "75_plus"):
        low, high = (
            floods[f"nb_{kind}_vides_ouverts"],
            floods[f"nb_{kind}_vides_combles"].astype(int),
        )
        assert (low <= high).all()
        assert (table[f"nb_{kind}_vides_ouverts"] <= table[f"nb_{kind}_majorant"]).all()
        assert (table[f"nb_{kind}_majorant"] <= table[f"nb_{kind}"]).all()
    assert (
        floods["surface_vides_ouverts_m2"] <= floods["surface_vides_combles_m2"].astype(int)
    ).all()


def test_a_zone_without_street_gaps_has_no_closed_figure(table: pd.DataFrame) -> None:
    quarries = table[table["zone"] == "carrieres"]
    assert quarries["surface_vides_combles_m2"].isna().all()
    assert table[table["zone"].isin(FLOODS)]["surface_vides_combles_m2"].notna().all()
