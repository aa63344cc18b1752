"""An hour of Paris is written one way, and is never another hour."""

from __future__ import annotations

import pytest

from site_src.alertes.moments import machine, moment_of, written
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
