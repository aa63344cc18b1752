"""The words of a room as its templates and its scripts say them: each {place} filled, nothing in them read as syntax."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from markupsafe import Markup

from site_src.frame.rendering import literal
from site_src.frame.typography import locale_of

_PLACE = re.compile(r"\{([a-z_]+)\}")
# What HTML or Markdown could read as syntax in the middle of a line: words begin none that a template has not begun.
_AMID = re.compile(r"""[&<>"`*_{}\[\]|~^\\$\n\r\t]""")


def sayer(words: Mapping[str, str]) -> Callable[..., Markup]:
    """A function of a key of `words` and of what fills its places: text, or `Markup` as it is.

    It raises `KeyError` on a key that the room does not have, or on a place that nothing fills.
    """

    def said(key: str, **filled: object) -> Markup:
        return filled_in(words[key], filled)

    return said


def filled_in(text: str, filled: Mapping[str, object]) -> Markup:
    """The text with its places filled."""
    pieces = _PLACE.split(text)
    said = (literal(filled[one]) if at % 2 else _plain(one) for at, one in enumerate(pieces))
    return Markup("").join(said)


def plainly_filled(text: str, filled: Mapping[str, str]) -> str:
    """The same as plain text, for what is not a page. Raises `KeyError` on a place that nothing fills."""
    return _PLACE.sub(lambda found: filled[found[1]], text)


def _plain(text: str) -> Markup:
    return Markup(_AMID.sub(lambda found: f"&#{ord(found[0])};", text))  # noqa: S704  (escaped here)


def ranked(words: Mapping[str, str], code: str, number: int) -> str:
    """1er, 2e; 1st, 2nd: `words` has a text for each form of an ordinal in the language (CLDR)."""
    return words[f"rang_{locale_of(code).ordinal_form(number)}"].replace("{n}", str(number))
