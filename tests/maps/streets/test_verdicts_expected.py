"""Twenty-five streets, measured before the code by a second engine on the originals: within 2 points.

How the expected shares were made: tests/golden/voies/LISEZ-MOI.md.
"""

from pathlib import Path

import pandas as pd
import pytest

from maps.streets.verdicts import STREET_ZONES, verdict_of
from tests.maps.streets.test_verdicts import RULES

ROOT = Path(__file__).resolve().parents[3]
POINTS = 2
SHARES = ["part_10_m_pct", "part_20_m_pct", "part_30_m_pct"]
DATASETS = ROOT / "data" / "datasets"


@pytest.fixture(scope="module")
def both() -> pd.DataFrame:
    """Expected and published shares side by side, one row per street and zone."""
    expected = pd.read_csv(ROOT / "tests" / "golden" / "voies" / "attendu.csv")
    text = {"n_sq_vo": str}
    voies = pd.read_csv(DATASETS / "voies" / "voies.csv", dtype=text)
    folders = ("voies-risques", "voies-plus-hautes-eaux")
    published = pd.concat(
        pd.read_csv(DATASETS / name / "verdicts.csv", dtype=text) for name in folders
    )
    named = published.merge(voies, on="n_sq_vo")
    return expected.merge(named, on=["libelle_voie", "zone"], suffixes=("_attendue", ""))


def test_every_expected_street_is_published_in_every_zone(both: pd.DataFrame) -> None:
    expected = pd.read_csv(ROOT / "tests" / "golden" / "voies" / "attendu.csv")
    assert len(both) == len(expected) == expected["libelle_voie"].nunique() * len(STREET_ZONES)


@pytest.mark.parametrize("column", SHARES)
def test_shares_agree_within_two_points(both: pd.DataFrame, column: str) -> None:
    gaps = (both[column] - both[f"{column}_attendue"]).abs()
    worst = both.assign(gap=gaps)[gaps > POINTS]
    assert worst[["libelle_voie", "zone", "gap"]].to_numpy().tolist() == []


def test_verdicts_are_those_of_the_expected_shares_unless_a_threshold_is_near(
    both: pd.DataFrame,
) -> None:
    limits = (RULES.part_minimale_pct.valeur, RULES.part_concernee_pct.valeur)
    for row in both.to_dict("records"):
        expected = [row[f"{column}_attendue"] for column in SHARES]
        is_near = any(0 < abs(value - limit) <= POINTS for value in expected for limit in limits)
        if not is_near and row["verdict"] != "ouvrage":
            assert row["verdict"] == verdict_of(expected, RULES), row["libelle_voie"]
