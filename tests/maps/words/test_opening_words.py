"""A week of opening hours is said in the publisher's words, days that are alike together."""

from maps.words.opening_words import DAYS, week


def test_days_that_are_alike_and_follow_one_another_are_said_together() -> None:
    hours = dict.fromkeys(DAYS[:5], "10h - 18h") | {"dimanche": "Fermé"}
    assert week(hours) == "lundi à vendredi\N{NO-BREAK SPACE}: 10h - 18h\N{NO-BREAK SPACE}; dimanche\N{NO-BREAK SPACE}: Fermé"  # fmt: skip


def test_a_day_of_which_nothing_is_said_is_neither_open_nor_closed() -> None:
    assert week({}) == ""
    assert week({"lundi": "-", "mardi": ""}) == ""
    assert week({"lundi": "9h - 12h", "mardi": "-", "mercredi": "9h - 12h"}).count("9h - 12h") == 2
