"""A field of a CSV comes back from a cell as it went; what a spreadsheet made of one is said, never guessed."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.records.schema import Column
from opendata.workbooks.cells import Fault, Held, shown, text_of

TYPES = ("string", "integer", "number", "boolean", "year", "date")


def column(kind: str) -> Column:
    return Column.model_validate(
        {"name": "valeur", "title": "Valeur", "description": "Une valeur.", "type": kind, "constraints": {"required": True}}
        | ({"unit": "m"} if kind in ("integer", "number") else {})
    )  # fmt: skip


COLUMNS = {kind: column(kind) for kind in TYPES}
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)


@given(st.sampled_from(TYPES), st.one_of(NUMBERS, st.integers().map(str), TEXTS))
def test_what_goes_out_comes_back_or_is_said(kind: str, text: str) -> None:
    cell = shown(text, COLUMNS[kind])
    back = text_of(Held(cell.value, pattern=cell.pattern), COLUMNS[kind])
    assert back == text or isinstance(back, Fault)


@pytest.mark.parametrize(
    ("kind", "text", "value", "pattern"),
    [
        ("number", "6.10", 6.1, "0.00"),
        ("number", "1.2340", 1.234, "0.0000"),
        ("number", "15", 15, "General"),
        ("number", "", None, "General"),
        ("number", "007", "007", "@"),
        ("number", "-0", "-0", "@"),
        ("number", "1234567890.1234567", "1234567890.1234567", "@"),
        ("integer", "75101", 75101, "General"),
        ("year", "1910", 1910, "0"),
        ("string", "01", "01", "@"),
        ("string", "=1+1", "=1+1", "@"),
        ("string", "+33", "+33", "@"),
        ("string", "-a", "-a", "@"),
        ("string", "@a", "@a", "@"),
        ("string", "", None, "@"),
        ("date", "1658-02-27", "1658-02-27", "@"),
        ("boolean", "true", "true", "@"),
    ],
)
def test_a_number_is_a_number_and_all_else_is_text(
    kind: str, text: str, value: object, pattern: str
) -> None:
    cell = shown(text, COLUMNS[kind])
    assert (cell.value, cell.pattern) == (value, pattern)
    assert text_of(Held(cell.value, pattern=cell.pattern), COLUMNS[kind]) == text


@pytest.mark.parametrize(
    ("kind", "value", "pattern", "text"),
    [
        ("number", 8.7, "0.00", "8.70"),
        ("number", 8.1234, "0.00", "8.1234"),
        ("number", 8.5999999999999996, "General", "8.6"),
        ("number", 1.234, "General", "1.2340"),  # 1.234 is read as thousands
        ("number", 1e-7, "General", "0.0000001"),
        ("number", 1234.5, '#,##0.00;[Red]-#,##0.00', "1234.50"),
        ("number", 15, '0.0" %"', "15.0"),
        ("number", 15, "0.0\\%", "15.0"),
        ("integer", 15.0, "General", "15"),
        ("integer", 15.5, "0", "15.5"),  # the check of the CSV refuses it
        ("year", 1910, "0", "1910"),
        ("number", "6.10", "@", "6.10"),
        ("boolean", True, "General", "true"),
        ("string", "deux\nlignes", "@", "deux\nlignes"),
        ("string", "deux_x000D_\nlignes", "@", "deux\nlignes"),
        ("string", "", "@", ""),
    ],
)  # fmt: skip
def test_a_cell_that_somebody_typed_is_the_text_of_a_csv(
    kind: str, value: object, pattern: str, text: str
) -> None:
    assert text_of(Held(value, pattern=pattern), COLUMNS[kind]) == text


DATE = "une date s'écrit en texte : un tableur compte des jours, et en change la forme"
NUMBER = "une colonne de nombres a des nombres"
CODE = "cette colonne est du texte : un nombre y perd ses zéros de tête"
FAULTS: list[tuple[str, Held, Fault]] = [
    ("number", Held("=A1*2", "f"),
     Fault("formule « =A1*2 »", "une case a une valeur, pas un calcul", "copier la case, puis collage spécial « Valeurs » ; un texte qui commence par = se tape dans une case au format Texte")),
    ("string", Held(object(), "f"),
     Fault("formule « matricielle »", "une case a une valeur, pas un calcul", "copier la case, puis collage spécial « Valeurs » ; un texte qui commence par = se tape dans une case au format Texte")),
    ("number", Held("#REF!", "e"), Fault("erreur #REF!", "une case a une valeur", "écrire la valeur, ou vider la case")),
    ("string", Held(1), Fault("nombre 1 dans une colonne de textes", CODE, "mettre la case au format Texte, puis retaper le texte en entier", "1")),
    ("date", Held(42524), Fault("nombre 42524 dans une colonne de dates", DATE, "mettre la case au format Texte, puis écrire le jour, par exemple 2016-06-03")),
    ("date", Held(datetime.datetime.fromisoformat("2016-06-03")),
     Fault("date du tableur, 2016-06-03", DATE, "mettre la case au format Texte, puis écrire 2016-06-03", "2016-06-03")),
    ("string", Held(datetime.datetime.fromisoformat("2016-06-03")),
     Fault("date du tableur, 2016-06-03", DATE, "mettre la case au format Texte, puis retaper ce qui doit s'y lire", "2016-06-03")),
    ("number", Held(datetime.datetime.fromisoformat("2016-06-03T09:30")),
     Fault("date du tableur, 2016-06-03T09:30:00", DATE, "mettre la case au format Texte, puis retaper ce qui doit s'y lire", "2016-06-03T09:30:00")),
    ("string", Held(datetime.time(9, 30)),
     Fault("date du tableur, 09:30:00", DATE, "mettre la case au format Texte, puis retaper ce qui doit s'y lire", "09:30:00")),
    ("number", Held("6,10", pattern="@"),
     Fault("nombre « 6,10 » écrit comme un texte", NUMBER, "mettre la case au format Nombre, puis retaper la valeur", "6.10")),
    ("integer", Held("1 234", pattern="@"),
     Fault("nombre « 1 234 » écrit comme un texte", NUMBER, "mettre la case au format Nombre, puis retaper la valeur", "1234")),
    ("number", Held(0.15, pattern="0%"),
     Fault("15 % : pourcentage du tableur, lu 0.15", NUMBER, "mettre la case au format Nombre, puis retaper la valeur", "0.15")),
    ("string", Held(True, "b"),
     Fault("VRAI du tableur", "vrai et faux vont dans une colonne qui les attend", "mettre la case au format Texte, puis retaper la valeur", "true")),
    ("string", Held("a_x0007_b"), Fault("caractère de commande", "un texte n'a que des caractères qui se voient", "retaper le texte", "a_x0007_b")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cell", "fault"), FAULTS, ids=lambda one: getattr(one, "quoi", None))  # fmt: skip
def test_what_a_spreadsheet_made_of_a_value_is_said(kind: str, cell: Held, fault: Fault) -> None:
    found: Any = text_of(cell, COLUMNS[kind])
    assert found == fault
