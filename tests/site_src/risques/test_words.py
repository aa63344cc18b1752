"""The kinds of value that the register's files hold."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from site_src.risques.words import (
    Adresse,
    AdresseDePage,
    DateDite,
    Identifiant,
    Numero,
    TexteConsigne,
)


def accepts(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "numero",
    ["15", "17", "18", "112", "114", "115", "119", "3975", "3919", "116 006",
     "01 40 47 58 00", "09 72 67 50 75", "0 800 06 66 66", "0 805 805 817"],
)  # fmt: skip
def test_numbers_that_are_dialled_in_france_are_accepted(numero: str) -> None:
    assert accepts(Numero, numero)


@pytest.mark.parametrize(
    "numero", ["16", "1", "0140475800", "01.40.47.58.00", "+33 1 40 47 58 00", "01 40 47 58", "abc"]
)
def test_numbers_of_another_form_are_refused(numero: str) -> None:
    assert not accepts(Numero, numero)


@pytest.mark.parametrize("value", ["2023-12-11", "2023-12", "2023", 2010, "s.d."])
def test_dates_are_days_months_years_or_absent(value: object) -> None:
    assert accepts(DateDite, value)


@pytest.mark.parametrize("value", ["2023-02-30", "11/12/2023", "", "bientôt", True, 12.5])
def test_other_dates_are_refused(value: object) -> None:
    assert not accepts(DateDite, value)


@pytest.mark.parametrize("value", ["https://www.paris.fr/pages/crues-5472", "paris.fr"])
def test_an_address_is_whole_or_a_site(value: str) -> None:
    assert accepts(Adresse, value)


@pytest.mark.parametrize("value", ["", "javascript:alert(1)", "une page", "https://", "non relevée"])  # fmt: skip
def test_other_addresses_are_refused(value: str) -> None:
    assert not accepts(Adresse, value)


@pytest.mark.parametrize("value", ["https://exemple.fr/page", "http://exemple.fr:8080/?p=2", "document imprimé"])  # fmt: skip
def test_a_source_gives_its_page_or_is_printed(value: str) -> None:
    assert accepts(AdresseDePage, value)


@pytest.mark.parametrize("value", ["exemple.fr", "exemple.fr/page", "https://exemple.fr", "https://exemple.fr/", "non relevée"])  # fmt: skip
def test_the_name_of_a_site_is_not_a_page(value: str) -> None:
    assert not accepts(AdresseDePage, value)


def test_an_instruction_starts_with_an_imperative() -> None:
    assert accepts(TexteConsigne, "Coupez le gaz.")
    assert accepts(TexteConsigne, "N'entrez pas.")
    assert accepts(TexteConsigne, "Éloignez-vous des fenêtres.")
    assert not accepts(TexteConsigne, "Il faut couper le gaz.")


def test_an_identifier_has_no_accent_and_no_space() -> None:
    assert accepts(Identifiant, "crue-seine")
    assert not accepts(Identifiant, "Crue Seine")
    assert not accepts(Identifiant, "crue-été")
