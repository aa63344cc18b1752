"""Degrees to metres and back."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from maps.geometry.projection import to_lambert93, to_wgs84


def test_origin_of_lambert93_is_at_its_false_coordinates() -> None:
    # EPSG:2154: 3° E, 46.5° N is (700 000 m, 6 600 000 m).
    moved = to_lambert93(np.array([shapely.Point(3, 46.5)]))
    assert shapely.get_coordinates(moved)[0] == pytest.approx((700_000, 6_600_000), abs=1e-6)


@given(st.floats(2.2, 2.5), st.floats(48.8, 48.92))
def test_there_and_back_is_the_same_place(longitude: float, latitude: float) -> None:
    back = to_wgs84(to_lambert93(np.array([shapely.Point(longitude, latitude)])))
    assert shapely.get_coordinates(back)[0] == pytest.approx((longitude, latitude), abs=1e-10)
