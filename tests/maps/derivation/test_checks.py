"""A check that does not hold says what it measured."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from maps.derivation.canonical import DerivedLayer
from maps.derivation.checks import Check, check, largest_overlap
from maps.records.layers import Layer


@pytest.fixture(scope="module")
def derived(layers: dict[str, Layer]) -> dict[str, DerivedLayer]:
    return {
        name: DerivedLayer(name, tuple(dict(row) for row in layer.properties), layer.geometries)
        for name, layer in layers.items()
    }


def failed(layers: dict[str, DerivedLayer], size: int = 0) -> list[str]:
    return [str(item) for item in check(layers, size) if not item.holds]


def test_committed_layers_pass_every_check(derived: dict[str, DerivedLayer]) -> None:
    assert failed(derived) == []


def test_missing_arrondissement_fails(derived: dict[str, DerivedLayer]) -> None:
    whole = derived["arrondissements"]
    cut = replace(whole, properties=whole.properties[1:], geometries=whole.geometries[1:])
    assert failed(derived | {"arrondissements": cut}) == [
        "FAUX     arrondissements : 19 entités, 20 attendues",
        "FAUX     arrondissements : Paris 103,548 km², 105,37 ± 0,1 % attendus",
        "FAUX     lieux_frais : points hors de l'arrondissement qu'ils nomment : 22, 0 attendu",
        "FAUX     fontaines : points hors de l'arrondissement qu'ils nomment : 16, 0 attendu",
        "FAUX     gares : points hors de l'arrondissement qu'ils nomment : 8, 0 attendu",
        "FAUX     toilettes : points hors de l'arrondissement qu'ils nomment : 16, 0 attendu",
    ]


def test_shifted_neighbour_fails(derived: dict[str, DerivedLayer]) -> None:
    whole = derived["quartiers"]
    moved = whole.geometries.copy()
    moved[0] = shapely.transform(moved[0], lambda xy: xy + np.array([0.0001, 0]))
    kinds = [
        line.split(" : ")[1]
        for line in failed(derived | {"quartiers": replace(whole, geometries=moved)})
    ]
    assert [kind.split(" ")[0] for kind in kinds] == ["recouvrement", "limites"]


def test_invalid_geometry_fails(derived: dict[str, DerivedLayer]) -> None:
    whole = derived["carrieres"]
    broken = whole.geometries.copy()
    broken[0] = shapely.Polygon([(2.34, 48.85), (2.35, 48.86), (2.35, 48.85), (2.34, 48.86)])
    assert failed(derived | {"carrieres": replace(whole, geometries=broken)}) == [
        "FAUX     carrieres : géométries : 23, invalides ou vides pour partie, réparées : 0, écartées : 0"
    ]


def test_point_elsewhere_and_identifier_repeated_fail(derived: dict[str, DerivedLayer]) -> None:
    whole = derived["mairies"]
    moved = whole.geometries.copy()
    moved[0] = shapely.Point(2.294, 48.858)
    twice = tuple(row | {"identifiant": "MA3"} for row in whole.properties)
    assert failed(derived | {"mairies": replace(whole, properties=twice, geometries=moved)}) == [
        "FAUX     mairies : points hors de l'arrondissement qu'ils nomment : 1, 0 attendu",
        "FAUX     mairies : identifiants repris : 15, 0 attendu",
    ]


def test_many_points_elsewhere_than_published_fail(derived: dict[str, DerivedLayer]) -> None:
    moved = tuple(f"BR{number} : 75104 publié, 75112" for number in range(6))
    lines = failed(derived | {"lieux_frais": replace(derived["lieux_frais"], moved=moved)})
    told = "FAUX     lieux_frais : points placés ailleurs que ne le dit l'éditeur : 6, au plus 1 % admis"
    assert lines == [f"{told} ({' ; '.join(moved)})"]


def test_too_many_bytes_fail(derived: dict[str, DerivedLayer]) -> None:
    assert failed(derived, 6_000_001) == ["FAUX     data/geo : 6,00 Mo, au plus 6 attendus"]


def test_a_layer_of_points_far_from_the_published_count_fails(
    derived: dict[str, DerivedLayer],
) -> None:
    count = len(derived["gares"].properties)

    def lines(published: int) -> list[str]:
        return [str(one) for one in check(derived, 0, {"gares": published}) if not one.holds]

    assert lines(round(count * 0.9)) == []
    assert lines(2 * count) == [
        f"FAUX     gares : {count} entités, {2 * count} publiées, 20 % d'écart admis"
    ]


def test_overlap_is_measured_between_each_pair() -> None:
    boxes = np.array(
        [shapely.box(0, 0, 10, 10), shapely.box(9, 0, 20, 10), shapely.box(20, 0, 30, 10)]
    )
    assert largest_overlap(boxes) == 10


def test_line_of_a_check_reads_as_french() -> None:
    assert str(Check("iris", "992 entités", holds=True)) == "vérifié  iris : 992 entités"
