"""Each risk has a drawing, of one hand; a file that anybody may propose brings nothing else into a page."""

from __future__ import annotations

import pytest

from opendata.findings import Finding
from site_src.frame.drawings import GRID, drawing, symbol, symbols
from site_src.risques.pictograms import FOLDER, GESTURES, Gesture, read_gestures, read_pictograms
from site_src.risques.shared import Geste
from tests.builds import committed

PATH = f"{FOLDER}/crue.svg"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" {}>'.format(
    " ".join(f'{name}="{value}"' for name, value in GRID.items())
)
RULE = "chaque risque a un pictogramme, data/pictogrammes/<risque>.svg"
DRAWN = "un pictogramme est fait de formes (path, circle) sur une grille de 24, sans couleur à lui"
LIKE = "le dessiner comme les autres du dossier"


GESTURE = "un geste a un dessin, data/pictogrammes/gestes/<geste>.svg, et ses mots, dans data/risques/gestes.yaml"
GO_UP = Geste(id="monter", fr="Monter", en="Go up")


def svg(shapes: str) -> bytes:
    return f"{HEAD}\n{shapes}\n</svg>\n".encode()


def read(files: dict[str, bytes], *risques: str) -> tuple[dict[str, str] | None, list[str]]:
    findings: list[Finding] = []
    return read_pictograms(files, risques, findings), [str(finding) for finding in findings]


def test_shapes_are_written_anew_and_take_the_colour_of_the_text() -> None:
    shapes, faults = read({PATH: svg('<path d="M2 2h4"/>\n<circle cx="5" cy="5" r="1.5"/>')}, "crue")  # fmt: skip
    assert faults == []
    assert shapes == {"crue": '<path d="M2 2h4"/><circle cx="5" cy="5" r="1.5"/>'}
    assert 'stroke="currentColor"' in drawing(shapes["crue"])
    assert 'aria-hidden="true"' in drawing(shapes["crue"])
    assert drawing("") == ""


def test_a_risk_without_a_pictogram_is_found() -> None:
    assert read({PATH: svg('<path d="M2 2h4"/>')}, "crue", "orage") == (
        None,
        [f"{FOLDER}/orage.svg:0:0: risque « orage » sans pictogramme — règle : {RULE} — remède : {LIKE}"],
    )  # fmt: skip


def test_a_pictogram_of_no_risk_is_found() -> None:
    assert read({PATH: svg('<path d="M2 2h4"/>')})[1] == [
        f"{PATH}:0:0: pictogramme d'un risque inconnu, « crue » — règle : {RULE} — remède : le nommer comme le fichier du risque, ou le retirer"
    ]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (svg('<path d="M2 2h4" stroke="#a3211b"/>'), f"2:0: attribut « stroke » de « path » : « #a3211b » — règle : {DRAWN} — remède : {LIKE}"),
        (svg('<path d="M2 2h4" onclick="x()"/>'), f"2:0: attribut « onclick » de « path » : « x() » — règle : {DRAWN} — remède : {LIKE}"),
        (svg("<script>x()</script>"), f"2:0: « script » n'est pas une forme de pictogramme — règle : {DRAWN} — remède : {LIKE}"),
        (svg('<path d="M2 2h4"/>mot'), f"2:0: « path » n'est pas une forme de pictogramme — règle : {DRAWN} — remède : {LIKE}"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"/>', f"1:0: en-tête du dessin autre que celui des pictogrammes — règle : {DRAWN} — remède : recopier la première ligne d'un autre pictogramme"),
        (svg("<?php x ?>"), f"2:0: « instruction » n'est pas une forme de pictogramme — règle : {DRAWN} — remède : {LIKE}"),
        (svg("<path"), f"3:0: dessin illisible — règle : un pictogramme est un fichier SVG bien formé — remède : {LIKE}"),
        (b"", f"1:0: dessin illisible — règle : un pictogramme est un fichier SVG bien formé — remède : {LIKE}"),
        (svg(f'<path d="{"M2 2h4 " * 300}"/>'), "0:0: dessin de 2282 octets — règle : au plus 2000 octets — remède : garder moins de traits"),
    ],
    ids=["colour", "handler", "script", "words", "instruction", "grid", "broken", "empty", "heavy"],
)  # fmt: skip
def test_what_is_no_pictogram_is_found(raw: bytes, said: str) -> None:
    assert read({PATH: raw}, "crue") == (None, [f"{PATH}:{said}"])


def gestures(files: dict[str, bytes], *gestes: Geste) -> tuple[object, list[str]]:
    findings: list[Finding] = []
    return read_gestures(files, gestes, findings), [str(finding) for finding in findings]


def test_a_gesture_is_its_words_and_its_drawing() -> None:
    files = {f"{GESTURES}/monter.svg": svg('<path d="M2 2h4"/>')}
    assert gestures(files, GO_UP) == (
        {"monter": Gesture("monter", "Monter", "Go up", '<path d="M2 2h4"/>')},
        [],
    )


def test_a_gesture_without_a_drawing_and_a_drawing_without_words_are_found() -> None:
    assert gestures({f"{GESTURES}/nager.svg": svg('<path d="M2 2h4"/>')}, GO_UP) == (
        None,
        [f"{GESTURES}/nager.svg:0:0: dessin sans texte : geste « nager » inconnu — règle : {GESTURE} — remède : lui donner ses mots dans data/risques/gestes.yaml, ou le retirer",
         f"{GESTURES}/monter.svg:0:0: geste « monter » sans dessin — règle : {GESTURE} — remède : {LIKE}"],
    )  # fmt: skip


def test_a_page_holds_a_drawing_once_and_each_line_shows_it_to_no_reader_aloud() -> None:
    held = symbols({"monter": '<path d="M2 2h4"/>'})
    assert held.count("<symbol ") == 1
    assert 'stroke="currentColor"' in held
    assert 'href="#dessin-monter"' in symbol("monter")
    assert 'id="dessin-monter"' in held
    assert 'aria-hidden="true"' in symbol("monter")
    assert symbols({}) == ""


def test_every_drawing_is_small() -> None:
    drawings = committed("data/pictogrammes/**/*.svg")
    assert drawings
    assert max(map(len, drawings.values())) < 1000
