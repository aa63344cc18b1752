"""What a workbook must never do, and what it must say."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.dataset import Dataset
from opendata.formats.archive import archive
from opendata.formats.sheets import heading, sheet_names, workbook
from opendata.model import PublicTable

FIELDS: list[dict[str, Any]] = [
    {"name": "lieu", "title": "Lieu", "description": "Lieu.", "type": "string", "constraints": {"required": True}},
    {"name": "jour", "title": "Jour", "description": "Jour.", "type": "date", "missingValues": [{"value": "", "label": "inconnu"}]},
    {"name": "hauteur_m", "title": "Hauteur", "description": "Hauteur.", "type": "number", "unit": "m",
     "missingValues": [{"value": "", "label": "non mesurée"}]},
]  # fmt: skip


def dataset(name: str = "mesures") -> Dataset:
    resource = {
        "nom": name, "fichier": f"{name}.csv", "titre": "Mesures", "description": "Mesures.", "nature": "publique",
        "licence": "etalab-2.0", "derive_de": ["carnet"], "sans_totaux": "Des hauteurs.", "schema": {"fields": FIELDS, "primaryKey": ["lieu"]},
    }  # fmt: skip
    return Dataset.model_validate({
        "titre": "Essai", "titre_court": "Essai", "description": "Un jeu minuscule qui sert aux essais des formats.",
        "mots_cles": ["essai"], "contact": {"nom": "Personne"}, "frequence": "ponctuelle",
        "couverture_temporelle": {"debut": 2020, "fin": 2021}, "couverture_spatiale": {"libelle": "Nulle part", "code_insee": "00000"},
        "methode": "À la main.", "protection": "Sans objet.", "limites": ["Rien."], "ruptures": [], "theme": "ENVI", "taux": {"texte": "Aucun."},
        "lignee": {"documents": [{"id": "carnet", "titre": "Carnet", "editeur": "Personne", "annee": 2020, "adresse": "", "lu_le": "2026-01-01"}]},
        "est_fictif": False, "journal": [{"version": "1.0.0", "date": "2026-01-01", "texte": "Première."}],
        "ressources": [resource], "graphiques": [],
    })  # fmt: skip


def made(rows: list[tuple[object, object, object]], name: str = "mesures") -> Any:
    one = dataset(name)
    frame = pd.DataFrame(rows, columns=["lieu", "jour", "hauteur_m"], dtype=object)
    table = PublicTable(name, one.ressources[0].schema_.descriptor(), frame, sources=("carnet",))
    return openpyxl.load_workbook(io.BytesIO(workbook(one, {name: table}, [("Statut", "Essai")])))


@given(st.sampled_from("=+-@\t\r|{"), st.text(alphabet="ABC123()!'\"|,cmd", max_size=20))
def test_a_text_is_never_a_formula_whatever_it_starts_with(start: str, rest: str) -> None:
    text = f"{start}{rest}"
    cell = made([(text, None, None)])["mesures"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r").replace("\n", "\r") == text.replace("\n", "\r")


@pytest.mark.parametrize("text", ["https://exemple.invalid/", "00123", "1E5", "TRUE", "1/2"])
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    cell = made([(text, None, None)])["mesures"]["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_cells_have_the_declared_type() -> None:
    import datetime

    sheet = made([("a", datetime.date(2024, 2, 29), 6.1), ("b", None, None)])["mesures"]
    assert (sheet["B2"].is_date, sheet["B2"].value.date()) == (True, datetime.date(2024, 2, 29))
    assert (sheet["C2"].value, sheet["C2"].data_type) == (6.1, "n")
    assert sheet["B3"].value is None
    assert sheet["C3"].value is None


def test_a_day_that_excel_cannot_hold_is_its_text() -> None:
    import datetime

    assert made([("a", datetime.date(1658, 2, 27), 8.96)])["mesures"]["B2"].value == "1658-02-27"


def test_the_header_says_label_and_unit_and_stays_in_sight() -> None:
    book = made([("a", None, 1.0)])
    sheet = book["mesures"]
    assert [cell.value for cell in sheet[1]] == ["Lieu", "Jour", "Hauteur (m)"]
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].font.bold
    assert sheet.auto_filter.ref == "A1:C2"
    assert heading(dataset().ressources[0].schema_.column("lieu")) == "Lieu"


def test_columns_and_notes_are_explained_after_the_data() -> None:
    book = made([("a", None, 1.0)])
    assert book.sheetnames == ["mesures", "Colonnes", "À lire"]
    assert [cell.value for cell in book["Colonnes"][4]][2:6] == [
        "hauteur_m",
        "Hauteur.",
        "m",
        "non mesurée",
    ]
    assert [cell.value for cell in book["À lire"][2]] == ["Statut", "Essai"]


def test_a_long_name_makes_a_sheet_that_excel_opens() -> None:
    name = "mesures-de-tous-les-lieux-de-la-ville"
    assert [len(sheet) for sheet in sheet_names(dataset(name))] == [31]


def test_a_workbook_and_a_zip_have_the_same_bytes_twice() -> None:
    one = dataset()
    frame = pd.DataFrame([("a", None, 1.0)], columns=["lieu", "jour", "hauteur_m"], dtype=object)
    table = PublicTable(
        "mesures", one.ressources[0].schema_.descriptor(), frame, sources=("carnet",)
    )
    first, second = (workbook(one, {"mesures": table}, []) for _ in range(2))
    assert first == second
    assert archive({"b": first, "a": second}, "x") == archive({"a": first, "b": second}, "x")
