"""Values as a French sentence shows them."""

from __future__ import annotations

import pytest

from site_src.risques.phrases import action_lines, datation, date_dite, metres, periode, quantite


def spaces(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", "_").replace("\N{NARROW NO-BREAK SPACE}", "-")


@pytest.mark.parametrize(
    ("value", "said", "of"),
    [
        ("s.d.", "sans date", "de sans date"),
        ("2019", "2019", "de 2019"),
        ("2025-10", "octobre 2025", "d’octobre 2025"),
        ("2018-01", "janvier 2018", "de janvier 2018"),
        ("1910-01-28", "28_janvier 1910", "du 28_janvier 1910"),
        ("1658-03-01", "1er_mars 1658", "du 1er_mars 1658"),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(value: str, said: str, of: str) -> None:
    assert spaces(date_dite(value)) == said
    if value != "s.d.":
        assert spaces(datation(value)) == of


def test_a_period_says_the_year_once() -> None:
    assert spaces(periode("1658-02-27", "1658-03-01")) == "Du 27_février au 1er_mars 1658"
    assert spaces(periode("1999-12-31", "2000-01-02")) == "Du 31_décembre 1999 au 2_janvier 2000"
    assert periode("1740", None) == "1740"
    assert periode("2019-02", None) == "Février 2019"


def test_a_quantity_keeps_the_decimals_that_were_written() -> None:
    assert spaces(quantite(630000, "personnes")) == "630-000_personnes"
    assert spaces(quantite(11.75, "km²")) == "11,75_km²"
    assert spaces(metres(6.1)) == "6,10_m"


def test_an_instruction_has_a_line_for_each_of_its_verbs_and_marks_what_it_forbids() -> None:
    assert action_lines("Montez. Ne descendez pas au 2. étage <b>.") == (
        'Montez&#46;<br> <span class="prm-non">Ne descendez pas au 2&#46; étage &#60;b&#62;&#46;</span>'
    )


def test_an_instruction_that_forbids_is_marked_whole() -> None:
    assert action_lines("N'entrez pas.") == '<span class="prm-non">N’entrez pas&#46;</span>'
    assert "prm-non" in action_lines("N'utilisez ni ascenseur ni appareil.")
    assert action_lines("Nettoyez.") == "Nettoyez&#46;"


def test_an_instruction_that_restricts_is_not_marked_as_forbidding() -> None:
    assert "prm-non" not in action_lines("N'appelez les secours qu'en cas de danger réel.")
    assert "prm-non" not in action_lines("Ne sortez que si rien ne brûle.")


@pytest.mark.parametrize(
    ("said", "forbids"),
    [
        ("Do not go down to the basement.", True),
        ("Never touch a fallen wire.", True),
        ("Use neither lifts nor electrical appliances.", True),
        ("Charge nothing at night.", True),
        ("Call the emergency services only if there is real danger.", False),
        ("Call if the breaker holds and nothing comes back.", False),
    ],
)
def test_an_english_instruction_that_forbids_is_marked(said: str, *, forbids: bool) -> None:
    assert ("prm-non" in action_lines(said, "en")) is forbids


def test_an_english_instruction_has_a_line_for_each_of_its_verbs() -> None:
    assert action_lines("Go up. Don't come down.", "en") == (
        'Go up&#46;<br> <span class="prm-non">Don’t come down&#46;</span>'
    )
