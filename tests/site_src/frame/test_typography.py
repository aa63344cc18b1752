"""French as pages write it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from site_src.frame.typography import capital, long_date, month, typographie, written_date


def spaces(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", "_").replace("\N{NARROW NO-BREAK SPACE}", "-")


def test_dates_are_written_in_french() -> None:
    assert spaces(long_date(date(1910, 1, 28))) == "28_janvier 1910"
    assert spaces(long_date(date(2024, 3, 1))) == "1er_mars 2024"


def test_every_month_has_its_french_name() -> None:
    assert [month(date(2024, rank, 1)) for rank in range(1, 13)] == [
        f"{name} 2024"
        for name in ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
                     "octobre", "novembre", "décembre")
    ]  # fmt: skip


def test_spaces_that_must_not_break_are_put_in() -> None:
    text = typographie("L'eau : « 1 500 m » ; 30 cm ?")
    assert spaces(text) == "L’eau_: «_1-500_m_»-; 30_cm-?"


def test_a_telephone_number_stays_on_one_line() -> None:
    for number in ("0 800 47 33 33", "01 40 47 58 00", "0 805 805 817"):
        text = typographie(f"Appelez le {number} ou le 18.")
        assert spaces(text) == f"Appelez le {number.replace(' ', '_')} ou le 18."


@given(st.text())
def test_typography_changes_only_spaces_and_apostrophes(text: str) -> None:
    plain = typographie(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    back = plain.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    same = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    same = same.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert back == same


def test_a_date_of_a_file_is_said_as_any_other() -> None:
    assert written_date("2026-11-22") == long_date(date(2026, 11, 22))


def test_a_capital_changes_the_first_letter_alone() -> None:
    assert [capital(text) for text in ("été à Paris", "RER C", "")] == ["Été à Paris", "RER C", ""]
