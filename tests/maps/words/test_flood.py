"""The map in words: sentences that a reader hears, and nothing said safer than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.figures.published_exposure import Exposure, ZoneFigures
from maps.words.flood import Territoire, rounded, territoires


def figures(**zones: tuple[float, int, int, int]) -> Exposure:
    """An arrondissement of 2 km² and Paris; by zone: open m², residents open, closed, upper bound."""
    return {
        (code, zone): ZoneFigures(
            name, round(area), area / 20_000, round(area), area / 20_000, low, high, most, 0, 0
        )
        for code, name in (("75056", "Paris"), ("75101", "1er arrondissement"))
        for zone, (area, low, high, most) in zones.items()
    }


def first(**zones: tuple[float, int, int, int]) -> Territoire:
    return territoires(figures(**zones))[0]


def test_a_territory_in_both_products() -> None:
    said = first(ppri=(744_486, 3000, 3777, 11495), plus_hautes_eaux=(186_452, 0, 0, 0)).phrase
    assert said == (
        "1er arrondissement\xa0: 0,74\xa0km² (37,2\xa0% du territoire) en zone du PPRI. "
        "Environ 3\u202f000 à 3\u202f800 personnes y habitent, au plus 11\u202f500. "
        "L’enveloppe des plus hautes eaux connues y couvre 0,19\xa0km² (9,3\xa0% du territoire)."
    )


def test_a_territory_in_neither_is_not_said_safe() -> None:
    said = first(ppri=(0, 0, 0, 0), plus_hautes_eaux=(0, 0, 0, 0)).phrase
    assert said == (
        "1er arrondissement\xa0: aucune surface en zone du PPRI, ni dans l’enveloppe des plus hautes eaux connues, "
        "dans nos données."
    )
    assert "risque" not in said


def test_a_territory_in_one_only() -> None:
    said = first(ppri=(3000, 44, 44, 2000), plus_hautes_eaux=(0, 0, 0, 0)).constat
    assert said == (
        "moins de 0,01 km² (0,1\xa0% du territoire) en zone du PPRI. Environ 40 personnes y habitent, au plus 2\u202f000. "
        "L’enveloppe des plus hautes eaux connues n’y touche pas dans nos données."
    )


def test_paris_comes_last() -> None:
    said = territoires(figures(ppri=(0, 0, 0, 0), plus_hautes_eaux=(0, 0, 0, 0)))
    assert [item.code_insee for item in said] == ["75101", "75056"]


@given(st.floats(0, 3e6))
def test_rounding_keeps_within_half_a_step(residents: float) -> None:
    assert abs(rounded(residents) - residents) <= (50 if residents >= 1000 else 5)


def test_paris_has_the_fifteen_arrondissements_that_the_state_names(
    published: Exposure,
) -> None:
    said = territoires(published)
    spared = [item.libelle for item in said if item.ppri.est_nulle]
    assert spared == [f"{number}e arrondissement" for number in (14, 17, 18, 19, 20)]
    assert said[-1].ppri.surface_km2 == pytest.approx(13.76, rel=0.01)
