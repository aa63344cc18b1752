"""What stands at an instant, and what became of the rest: the clock is given, never read."""

from __future__ import annotations

from site_src.alertes.history import Alerts, crisis, instant_of
from tests.site_src.alertes.cases import CANCELLATION, ORANGE, UPDATE, at, edited, read

BEFORE, DURING, AFTER = at("2031-01-10 17:40"), at("2031-01-11 09:00"), at("2031-01-20 09:00")


def ids(alerts: list) -> list[str]:  # type: ignore[type-arg]
    return [alert.id for alert in alerts]


def test_an_alert_stands_from_its_issue_to_its_end() -> None:
    alerts = read(ORANGE)
    (alert,) = alerts.alerts
    assert ids(alerts.standing(BEFORE)) == ["crue-essai"]  # announced
    assert ids(alerts.standing(at("2031-01-11 19:59"))) == ["crue-essai"]
    assert alerts.standing(at("2031-01-11 20:00")) == []
    assert alerts.fate(alert, AFTER).state == "terminée"


def test_an_update_takes_the_place_of_what_it_replaces() -> None:
    alerts = read(ORANGE, UPDATE)
    first, second = alerts.alerts
    assert ids(alerts.standing(DURING)) == ["crue-essai-2"]
    assert alerts.fate(first, DURING).state == "remplacée"
    assert alerts.fate(first, DURING).by == second
    assert alerts.chain(second) == [first]


def test_what_is_cancelled_stands_no_more_and_stays_in_the_past() -> None:
    alerts = read(ORANGE, UPDATE, CANCELLATION)
    assert alerts.standing(DURING) == []
    assert alerts.fate(alerts.alerts[1], DURING).state == "annulée"
    assert ids(alerts.past(DURING)) == ["crue-essai-2", "crue-essai"]


def test_the_gravest_comes_first() -> None:
    red = edited(UPDATE, ("remplace: .*\n", ""), ("risque: .*", "risque: canicule"), (r"registre: .*", "texte: Buvez.\n    source: {nom: Essai, adresse: https://exemple.invalid/eau}"))  # fmt: skip
    standing = read(ORANGE, red).standing(DURING)
    assert ids(standing) == ["crue-essai-2", "crue-essai"]
    assert ids(crisis(standing)) == ["crue-essai-2", "crue-essai"]


def test_yellow_is_no_crisis() -> None:
    yellow = edited(ORANGE, ("niveau: .*", "niveau: vigilance jaune"))
    assert crisis(read(yellow).standing(DURING)) == []


def test_a_clock_that_stands_before_the_last_message_is_moved_to_it() -> None:
    alerts = read(ORANGE, UPDATE)
    assert alerts.clock(instant_of("0")) == at("2031-01-11 08:00")
    assert alerts.clock(AFTER) == AFTER
    assert Alerts().clock(instant_of("0")) == instant_of("0")
