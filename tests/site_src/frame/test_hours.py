"""Pages say a moment in the hour of Paris, as French and English do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from site_src.frame import hours
from site_src.frame.hours import PARIS

EVENING = datetime(2031, 1, 1, 18, tzinfo=PARIS)
MORNING = datetime(2031, 1, 2, 7, 30, tzinfo=PARIS)
SUMMER = datetime(2031, 7, 1, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("say", "moment", "text"),
    [
        (hours.hour, EVENING, "18 h"),
        (hours.hour, MORNING, "7 h 30"),
        (hours.hour, SUMMER, "0 h"),
        (hours.said, EVENING, "1er janvier 2031 à 18 h"),
        (hours.said, SUMMER, "2 juillet 2031 à 0 h"),
        (hours.said_without_year, MORNING, "2 janvier à 7 h 30"),
        (hours.day_without_year, EVENING, "1er janvier"),
        (hours.said_briefly, MORNING, "02/01, 7 h 30"),
        (hours.said_in_english, EVENING, "1 January 2031 at 18:00"),
        (hours.said_in_english_without_year, MORNING, "2 January at 07:30"),
        (hours.said_briefly_in_english, SUMMER, "2 Jul, 00:00"),
    ],
)  # fmt: skip
def test_a_moment_is_said_in_the_hour_of_paris(
    say: Callable[[datetime], str], moment: datetime, text: str
) -> None:
    assert say(moment).replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("say", "over_days", "of_one_day"),
    [
        (hours.spell, "du 1er janvier 2031 à 18 h au 2 janvier 2031 à 7 h 30", "le 1er janvier 2031, de 18 h à 22 h"),
        (hours.spell_briefly, "du 01/01, 18 h au 02/01, 7 h 30", "le 01/01, de 18 h à 22 h"),
        (hours.spell_in_english, "from 1 January 2031 at 18:00 to 2 January 2031 at 07:30", "on 1 January 2031, from 18:00 to 22:00"),
        (hours.spell_briefly_in_english, "from 1 Jan, 18:00 until 2 Jan, 07:30", "on 1 Jan, from 18:00 to 22:00"),
    ],
)  # fmt: skip
def test_a_spell_of_one_day_says_the_day_once(
    say: Callable[[datetime, datetime], str], over_days: str, of_one_day: str
) -> None:
    ends = (MORNING, EVENING.replace(hour=22))
    told = [say(EVENING, end).replace("\N{NO-BREAK SPACE}", " ") for end in ends]
    assert told == [over_days, of_one_day]
