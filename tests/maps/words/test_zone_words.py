"""The map in words: sentences that a reader hears, and nothing said safer than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.figures.exposure import COMBLEMENT_M, PARIS
from maps.figures.published_exposure import Exposure, ZoneFigures
from maps.records.carte import Carte
from maps.records.paroles import Enveloppe, ZoneMesuree
from maps.words.estimates import rounded
from maps.words.zone_words import ZoneTerritory, zone_findings, zone_territories
from opendata.findings import read_yaml
from tests.maps.worlds import DECLARED, PATH

ENVELOPE = Enveloppe(code="plus_hautes_eaux", nom="l’enveloppe des plus hautes eaux connues")
PPRI = ZoneMesuree(code="ppri", nom="zone du PPRI", aucune="aucune surface en zone du PPRI", methode="Au prorata.",
            enveloppe=ENVELOPE)  # fmt: skip
QUARRIES = ZoneMesuree(code="carrieres", nom="zone d’anciennes carrières", aucune="aucune zone d’anciennes carrières",
                methode="Au prorata.")  # fmt: skip


def figures(**zones: tuple[float, int, int, int]) -> Exposure:
    """An arrondissement of 2 km² and Paris; by zone: open m², residents open, closed, upper bound."""
    return {
        (code, zone): ZoneFigures(
            name, round(area), area / 20_000, round(area), area / 20_000, low, high, most, 0, 0
        )
        for code, name in (("75056", "Paris"), ("75101", "1er arrondissement"))
        for zone, (area, low, high, most) in zones.items()
    }


def first(**zones: tuple[float, int, int, int]) -> ZoneTerritory:
    return zone_territories(PPRI, figures(**zones))[0]


def above_quarries(area_m2: int, part_pct: float) -> ZoneTerritory:
    row = ZoneFigures("14e arrondissement", area_m2, part_pct, None, None, 71_200, None, 90_100, 0, None)  # fmt: skip
    return zone_territories(QUARRIES, {("75114", "carrieres"): row, (PARIS, "carrieres"): row})[0]


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
    said = zone_territories(PPRI, figures(ppri=(0, 0, 0, 0), plus_hautes_eaux=(0, 0, 0, 0)))
    assert [item.code_insee for item in said] == ["75101", "75056"]


@given(st.floats(0, 3e6))
def test_rounding_keeps_within_half_a_step(residents: float) -> None:
    assert abs(rounded(residents) - residents) <= (50 if residents >= 1000 else 5)


def test_paris_has_the_fifteen_arrondissements_that_the_state_names(
    published: Exposure,
) -> None:
    said = zone_territories(PPRI, published)
    spared = [item.libelle for item in said if item.measures["ppri"].est_nulle]
    assert spared == [f"{number}e arrondissement" for number in (14, 17, 18, 19, 20)]
    measured = published[("75056", "ppri")].surface_vides_ouverts_m2
    assert said[-1].measures["ppri"].surface_km2 == pytest.approx(measured / 1e6, abs=0.0001)


def test_one_estimate_where_a_zone_has_no_street_gaps() -> None:
    said = above_quarries(2_014_000, 35.7).phrase.replace("\N{NO-BREAK SPACE}", " ")
    assert said.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "14e arrondissement : 2,01 km² (35,7 % du territoire) en zone d’anciennes carrières. "
        "Environ 71 200 personnes y habitent, au plus 90 100."
    )


def test_nothing_drawn_is_said_of_our_data_and_not_of_the_ground() -> None:
    nothing = above_quarries(40, 0.0)
    assert nothing.measures["carrieres"].est_nulle
    assert nothing.constat == "aucune zone d’anciennes carrières dans nos données."


def test_paris_adds_up_the_arrondissements_and_is_bounded_by_its_majorant(
    published: Exposure,
) -> None:
    *parts, paris = zone_territories(QUARRIES, published)
    assert len(parts) == 20
    assert paris.code_insee == PARIS
    there = [part.measures["carrieres"] for part in (*parts, paris)]
    assert abs(sum(item.surface_km2 for item in there[:-1]) - there[-1].surface_km2) < 0.01
    assert all(item.nb_habitants_vides_ouverts <= item.nb_habitants_majorant for item in there)
    drawn = {part.libelle for part in parts if not part.measures["carrieres"].est_nulle}
    assert "14e arrondissement" in drawn
    assert "1er arrondissement" not in drawn


def test_the_method_said_of_floods_is_the_one_applied(cartes: dict[str, Carte]) -> None:
    paroles = cartes["inondation"].paroles
    assert paroles is not None
    assert paroles.zone is not None
    assert f"élargies de {COMBLEMENT_M:.0f} m" in paroles.zone.methode


def test_a_zone_that_no_table_measures_and_a_missing_row_are_located() -> None:
    document = read_yaml(PATH, DECLARED.encode(), [])
    assert document is not None
    known = figures(ppri=(0, 0, 0, 0))
    found = zone_findings(document, 0, QUARRIES, ["75101"], known)
    assert [str(finding) for finding in found] == [
        (
            f"{PATH}:6:26: zone « carrieres » inconnue — règle : une zone citée est mesurée dans une table publiée des jeux "
            "« exposition » — remède : choisir parmi ppri"
        )
    ]
    zone = QUARRIES.model_copy(update={"code": "ppri"})
    found = zone_findings(document, 0, zone, ["75101", "75102"], known)
    assert [str(finding) for finding in found] == [
        (
            f"{PATH}:6:26: zone « ppri » : aucune ligne pour 75102 — règle : chaque arrondissement et Paris ont une ligne par zone "
            "— remède : remettre la ligne d'origine, ou relancer derive"
        )
    ]
