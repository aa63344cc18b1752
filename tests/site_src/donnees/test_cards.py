"""The picture that stands for a dataset where its page is shared."""

from __future__ import annotations

import re

import pytest

from site_src.donnees import cards
from site_src.donnees.cards import HEIGHT, WIDTH, Card, drawn_apart, has_card, svg
from tests.builds import committed
from tests.site_src.donnees.packages import case, datasets

FONTS = "node_modules/@expo-google-fonts/atkinson-hyperlegible-next/400Regular/*.ttf"
CHART = (
    b'<svg role="img" font-family="system-ui, sans-serif" xmlns="http://www.w3.org/2000/svg" '
    b'width="360" height="720" viewBox="0 0 360 720"><title>Un axe</title></svg>\n'
)


def test_the_chart_is_whole_in_the_right_half() -> None:
    card = svg(Card("Les crues", "Essai", CHART))
    x, y, width, height = map(float, re.findall(r'(?<=[ ])(?:x|y|width|height)="([\d.]+)"', card.rpartition("<svg")[2]))  # fmt: skip
    assert width / height == pytest.approx(360 / 720, abs=0.01)
    assert x >= WIDTH / 2
    assert x + width <= WIDTH
    assert y >= 0
    assert y + height <= HEIGHT


def test_every_letter_is_of_the_given_font() -> None:
    card = svg(Card("Les crues", "Essai", CHART))
    assert re.findall(r'font-family="([^"]*)"', card) == [cards.FONT]


def test_a_title_is_text_and_is_cut_nowhere() -> None:
    title = "Les voies & les <zones> du plan de prévention du risque d’inondation de Paris"
    words = re.findall(r"<text [^>]*>([^<]*)</text>", svg(Card(title, "Essai", CHART)))
    assert " ".join(words[:-1]) == title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")  # fmt: skip
    assert all(len(line) <= 40 for line in words)


def test_a_picture_is_the_same_however_many_were_drawn_before() -> None:
    fonts = list(committed(FONTS).values())
    picture = {"carte": svg(Card("Les crues", "Essai", CHART))}
    assert drawn_apart(picture, fonts) == drawn_apart(picture, fonts)
    assert drawn_apart(picture, fonts) != drawn_apart(picture, [])


def test_a_chart_without_its_size_is_a_fault() -> None:
    with pytest.raises(ValueError, match="without width"):
        svg(Card("Les crues", "Essai", b"<svg></svg>"))


@pytest.mark.parametrize(("name", "expected"), [("valide", True), ("affichage", False), ("fictif", False)])  # fmt: skip
def test_only_what_is_real_and_may_be_downloaded_has_a_picture(name: str, expected: bool) -> None:
    (declared,) = datasets(case(name)).declarations.values()
    assert has_card(declared) is expected
