"""Exposure recomputed on the originals, ungeneralised, by other means: within 1 %.

Areas are counted here on a grid of 2.5 m by an even-odd fill in numpy, which shares no geometry
code with `maps.figures.exposure_levels`; the closing of street gaps is redone by shapely on the originals.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from maps.derivation.originals import Features, read_geojson, read_shapefile
from maps.figures.exposure import COMBLEMENT_M, PARIS
from opendata.findings import Finding
from opendata.model import Source

ROOT = Path(__file__).resolve().parents[3]
PIXEL_M = 2.5
WEST, NORTH = 642_500.0, 6_867_500.0
ROWS, COLUMNS = 4200, 7600  # 19.0 km × 10.5 km: Paris with its two woods
Grid = NDArray[np.int16]


def fill(polygons: NDArray[np.object_], values: NDArray[np.int64]) -> Grid:
    """The value of the polygon over each pixel's centre (sum where polygons overlap), else 0.

    Walking a row from the west, crossing an edge adds or takes away the polygon's value.
    """
    steps = np.zeros((ROWS, COLUMNS), dtype=np.int16)
    parts, first = shapely.get_parts(polygons, return_index=True)
    parts, second = shapely.get_parts(parts, return_index=True)  # a repair may nest collections
    for polygon, value in zip(parts, values[first[second]], strict=True):
        for ring in shapely.get_rings(shapely.orient_polygons(polygon)):
            _cross(steps, shapely.get_coordinates(ring), int(value))
    return np.cumsum(steps, axis=1, dtype=np.int16)


def _cross(steps: Grid, xy: NDArray[np.float64], value: int) -> None:
    x = (xy[:, 0] - WEST) / PIXEL_M
    y = (NORTH - xy[:, 1]) / PIXEL_M
    first, last = np.ceil(y[:-1] - 0.5).astype(int), np.ceil(y[1:] - 0.5).astype(int)
    counts = np.abs(last - first)
    edges = np.repeat(np.arange(len(counts)), counts)
    starts = np.repeat(np.minimum(first, last), counts)
    rows = starts + np.arange(len(edges)) - np.repeat(np.cumsum(counts) - counts, counts)
    slope = (x[1:] - x[:-1])[edges] / (y[1:] - y[:-1])[edges]
    columns = np.ceil(x[:-1][edges] + (rows + 0.5 - y[:-1][edges]) * slope - 0.5).astype(int)
    inside = (rows >= 0) & (rows < ROWS)
    sign = np.where(last > first, value, -value)[edges].astype(np.int16)
    np.add.at(steps, (rows[inside], np.clip(columns[inside], 0, COLUMNS - 1)), sign[inside])


@pytest.fixture(scope="module")
def originals(mirror: Path, sources: dict[str, Source]) -> dict[str, Features]:
    def read(name: str) -> Features:
        path, findings = sources[name].fichier, list[Finding]()
        read = read_shapefile if path.endswith(".zip") else read_geojson
        found = read(path, (mirror / path).read_bytes(), findings)
        assert findings == []
        return found

    names = (
        "arrondissements",
        "quartiers",
        "population-iris",
        "ppri",
        "plus-hautes-eaux",
        "carrieres",
    )
    return {name: read(name) for name in names}


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    """The datasets of exposure, as they are published."""
    names = ("exposition", "exposition-plus-hautes-eaux")
    text = {"code_territoire": str, "code_insee": str}
    tables = [
        pd.read_csv(ROOT / "data" / "datasets" / name / "exposition.csv", dtype=text)
        for name in names
    ]
    return pd.concat(tables, ignore_index=True)


@pytest.fixture(scope="module")
def ours(published: pd.DataFrame) -> pd.DataFrame:
    """Paris and its arrondissements, by zone and code."""
    kept = published[published["niveau"].isin(["paris", "arrondissement"])]
    return kept.set_index(["zone", "code_insee"])


@pytest.fixture(scope="module")
def zones(originals: dict[str, Features]) -> dict[str, NDArray[np.bool_]]:
    ppri = originals["ppri"]
    blue = np.array([row["zonage"] == "B" for row in ppri.properties])
    waters = shapely.make_valid(originals["plus-hautes-eaux"].geometries)
    drawn = {
        "ppri_b": ppri.geometries[blue],
        "ppri_v": ppri.geometries[~blue],
        "plus_hautes_eaux": waters,
        "carrieres": shapely.make_valid(originals["carrieres"].geometries),
    }
    # Around Paris only: the highest known waters are those of the whole region.
    frame = shapely.box(WEST, NORTH - ROWS * PIXEL_M, WEST + COLUMNS * PIXEL_M, NORTH)
    grids = {}
    for name, polygons in drawn.items():
        near = polygons[shapely.intersects(polygons, frame)]
        grids[name] = fill(near, np.ones(len(near), dtype=np.int64)) > 0
    return grids | {"ppri": grids["ppri_b"] | grids["ppri_v"]}


@pytest.fixture(scope="module")
def grounds(originals: dict[str, Features]) -> dict[str, Grid]:
    """Over each pixel, the rank from 1 of the feature that it belongs to."""
    return {
        name: fill(original.geometries, np.arange(1, len(original.properties) + 1))
        for name, original in originals.items()
        if name in ("arrondissements", "quartiers", "population-iris")
    }


def pixels(ground: Grid, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of the chosen pixels each feature of `ground` has."""
    return np.bincount(ground[chosen], minlength=ground.max() + 1)[1:]


ZONES = ("ppri_b", "ppri_v", "ppri", "plus_hautes_eaux")


@pytest.mark.parametrize("zone", ZONES)
def test_areas_agree(
    zone: str,
    originals: dict[str, Features],
    grounds: dict[str, Grid],
    zones: dict[str, NDArray[np.bool_]],
    ours: pd.DataFrame,
) -> None:
    codes = [str(75100 + row["c_ar"]) for row in originals["arrondissements"].properties]
    counted = pixels(grounds["arrondissements"], zones[zone]) * PIXEL_M**2
    published = ours.loc[zone].loc[codes, "surface_vides_ouverts_m2"].to_numpy()
    # 300 m²: the counting error of the grid on the smallest zones.
    assert published == pytest.approx(counted, rel=0.01, abs=300)
    assert published.sum() == pytest.approx(counted.sum(), rel=0.002)


@pytest.mark.parametrize("zone", ZONES)
def test_residents_agree(
    zone: str,
    originals: dict[str, Features],
    grounds: dict[str, Grid],
    zones: dict[str, NDArray[np.bool_]],
    ours: pd.DataFrame,
) -> None:
    iris, ground = originals["population-iris"], grounds["population-iris"]
    share = pixels(ground, zones[zone]) / pixels(ground, ground > 0)
    expected = pd.DataFrame({
        "code_insee": [row["code_commune"] for row in iris.properties],
        "nb_habitants": [row["population"] for row in iris.properties] * share,
        "nb_75_plus": [row["population_75_plus"] for row in iris.properties] * share,
    })  # fmt: skip
    totals = expected.groupby("code_insee").sum()
    published = ours.loc[zone].drop(PARIS)
    for kind in ("nb_habitants", "nb_75_plus"):
        estimate = published[f"{kind}_vides_ouverts"].to_numpy()
        assert estimate == pytest.approx(totals[kind].to_numpy(), rel=0.01, abs=20)


@pytest.mark.parametrize("zone", ["ppri", "plus_hautes_eaux"])
def test_filled_gaps_and_upper_bounds_agree(
    zone: str, originals: dict[str, Features], ours: pd.DataFrame
) -> None:
    iris = originals["population-iris"]
    name = {"ppri": "ppri", "plus_hautes_eaux": "plus-hautes-eaux"}[zone]
    whole = shapely.make_valid(originals[name].geometries)
    paris = shapely.buffer(shapely.box(*shapely.total_bounds(iris.geometries)), 100)
    drawn = shapely.union_all(shapely.intersection(whole, paris))
    filled = shapely.buffer(shapely.buffer(drawn, COMBLEMENT_M), -COMBLEMENT_M)
    population = np.array([row["population"] for row in iris.properties])
    surfaces = shapely.area(iris.geometries)
    share = shapely.area(shapely.intersection(iris.geometries, filled)) / surfaces
    touched = shapely.area(shapely.intersection(iris.geometries, drawn)) >= 1
    published = ours.loc[zone].loc[PARIS]
    estimate = (population * share).sum()
    assert published["nb_habitants_vides_combles"] == pytest.approx(estimate, rel=0.01)
    assert published["nb_habitants_majorant"] == pytest.approx(population[touched].sum(), rel=0.01)


def rows_of(published: pd.DataFrame, zone: str, level: str) -> pd.DataFrame:
    chosen = published[(published["zone"] == zone) & (published["niveau"] == level)]
    return chosen.set_index("code_territoire")


@pytest.mark.parametrize("zone", [*ZONES, "carrieres"])
def test_published_areas_of_quartiers_agree(
    zone: str,
    originals: dict[str, Features],
    grounds: dict[str, Grid],
    zones: dict[str, NDArray[np.bool_]],
    published: pd.DataFrame,
) -> None:
    counted = pixels(grounds["quartiers"], zones[zone]) * PIXEL_M**2
    codes = [str(row["c_quinsee"]) for row in originals["quartiers"].properties]
    ours = rows_of(published, zone, "quartier").loc[codes, "surface_vides_ouverts_m2"]
    # 700 m²: a border simplified by 2 m, along the zones that it cuts.
    assert ours.to_numpy() == pytest.approx(counted, rel=0.01, abs=700)
    assert ours.sum() == pytest.approx(counted.sum(), rel=0.002)


@pytest.mark.parametrize("zone", [*ZONES, "carrieres"])
def test_published_areas_and_residents_of_iris_agree(
    zone: str,
    originals: dict[str, Features],
    grounds: dict[str, Grid],
    zones: dict[str, NDArray[np.bool_]],
    published: pd.DataFrame,
) -> None:
    original, ground = originals["population-iris"], grounds["population-iris"]
    inside, whole = pixels(ground, zones[zone]), pixels(ground, ground > 0)
    ours = rows_of(published, zone, "iris").loc[
        [str(row["code_iris"]) for row in original.properties]
    ]
    # An IRIS is small: a border simplified by 2 m shows there; its sum over Paris may not drift.
    assert ours["surface_vides_ouverts_m2"].to_numpy() == pytest.approx(
        inside * PIXEL_M**2, rel=0.01, abs=1000
    )
    assert ours["surface_vides_ouverts_m2"].sum() == pytest.approx(
        inside.sum() * PIXEL_M**2, rel=0.002
    )
    residents = (
        np.array([row["population"] for row in original.properties]) * inside / whole
    ).sum()
    assert ours["nb_habitants_vides_ouverts"].sum() == pytest.approx(residents, rel=0.01, abs=50)
