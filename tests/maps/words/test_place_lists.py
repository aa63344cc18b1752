"""Places in words: each one named, every group counted, what is missing from a file said to be missing."""

from typing import Any

from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.words.map_words import words_of
from maps.words.place_lists import DESCRIBED, place_words
from tests.maps.worlds import PLACES, carte
from tests.maps.worlds import layers as small


def listed(page: dict[str, Any], file: str) -> int:
    """How many places the lists hold, one by one."""
    return sum(
        lieu["nb"]
        for t in page["territoires"][:-1]
        for groupe in t["groupes"]
        if file in groupe["libelle"].casefold()
        for lieu in groupe["lieux"]
    )


def test_places_that_read_alike_are_counted_and_an_empty_group_is_said() -> None:
    phrases, page = place_words(carte(PLACES), small())
    first, second, paris = page["territoires"]
    assert [groupe["libelle"] for groupe in first["groupes"]] == ["Fontaines", "Fontaines fermées"]
    assert first["groupes"][0]["lieux"] == [
        {"nom": "Quai <i>", "detail": "fontaine", "nb": 2},
        {"nom": "Rue B", "detail": "fontaine", "nb": 1},
    ]
    assert first["groupes"][1]["lieux"] == [{"nom": "Rue A", "detail": "fontaine ; gel", "nb": 1}]
    assert (
        second["constat"]
        == "dans nos données, rien pour\u00a0: fontaines\u00a0; fontaines fermées."
    )
    assert paris["nombres"] == [3, 1]
    assert phrases["75056"] == "Paris\u00a0: fontaines (3)\u00a0; fontaines fermées (1)."
    assert list(phrases) == ["75101", "75102", "75056"]


def test_no_cool_place_and_no_fountain_is_lost(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    page = dict(words_of(cartes["fraicheur"], (), layers, {}).page)
    fountains = listed(page, "fontaines")
    assert fountains == len(layers["fontaines"].properties)
    assert listed(page, "") - fountains == len(layers["lieux_frais"].properties)
    assert sum(page["territoires"][-1]["nombres"]) == listed(page, "")
    assert sum(page["statuts"].values()) == len(layers["lieux_frais"].properties)


def test_names_are_in_the_order_of_a_dictionary(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    second = words_of(cartes["lieux-utiles"], (), layers, {}).page["territoires"][1]
    assert [lieu["nom"] for lieu in second["groupes"][2]["lieux"]][:3] == [
        "Bourse", "Étienne Marcel", "Quatre Septembre"
    ]  # fmt: skip


def test_what_a_file_does_not_say_is_not_said(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    page = words_of(cartes["fraicheur"], (), layers, {}).page
    lieux = [
        lieu
        for t in page["territoires"][:-1]
        for groupe in t["groupes"]
        for lieu in groupe["lieux"]
    ]
    assert not [
        lieu for lieu in lieux if "non indiqué" in lieu["detail"] or "; ;" in lieu["detail"]
    ]
    opened = layers["lieux_frais"].column("statut_ouverture").count("ouvert")
    assert (
        sum(lieu["nb"] for lieu in lieux if "« ouvert » dans le fichier" in lieu["detail"])
        == opened
    )
    assert all(lieu["nom"] for lieu in lieux)
    paying = {True: "entrée payante", False: "gratuit"}
    for is_paying, words in paying.items():
        said = sum(lieu["nb"] for lieu in lieux if words in lieu["detail"].split(" ; "))
        answers = layers["lieux_frais"].column("est_payant")
        assert said == answers.count("oui" if is_paying else "non"), words


def test_each_town_hall_is_that_of_the_file_shared_or_missing(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    said = words_of(cartes["lieux-utiles"], (), layers, {})
    mairies = {t["code_insee"]: t["mairie"] for t in said.page["territoires"][:-1]}
    assert said.page["manquantes"] == ["6e arrondissement"]
    assert mairies["75106"].startswith("Sa mairie n’est pas dans le fichier de la Ville")
    for code in ("75101", "75102", "75103", "75104"):
        assert mairies[code].startswith("Mairie de Paris Centre, ")
        assert "dans le 3e arrondissement" in mairies[code]
    assert mairies["75112"].startswith("Mairie du 12e arrondissement, ")
    where = {t["code_insee"]: t["mairie_en"] for t in said.page["territoires"][:-1]}
    assert [where[code] for code in ("75101", "75103", "75106", "75112")] == [
        "75103", "75103", "", "75112",
    ]  # fmt: skip
    assert "rien pour\u00a0: mairies" not in " ".join(said.phrases.values())


def test_a_file_without_paris_centre_leaves_four_arrondissements_without_a_town_hall(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    mairies = layers["mairies"]
    kept = [rank for rank, row in enumerate(mairies.properties) if row["code_insee"] != "75103"]
    without = Layer(
        mairies.path, tuple(mairies.properties[rank] for rank in kept), mairies.geometries[kept]
    )
    page = place_words(cartes["lieux-utiles"], {**layers, "mairies": without})[1]
    assert page["manquantes"] == [
        f"{name} arrondissement" for name in ("1er", "2e", "3e", "4e", "6e")
    ]


def test_toilets_are_told_as_far_as_the_file_says() -> None:
    told = DESCRIBED["toilettes"]
    known = {"adresse": "1 RUE X", "type_toilettes": "sanisette", "horaires": "6 h - 22 h", "acces_pmr": "non"}  # fmt: skip
    assert told(known) == ("1 RUE X", "sanisette ; 6 h - 22 h ; sans accès en fauteuil roulant")
    silent = known | {"adresse": "", "horaires": "", "acces_pmr": "non indiqué"}
    assert told(silent) == ("Sans adresse dans le fichier", "sanisette")
