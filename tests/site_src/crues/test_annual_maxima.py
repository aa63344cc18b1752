"""The annual maxima of the Seine: which readings count, which years have a maximum."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.findings import Finding
from site_src.crues import annual_maxima
from site_src.crues.annual_maxima import Annee, AnneeRetenue, Lecture


def day(year: int, number: int, cm: float) -> Lecture:
    morning = datetime.datetime(year, 1, 1, 8)  # noqa: DTZ001  (local time, as in the series)
    return Lecture(morning + datetime.timedelta(days=number), cm)


def year_of(lectures: list[Lecture], year: int = 1900) -> Annee:
    return next(one for one in annual_maxima.maxima(lectures) if one.annee == year)


def whole_year(year: int = 1900, cm: float = 100) -> list[Lecture]:
    return [day(year, number, cm) for number in range(365)]


def test_the_first_of_equal_readings_is_the_maximum() -> None:
    found = year_of([*whole_year(), day(1900, 40, 500), day(1900, 41, 500)])
    assert found.maximum == day(1900, 40, 500)


def test_a_year_read_too_few_days_has_no_maximum() -> None:
    enough, short = (
        whole_year()[: annual_maxima.JOURS_SUFFISANTS],
        whole_year()[: annual_maxima.JOURS_SUFFISANTS - 1],
    )
    assert year_of(enough).maximum is not None
    assert year_of(short).maximum is None


def test_two_readings_of_one_day_are_one_day_read() -> None:
    twice = [day(1900, number, cm) for number in range(200) for cm in (100, 101)]
    assert (year_of(twice).nb_lectures, year_of(twice).nb_jours_lus) == (400, 200)


def test_negative_readings_are_left_out_and_counted() -> None:
    found = year_of([*whole_year()[:364], day(1900, 364, -20)])
    assert (found.nb_lectures_negatives, found.nb_jours_lus, found.plus_longue_lacune_j) == (
        1,
        364,
        1,
    )


def test_zero_is_a_reading() -> None:
    assert year_of([*whole_year()[:364], day(1900, 364, 0)]).nb_lectures_negatives == 0


def test_a_gap_is_measured_from_the_ends_of_the_year() -> None:
    assert year_of(whole_year()[30:]).plus_longue_lacune_j == 30
    assert year_of(whole_year()[:340]).plus_longue_lacune_j == 25


def test_a_year_without_any_reading_is_still_there() -> None:
    found = year_of([])
    assert (found.maximum, found.nb_jours_lus, found.plus_longue_lacune_j) == (None, 0, 365)


@pytest.mark.parametrize(("number", "expected"), [(0, True), (364, True), (1, False), (363, False)])
def test_a_maximum_on_the_year_s_first_or_last_day_is_marked(number: int, expected: bool) -> None:
    highest = year_of([*whole_year(), day(1900, number, 700)]).maximum
    assert highest is not None
    assert highest.est_en_bord is expected


def test_years_after_1973_are_left_out() -> None:
    years = [one.annee for one in annual_maxima.maxima([day(1974, 0, 193), day(2020, 5, 100)])]
    assert years == list(range(1886, 1974))


@given(
    st.lists(
        st.tuples(st.integers(1880, 1980), st.integers(0, 364), st.integers(-50, 900)), max_size=60
    )
)
def test_every_reading_of_the_period_is_kept_or_counted_once(
    rows: list[tuple[int, int, int]],
) -> None:
    lectures = [day(*row) for row in rows]
    inside = [one for one in lectures if 1886 <= one.instant.year <= 1973]
    found = annual_maxima.maxima(lectures)
    assert sum(one.nb_lectures + one.nb_lectures_negatives for one in found) == len(inside)


@given(st.permutations(whole_year()[:40]))
def test_the_order_of_the_readings_does_not_matter(lectures: list[Lecture]) -> None:
    assert annual_maxima.maxima(lectures) == annual_maxima.maxima(whole_year()[:40])


def test_an_unreadable_reading_is_located() -> None:
    findings: list[Finding] = []
    raw = b"date;hauteur\n01/09/1886 08:00;50\n32/09/1886 08:00;50\n01/09/1886;x\n"
    assert annual_maxima.read_lectures("serie.csv", raw, findings) is None
    assert [str(one) for one in findings] == [
        "serie.csv:3:0: lecture illisible — règle : JJ/MM/AAAA HH:MM;centimètres — remède : reprendre l'original décrit",
        "serie.csv:4:0: lecture illisible — règle : JJ/MM/AAAA HH:MM;centimètres — remède : reprendre l'original décrit",
    ]


def test_another_header_is_a_finding() -> None:
    findings: list[Finding] = []
    assert annual_maxima.read_lectures("serie.csv", b"jour,cm\n", findings) is None
    assert [one.quoi for one in findings] == ["en-tête inattendu"]


def months(year: int, *heights: float) -> dict[tuple[int, int], Lecture]:
    """A monthly maximum on the tenth of each month."""
    return {
        (year, month): Lecture(datetime.datetime(year, month, 10, 8), cm)  # noqa: DTZ001
        for month, cm in enumerate(heights, 1)
    }


def retained(
    lectures: list[Lecture], mois: dict[tuple[int, int], Lecture]
) -> dict[int, AnneeRetenue]:
    found = annual_maxima.completed(annual_maxima.maxima(lectures), mois)
    return {one.annee: one for one in found}


TWELVE = (100, 200, 300, 400, 500, 400, 300, 200, 100, 90, 80, 70)


def test_a_year_that_the_readings_leave_out_takes_the_highest_of_twelve_months() -> None:
    year = retained([], months(1995, *TWELVE))[1995]
    assert year.maximum is not None
    assert (year.maximum.hauteur_cm, year.serie, year.nb_mois_lus) == (500, "mensuelle", 12)
    assert year.lectures is None


def test_a_year_read_too_few_days_takes_the_highest_of_twelve_months() -> None:
    year = retained(whole_year()[:122], months(1900, *TWELVE))[1900]
    assert year.maximum is not None
    assert (year.maximum.hauteur_cm, year.serie) == (500, "mensuelle")
    assert year.lectures is not None
    assert year.lectures.nb_jours_lus == 122


def test_a_year_that_lacks_a_month_is_a_gap_and_never_a_zero() -> None:
    year = retained([], months(1995, *TWELVE[:11]))[1995]
    assert (year.maximum, year.serie, year.nb_mois_lus) == (None, "", 11)


def test_years_between_the_series_are_gaps() -> None:
    years = retained(whole_year(1973), months(1990, *TWELVE))
    assert [year for year in range(1973, 1991) if years[year].maximum is None] == [
        *range(1974, 1990)
    ]


def test_readings_that_suffice_are_preferred_to_the_months() -> None:
    year = retained(whole_year(), months(1900, *TWELVE))[1900]
    assert (year.maximum, year.serie) == (day(1900, 0, 100), "lectures")
