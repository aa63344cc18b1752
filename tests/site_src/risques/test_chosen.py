"""The ten risks of the file for a crisis: what is wrong with the list is told in its place, in the exact words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from opendata.findings import Finding
from site_src.risques.chosen import PATH, Chosen, read_chosen
from site_src.risques.register import Register
from tests.builds import committed, record

TEN = [f"risque-{letter}" for letter in "abcdefghij"]
FILE = """depuis: 1996
consignes: 2
raison: {{fr: "Depuis {{depuis}}, {{consignes}} consignes.", en: "Since {{depuis}}, {{consignes}} instructions."}}
laisses: {{fr: "Aussi : {{autres}}.", en: "Also: {{autres}}."}}
risques: [{ids}]
"""
RULE = "le fichier de crise montre des risques du registre"


def risk(name: str, dates: Sequence[str] = ("2018-01-24",), instructions: int = 2) -> object:
    return SimpleNamespace(
        id=name,
        evenements=[SimpleNamespace(debut=day) for day in dates],
        consignes=SimpleNamespace(pendant=("Partez.",) * instructions),
    )


def register(*more: object) -> Register:
    """A register of ten sound risks, and others."""
    return cast("Register", SimpleNamespace(risques=[*map(risk, TEN), *more]))


def read(text: str, known: Register | None = None) -> tuple[Chosen | None, list[str]]:
    found: list[Finding] = []
    chosen = read_chosen(text.encode(), known or register(), found)
    return chosen, [str(one).removeprefix(f"{PATH}:") for one in found]


def listed(*ids: str) -> str:
    return FILE.format(ids=", ".join(ids))


def test_ten_risks_are_read_in_their_order() -> None:
    order = list(reversed(TEN))
    chosen, found = read(listed(*order))
    assert found == []
    assert chosen is not None
    assert list(chosen.ids) == [one.id for one in chosen.risks(register())] == order


def test_the_reason_says_the_conditions_as_they_are_written() -> None:
    chosen, _ = read(listed(*TEN))
    assert chosen is not None
    assert chosen.reason("fr", {}) == "Depuis 1996, 2 consignes."
    assert chosen.reason("en", {}) == "Since 1996, 2 instructions."


def test_risks_that_would_do_too_are_named_by_the_reason() -> None:
    chosen, _ = read(listed(*TEN), register(risk("k"), risk("l", ["1910"]), risk("m", ["s.d."])))
    assert chosen is not None
    assert chosen.others == ("k",)
    assert chosen.reason("fr", {"k": "Épidémie"}).endswith(" consignes. Aussi : Épidémie.")
    assert chosen.reason("en", {"k": "Epidemic"}).endswith(" Also: Epidemic.")


def test_an_unknown_risk_and_one_written_twice_are_both_told() -> None:
    chosen, found = read(listed(*TEN[:8], "typhon", "risque-a"))
    assert chosen is None
    assert found == [
        f"5:91: risque « typhon » inconnu — règle : {RULE} — remède : corriger l'identifiant",
        "5:99: risque « risque-a » écrit deux fois — règle : un risque n'est qu'une fois dans la liste — remède : retirer l'un des deux",
    ]


def test_nine_risks_are_not_ten() -> None:
    assert read(listed(*TEN[:9])) == (
        None,
        [
            "5:10: 9 risque(s) — règle : le fichier de crise en montre 10 — remède : compléter ou raccourcir la liste"
        ],
    )


def test_a_risk_without_instructions_for_the_event_or_without_a_dated_event_is_told() -> None:
    known = register(risk("muet", instructions=0), risk("ancien", ["1910", "s.d."]))
    chosen, found = read(listed(*TEN[:8], "muet", "ancien"), known)
    assert chosen is None
    assert found == [
        "5:91: risque « muet » : 0 consigne(s) « pendant » — règle : un risque de la liste en a au moins 2 (consignes) — remède : choisir un autre risque, ou changer « consignes »",
        "5:97: risque « ancien » sans évènement daté depuis 1996 — règle : un risque de la liste a un évènement daté au registre (depuis) — remède : choisir un autre risque, ou changer « depuis »",
    ]


@pytest.mark.parametrize("place", ["{depuis}", "{consignes}", "{autres}"])
def test_a_sentence_that_does_not_say_its_condition_is_told(place: str) -> None:
    chosen, found = read(listed(*TEN).replace(place, "deux"))
    assert chosen is None
    assert len(found) == 2, "in French and in English"
    assert all(f"« {place} » manque — règle : " in one for one in found)


def test_a_figure_typed_in_the_reason_is_refused() -> None:
    chosen, (told,) = read(listed(*TEN).replace("Aussi", "3 autres"))
    assert chosen is None
    assert told.startswith("4:15: chiffre sans source dans « 3 autres : {autres}. »")


def test_an_empty_file_is_told() -> None:
    assert read("")[1]


def test_a_condition_that_the_list_of_the_repository_does_not_meet_is_told() -> None:
    files = committed("data/**/*")
    known = record(files, "register", Register)
    asked = max(len(one.consignes.pendant) for one in known.risques)
    told = read(files[PATH].decode().replace("consignes: 8", f"consignes: {asked + 1}"), known)[1]
    assert len(told) == 10


def test_the_year_of_an_event_is_enough() -> None:
    known = register(risk("annee", ["1996"]))
    chosen, found = read(listed(*TEN[:9], "annee"), known)
    assert found == []
    assert chosen == replace(chosen, ids=(*TEN[:9], "annee")) if chosen else False
