"""Colours follow the theme: light by default, dark by choice or by system, never in print."""

import re

from maps.drawing.palette import CHOSEN, UNCHOSEN, own_stylesheet, stylesheet
from tests.maps.worlds import carte


def colours(css: str, after: str) -> dict[str, str]:
    """Name of a pair → its colour, in the first rule that begins with `after`."""
    body = css.partition(f"{after}{{")[2].partition("}")[0]
    return dict(re.findall(r"(--prm-c\d+):(#[0-9a-f]+)", body))


def test_every_layer_has_its_light_and_its_dark_colour() -> None:
    css = stylesheet([carte()])
    light = colours(css, ":root")
    for dark in (colours(css, CHOSEN), colours(css, UNCHOSEN)):
        assert dark.keys() == light.keys()
        for couche in carte().couches:
            name = f".prm-essai-{couche.id}"
            (used,) = re.findall(rf"{name},{name}-trait{{stroke:var\((--prm-c\d+)\)}}", css)
            assert (light[used], dark[used]) == (
                couche.style.trait.clair,
                couche.style.trait.sombre,
            )


def test_a_pair_of_colours_is_written_once_however_many_layers_have_it() -> None:
    once, twice = (stylesheet(cartes) for cartes in ([carte()], [carte(), carte()]))
    assert colours(once, ":root") == colours(twice, ":root")


def test_dark_colours_are_for_screens_only() -> None:
    before, _, dark = stylesheet([carte()]).partition("@media screen{")
    assert carte().couches[0].style.trait.sombre not in before
    assert carte().couches[0].style.trait.sombre in dark


def test_a_picture_alone_asks_the_system() -> None:
    assert re.match(
        r"@media screen and \(prefers-color-scheme:dark\)\{\.prm-essai", own_stylesheet(carte())
    )
