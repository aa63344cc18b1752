"""The static picture: valid XML that says what it is, with everything declared in its legend."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from maps.drawing.drawn_layer import draw
from maps.drawing.palette import own_stylesheet
from maps.drawing.picture import Frame, Picture, path_data, picture, publishers
from tests.maps.worlds import carte, layers, sources

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn() -> Picture:
    declared, ground = carte(), layers()
    drawings = [
        draw(couche, ground[couche.fichier], couche.precision.image_m)
        for couche in declared.couches
    ]
    return picture(
        declared, drawings, declared.resume, sources(), own_stylesheet(declared), "Mention."
    )


def test_both_forms_are_xml_with_title_and_description(drawn: Picture) -> None:
    for form in (drawn.page, drawn.file):
        root = ET.fromstring(form)
        named = (root.get("aria-labelledby") or "").split()
        said = {element.get("id"): element.text for element in root if element.get("id")}
        assert [said[name] for name in named] == ["Carte d'essai", "Deux rectangles côte à côte."]
        assert root.get("role") == "img"


def test_ids_are_prefixed_and_unique(drawn: Picture) -> None:
    ids = re.findall(r' id="([^"]+)"', drawn.file)
    assert len(ids) == len(set(ids))
    assert all(name.startswith("prm-essai-") for name in ids)


def test_the_file_alone_has_legend_scale_north_source_vintage_and_limits(drawn: Picture) -> None:
    text = " ".join(element.text or "" for element in ET.fromstring(drawn.file).iter(f"{SVG}text"))
    for couche in carte().couches:
        assert couche.legende in text
    assert "2\u202f000 m" in text
    assert " N " in text
    assert "Éditeur, « Jeu zones », ODbL-1.0, millésime 2020" in text
    assert "Rien ici n'est vrai." in text
    assert "Mention." in text


def test_each_layer_has_one_path_with_its_class_and_the_two_hazards_two_patterns(
    drawn: Picture,
) -> None:
    root = ET.fromstring(drawn.page)
    shapes = {path.get("class"): path for path in root.findall(f"{SVG}path")}
    assert list(shapes) == [
        "prm-essai-fond",
        "prm-essai-rues",
        "prm-essai-zone-bleue",
        "prm-essai-zone-verte",
    ]
    assert shapes["prm-essai-zone-bleue"].get("fill") == "url(#prm-essai-zone-bleue-motif)"
    assert shapes["prm-essai-zone-verte"].get("stroke-dasharray") == "7 4"
    assert shapes["prm-essai-rues"].get("fill") == "none"


def test_the_page_form_has_no_style_element_and_no_script(drawn: Picture) -> None:
    assert "<style" not in drawn.page
    assert "<script" not in drawn.file
    assert "style=" not in drawn.page


def test_a_path_is_a_walk_in_whole_units() -> None:
    frame = Frame(west=0, north=100, width=25, height=25)
    squares = np.array([shapely.box(0, 60, 40, 100), shapely.box(80, 0, 100, 20)], dtype=object)
    assert path_data(squares, frame) == "m10 10 0-10-10 0 0 10zm15 15 0-5-5 0 0 5z"


def test_what_is_smaller_than_a_unit_vanishes() -> None:
    frame = Frame(west=0, north=100, width=25, height=25)
    assert path_data(np.array([shapely.box(0, 0, 1, 1)], dtype=object), frame) == ""


def test_each_publisher_is_named_once_alone_or_with_another() -> None:
    editors = ("Ville de Paris, Eau de Paris", "Ville de Paris")
    named = zip(carte().sources, editors, strict=True)
    said = {name: replace(sources()[name], editeur=editor) for name, editor in named}
    assert publishers(carte(), said) == "Ville de Paris, Eau de Paris"
