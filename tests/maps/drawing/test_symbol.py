"""Signs of places: one at each point, told apart by shape alone, hollow or full."""

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from maps.drawing.drawn_layer import draw
from maps.drawing.palette import CHOSEN, own_stylesheet, stylesheet
from maps.drawing.pattern import swatch
from maps.drawing.picture import picture
from maps.drawing.symbol import SHAPES, UNITS, fill_of, outline_of, shape_of, sign, signs
from maps.drawing.vignette import vignette
from maps.records.style import Couleur, Style
from tests.maps.drawing.test_palette import colours
from tests.maps.worlds import PLACES, SOUTH, WEST, carte, layers, sources

FULL = Style(trait=Couleur(clair="#0b4f94", sombre="#8cc0f5"), symbole="disque")
HOLLOW = FULL.model_copy(update={"fond": Couleur(clair="#ffffff", sombre="#000000")})


def ground(name: str) -> shapely.Geometry:
    """The ink of a straight-edged shape, in its own units."""
    words = re.findall(r"[A-Za-z]|-?\d*\.?\d+", SHAPES[name])  # type: ignore[index]
    x = y = 0.0
    points: list[tuple[float, float]] = []
    command = ""
    while words:
        if words[0].isalpha():
            command = words.pop(0)
            continue
        if command in "hH":
            x = float(words.pop(0)) + (x if command == "h" else 0)
        elif command in "vV":
            y = float(words.pop(0)) + (y if command == "v" else 0)
        else:
            dx, dy = float(words.pop(0)), float(words.pop(0))
            x, y = (x + dx, y + dy) if command.islower() else (dx, dy)
        points.append((x, y))
    return shapely.Polygon(points)


def test_straight_signs_are_sound_shapes_of_one_size_that_share_less_than_nine_tenths() -> None:
    shapes = {name: ground(name) for name in ("carre", "triangle", "losange", "croix", "sautoir", "etoile")}  # fmt: skip
    for name, shape in shapes.items():
        assert shapely.is_valid(shape), name
        west, south, east, north = shapely.bounds(shape).tolist()
        assert UNITS * 0.8 <= max(east - west, north - south) <= UNITS * 1.3, name
    for one, other in combinations(shapes.values(), 2):
        assert shapely.area(shapely.intersection(one, other)) < 0.9 * shapely.area(
            shapely.union(one, other)
        )


def test_a_full_sign_has_its_layer_s_hue_and_a_hollow_one_its_outline() -> None:
    assert (fill_of(FULL), outline_of(FULL)) == ("#0b4f94", "#ffffff")
    assert (fill_of(FULL, "sombre"), outline_of(FULL, "sombre")) == ("#8cc0f5", "#14171b")
    assert (fill_of(HOLLOW), outline_of(HOLLOW)) == ("#ffffff", "#0b4f94")


def test_a_style_without_a_sign_has_no_shape() -> None:
    with pytest.raises(KeyError):
        shape_of(FULL.model_copy(update={"symbole": None}))


def test_a_sign_stands_at_each_point_even_a_lone_one() -> None:
    assert ' d="m3 4 2 0" ' in signs("x", "symbole", np.array([[3, 4], [5, 4]]))
    lone = signs("x", "symbole", np.array([[3, 4]]))
    assert ' d="m3 4 0 0" ' in lone
    assert lone.count("url(#x-symbole)") == 3


def test_the_picture_draws_every_place_with_its_marker() -> None:
    declared, given = carte(PLACES), layers()
    drawings = [draw(couche, given[couche.fichier], 1) for couche in declared.couches]
    drawn = picture(declared, drawings, "En mots.", sources(), own_stylesheet(declared), "Mention.")
    for form in (drawn.page, drawn.file):
        root = ET.fromstring(form)
        ids = re.findall(r' id="([^"]+)"', form)
        assert len(ids) == len(set(ids))
        marked = [(node.get("marker-mid") or "", node.get("d") or "") for node in root.iter()]
        walks = {address: walk for address, walk in marked if address}
        assert set(walks) == {
            "url(#prm-lieux-fontaines-ouvertes-symbole)",
            "url(#prm-lieux-fontaines-fermees-symbole)",
        }
        walk = walks["url(#prm-lieux-fontaines-ouvertes-symbole)"]
        assert len(re.findall(r"-?[0-9]+", walk)) == 2 * 3
        assert {address[5:-1] for address in walks} <= set(ids)
    for couche in declared.couches:
        assert couche.legende in drawn.file


def test_a_legend_shows_the_sign_whole() -> None:
    declared = carte(PLACES)
    sample = ET.fromstring(swatch(declared, declared.couches[2]))
    (path,) = sample
    assert path.get("d") == SHAPES["goutte"]
    assert path.get("class") == "prm-lieux-fontaines-ouvertes"


def test_themes_give_signs_their_hues() -> None:
    css = stylesheet([carte(PLACES)])
    assert ".prm-lieux-fontaines-ouvertes{fill:#0b4f94;stroke:#ffffff}" in themed(css, ":root")
    dark = themed(css, CHOSEN)
    assert ".prm-lieux-fontaines-ouvertes{fill:#8cc0f5;stroke:#14171b}" in dark
    assert ".prm-lieux-fontaines-fermees{fill:#000000;stroke:#cdea8e}" in dark


def themed(css: str, theme: str) -> str:
    """The sheet with the colours of a theme in place of their names."""
    return re.sub(r"var\((--prm-c\d+)\)", lambda named: colours(css, theme)[named[1]], css)


def test_a_vignette_shows_the_places_inside_its_frame_only() -> None:
    declared, given = carte(PLACES), layers()
    drawings = [draw(couche, given[couche.fichier], 1) for couche in declared.couches]
    territory = shapely.box(WEST, SOUTH, WEST + 500, SOUTH + 500)
    small = vignette(declared, drawings, territory, "Un coin", "En mots.")
    walks = re.findall(r'd="([^"]+)" fill="none" stroke="none"', small)
    assert [len(walk.split()) // 2 for walk in walks] == [2]
    assert 'id="prm-lieux-fontaines-ouvertes-symbole"' in small


def test_a_size_is_in_pixels_of_the_screen() -> None:
    assert 'transform="scale(1.4)"' in sign("x", FULL, 14)
