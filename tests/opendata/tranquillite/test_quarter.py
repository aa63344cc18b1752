from __future__ import annotations

import datetime

import pytest

from opendata.tranquillite.quarter import Quarter, quarter_of


def test_a_quarter_has_three_months_and_follows_the_one_before() -> None:
    first = Quarter(2026, 1)
    assert (first.first_day, first.last_day) == (
        datetime.date(2026, 1, 1),
        datetime.date(2026, 3, 31),
    )
    assert first.after(-1) == Quarter(2025, 4)
    assert first.after(4) == Quarter(2027, 1)
    assert [str(one) for one in first.four] == ["2025-T2", "2025-T3", "2025-T4", "2026-T1"]


@pytest.mark.parametrize("text", ["2026-T1", "0001-T4"])
def test_a_quarter_is_written_as_it_is_read(text: str) -> None:
    assert str(quarter_of(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-T5", "2026-T0", "2026T1", "2026-t1", " 2026-T1", "0000-T1", "２026-T1"],
)
def test_any_other_text_is_no_quarter(text: str) -> None:
    assert quarter_of(text) is None
