"""Published figures against figures measured again: the same for every arrondissement and every zone."""

from dataclasses import asdict

import pandas as pd
import pytest
import shapely

from maps.figures.exposure_levels import CONTINUOUS
from maps.figures.published_exposure import Exposure
from maps.records.layers import Layer
from maps.streets.verdicts import STREET_ZONES
from tests.maps.figures.measured_apart import exposed

FIGURES = (
    "surface_vides_ouverts_m2", "part_vides_ouverts_pct", "surface_vides_combles_m2", "part_vides_combles_pct",
    "nb_habitants_vides_ouverts", "nb_habitants_vides_combles", "nb_habitants_majorant",
    "nb_75_plus_vides_ouverts", "nb_75_plus_vides_combles",
)  # fmt: skip


@pytest.fixture(scope="module")
def measured(layers: dict[str, Layer], paris: pd.DataFrame) -> pd.DataFrame:
    """Every zone of « Ma rue », measured on the committed layers."""
    ground, iris = layers["arrondissements"], layers["iris"]
    quarries = shapely.union_all(layers["carrieres"].lambert93)
    parts = [paris, exposed(ground, iris, quarries).assign(zone="carrieres")]
    return pd.concat(parts, ignore_index=True).set_index(["code_insee", "zone"])


def test_every_arrondissement_and_paris_have_every_zone(
    published: Exposure, measured: pd.DataFrame
) -> None:
    assert set(published) == set(measured.index)
    assert {zone for _, zone in published} == set(STREET_ZONES)
    assert len(published) == 21 * len(STREET_ZONES)


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_the_measured_one_rounded(
    name: str, published: Exposure, measured: pd.DataFrame
) -> None:
    half = 0.005 if name.startswith("part") else 0.5
    for (code, zone), figures in published.items():
        value = asdict(figures)[name]
        if "combles" in name and zone in CONTINUOUS:
            assert value is None
        else:
            assert value == pytest.approx(measured.loc[(code, zone), name], abs=half + 1e-6), (code, zone)  # fmt: skip


def test_names_are_those_of_the_layer(published: Exposure, layers: dict[str, Layer]) -> None:
    rows = layers["arrondissements"].properties
    names = {row["code_insee"]: row["libelle_arrondissement"] for row in rows} | {"75056": "Paris"}
    assert {(code, item.libelle_territoire) for (code, _), item in published.items()} == set(names.items())  # fmt: skip
