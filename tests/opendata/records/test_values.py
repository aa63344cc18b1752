"""One text, one value: what is read, what is refused, and what the remedy proposes."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opendata.records.schema import Column
from opendata.records.table import written
from opendata.records.values import Misfit, parse


def column(kind: str, **more: Any) -> Column:
    declared: dict[str, Any] = {
        "name": "c",
        "title": "C",
        "description": "Essai.",
        "type": kind,
        "unit": "points",
    }
    declared["constraints"] = {"required": True, **more.pop("constraints", {})}
    return Column.model_validate(declared | more)


CODES = {
    "categories": [{"value": "bon", "label": "bonne mesure"}, {"value": "nul", "label": "aucune"}]
}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("string", "café, crème", "café, crème"),
        ("integer", "-12", -12),
        ("number", "6.10", 6.1),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("year", "1658", 1658),
        ("date", "1658-02-27", datetime.date(1658, 2, 27)),
    ],
)
def test_a_written_form_is_read(kind: str, text: str, value: object) -> None:
    assert parse(text, column(kind)) == value


@pytest.mark.parametrize(
    ("kind", "text", "attendu", "remede"),
    [
        ("integer", "1 234", "nombre entier attendu", "écrire 1234"),
        ("integer", "1\u202f234", "nombre entier attendu", "écrire 1234"),
        ("integer", "012", "nombre entier attendu", "écrire un nombre entier, sans espace"),
        ("integer", "12.0", "nombre entier attendu", "écrire un nombre entier, sans espace"),
        (
            "integer",
            "9007199254740993",
            "au plus 15 chiffres significatifs attendus",
            "arrondir ; si c'est un code, type: string",
        ),
        (
            "number",
            "0.1234567890123456",
            "au plus 15 chiffres significatifs attendus",
            "arrondir ; si c'est un code, type: string",
        ),
        ("number", "6,10", "nombre attendu", "écrire 6.10"),
        ("number", "1 234,5", "nombre attendu", "écrire 1234.5"),
        ("integer", "640.000", "nombre entier attendu", "écrire 640000"),
        (
            "number",
            "640.000",
            "milliers ou décimales ?",
            "écrire 640000 si ce sont des milliers, 640.0000 si ce sont des décimales",
        ),
        ("number", "1e3", "nombre attendu", "écrire un nombre à point décimal"),
        ("number", "NaN", "nombre attendu", "écrire un nombre à point décimal"),
        ("boolean", "VRAI", "true ou false attendu", "écrire true"),
        ("boolean", "0", "true ou false attendu", "écrire false"),
        ("boolean", "peut-être", "true ou false attendu", "écrire true ou false"),
        ("year", "58", "année attendue", "écrire quatre chiffres"),
        ("date", "3/6/2016", "date attendue", "écrire 2016-06-03"),
        ("date", "2016-02-30", "date attendue", "écrire AAAA-MM-JJ"),
        ("date", "20160603", "date attendue", "écrire AAAA-MM-JJ"),
        ("string", " a", "espaces en trop au début ou à la fin", "écrire « a »"),
    ],
)
def test_another_form_is_refused_with_the_right_one(
    kind: str, text: str, attendu: str, remede: str
) -> None:
    assert parse(text, column(kind)) == Misfit(attendu, remede)


def test_a_label_written_for_its_code_is_recognised() -> None:
    assert parse("Bonne mesure", column("string", **CODES)) == Misfit("code inconnu", "écrire bon")


def test_an_unknown_code_is_answered_with_the_list() -> None:
    assert parse("xyz", column("string", **CODES)) == Misfit(
        "code inconnu", "choisir parmi bon, nul"
    )


@pytest.mark.parametrize(
    ("constraints", "attendu"),
    [
        ({"minimum": 0, "maximum": 10}, "entre 0 et 10 attendu"),
        ({"minimum": 12}, "au moins 12 attendu"),
        ({"maximum": 10}, "au plus 10 attendu"),
    ],
)
def test_a_value_out_of_bounds_is_refused(constraints: dict[str, int], attendu: str) -> None:
    assert parse("11", column("integer", constraints=constraints)) == Misfit(
        attendu, "corriger la valeur"
    )


def test_bounds_are_included() -> None:
    assert parse("10", column("integer", constraints={"minimum": 10, "maximum": 10})) == 10


def test_bounds_of_dates_are_dates() -> None:
    after = {"minimum": datetime.date(2000, 1, 1)}
    assert isinstance(parse("1999-12-31", column("date", constraints=after)), Misfit)
    assert parse("2000-01-01", column("date", constraints=after)) == datetime.date(2000, 1, 1)


@settings(deadline=None)  # a busy machine is no fault
@given(st.integers(1 - 10**15, 10**15 - 1))
def test_every_integer_reads_back(value: int) -> None:
    assert parse(written(value), column("integer")) == value


@settings(deadline=None)  # a busy machine is no fault
@given(st.decimals(-(10**9), 10**9, places=6))
def test_every_number_of_fifteen_digits_reads_back(value: Decimal) -> None:
    assert parse(written(float(value)), column("number")) == float(value)


@pytest.mark.parametrize("kind", ["integer", "number"])
def test_minus_zero_is_zero(kind: str) -> None:
    assert written(parse("-0", column(kind))) == "0"


def test_a_day_written_as_a_week_is_refused() -> None:
    assert parse("2025-W52-3", column("date")) == Misfit("date attendue", "écrire AAAA-MM-JJ")


@settings(deadline=None)  # a busy machine is no fault
@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_date_reads_back(value: datetime.date) -> None:
    assert parse(written(value), column("date")) == value


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(min_size=1))
def test_no_text_breaks_a_reader(text: str) -> None:
    for kind in ("integer", "number", "boolean", "year", "date"):
        parse(text, column(kind))


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+HYPERLINK(1)", "-2+cmd|x"]
)
def test_a_text_that_a_spreadsheet_would_compute_is_refused(text: str) -> None:
    assert parse(text, column("string")) == Misfit(
        "un tableur y lirait une formule", "commencer par un mot"
    )


@pytest.mark.parametrize(
    "text", ["-5", "+33 1 40 47 58 00", "a=b", "agent@exemple.invalid", "- de dix cas"]
)
def test_a_sign_that_starts_a_text_is_no_formula(text: str) -> None:
    assert parse(text, column("string")) == text


def test_a_text_longer_than_a_cell_of_excel_is_refused() -> None:
    assert parse("a" * 32_767, column("string")) == "a" * 32_767
    assert isinstance(parse("a" * 32_768, column("string")), Misfit)


def test_a_number_of_three_decimals_is_written_so_that_it_is_not_taken_for_thousands() -> None:
    assert (written(1.234), written(0.325), written(6.1)) == ("1.2340", "0.325", "6.1")
