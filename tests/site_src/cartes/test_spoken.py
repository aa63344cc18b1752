"""An interactive map in another language: its words, its addresses, names that stay, and no document half translated."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from maps.drawing.interactive import fragments, rendered, told
from maps.map_files import asset
from maps.records.document_place import place_of
from site_src.cartes import spoken
from site_src.cartes.stage import words_of
from tests.maps.drawing.test_interactive import LIMITS, drawings
from tests.maps.worlds import carte, sources
from tests.site_src.cartes.test_translated import NONE, ZONE
from tests.site_src.dossiers.cases import LANGUAGES

PLACE = "en/maps/trial/interactive/"
TERRITORIES: list[dict[str, Any]] = [
    {"code_insee": "75101", "libelle": "1er arrondissement", "zones": {"ppri": ZONE, "phec": NONE}},
    {"code_insee": "75102", "libelle": "2e arrondissement", "zones": {"ppri": NONE, "phec": ZONE}},
    {"code_insee": "75056", "libelle": "Paris", "zones": {"ppri": ZONE, "phec": ZONE}},
]


def french() -> dict[str, Any]:
    """What the French document of the small map says, its two territories as places to go to."""
    said = told(carte(), fragments(carte(), drawings(), LIMITS, "Éditeur"), [], sources(), "leaflet-1", "Mention.")  # fmt: skip
    said["lieux"] = [
        {"libelle": row["libelle"], "cadre": "1,2,3,4", "phrase": ""} for row in TERRITORIES[:2]
    ]
    said["zone"]["enveloppe"] = {"code": "phec", "nom": "l’enveloppe"}
    return said


def speech(said: dict[str, Any]) -> spoken.Speech:
    """English that says every text between brackets, but the words of the site."""
    phrases = {text: f"[{text}]" for text in spoken.texts(said)}
    pages = {"risques/essai/": "en/trial/"}
    return spoken.Speech(LANGUAGES["en"], LANGUAGES["fr"], phrases, pages, PLACE, ["Unofficial."])


def english() -> dict[str, Any]:
    said = spoken.said_in(french(), TERRITORIES, speech(french()))
    assert said is not None
    return said


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


def test_what_is_nowhere_drawn_is_said_of_our_data_and_never_a_zero() -> None:
    first, second = (one["phrase"] for one in english()["lieux"])
    assert first == (
        "1st arrondissement: 2.01\N{NO-BREAK SPACE}km² (3.4% of its area) in [zone bleue]. About 3,000 to 12,000 people"
        " live there, at most 20,000. [l’enveloppe] does not reach it in our data."
    )
    assert second.startswith("2nd arrondissement: [aucune zone bleue] in our data. [l’enveloppe] covers 2.01\N{NO-BREAK SPACE}km²")  # fmt: skip


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


def test_a_map_with_a_text_that_is_not_translated_has_no_document() -> None:
    one = speech(french())
    kept = {text: said for text, said in one.phrases.items() if text != "Zone bleue"}
    assert spoken.said_in(french(), TERRITORIES, replace(one, phrases=kept)) is None
