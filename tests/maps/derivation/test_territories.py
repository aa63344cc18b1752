"""Nested ground: quartiers fill arrondissements, arrondissements fill Paris."""

import numpy as np
import pytest
import shapely

from maps.records.layers import Layer


def test_arrondissement_is_the_union_of_its_quartiers(layers: dict[str, Layer]) -> None:
    quartiers, arrondissements = layers["quartiers"], layers["arrondissements"]
    codes = np.array(quartiers.column("code_insee"))
    for row, ground in zip(arrondissements.properties, arrondissements.geometries, strict=True):
        parts = quartiers.geometries[codes == row["code_insee"]]
        assert len(parts) == 4
        assert shapely.equals(shapely.coverage_union_all(parts), ground)


def test_paris_is_one_piece_without_holes(layers: dict[str, Layer]) -> None:
    paris = shapely.coverage_union_all(layers["arrondissements"].geometries)
    assert isinstance(paris, shapely.Polygon)
    assert not paris.interiors


def test_features_are_sorted_by_code(layers: dict[str, Layer]) -> None:
    for name, column in (
        ("arrondissements", "code_insee"),
        ("quartiers", "code_quartier"),
        ("iris", "code_iris"),
        ("voies", "n_sq_vo"),
    ):
        codes = layers[name].column(column)
        assert codes == sorted(codes)
        assert len(set(codes)) == len(codes)


def test_populations_are_those_of_insee(layers: dict[str, Layer]) -> None:
    assert sum(layers["arrondissements"].column("population_municipale")) == 2_103_778
    assert sum(layers["iris"].column("population_totale")) == 2_113_697


def test_first_arrondissement_is_named_in_french(layers: dict[str, Layer]) -> None:
    names = layers["arrondissements"].column("libelle_arrondissement")
    assert names[:2] == ["1er arrondissement", "2e arrondissement"]


@pytest.mark.parametrize("name", ["arrondissements", "quartiers", "iris", "ppri", "carrieres"])
def test_neighbours_share_their_borders(name: str, layers: dict[str, Layer]) -> None:
    assert shapely.coverage_is_valid(layers[name].geometries)
