"""What a map of classes says: bounds in words, lists, and a place for what has no figure."""

import pytest

from maps.choropleth.class_words import (
    bound_figure,
    bounds,
    class_name,
    look_names,
    sentence,
    short_label,
)
from maps.choropleth.territory_values import TerritoryValue
from maps.records.classes import ABSENTE, CACHEE, ZERO, Choroplethe
from tests.maps.choropleths import DECLARED, atlas_of, joined_map


@pytest.fixture(scope="module")
def declared() -> Choroplethe:
    found = joined_map()[0].choroplethe
    assert found is not None
    return found


def test_bounds_are_said_first_middle_and_last() -> None:
    three = DECLARED.replace(
        "minimum: 50, couleur",
        'minimum: 50, maximum: 120.5, couleur: {clair: "#a06ac4", sombre: "#7c4cc0"}}\n'
        "      - {nom: Classe 3, minimum: 120.5, couleur",
    )
    atlas, findings = atlas_of(three)
    assert atlas is not None, findings
    declared = atlas.cartes[0].choroplethe
    assert declared is not None
    assert [bounds(declared, rank) for rank in (1, 2, 3)] == [
        "moins de 50", "de 50 à moins de 120,5", "120,5 ou plus",
    ]  # fmt: skip


def test_a_bound_is_written_as_declared() -> None:
    assert (bound_figure(5), bound_figure(2.5), bound_figure(1500)) == ("5", "2,5", "1\u202f500")


def test_a_label_is_a_figure_or_a_word_and_a_zero_is_a_zero() -> None:
    cases = (TerritoryValue("A", "A", "classe-1", 10, 20.04), TerritoryValue("A", "A", ZERO, 0, 0.0),
             TerritoryValue("A", "A", CACHEE), TerritoryValue("A", "A", ABSENTE))  # fmt: skip
    assert [short_label(case) for case in cases] == ["20,0", "0", "caché", "n.d."]


def test_what_has_no_figure_is_never_said_to_be_zero(declared: Choroplethe) -> None:
    for etat in (CACHEE, ABSENTE):
        said = sentence(declared, TerritoryValue("A", "A", etat))
        assert "Ce n’est pas un zéro" in said
        assert not any(character.isdigit() for character in said)
    assert (
        sentence(declared, TerritoryValue("A", "A", ZERO, 0, 0.0))
        == "zéro publié. Faits inventés\u00a0: 0."
    )


def test_every_look_has_a_name_and_paris_no_class(declared: Choroplethe) -> None:
    assert list(look_names(declared)) == ["classe-1", "classe-2", ZERO, CACHEE, ABSENTE]
    assert class_name(declared, TerritoryValue("A", "A", "classe-2", 1, 60.0)) == "Classe 2"
    assert class_name(declared, TerritoryValue("75056", "Paris", "", 1, 60.0)) == "sans classe"
    assert class_name(declared, TerritoryValue("A", "A", CACHEE)) == "Cachée"
