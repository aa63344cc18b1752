"""Colours follow the theme: light by default, dark by choice or by system, never in print."""

import re

from maps.drawing.palette import own_stylesheet, stylesheet
from tests.maps.worlds import carte


def test_every_layer_has_its_light_and_its_dark_colour() -> None:
    css = stylesheet([carte()])
    for couche in carte().couches:
        name = f".prm-essai-{couche.id}"
        assert f"{name},{name}-trait{{stroke:{couche.style.trait.clair}}}" in css
        assert css.count(f"{name}-trait{{stroke:{couche.style.trait.sombre}}}") == 2


def test_dark_colours_are_for_screens_only() -> None:
    before, _, dark = stylesheet([carte()]).partition("@media screen{")
    assert carte().couches[0].style.trait.sombre not in before
    assert carte().couches[0].style.trait.sombre in dark


def test_a_picture_alone_asks_the_system() -> None:
    assert re.match(
        r"@media screen and \(prefers-color-scheme:dark\)\{\.prm-essai", own_stylesheet(carte())
    )
