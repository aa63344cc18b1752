"""What maps say in words: the map of all risks repeats the others, word for word."""

import pytest

from maps.figures.exposure import PARIS
from maps.figures.published_exposure import Exposure
from maps.records.carte import Carte
from maps.records.layers import Layer
from maps.words.map_words import Words, words_of


@pytest.fixture(scope="module")
def said(
    cartes: dict[str, Carte], layers: dict[str, Layer], published: Exposure
) -> dict[str, Words]:
    return {
        name: words_of(cartes[name], cartes.values(), layers, published)
        for name in ("inondation", "carrieres", "tous-risques")
    }


def test_all_risks_say_what_each_map_says(said: dict[str, Words]) -> None:
    flood, quarry, every = said.values()
    assert list(every.phrases) == list(flood.phrases) == list(quarry.phrases)
    rows = zip(
        every.page["territoires"], flood.page["territoires"], quarry.page["territoires"],
        strict=True,
    )  # fmt: skip
    for row, water, ground in rows:
        assert row["constats"] == {"inondation": water["constat"], "carrieres": ground["constat"]}
        assert every.phrases[row["code_insee"]] == (
            f"{row['libelle']}\xa0: inondation, {water['constat']} Carrières, {ground['constat']}"
        )
    assert every.resume == every.phrases[PARIS]
    assert "sans risque" not in " ".join(every.phrases.values())


def test_a_map_of_places_is_gathered_too(
    cartes: dict[str, Carte], layers: dict[str, Layer], published: Exposure, said: dict[str, Words]
) -> None:
    paroles = cartes["tous-risques"].paroles
    assert paroles is not None
    other = paroles.model_copy(update={"cartes": ("carrieres", "fraicheur")})
    gathering = cartes["tous-risques"].model_copy(update={"paroles": other})
    words = words_of(gathering, cartes.values(), layers, published)
    assert f" Fraîcheur, {words.page['territoires'][0]['constats']['fraicheur']}" in words.phrases["75101"]  # fmt: skip
    assert list(words.phrases) == list(said["carrieres"].phrases)


def test_a_map_of_classes_has_no_words_without_its_table(
    cartes: dict[str, Carte], layers: dict[str, Layer]
) -> None:
    with pytest.raises(ValueError, match="tranquillite-fictif"):
        words_of(cartes["tranquillite-fictif"], (), layers, {})
