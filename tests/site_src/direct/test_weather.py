"""Météo-France's vigilance: each phenomenon's own colour, in the period that holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from site_src.direct.freshness import etat
from site_src.direct.weather import read_vigilance
from tests.site_src.direct.answers import NOW, meteo, parametres, raw
from tests.site_src.direct.faulty import Server, a_round

SEUILS = parametres().seuils


def colours(answer: object) -> dict[str, int]:
    periods, _ = read_vigilance(raw(answer))
    return {one.id: one.couleur for one in periods[0].phenomenes}


def test_another_department_s_red_is_not_paris_s() -> None:
    assert set(colours(meteo()).values()) == {1}


@pytest.mark.parametrize("level", [3, "3"])
def test_floods_have_no_slots_and_a_colour(level: object) -> None:
    answer = meteo({"4": level})
    assert colours(answer)["4"] == 3
    periods, _ = read_vigilance(raw(answer))
    (floods,) = (one for one in periods[0].phenomenes if one.id == "4")
    assert floods.creneaux == ()


def test_a_slot_that_is_worse_than_the_phenomenon_s_colour_wins() -> None:
    answer = meteo({"1": 3})
    period = answer["product"]["periods"][0]
    paris = next(one for one in period["timelaps"]["domain_ids"] if one["domain_id"] == "75")
    paris["phenomenon_items"][0]["phenomenon_max_color_id"] = 1
    assert colours(answer)["1"] == 3


def test_a_phenomenon_that_is_not_there_has_no_colour() -> None:
    assert "7" not in colours(meteo())


def test_before_six_only_today_may_be_there() -> None:
    periods, _ = read_vigilance(raw(meteo(tomorrow=None)))
    assert [one.echeance for one in periods] == ["J"]


def test_from_midnight_to_six_the_night_has_the_colour_of_what_was_tomorrow(server: Server) -> None:
    server.bodies["meteo_france"] = raw(meteo({"1": 1}, {"1": 3}))
    night = NOW.replace(hour=23, minute=30)
    found = a_round(server, now=night, wanted=("vigilance",)).vigilance
    assert found is not None
    assert (found.valeur, etat(found, night, SEUILS)) == (3, "fraiche")


def test_what_was_read_before_midnight_says_of_the_night_what_it_foretold(server: Server) -> None:
    server.bodies["meteo_france"] = raw(meteo({"1": 3}, tomorrow=None))
    evening = NOW.replace(hour=22, minute=50)
    found = a_round(server, now=evening, wanted=("vigilance",)).vigilance
    assert etat(found, evening, SEUILS) == "fraiche"
    assert etat(found, evening + timedelta(minutes=20), SEUILS) == "inconnue"
