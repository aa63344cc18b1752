"""Water, flood zones and quarries."""

import numpy as np
import pytest
import shapely

from maps.derivation import zones
from maps.derivation.originals import Features
from maps.geometry.projection import to_lambert93
from maps.records.layers import Layer

WEST, SOUTH = 652_000.0, 6_862_000.0


def features(rows: list[dict[str, object]], *boxes: tuple[float, float, float, float]) -> Features:
    drawn = [shapely.box(WEST + w, SOUTH + s, WEST + e, SOUTH + n) for w, s, e, n in boxes]
    return Features(tuple(rows), np.array(drawn, dtype=object))


def test_water_inside_other_water_is_dropped_and_counted() -> None:
    rows: list[dict[str, object]] = [
        {"objectid": 2, "lib_classe": "Emprise voie d'eau : bief"},
        {"objectid": 1, "lib_classe": None},
    ]
    layer = zones.seine_et_canaux(features(rows, (0, 0, 100, 100), (10, 10, 20, 20)))
    assert layer.properties == ({"code_emprise": "2", "libelle_classe": "bief"},)
    assert layer.dropped == 1


def test_ppri_blocks_are_sorted_by_number_and_named() -> None:
    rows: list[dict[str, object]] = [
        {"n_sq_pprizo": 10.0, "zonage": "V"},
        {"n_sq_pprizo": 9.0, "zonage": "B"},
    ]
    layer = zones.ppri(features(rows, (0, 0, 50, 50), (70, 0, 100, 50)))
    assert layer.properties == (
        {"code_zone": "9", "zonage": "B", "libelle_zonage": "zone bleue"},
        {"code_zone": "10", "zonage": "V", "libelle_zonage": "zone verte"},
    )
    assert shapely.area(to_lambert93(layer.geometries)) == pytest.approx([1500, 2500], rel=0.01)


def test_unknown_zone_of_the_ppri_is_refused() -> None:
    with pytest.raises(KeyError):
        zones.ppri(features([{"n_sq_pprizo": 1.0, "zonage": "R"}], (0, 0, 50, 50)))


def test_highest_waters_stay_within_a_margin_of_paris(layers: dict[str, Layer]) -> None:
    paris = shapely.union_all(layers["arrondissements"].lambert93)
    reach = shapely.buffer(paris, zones.MARGE_M + 1)
    assert shapely.covers(reach, layers["plus_hautes_eaux"].lambert93).all()


def test_highest_waters_do_not_overlap(layers: dict[str, Layer]) -> None:
    ground = layers["plus_hautes_eaux"].lambert93
    assert shapely.area(ground).sum() == pytest.approx(shapely.union_all(ground).area, abs=1)


def test_ppri_and_highest_waters_share_seven_square_kilometres(layers: dict[str, Layer]) -> None:
    # The figure that data/sources.yaml gives for their disagreement.
    paris = shapely.union_all(layers["arrondissements"].lambert93)
    both = shapely.intersection(
        shapely.union_all(layers["ppri"].lambert93),
        shapely.union_all(layers["plus_hautes_eaux"].lambert93),
    )
    assert shapely.intersection(both, paris).area / 1e6 == pytest.approx(7.0, abs=0.05)
