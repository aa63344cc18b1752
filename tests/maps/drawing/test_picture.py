"""The static picture: valid XML that says what it is, with everything declared in its legend."""

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
import shapely

from maps.drawing.drawn_layer import draw
from maps.drawing.names import Name
from maps.drawing.palette import own_stylesheet
from maps.drawing.picture import (
    MARGIN_M,
    PARIS,
    REPEATED,
    THIN_PX,
    UNIT_M,
    Picture,
    picture,
    publishers,
)
from maps.records.carte import Carte
from tests.maps.worlds import DECLARED, SOUTH, WEST, carte, layers, sources

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
    shapes = {path.get("class"): path for path in root.findall(f"{SVG}svg/{SVG}path")}
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


def test_each_publisher_is_named_once_alone_or_with_another() -> None:
    editors = ("Ville de Paris, Eau de Paris", "Ville de Paris")
    named = zip(carte().sources, editors, strict=True)
    said = {name: replace(sources()[name], editeur=editor) for name, editor in named}
    assert publishers(carte(), said) == "Ville de Paris, Eau de Paris"


def test_a_layer_to_be_switched_on_is_a_thin_outline_that_fills_nothing() -> None:
    declared = carte(
        DECLARED.replace("motif: points", "motif: contour").replace(
            "  couches:\n", "  eteintes: [zone-verte]\n  couches:\n", 1
        )
    )
    shape = shapes_of(declared)["prm-essai-zone-verte"]
    assert (shape.get("fill"), shape.get("stroke-width")) == ("none", f"{THIN_PX:g}")
    said = "En trait fin, ce que la carte interactive n&#39;allume que sur demande : Zone verte."
    assert said in drawn_of(declared).file


def test_notes_are_as_narrow_as_the_ground_above_them() -> None:
    made = drawn_of(carte())
    width = int(made.page.split('viewBox="0 0 ')[1].split()[0])
    assert f"scale({width / PARIS:.3g})" in made.file


def test_a_cropped_picture_shows_its_zones_and_a_label_where_its_ground_is_seen() -> None:
    whole = carte()
    cropped = carte(DECLARED.replace("  couches:\n", "  cadre: [zone-verte]\n  couches:\n", 1))
    assert numbers_of(drawn_of(whole)) == ["1", "2"]
    assert numbers_of(drawn_of(cropped)) == ["2"]
    widths = [
        int(drawn_of(one).page.split('viewBox="0 0 ')[1].split()[0]) for one in (whole, cropped)
    ]
    assert widths == [round((4000 + 2 * MARGIN_M) / UNIT_M), round((500 + 2 * MARGIN_M) / UNIT_M)]


def drawn_of(declared: Carte) -> Picture:
    ground = layers()
    drawings = [draw(couche, ground[couche.fichier], 1) for couche in declared.couches]
    return picture(declared, drawings, "En mots.", sources(), own_stylesheet(declared), "Mention.")


def shapes_of(declared: Carte) -> dict[str | None, ET.Element]:
    root = ET.fromstring(drawn_of(declared).page)
    return {path.get("class"): path for path in root.iter(f"{SVG}path")}


def numbers_of(made: Picture) -> list[str | None]:
    texts = ET.fromstring(made.page).iter(f"{SVG}text")
    return [text.text for text in texts if text.get("class") == "prm-svg-numero"]


def test_the_river_is_named_on_the_picture_along_its_longest_lines() -> None:
    declared, ground = carte(), layers()
    drawings = [draw(couche, ground[couche.fichier], 1) for couche in declared.couches]
    lines = [((0, 100), (900, 100)), ((2000, 500), (3000, 500)), ((3500, 900), (3700, 900))]
    river = [
        Name("La <b>", shapely.LineString([(WEST + x, SOUTH + y) for x, y in line]))
        for line in lines
    ]
    made = picture(declared, drawings, "En mots.", sources(), "", "Mention.", river)
    texts = ET.fromstring(made.page).iter(f"{SVG}text")
    written = [text for text in texts if text.get("class") == "prm-svg-nom"]
    assert [text.text for text in written] == ["La <b>"] * REPEATED
    places = [round((int(text.get("x") or 0) - MARGIN_M / UNIT_M) * UNIT_M, -2) for text in written]
    assert places == [2500, 400]
