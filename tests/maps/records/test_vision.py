"""Colours as other eyes see them: laws of the distance, and the colours that the site declares."""

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.records.columns import COLUMNS
from maps.records.declaration import read_cartes
from maps.records.vision import CONFUSABLE, DEFICIENCIES, confusions, contrast, distance
from opendata.model import Source

ROOT = Path(__file__).resolve().parents[3]
PAPER = {"clair": "#f6f4ef", "sombre": "#23262b"}
hues = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@given(hues, hues, st.sampled_from(sorted(DEFICIENCIES)))
def test_distance_is_symmetric_and_nothing_to_oneself(one: str, other: str, vision: str) -> None:
    assert distance(one, one, vision) == 0
    assert distance(one, other, vision) == pytest.approx(distance(other, one, vision))


def test_black_and_white_stand_a_hundred_apart_for_every_eye() -> None:
    for vision in DEFICIENCIES:
        assert distance("#000000", "#ffffff", vision) == pytest.approx(100, abs=0.5)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_red_and_green_of_one_lightness_merge_without_long_or_medium_cones() -> None:
    assert confusions("#b3430a", "#4a6f12") == ("protanopie", "deutéranopie")
    assert "vision ordinaire" not in confusions("#c00000", "#008000")


def test_declared_hazards_stay_apart_for_every_eye(sources: dict[str, Source]) -> None:
    path = "data/cartes.yaml"
    columns = {name: frozenset(types) for name, types in COLUMNS.items()}
    cartes = read_cartes(path, (ROOT / path).read_bytes(), columns, frozenset(sources), [])
    assert cartes is not None
    for carte in cartes:
        for theme, paper in PAPER.items():
            strokes = [getattr(couche.style.trait, theme) for couche in carte.hazards]
            for one, other in combinations(strokes, 2):
                assert min(distance(one, other, vision) for vision in DEFICIENCIES) >= CONFUSABLE
            assert all(contrast(stroke, paper) >= 3 for stroke in strokes)
        styles = [couche.style for couche in carte.hazards]
        shapes = [
            style.symbole or (style.tirets if style.motif == "contour" else style.motif)
            for style in styles
        ]
        assert len(set(shapes)) == len(shapes)
