"""Small maps share the classes of the large one: a hidden cell is hatched there too, a zero is a zero."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

from opendata.model import FICTION
from tests.maps.choropleths import DECLARED, atlas_of, table

PATH = "data/cartes.yaml"
ROW_RULE = "une ligne par territoire, une fois le filtre appliqué"
SMALL = """\
    multiples:
      titre: Par année
      colonne: annee
      codes: {"2024": Année 2024, "2025": Année 2025}
  couches:
"""
ROWS = (
    ("2024", "A", None, "Q"),
    ("2024", "B", 0, "A"),
    ("2025", "A", 10, "A"),
    ("2025", "B", 100, "A"),
    ("2025", "C", None, "Q"),
    ("2025", "D", None, "Q"),
)


def read(text: str) -> tuple[dict[str, Any] | None, list[str]]:
    declared = DECLARED.replace("  couches:\n", text)
    atlas, findings = atlas_of(declared, {("essai", "faits"): table(ROWS)})
    return (dict(atlas.said["essai-fictif"].page["multiples"]) if atlas else None), findings


def page() -> dict[str, Any]:
    found, findings = read(SMALL)
    assert found is not None, findings
    return found


def test_a_map_without_small_ones_has_none() -> None:
    assert read("  couches:\n") == ({}, [])


def test_each_code_has_a_picture_its_words_and_its_column() -> None:
    said = page()
    assert [(item["libelle"], item["constat"]) for item in said["images"]] == [
        ("Année 2024", "Valeur cachée : Territoire A. Zéro publié : Territoire B."),
        ("Année 2025", "Valeur cachée : Territoire C et Territoire D. Aucun zéro publié."),
    ]
    assert [row["valeurs"] for row in said["lignes"][:3]] == [
        ["caché", "20,0"], ["0", "200,0"], ["n.d.", "caché"],
    ]  # fmt: skip


def test_hidden_and_zero_are_drawn_by_their_patterns_which_the_page_defines_once() -> None:
    said = page()
    first = ET.fromstring(said["images"][0]["image"])
    fills = [path.get("fill") for path in first.iter("{http://www.w3.org/2000/svg}path")]
    assert fills == [
        "url(#prm-essai-fictif-essai-fictif-zero-petite)",
        "url(#prm-essai-fictif-essai-fictif-cachee-petite)",
        "url(#prm-essai-fictif-essai-fictif-absente-petite)",
    ]
    defined = re.findall(r'<pattern id="([^"]+)"', said["motifs"])
    assert len(defined) == len(set(defined)) == 5
    assert "<pattern" not in said["images"][0]["image"]


def test_every_small_picture_says_that_it_is_fictitious() -> None:
    for item in page()["images"]:
        assert f"({FICTION})</title>" in item["image"]
        assert FICTION.upper() in item["image"]


def test_ids_of_small_pictures_are_unique_on_the_page() -> None:
    ids = re.findall(r' id="([^"]+)"', "".join(item["image"] for item in page()["images"]))
    assert len(ids) == len(set(ids)) == 4


def test_a_column_that_is_not_in_the_filter_is_located() -> None:
    _, findings = read(SMALL.replace("colonne: annee", "colonne: mois"))
    assert findings == [
        f"{PATH}:35:16: colonne « mois » absente du filtre — règle : {ROW_RULE} — remède : choisir parmi annee"
    ]


def test_a_code_without_rows_is_located() -> None:
    _, findings = read(SMALL.replace('"2024": Année 2024', '"1999": Année 1999'))
    assert findings == [
        f"{PATH}:36:23: aucune ligne pour annee « 1999 » — règle : {ROW_RULE} — remède : corriger le code"
    ]
