"""Words on a picture: labels that fit their ground, and the words across that nothing cuts out."""

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.drawing.labels import LABEL, across, along, label
from opendata.model import FICTION


def sizes(drawn: str) -> list[int]:
    return [int(size) for size in re.findall(r'font-size="(\d+)"', drawn)]


def test_a_label_of_one_line_keeps_its_size() -> None:
    assert sizes(label(0, 0, 10, "7")) == [LABEL]
    assert "prm-svg-valeur" not in label(0, 0, 10, "7")


@given(st.floats(1, 1000))
def test_a_figure_is_below_and_smaller_than_the_number(radius: float) -> None:
    drawn = label(500, 500, radius, "7e\n39,2")
    number, figure = sizes(drawn)
    assert figure < number <= LABEL
    above, below = (int(y) for y in re.findall(r' y="(\d+)"', drawn))
    assert above < 500 < below


def test_small_ground_has_smaller_letters() -> None:
    assert sizes(label(0, 0, 40, "2e\n193,0")) < sizes(label(0, 0, 400, "2e\n193,0"))


def test_what_is_written_is_text() -> None:
    assert "&lt;b&gt;" in label(0, 0, 10, "<b>\n<i>")
    assert "&lt;i&gt;" in label(0, 0, 10, "<b>\n<i>")


def test_the_words_across_are_in_every_band_of_the_picture() -> None:
    drawn = across(4500, 2400)
    rows = [(int(x), int(y)) for x, y in re.findall(r'<text x="(-?\d+)" y="(\d+)"', drawn)]
    assert drawn.count(FICTION.upper()) >= 3 * len(rows)
    heights = sorted(y for _, y in rows)
    # No band of a quarter of the height is without a row of words.
    assert all(after - before < 2400 / 4 for before, after in zip([0, *heights], heights, strict=False))  # fmt: skip
    assert heights[-1] > 2400
    assert 'width="4500" height="2400"' in drawn


@given(*[st.integers(0, 2000)] * 4)
def test_a_name_along_a_line_is_never_upside_down(x: int, y: int, to_x: int, to_y: int) -> None:
    drawn = along(np.array([[x, y], [to_x, to_y]]), "La <Seine>")
    (angle,) = re.findall(r"rotate\((-?\d+) ", drawn)
    assert -90 <= int(angle) <= 90
    assert "La &lt;Seine&gt;" in drawn
