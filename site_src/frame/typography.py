"""French as pages write it: numbers, dates, lists, and the spaces that must not break."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from opendata.french import (
    FRENCH,
    NARROW_SPACE,
    NO_BREAK_SPACE,
    listed,
    number,
    number_as_written,
)

__all__ = [
    "NARROW_SPACE",
    "NO_BREAK_SPACE",
    "capital",
    "listed",
    "locale_of",
    "long_date",
    "long_date_in",
    "month",
    "number",
    "number_as_written",
    "typographie",
    "written_date",
]

# Labels, names of places and of columns come back on page after page: how many texts are worth remembering.
SAME_TEXTS = 1 << 14
_LOCALES = {"en": "en_GB"}
_BEFORE = re.compile(r" (?=[:»%€])|(?<=«) ")
_BEFORE_THIN = re.compile(r" (?=[;!?])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_TELEPHONE = re.compile(r"\b0(?:\d| \d{3})(?: \d{2,3}){2,4}\b")
_UNIT = re.compile(r"(?<=\d) (?=(?:cm|m|km|ha|mm|mg|kg|l|h|s|min|m³|m²|km²|°C)\b)")


@lru_cache(maxsize=SAME_TEXTS)
def typographie(text: str) -> str:
    """Spaces that must not break, and the curly apostrophe: what a contributor need not type."""
    text = _BEFORE.sub(NO_BREAK_SPACE, text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))
    text = _TELEPHONE.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), text)
    text = _THOUSANDS.sub(NARROW_SPACE, _BEFORE_THIN.sub(NARROW_SPACE, text))
    return _UNIT.sub(NO_BREAK_SPACE, text)


def long_date(value: date) -> str:
    """28 janvier 1910; 1er mars 2024: CLDR knows no ordinal for the first of a month."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day}{NO_BREAK_SPACE}{month(value)}"


@lru_cache(maxsize=32)
def locale_of(code: str) -> Locale:
    """The figures and dates of a language (CLDR); days before months in English, and English where CLDR has no such language."""
    try:
        return Locale.parse(_LOCALES.get(code, code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(_LOCALES["en"])


def long_date_in(value: date, code: str) -> str:
    """28 janvier 1910, 28 January 1910: the day as the language with that code writes it."""
    if code == "fr":
        return long_date(value)
    day, _, rest = format_date(value, "long", locale_of(code)).partition(" ")
    return f"{day}{NO_BREAK_SPACE}{rest}"


def written_date(iso: str) -> str:
    """2026-11-22 → 22 novembre 2026."""
    return long_date(date.fromisoformat(iso))


def capital(text: str) -> str:
    """The text with a capital letter first; the rest as it is."""
    return text[:1].upper() + text[1:]


def month(value: date) -> str:
    """Mars 2024, in lower case."""
    return format_date(value, "MMMM y", FRENCH)
