"""Tables that cover their layers: no row of nowhere, no silence that would read as no risk."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from maps.records.layers import Layer
from opendata.findings import read_csv
from opendata.records.catalogue import Datasets
from site_src.territoires.coverage import COVERS, Cover, coverage_findings
from tests.builds import committed, library

TABLE = "data/datasets/essai/verdicts.csv"
READ = ("data/geo/*", "data/sources.yaml", "data/datasets/exposition/**/*")
COVER = Cover("essai/verdicts", "n_sq_vo", "voies", "n_sq_vo", ("ppri", "carrieres"))
GOOD = "n_sq_vo,zone,verdict\nA,ppri,x\nA,carrieres,x\nB,ppri,x\nB,carrieres,x\n"


def layer(*codes: str) -> Layer:
    lines = [shapely.LineString([[2.35, 48.85], [2.36, 48.85]])] * len(codes)
    rows = tuple({"n_sq_vo": code} for code in codes)
    return Layer("data/geo/voies.geojson", rows, np.array(lines, dtype=object))


def found(text: str, *codes: str) -> list[str]:
    header = text.partition("\n")[0].split(",")
    table = read_csv(TABLE, text.encode(), header, [])
    assert table is not None
    layers = {"voies": layer(*(codes or "AB"))}
    return [str(finding) for finding in coverage_findings(layers, {TABLE: table}, [COVER])]


def test_a_table_that_covers_its_layer_has_no_finding() -> None:
    assert found(GOOD) == []


def test_a_code_that_no_feature_has_is_located() -> None:
    assert found(GOOD + "Z,ppri,x\n") == [
        (
            f"{TABLE}:6:1: n_sq_vo « Z » : absent de data/geo/voies.geojson "
            "— règle : un code de territoire ou de voie est celui d'une entité de sa couche "
            "— remède : remettre la ligne d'origine, ou relancer derive"
        )
    ]


def test_a_missing_row_is_a_finding_by_zone() -> None:
    assert found(GOOD.replace("B,carrieres,x\n", "")) == [
        (
            f"{TABLE}:0:0: zone carrieres : aucune ligne pour B (voies) "
            "— règle : chaque entité a une ligne par zone : une ligne absente se lirait « rien de dessiné » "
            "— remède : remettre la ligne d'origine, ou relancer derive"
        )
    ]


def test_many_missing_rows_are_counted() -> None:
    assert "aucune ligne pour C, D, E et 2 de plus (voies)" in found(GOOD, *"ABCDEFG")[0]


@pytest.mark.parametrize("text", ["n_sq_vo;zone\nA;ppri\n", "zone,verdict\nppri,x\n"])
def test_a_table_without_the_code_is_left_to_its_own_check(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("raw", [b"", b"zone;niveau\nppri;paris\n"])
def test_a_table_that_cannot_be_read_is_left_to_its_own_check(raw: bytes) -> None:
    path = "data/datasets/exposition/exposition.csv"
    shelf = library({**committed(*READ[1:]), path: raw})
    texts = shelf.record("datasets", Datasets).texts
    layers = {name: layer("A") for name in ("arrondissements", "quartiers", "iris")}
    assert [finding.path for finding in shelf.findings] == [path]
    assert list(coverage_findings(layers, texts)) == []


def test_a_layer_that_cannot_be_read_is_left_to_its_own_check() -> None:
    table = read_csv(TABLE, GOOD.encode(), ("n_sq_vo", "zone", "verdict"), [])
    assert table is not None
    assert list(coverage_findings({}, {TABLE: table}, [COVER])) == []


def test_a_territory_of_nowhere_is_named_with_the_one_it_hides() -> None:
    files = committed(*READ)
    path = "data/datasets/exposition/exposition.csv"
    raw = files[path].replace(b"ppri,arrondissement,75102,", b"ppri,arrondissement,75121,", 1)
    shelf = library({**files, path: raw})
    shelf.record("coverage", bool)
    assert [str(finding).partition(" \N{EM DASH}")[0] for finding in shelf.findings] == [
        f"{path}:4:3: code_territoire « 75121 » : absent de data/geo/arrondissements.geojson",
        f"{path}:0:0: zone ppri : aucune ligne pour 75102 (arrondissements)",
    ]


def test_every_table_of_territory_of_the_repository_covers_its_layer() -> None:
    shelf = library(committed("data/geo/*", "data/sources.yaml", "data/datasets/**/*"))
    layers, texts = shelf.record("layers", dict), shelf.record("datasets", Datasets).texts
    assert {cover.path for cover in COVERS} <= set(texts)
    assert list(coverage_findings(layers, texts)) == []
