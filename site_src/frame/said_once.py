"""Words of warning once a view: what the band of a fictitious page says is not said again in the same breath.

Files, pictures and titles travel alone, so that their own texts keep the words (`opendata.records.fiction`); here they
stand below the band.
"""

from __future__ import annotations

import re

from opendata.model import FICTION

_BRACKETS = re.compile(rf"\s*\({FICTION}\)", re.IGNORECASE)
_AT_END = re.compile(rf"\s*:\s*{FICTION}(?=\.?$)", re.IGNORECASE)
_AT_START = re.compile(rf"^{FICTION}\s*[:.]\s*(\w?)", re.IGNORECASE)


def said_once(text: str) -> str:
    """A text without the words that the band of its page says; « données fictives » inside a sentence stay."""
    spaced = text.strip()
    shorter = _AT_END.sub("", _BRACKETS.sub("", spaced))
    return _AT_START.sub(lambda found: found[1].upper(), shorter)
