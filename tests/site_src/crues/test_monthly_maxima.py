"""The monthly maxima of the Seine: a false zero, a month given twice, a flood that stands twice."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import Finding
from site_src.crues.annual_maxima import Lecture
from site_src.crues.monthly_maxima import (
    Crue,
    Desaccord,
    confronted,
    floods,
    read_months,
)


def at(day: str, cm: float) -> Lecture:
    return Lecture(datetime.datetime.fromisoformat(f"{day}T08:00:00"), cm)


def test_a_height_of_zero_is_no_height_and_is_told_beside_the_reading() -> None:
    zero, reading = at("1974-01-01", 0), at("1974-01-01", 193.5)
    kept, told = confronted([zero], [reading])
    assert kept == {}
    assert told == [Desaccord("zero_faux", zero, reading, "lectures")]


def test_a_height_of_zero_of_which_nothing_else_is_known_is_told_alone() -> None:
    zero = at("1974-01-01", 0)
    assert confronted([zero], []) == ({}, [Desaccord("zero_faux", zero, None, "")])


def test_of_a_month_given_twice_the_higher_is_used_and_the_lower_is_told() -> None:
    low, high = at("2015-05-25", 122), at("2015-05-06", 349)
    kept, told = confronted([low, high], [])
    assert kept == {(2015, 5): high}
    assert told == [Desaccord("mois_double", low, high, "mensuelle")]


def test_a_month_given_twice_with_one_height_is_no_disagreement() -> None:
    same = at("2015-06-06", 113)
    assert confronted([same, same], []) == ({(2015, 6): same}, [])


def test_readings_that_give_another_height_are_told_beside_the_month() -> None:
    month, reading = at("1920-01-05", 665), at("1920-01-05", 660)
    kept, told = confronted([month], [reading, at("1920-01-04", 640)])
    assert kept == {(1920, 1): month}
    assert told == [Desaccord("ecart", month, reading, "lectures")]


@pytest.mark.parametrize("cm", [664, 665, 666])
def test_a_centimetre_is_rounding_and_no_disagreement(cm: float) -> None:
    assert confronted([at("1920-01-05", 665)], [at("1920-01-05", cm)])[1] == []


def test_a_flood_astride_two_months_is_one_flood() -> None:
    crest, falling = at("1910-01-28", 862), at("1910-02-01", 775)
    assert floods([falling, crest], 500) == [Crue(crest, 2)]


def test_a_flood_that_rises_across_the_end_of_a_month_has_its_crest_in_the_second() -> None:
    rising, crest = at("1930-11-30", 588), at("1930-12-02", 608)
    assert floods([rising, crest], 500) == [Crue(crest, 2)]


def test_two_floods_a_month_apart_are_two() -> None:
    first, second = at("1910-01-28", 862), at("1910-03-01", 561)
    assert floods([first, second], 500) == [Crue(first, 1), Crue(second, 1)]


def test_a_flood_below_the_threshold_is_left_out() -> None:
    assert floods([at("2003-01-08", 413), at("2001-03-24", 521)], 500) == [
        Crue(at("2001-03-24", 521), 1)
    ]


@given(
    st.lists(
        st.tuples(
            st.dates(datetime.date(1885, 1, 1), datetime.date(2016, 1, 1)), st.integers(1, 900)
        ),
        max_size=40,
    )
)
def test_every_month_above_the_threshold_is_of_one_flood(
    rows: list[tuple[datetime.date, int]],
) -> None:
    mois = [at(day.isoformat(), cm) for day, cm in rows]
    assert sum(crue.nb_mois for crue in floods(mois, 500)) == sum(
        one.hauteur_cm >= 500 for one in mois
    )


def test_months_are_read_in_the_order_of_the_file() -> None:
    raw = b"date,h\n2014-11-07 08:00:00,182.0\n1990-01-27 08:00:00,154.0\n"
    assert read_months("mois.csv", raw, []) == [at("2014-11-07", 182), at("1990-01-27", 154)]


def test_an_unreadable_month_is_located() -> None:
    findings: list[Finding] = []
    raw = b"date,h\n1885-09-26 08:00:00,90.0\n1885-13-26 08:00:00,90.0\n1885-10-26,nan\n1885-10-26 08:00:00\n"
    assert read_months("mois.csv", raw, findings) is None
    said = "maximum mensuel illisible — règle : AAAA-MM-JJ HH:MM:SS,centimètres — remède : reprendre l'original décrit"
    assert [str(one) for one in findings] == [f"mois.csv:{line}:0: {said}" for line in (3, 4, 5)]


def test_another_header_is_a_finding() -> None:
    findings: list[Finding] = []
    assert read_months("mois.csv", b"date;hauteur\n", findings) is None
    assert [str(one) for one in findings] == [
        "mois.csv:1:0: en-tête inattendu — règle : colonnes date,h — remède : reprendre l'original décrit"
    ]
