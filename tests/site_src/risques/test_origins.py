"""Who stands behind a list of instructions, said once below it."""

from __future__ import annotations

import pytest

from site_src.risques.origins import Origin, counted, numbered, origins, told
from site_src.risques.risque import Consigne
from site_src.risques.shared import CitedSource
from tests.site_src.risques.test_pages import ROOT, register_of

GOLDEN = ROOT / "tests/golden/risques/sain"

SOURCES = {
    name: CitedSource.model_validate(
        {"id": name, "titre": "Page", "editeur": "Service", "adresse": "https://exemple.fr/page", "date": "s.d.",
         "lu_le": "2026-11-28", "nature": nature}
    )
    for name, nature in (("etat", "officielle"), ("regie", "exploitant"), ("presse", "secondaire"))
}  # fmt: skip


def line(source: str, cas: str | None = None) -> Consigne:
    fiabilite = "P" if source == "presse" else "S"
    return Consigne.model_validate(
        {"texte": "Sortez.", "source": source, "fiabilite": fiabilite, "cas": cas}
    )


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("etat", "1"),
        ("etat etat", "1, 2"),
        ("etat etat etat", "1 à 3"),
        ("etat regie etat etat etat", "1, 3 à 5"),
    ],
)
def test_the_instructions_of_a_source_are_named_by_number(named: str, said: str) -> None:
    first, *_ = origins(map(line, named.split()), SOURCES)
    assert first == Origin(said, "etat", "officielle")


def test_sources_stand_in_the_order_of_what_they_say_each_with_one_word() -> None:
    found = origins(map(line, ("presse", "regie", "presse", "etat")), SOURCES)
    assert [(item.rangs, item.source, item.certitude) for item in found] == [
        ("1, 3", "presse", "relayée"),
        ("2", "regie", "exploitant"),
        ("4", "etat", "officielle"),
    ]


def test_a_second_source_of_an_instruction_is_named_too() -> None:
    twice = line("presse").model_copy(update={"double": "etat"})
    assert [(item.rangs, item.source, item.certitude) for item in origins([twice], SOURCES)] == [
        ("1", "presse", "relayée"),
        ("1", "etat", "officielle"),
    ]


def test_instructions_are_numbered_through_their_situations() -> None:
    given = (
        line("etat"),
        line("etat", "Dehors"),
        line("etat", "Dehors"),
        line("etat", "Chez vous"),
    )
    assert [(item.cas, item.premier, len(item.consignes)) for item in numbered(given)] == [
        ("", 1, 1), ("Dehors", 2, 2), ("Chez vous", 4, 1),
    ]  # fmt: skip


def test_every_way_of_reading_is_counted_also_when_there_is_none() -> None:
    assert counted(map(line, ("etat", "etat", "presse")), SOURCES) == {
        "officielle": 2,
        "exploitant": 0,
        "relayée": 1,
    }


def test_the_instructions_of_the_register_are_told_in_a_line() -> None:
    register = register_of(GOLDEN)
    assert told(register.risques, register.sources) == (
        "consignes : 2 (officielle 1, exploitant 0, relayée 1), 4,5 mots en moyenne ; phases sans consigne : 1 sur 3"
    )
