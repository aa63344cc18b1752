"""A colour is one that was read: a number or a text from 1 to 4, of the section of Paris."""

from __future__ import annotations

from datetime import timedelta

import pytest

from site_src.direct.answers import FeedError
from site_src.direct.colours import read_colour
from tests.site_src.direct.answers import NOW, raw, section, vigicrues


@pytest.mark.parametrize("level", [1, "1", 2, "2", 3, "3", 4, "4"])
def test_a_level_is_a_number_or_a_text(level: object) -> None:
    assert read_colour(raw(vigicrues(level))) == (int(str(level)), NOW - timedelta(hours=5))


@pytest.mark.parametrize("level", [None, "", 0, "0", 5, "5", True, 1.0, "1.0", " 1", [], {}, "vert"])  # fmt: skip
def test_anything_else_is_no_level(level: object) -> None:
    """Public clients read a missing level as 1."""
    with pytest.raises(FeedError, match="ne donne pas de couleur connue"):
        read_colour(raw(vigicrues(level)))


def test_a_missing_level_is_no_level() -> None:
    answer = vigicrues()
    del answer["features"][-1]["properties"]["NivInfViCr"]
    with pytest.raises(FeedError, match="ne donne pas de couleur connue"):
        read_colour(raw(answer))


def test_the_other_sections_say_nothing_of_paris() -> None:
    answer = {**vigicrues(), "features": [section("SA1", "Saône", 1)]}
    with pytest.raises(FeedError, match="ne dit rien du tronçon"):
        read_colour(raw(answer))


def test_another_section_under_the_same_code_is_not_taken_for_it() -> None:
    answer = {**vigicrues(), "features": [section("IF5", "Oise à Creil", 1)]}
    with pytest.raises(FeedError, match="n'est pas « Seine à Paris »"):
        read_colour(raw(answer))
