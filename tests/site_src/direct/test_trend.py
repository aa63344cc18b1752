"""The drawing of the last 72 hours: to scale, with its gaps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from site_src.direct.records import Releve
from site_src.direct.trend import BOTTOM, HAUTEUR, LARGEUR, RIGHT, TOP, Trend, day_before, trend
from tests.site_src.direct.answers import NOW

HOUR = timedelta(hours=1)


def readings(*heights: float | None) -> list[Releve]:
    """One an hour, the last at `NOW`; `None` is an hour without any."""
    first = NOW - HOUR * (len(heights) - 1)
    return [
        Releve(observe_a=first + HOUR * rank, hauteur_m=height)
        for rank, height in enumerate(heights)
        if height is not None
    ]


def drawn(*heights: float | None) -> Trend:
    made = trend(readings(*heights))
    assert made is not None
    return made


def test_the_last_reading_stands_at_the_right_edge() -> None:
    (line,) = drawn(1.2, 1.25, 1.5).lignes
    assert line.split()[-1].split(",")[0] == str(float(LARGEUR - RIGHT))


def test_a_height_stands_on_the_marks_of_its_scale() -> None:
    made = drawn(1.0, 2.0)
    assert made.metres[0] == (1.0, float(HAUTEUR - BOTTOM))
    assert made.metres[-1] == (2.0, float(TOP))


def test_a_ripple_does_not_look_like_a_flood() -> None:
    made = drawn(1.20, 1.21, 1.22)
    assert made.metres[-1][0] - made.metres[0][0] == 1.0


def test_hours_without_a_reading_are_a_gap() -> None:
    made = drawn(1.2, 1.2, None, None, None, 1.3, 1.3)
    assert len(made.lignes) == 2
    assert made.points == ()


def test_a_reading_between_two_gaps_is_a_point() -> None:
    made = drawn(1.2, 1.2, None, None, None, 1.3, None, None, None, 1.4, 1.4)
    assert (len(made.lignes), len(made.points)) == (2, 1)


def test_one_reading_is_no_trend() -> None:
    assert trend(readings(1.2)) is None
    assert trend([]) is None


def test_each_midnight_of_paris_is_marked() -> None:
    made = drawn(*[1.2] * 73)
    assert [name[:2] for name, _ in made.jours] == ["26", "27", "28"]


@pytest.mark.parametrize(("missing", "found"), [(False, 1.1), (True, None)])
def test_a_day_before_is_a_day_before(missing: bool, found: float | None) -> None:
    heights: list[float | None] = [1.1, *[1.2] * 24]
    if missing:
        heights[:3] = [None] * 3
    before = day_before(readings(*heights))
    assert (before.hauteur_m if before else None) == found
