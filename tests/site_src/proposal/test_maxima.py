"""A year has a maximum when it is over and was read enough; the published table is quoted, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from site_src.direct.crests import Crete
from site_src.proposal.maxima import TABLE, annual, published
from site_src.proposal.proposed import Maximum

HEAD = "annee,maximum_m,date_maximum,statut\n"


def year(number: int, days: int = 365) -> Iterator[Crete]:
    first = date(number, 1, 1)
    return (Crete(first + timedelta(day), 1.2) for day in range(days))


def test_the_first_of_the_highest_levels_is_the_maximum_of_its_year() -> None:
    days = {one.jour: one for one in year(2018)}
    crests = {day: Crete(day, 5.884) for day in (date(2018, 1, 30), date(2018, 1, 29))}
    assert [*annual({**days, **crests}.values(), 2026)] == [
        Maximum(annee=2018, maximum_m=5.88, date_maximum=date(2018, 1, 29), nb_jours=365)
    ]


def test_a_doubtful_crest_is_kept_and_says_so() -> None:
    (found,) = annual([*year(2018), Crete(date(2018, 1, 29), 5.88, est_douteuse=True)], 2026)
    assert found.est_douteux


def test_a_year_that_is_not_over_or_was_read_too_little_has_no_maximum() -> None:
    assert [*annual([*year(2025, 329), *year(2026)], 2026)] == []


def test_the_published_table_is_quoted_year_by_year() -> None:
    table = f"{HEAD}2015,3.49,2015-05-06,complete\n2016,,,lacune\n"
    assert published({TABLE: table.encode()}) == {2015: "3,49 m le 2015-05-06", 2016: "lacune"}
    assert published({}) == {}
