"""Numbers and lists as French writes them, from CLDR by Babel: the same in packages, on maps, on pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from babel import Locale
from babel.lists import format_list
from babel.numbers import NumberPattern, parse_pattern

FRENCH = Locale("fr")
# Neither breaks a line: the narrow one between thousands and before « ; ! ? », the wide one elsewhere.
NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_MOST_DECIMALS = 16


def number(value: float, decimals: int = 0) -> str:
    """2 103 778; 11,75: thousands apart, exactly `decimals` after the comma."""
    # Rounded as the binary number it is: Babel would round its shortest decimal, 2,675 to 2,68.
    return str(_pattern(decimals, decimals).apply(round(float(value), decimals), FRENCH))


def number_as_written(value: float, locale: Locale = FRENCH) -> str:
    """266 000; 11,75: as many decimals as were written."""
    return str(_pattern(0, _MOST_DECIMALS).apply(value, locale))


def listed(names: Sequence[str]) -> str:
    """« 1er », « 1er et 2e », « 1er, 2e et 3e »."""
    return format_list(names, locale=FRENCH)


@cache
def _pattern(least: int, most: int) -> NumberPattern:
    """Parsed once: reading it takes as long as writing a number with it."""
    return parse_pattern(f"#,##0.{'0' * least}{'#' * (most - least)}")
