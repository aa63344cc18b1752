"""Clients of ten lines join three of our datasets with the codes of Insee and of the City, and agree.

The files of the City and of Insee stand beside the repository, and never in it: elsewhere this is skipped.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from tools.judges import CITY, CLIENTS, client_text

RUNS: Mapping[str, list[str]] = {
    "with_pandas.py": [sys.executable],
    "with_polars.py": [sys.executable],
    "client.mjs": ["node"],
    "client.R": ["Rscript"],
}


@pytest.fixture(scope="module")
def place(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the clients run: our tables below `donnees/`, those of the others below `ville/`."""
    if not (CITY / "voie.csv").exists():
        pytest.skip("les fichiers de la Ville et de l'Insee (../shared/mirror) ne sont pas ici")
    work = tmp_path_factory.mktemp("clients")
    (work / "ville").symlink_to(CITY)
    (work / "donnees").symlink_to(folder)
    return work


@pytest.fixture(scope="module")
def joined(place: Path) -> str:
    """What plain Python finds: arrondissements, cool places, inhabitants, streets in the zone."""
    insee = {row["CODGEO_2025"] for row in _rows(place / "ville/ssmsi-communes-paris-2016-2024.csv", ",")}  # fmt: skip
    streets = {row["N_SQ_VO"] for row in _rows(place / "ville/voie.csv", ";")}
    zones = {row["code_insee"]: row for row in _rows(place / "donnees/exposition/exposition.csv", ",")
             if (row["zone"], row["niveau"]) == ("ppri", "arrondissement")}  # fmt: skip
    cool = [row for row in _rows(place / "donnees/lieux-frais/arrondissements.csv", ",") if row["code_insee"] in insee & zones.keys()]  # fmt: skip
    verdicts = [row for row in _rows(place / "donnees/voies-risques/verdicts.csv", ",")
                if row["zone"] == "ppri" and row["verdict"] != "hors_zone" and row["n_sq_vo" if "n_sq_vo" in row else "code_voie"] in streets]  # fmt: skip
    inhabitants = sum(int(zones[row["code_insee"]]["nb_habitants_vides_ouverts"]) for row in cool)
    return f"{len(cool)} {sum(int(row['nb_lieux_frais']) for row in cool)} {inhabitants} {len(verdicts)}"


def _rows(path: Path, sign: str) -> list[dict[str, str]]:
    csv.field_size_limit(10**7)
    with path.open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table, delimiter=sign))


def test_a_client_is_ten_lines_at_most() -> None:
    names = {path.name for path in CLIENTS.iterdir() if path.is_file()}
    assert names == {*RUNS, "duckdb.sql"}
    for name in names:
        lines = [line for line in (CLIENTS / name).read_text(encoding="utf-8").splitlines() if line]
        assert len(lines) <= 10, name


def test_the_question_has_an_answer(joined: str) -> None:
    assert re.fullmatch(r"20 [1-9]\d* [1-9]\d* [1-9]\d*", joined)


@pytest.mark.parametrize("name", RUNS)
def test_a_client_finds_what_the_others_find(name: str, place: Path, joined: str) -> None:
    if shutil.which(RUNS[name][0]) is None:
        pytest.skip(f"{RUNS[name][0]} n'est pas sur cette machine (make judges)")
    script = place / name
    script.write_text(client_text(name, place / "donnees"), encoding="utf-8")
    done = subprocess.run([*RUNS[name], name], cwd=place, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == joined.split()


def test_duckdb_finds_what_the_others_find(
    place: Path, joined: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    relation = duckdb.sql(client_text("duckdb.sql", place / "donnees"))
    assert relation is not None
    (found,) = relation.fetchall()
    assert [str(int(one)) for one in found] == joined.split()
