"""The browser's own logic (search of a name, nearest street), run by Node on the published index."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from maps.records.columns import COLUMNS
from maps.records.layers import read_layer
from maps.streets.locating import traces
from maps.streets.search_index import street_index

ROOT = Path(__file__).resolve().parents[3]
NODE = ROOT / ".venv" / "bin" / "node"
DATASETS = ROOT / "data" / "datasets"
VOIES = "data/geo/voies.geojson"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The two files of « Ma rue », as the build makes them; paths by the name of their variable."""
    folder = tmp_path_factory.mktemp("ma-rue")
    text = {"n_sq_vo": str, "code_insee": str}
    voies = pd.read_csv(DATASETS / "voies" / "voies.csv", dtype=text)
    crossed = pd.read_csv(DATASETS / "voies" / "voies-arrondissements.csv", dtype=text)
    codes = crossed.groupby("n_sq_vo", sort=False)["code_insee"].agg(" ".join)
    voies = voies.assign(arrondissements=voies["n_sq_vo"].map(codes))
    names = ("voies-risques", "voies-plus-hautes-eaux")
    verdicts = pd.concat(
        pd.read_csv(DATASETS / name / "verdicts.csv", dtype=text) for name in names
    )
    layer = read_layer(VOIES, (ROOT / VOIES).read_bytes(), [], properties=COLUMNS["voies"])
    assert layer is not None
    (folder / "voies.json").write_bytes(street_index(voies, verdicts))
    (folder / "traces.json").write_bytes(traces(layer))
    return {"VOIES": str(folder / "voies.json"), "TRACES": str(folder / "traces.json")}


@pytest.mark.parametrize("name", ["adresse", "lieux", "montee", "plan", "voies"])
def test_a_module_keeps_its_promises(published: dict[str, str], name: str) -> None:
    script = ROOT / "tests" / "site_src" / "territoires" / f"{name}.test.mjs"
    done = subprocess.run(
        [NODE, "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "--test", str(script)],
        env={**os.environ, **published}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "# fail 0" in done.stdout or "ℹ fail 0" in done.stdout
