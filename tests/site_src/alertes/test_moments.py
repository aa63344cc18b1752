"""An hour of Paris is written one way, and is never another hour."""

from __future__ import annotations

import pytest

from site_src.alertes.moments import hour, machine, moment_of, said, said_in_english, written
from tests.site_src.alertes.cases import at


@pytest.mark.parametrize(
    "text",
    ["2031-01-10", "2031-01-10 18h00", "2031-01-10T18:00", "2031-02-30 10:00", "10/01/2031 18:00", "2031-01-10 24:00", ""],
)  # fmt: skip
def test_other_forms_are_no_moment(text: str) -> None:
    assert moment_of(text) is None


def test_the_hour_that_summer_time_leaves_out_is_no_moment() -> None:
    assert moment_of("2031-03-30 02:30") is None
    assert moment_of("2031-03-30 03:30") is not None


def test_machines_read_the_offset_of_the_season() -> None:
    assert machine(at("2031-01-10 18:00")) == "2031-01-10T18:00:00+01:00"
    assert machine(at("2031-07-10 18:00")) == "2031-07-10T18:00:00+02:00"


def test_a_moment_is_written_back_as_it_was() -> None:
    assert written(at("2031-07-10 08:05")) == "2031-07-10 08:05"


def test_pages_say_the_hour_as_french_and_english_do() -> None:
    assert hour(at("2031-01-10 07:30")) == "7\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"
    assert (
        said(at("2031-01-01 18:00")).replace("\N{NO-BREAK SPACE}", " ") == "1er janvier 2031 à 18 h"
    )
    assert said_in_english(at("2031-01-01 18:00")) == "1 January 2031 at 18:00"
