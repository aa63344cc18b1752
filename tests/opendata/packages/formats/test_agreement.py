"""Every published file, opened by the programs people use: same rows, same sums."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import json
import math
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pyogrio
import pytest

from opendata.packages.formats.sheets import NOT_DATA
from opendata.packages.version_folders import rebuilt_formats
from opendata.records.archived_versions import archived, kept_files
from tests.opendata.packages.books import sheets_of

NUMERIC = ("integer", "number", "year")


@dataclass(frozen=True)
class Totals:
    """What two readers of one table must agree on; sums by column name."""

    rows: int
    sums: Mapping[str, float]

    def agrees(self, other: Totals) -> bool:
        same = all(math.isclose(self.sums[n], other.sums[n], rel_tol=1e-9) for n in self.sums)
        return self.rows == other.rows and self.sums.keys() == other.sums.keys() and same


def packages(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    found = [
        (path.parent, json.loads(path.read_bytes()))
        for path in sorted(folder.glob("*/*datapackage.json"))
    ]
    assert len(found) >= 5
    return found


def numeric(resource: Mapping[str, Any]) -> list[str]:
    return [field["name"] for field in resource["schema"]["fields"] if field["type"] in NUMERIC]


def expected(place: Path, resource: Mapping[str, Any]) -> Totals:
    """By the standard library alone."""
    text = (place / resource["path"]).read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    sums = {n: math.fsum(float(r[n]) for r in rows if r[n]) for n in numeric(resource)}
    return Totals(len(rows), sums)


def by_pandas(frame: pd.DataFrame, names: list[str]) -> Totals:
    return Totals(len(frame), {name: float(frame[name].sum()) for name in names})


def by_polars(frame: pl.DataFrame, names: list[str]) -> Totals:
    return Totals(frame.height, {name: float(frame[name].sum() or 0) for name in names})


def by_duckdb(database: duckdb.DuckDBPyConnection, path: Path, names: list[str]) -> Totals:
    sums = "".join(f', coalesce(sum(cast("{name}" as double)), 0)' for name in names)
    (row,) = database.execute(f"select count(*){sums} from '{path}'").fetchall()
    return Totals(row[0], dict(zip(names, map(float, row[1:]), strict=True)))


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """To connect takes longer than to read most tables."""
    with duckdb.connect() as found:
        yield found


def tables(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    return [
        (place, resource)
        for place, package in packages(folder)
        for resource in package["resources"]
    ]


def test_pandas_polars_and_duckdb_agree_on_every_csv_parquet_and_json(
    folder: Path, database: duckdb.DuckDBPyConnection
) -> None:
    for place, resource in tables(folder):
        names, truth = numeric(resource), expected(place, resource)
        csv_file = place / resource["path"]
        parquet, plain = csv_file.with_suffix(".parquet"), csv_file.with_suffix(".json")
        for other in (
            by_pandas(pd.read_csv(csv_file), names),
            by_pandas(pd.read_parquet(parquet), names),
            by_pandas(pd.DataFrame(json.loads(plain.read_bytes()), columns=[f["name"] for f in resource["schema"]["fields"]]), names),
            by_polars(pl.read_csv(csv_file, schema_overrides=dict.fromkeys(names, pl.Float64), infer_schema_length=None), names),
            by_polars(pl.read_parquet(parquet), names),
            by_duckdb(database, csv_file, names),
            by_duckdb(database, parquet, names),
            by_duckdb(database, plain, names),
        ):  # fmt: skip
            assert truth.agrees(other), (csv_file, truth, other)


def test_the_files_of_earlier_versions_agree_with_what_is_kept_of_them(
    folder: Path, database: duckdb.DuckDBPyConnection
) -> None:
    seen = 0
    for path in sorted(folder.glob("*/*/*datapackage.json")):
        place, package = path.parent, json.loads(path.read_bytes())
        if not list(place.glob("*.xlsx")):  # the current version: its formats stand above it
            continue
        (book,) = place.glob("*.xlsx")
        sheets = openpyxl.load_workbook(book, read_only=True).sheetnames
        assert len(sheets) == len(package["resources"]) + len(NOT_DATA)
        for resource in package["resources"]:
            names, truth = numeric(resource), expected(place, resource)
            file = place / resource["path"]
            assert truth.agrees(by_pandas(pd.read_parquet(file.with_suffix(".parquet")), names))
            assert truth.agrees(by_duckdb(database, file.with_suffix(".json"), names))
            seen += 1
    assert seen >= 14


def test_openpyxl_agrees_on_every_sheet(folder: Path) -> None:
    for place, package in packages(folder):
        (name,) = [item["path"] for item in package["formats"] if item["format"] == "xlsx"]
        *sheets, columns, notes = sheets_of(place / name).items()
        assert (columns[0], notes[0]) == NOT_DATA
        for (title, (_, *rows)), resource in zip(sheets, package["resources"], strict=True):
            fields = resource["schema"]["fields"]
            sums = {
                field["name"]: math.fsum(row[n] for row in rows if row[n] is not None)
                for n, field in enumerate(fields)
                if field["type"] in NUMERIC
            }
            assert expected(place, resource).agrees(Totals(len(rows), sums)), (name, title)


def test_gdal_agrees_on_every_geometry(folder: Path) -> None:
    seen = 0
    for place, resource in tables(folder):
        names, truth = numeric(resource), expected(place, resource)
        for suffix in (".geojson", ".gpkg"):
            path = (place / resource["path"]).with_suffix(suffix)
            if path.exists():
                assert truth.agrees(by_polars(_gdal(path), names)), path
                assert pyogrio.read_info(path)["crs"] == "EPSG:4326"
                seen += 1
    assert seen >= 4


def _gdal(path: Path) -> pl.DataFrame:
    _, table = pyogrio.read_arrow(path, read_geometry=False)
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


def test_parquet_columns_have_the_declared_types_meaning_and_unit(folder: Path) -> None:
    schema = pq.read_schema(folder / "crues/crues.parquet")
    field = schema.field("hauteur_m")
    assert str(field.type) == "double"
    assert field.metadata[b"unit"] == b"m"
    assert str(schema.field("annee").type) == "int32"
    assert schema.metadata[b"licence"] == b"etalab-2.0"
    assert json.loads(schema.metadata[b"tableschema"])["primaryKey"] == ["id_crue"]


def test_digests_are_those_of_the_files_and_the_zip_has_them_all(folder: Path) -> None:
    for place, package in packages(folder):
        (sums,) = place.glob("*sha256sums.txt")
        lines = sums.read_text(encoding="utf-8").splitlines()
        digests = {name: digest for digest, name in (line.split("  ") for line in lines)}
        present = {path.name for path in place.iterdir() if path.is_file()}
        assert set(digests) == present - {sums.name}
        for name, digest in digests.items():
            assert hashlib.sha256((place / name).read_bytes()).hexdigest() == digest
        (bundle,) = place.glob("*.zip")
        with zipfile.ZipFile(bundle) as content:
            inside = {
                f"{package['name']}/{name}"
                for name in set(digests) - {bundle.name}
                if not name.endswith(".svg")
            }
            assert inside == set(content.namelist())
            assert {entry.date_time for entry in content.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_version_is_made_again_to_the_byte_from_what_is_kept_of_it(folder: Path) -> None:
    """Maps too: the outlines of the day are those of the GeoJSON that `archive` keeps."""
    compared = set()
    for place, latest in packages(folder):
        if (
            "audit" in latest
        ):  # counts of people: made again from the table that is published today alone
            continue
        files = {path.name: path.read_bytes() for path in (place / latest["version"]).iterdir()}
        package = json.loads(files["datapackage.json"])
        kept = {name: files[name] for name in ("datapackage.json", *kept_files(package))}
        assert kept | rebuilt_formats(archived(latest["version"], package, kept), {}) == files
        compared |= {name.rpartition(".")[2] for name in files.keys() - kept}
    assert compared == {"geojson", "gpkg", "json", "parquet", "txt", "xlsx", "zip"}


def test_a_dataset_only_shown_has_no_other_format(published: Mapping[str, bytes]) -> None:
    shown = [path for path in published if path.startswith("donnees/voies-plus-hautes-eaux/")]
    assert {path.rpartition(".")[2] for path in shown} == {"csv", "json", "svg"}
    assert not any("plus-hautes-eaux" in path for path in published if path.startswith("site/"))


def test_every_file_of_fictitious_data_says_so_in_its_name(published: Mapping[str, bytes]) -> None:
    place = "site/donnees/tranquillite/"
    names = [path.rpartition("/")[2] for path in published if path.startswith(place)]
    assert len(names) > 15
    assert not [name for name in names if "donnees-fictives-de-demonstration" not in name]
    bundle = f"{place}tranquillite-donnees-fictives-de-demonstration.zip"
    with zipfile.ZipFile(io.BytesIO(published[bundle])) as content:
        inside = [path.rpartition("/")[2] for path in content.namelist()]
    assert not [name for name in inside if "donnees-fictives-de-demonstration" not in name]


@pytest.mark.parametrize("name", ["voies/voies.geojson", "territoires/territoires.geojson"])
def test_outer_rings_turn_counter_clockwise(folder: Path, name: str) -> None:
    features = json.loads((folder / name).read_bytes())["features"]
    rings = [
        part[0]
        for feature in features
        if feature["geometry"] and "Polygon" in feature["geometry"]["type"]
        for part in (
            feature["geometry"]["coordinates"]
            if feature["geometry"]["type"] == "MultiPolygon"
            else [feature["geometry"]["coordinates"]]
        )
    ]
    for ring in rings:
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
        assert area > 0
    longitudes = [point[0] for ring in rings for point in ring]
    assert all(2.2 < value < 2.5 for value in longitudes)
