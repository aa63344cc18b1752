"""An interactive map in another language: its words, its addresses, names that stay, and no document half translated."""

from __future__ import annotations

import json
from typing import Any

import pytest

from maps.drawing.interactive import fragments, rendered, told
from maps.map_files import asset
from maps.records.document_place import place_of
from site_src.cartes import spoken
from site_src.cartes.document_words import words_of
from tests.maps.drawing.test_interactive import LIMITS, drawings
from tests.maps.worlds import carte, sources
from tests.site_src.dossiers.cases import LANGUAGES

PLACE = "en/maps/trial/interactive/"
TERRITORIES: list[dict[str, Any]] = [
    {"code_insee": "75101", "libelle": "1er arrondissement"},
    {"code_insee": "75102", "libelle": "2e arrondissement"},
    {"code_insee": "75056", "libelle": "Paris"},
]
CONSTATS = {"75101": "One.", "75102": "Two.", "75056": "All."}


def french() -> dict[str, Any]:
    """What the French document of the small map says, its two territories as places to go to."""
    said = told(carte(), fragments(carte(), drawings(), LIMITS, "Éditeur"), [], sources(), "leaflet-1", "Mention.")  # fmt: skip
    said["lieux"] = [
        {"libelle": row["libelle"], "cadre": "1,2,3,4", "phrase": ""} for row in TERRITORIES[:2]
    ]
    return said


class Bracketed(dict[str, str]):
    """Says every text between brackets."""

    def __contains__(self, text: object) -> bool:
        return True

    def __missing__(self, text: str) -> str:
        return f"[{text}]"


def speech(phrases: dict[str, str] | None = None) -> spoken.Speech:
    """English that says every text between brackets, but the words of the site."""
    said = Bracketed() if phrases is None else phrases
    pages = {"risques/essai/": "en/trial/", "cartes/essai/liste/": "en/maps/trial/list/"}
    return spoken.Speech(LANGUAGES["en"], LANGUAGES["fr"], said, pages, PLACE, ["Unofficial."])


def english() -> dict[str, Any]:
    return spoken.said_in(french(), TERRITORIES, CONSTATS, speech())


def test_layers_and_bubbles_are_translated_and_the_official_name_stays() -> None:
    said = {one["id"]: one for one in english()["donnees"]["couches"]}
    assert said["zone-bleue"]["nom"] == "[Zone bleue]"
    bubble = said["zone-verte"]["bulle"]
    assert (bubble["texte"], bubble["officiel"]) == ("[Une zone pour l’essai.]", "Plan d'essai")


def test_data_are_those_of_the_french_map_and_pages_those_of_the_language() -> None:
    said = {one["id"]: one for one in english()["donnees"]["couches"]}
    assert said["rues"]["adresse"] == "../../../../cartes/couches/rues.json"
    assert said["rues"]["detail"]["adresse"] == "../../../../cartes/couches/rues-detail.json"
    assert said["zone-verte"]["bulle"]["adresse"] == "../../../trial/"


def test_a_territory_is_named_before_what_is_said_of_it() -> None:
    first, second = (one["phrase"] for one in english()["lieux"])
    assert (first, second) == ("1st arrondissement: One.", "2nd arrondissement: Two.")


def test_a_value_of_a_file_is_said_as_the_file_writes_it_on_maps_of_its_kind_alone() -> None:
    places, zones = (speech().valeurs(kind) for kind in ("lieu", "zone"))
    assert places["fermé à la demande d'un tiers"] == "closed at the request of a third party"
    assert places["24 h / 24"] == "24 hours a day"
    assert zones["zone bleue"] == "blue zone"
    assert "zone bleue" not in places
    assert "Piscine" not in zones


def test_the_same_document_in_two_languages_has_the_words_of_each() -> None:
    template = asset("interactive.html.j2")
    page = rendered(english(), words_of(LANGUAGES["en"]), template, PLACE).decode()
    own = rendered(french(), words_of(LANGUAGES["fr"]), template, place_of("essai")).decode()
    assert '<html lang="en">' in page
    assert ">Skip the map<" in page
    assert 'src="../../../../cartes/essai/interactive/carte.js"' in page
    assert '<span lang="fr">' in page
    assert "Unofficial." in page
    assert '<html lang="fr">' in own
    assert ">Passer la carte<" in own
    assert 'src="carte.js"' in own
    data = page.partition('id="prm-donnees">')[2].partition("</script>")[0]
    words = json.loads(data)["mots"]
    assert words["vue_un"] == "{n} zone in this view"
    assert not [key for key in words if key.endswith(("_lieu", "_arrondissement"))]


def test_the_list_of_places_is_that_of_the_language() -> None:
    assert english()["liste"] == "../list/"


def test_a_map_with_a_text_that_is_not_translated_has_no_document() -> None:
    with pytest.raises(spoken.UntranslatedError):
        spoken.said_in(french(), TERRITORIES, CONSTATS, speech({}))
