from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opendata.bilan.week import Week, ranked, week_of


def test_a_week_goes_from_monday_to_sunday() -> None:
    week = week_of("2026-W12")
    assert week is not None
    assert (str(week.monday), str(week.sunday)) == ("2026-03-16", "2026-03-22")


def test_the_first_week_of_a_year_may_begin_the_year_before() -> None:
    assert Week(2026, 1).monday == datetime.date(2025, 12, 29)


@pytest.mark.parametrize(
    "text",
    ["", "2026-12", "2026-W1", "2026-w12", "2026-W00", "2025-W53", "2026-W54", "2026W12", "2026-W12-1",
     " 2026-W12", "0000-W01", "9999-W52", "٢٠٢٦-W12"],
)  # fmt: skip
def test_another_form_or_a_week_that_its_year_lacks_is_none(text: str) -> None:
    assert week_of(text) is None


def test_a_year_without_a_53rd_week_is_compared_by_its_52nd() -> None:
    assert Week(2020, 53).in_year(2019) == Week(2019, 52)
    assert Week(2026, 12).in_year(2025) == Week(2025, 12)


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)))
def test_a_rank_and_a_text_lead_back_to_the_week(day: datetime.date) -> None:
    week = Week(*day.isocalendar()[:2])
    assert ranked(week.rank) == week_of(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert week.before(1).sunday == week.monday - datetime.timedelta(days=1)
