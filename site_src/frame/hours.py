"""A moment as pages say it: in the hour of Paris, in French and in English."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from site_src.frame.typography import NO_BREAK_SPACE, long_date

PARIS = ZoneInfo("Europe/Paris")


def local(moment: datetime) -> datetime:
    """The moment as the clocks of Paris show it."""
    return moment.astimezone(PARIS)


def utc(moment: datetime) -> str:
    """An instant as a browser and a service read it, to the second: 2026-11-28T17:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hour(moment: datetime) -> str:
    """« 18 h », « 7 h 30 »; midnight is « 0 h »."""
    there = local(moment)
    minutes = f"{NO_BREAK_SPACE}{there.minute:02d}" if there.minute else ""
    return f"{there.hour}{NO_BREAK_SPACE}h{minutes}"


def said(moment: datetime) -> str:
    """« 28 novembre 2026 à 18 h »."""
    return f"{long_date(local(moment).date())} à {hour(moment)}"


def said_without_year(moment: datetime) -> str:
    """« 28 novembre à 18 h »: where the page says the year once."""
    return f"{day_without_year(moment)} à {hour(moment)}"


def day_without_year(moment: datetime) -> str:
    """« 28 novembre »."""
    return long_date(local(moment).date()).rsplit(" ", 1)[0]


def said_briefly(moment: datetime) -> str:
    """« 28/11, 18 h »: where there is room for a few words."""
    return f"{local(moment):%d/%m},{NO_BREAK_SPACE}{hour(moment)}"


def spell(start: datetime, end: datetime) -> str:
    """« du 28 novembre 2026 à 18 h au 30 novembre 2026 à 20 h », « le 29 novembre 2026, de 4 h à 11 h »."""
    if is_one_day(start, end):
        return f"le {long_date(local(start).date())}, de {hour(start)} à {hour(end)}"
    return f"du {said(start)} au {said(end)}"


def spell_briefly(start: datetime, end: datetime) -> str:
    """« du 28/11, 18 h au 30/11, 20 h », « le 29/11, de 4 h à 11 h »."""
    if is_one_day(start, end):
        return f"le {local(start):%d/%m}, de {hour(start)} à {hour(end)}"
    return f"du {said_briefly(start)} au {said_briefly(end)}"


def is_one_day(start: datetime, end: datetime) -> bool:
    """Whether both are of one day of Paris."""
    return local(start).date() == local(end).date()


def said_in_english(moment: datetime) -> str:
    """« 28 November 2026 at 18:00 »."""
    return f"{format_date(local(moment).date(), 'd MMMM y', 'en_GB')} at {hour_in_english(moment)}"


def said_in_english_without_year(moment: datetime) -> str:
    """« 28 November at 18:00 »: where the page says the year once."""
    return f"{format_date(local(moment).date(), 'd MMMM', 'en_GB')} at {hour_in_english(moment)}"


def said_briefly_in_english(moment: datetime) -> str:
    """« 28 Nov, 18:00 »: where there is room for a few words."""
    return f"{format_date(local(moment).date(), 'd MMM', 'en_GB')}, {hour_in_english(moment)}"


def spell_briefly_in_english(start: datetime, end: datetime) -> str:
    """« from 28 Nov, 18:00 until 30 Nov, 20:00 », « on 29 Nov, from 04:00 to 11:00 »."""
    if is_one_day(start, end):
        day = format_date(local(start).date(), "d MMM", "en_GB")
        return f"on {day}, from {hour_in_english(start)} to {hour_in_english(end)}"
    return f"from {said_briefly_in_english(start)} until {said_briefly_in_english(end)}"


def spell_in_english(start: datetime, end: datetime) -> str:
    """« from 28 November 2026 at 18:00 to 30 November 2026 at 20:00 », « on 29 November 2026, from 04:00 to 11:00 »."""
    if is_one_day(start, end):
        day = format_date(local(start).date(), "d MMMM y", "en_GB")
        return f"on {day}, from {hour_in_english(start)} to {hour_in_english(end)}"
    return f"from {said_in_english(start)} to {said_in_english(end)}"


def hour_in_english(moment: datetime) -> str:
    """« 18:00 »."""
    return f"{local(moment):%H:%M}"
