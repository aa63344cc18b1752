"""What a map says of a territory in another language: our data named where they say nothing, and town halls that are shared."""

from __future__ import annotations

import json
from typing import Any

import pytest

from site_src.cartes.constats import Hall, constats, one_after_the_other, titles, town_halls
from site_src.cartes.spoken import Speech, UntranslatedError
from tests.site_src.cartes.test_translated import NONE, ZONE
from tests.site_src.dossiers.cases import LANGUAGES

NBSP = "\N{NO-BREAK SPACE}"
PHRASES = {
    "zone bleue": "the blue zone", "aucune zone bleue": "no blue zone", "l’enveloppe": "the extent", "Crue": "Flooding",
    "Lieux": "Places", "Mairies": "Town halls", "Gares de RER": "RER stations", "Piscines": "Pools",
}  # fmt: skip
BLUE = {"code": "bleue", "nom": "zone bleue", "aucune": "aucune zone bleue",
        "enveloppe": {"code": "phec", "nom": "l’enveloppe"}}  # fmt: skip


def flood(code: str, blue: dict[str, Any], around: dict[str, Any]) -> dict[str, Any]:
    return {"code_insee": code, "zones": {"bleue": blue, "phec": around}}


def place(
    code: str, nombres: list[int], halls: list[dict[str, str]], where: str = ""
) -> dict[str, Any]:
    groups = [{"libelle": "Mairies", "lieux": halls}]
    return {"code_insee": code, "nombres": nombres, "groupes": groups, "mairie_en": where}


CENTRE = {"nom": "Mairie de Paris Centre", "detail": "2 rue X"}
FIFTH = {"nom": "Mairie du 5e arrondissement", "detail": "21 place X"}
FLOODS = [flood("75101", ZONE, NONE), flood("75102", NONE, ZONE), flood("75105", NONE, NONE)]
PLACES: list[dict[str, Any]] = [
    place("75101", [0, 1200, 0], [], "75103"), place("75103", [1, 0, 3], [CENTRE], "75103"), place("75105", [1, 0, 0], [FIFTH], "75105"),
    place("75106", [0, 2, 1], []), {"code_insee": "75056", "nombres": [2, 1202, 4]},
]  # fmt: skip
BOTH = [
    {"code_insee": code, "constats": {"crue": "En français.", "lieux": "Aussi."}}
    for code in ("75101", "75105")
]


def drawn() -> dict[str, bytes]:
    pages = {
        "crue": {"titre_court": "Crue", "territoires": FLOODS},
        "lieux": {"titre_court": "Lieux", "territoires": PLACES,
                  "groupes": ["Mairies", "Gares de RER", "Piscines"]},
        "tout": {"titre_court": "Tout", "territoires": BOTH},
    }  # fmt: skip
    made = {f"cartes/{name}.json": json.dumps(page).encode() for name, page in pages.items()}
    return {**made, "documents/crue.json": json.dumps({"zone": BLUE}).encode()}


def speech(phrases: dict[str, str] | None = None) -> Speech:
    said = PHRASES if phrases is None else phrases
    return Speech(LANGUAGES["en"], LANGUAGES["fr"], said, {}, "")


def said(name: str, code: str) -> str:
    return constats(drawn(), name, speech())[code][name]


def test_a_zone_is_measured_and_its_residents_are_estimated() -> None:
    assert said("crue", "75101") == (
        f"2.01{NBSP}km² (3.4% of its area) in the blue zone. About 3,000 to 12,000 people live there, at most 20,000."
        " The extent does not reach it in our data."
    )


def test_what_is_nowhere_drawn_is_said_of_our_data_and_never_a_zero() -> None:
    assert said("crue", "75102").startswith("No blue zone in our data. The extent covers 2.01")
    assert said("crue", "75105") == "No blue zone, nor in the extent, in our data."


def test_what_no_file_lists_is_said_of_our_data_and_never_a_zero() -> None:
    assert said("lieux", "75105") == (
        "In our data, nothing for: RER stations; pools. Its town hall is on the map."
    )


def test_a_shared_town_hall_and_one_that_no_file_names_are_told_apart() -> None:
    shared = (
        "One town hall for the 1st, 2nd, 3rd and 4th arrondissements, in the 3rd arrondissement."
    )
    assert said("lieux", "75101") == (
        f"RER stations (1,200). In our data, nothing for: pools. {shared}"
    )
    assert said("lieux", "75103").endswith(shared)
    assert said("lieux", "75106").endswith(
        "Its town hall is not in the City’s file; we do not give its address."
    )
    assert said("lieux", "75056") == "Town halls (2); RER stations (1,202); pools (4)."


def test_a_town_hall_has_its_name_and_address_in_french() -> None:
    halls = town_halls({"groupes": ["Mairies"], "territoires": PLACES})
    assert halls["75105"] == Hall("propre", "Mairie du 5e arrondissement, 21 place X")
    assert halls["75101"] == Hall("partagee", "Mairie de Paris Centre, 2 rue X", 3)
    assert halls["75106"] == Hall("manquante")
    assert town_halls({"groupes": ["Piscines"], "territoires": PLACES}) == {}


def test_a_map_that_gathers_others_says_what_each_says_after_its_title() -> None:
    found = constats(drawn(), "tout", speech())["75105"]
    assert set(found) == {"crue", "lieux"}
    short = titles(drawn(), list(found))
    assert one_after_the_other(found, short, speech()) == (
        "Flooding: No blue zone, nor in the extent, in our data. Places: In our data, nothing for: RER stations; pools."
        " Its town hall is on the map."
    )


def test_a_text_without_translation_stops_the_sentences() -> None:
    with pytest.raises(UntranslatedError):
        constats(drawn(), "crue", speech({}))
