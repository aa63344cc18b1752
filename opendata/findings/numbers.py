"""Numbers as people write them in French, and the one form that a file of data/ takes: 640000, 6.10."""

from __future__ import annotations

import re

DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
# 640.000: thousands to who writes French, 640 to who reads the file.
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(\.[0-9]{3})+")
# Signs between thousands, the decimal sign, digits; 12,345 is read as French.
_FORMS = (
    (re.compile(r"-?[0-9]{1,3}(?:[\s.'’_][0-9]{3})+(?:,[0-9]+)?"), r"[\s.'’_]"),
    (re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|-?[0-9]{1,3}(?:,[0-9]{3}){2,}"), ","),
    (re.compile(r"-?[0-9]+,[0-9]+"), "(?!)"),
    (re.compile(r"-?[0-9]+(?:\s[0-9]+)+(?:[.,][0-9]+)?"), r"\s"),
)


def rewritten(text: str) -> str | None:
    """The number that `text` says, in the form of a file; `None` when it says none."""
    for form, between in _FORMS:
        if form.fullmatch(text):
            plain = re.sub(between, "", text).replace(",", ".")
            return plain if DECIMAL.fullmatch(plain) else None
    return None


def thousands(text: str) -> str | None:
    """What to write in place of a number whose point may stand between thousands; `None` for any other."""
    if not _THOUSANDS.fullmatch(text):
        return None
    whole = text.replace(".", "")
    return f"écrire {whole} si ce sont des milliers" + (
        f", {text}0 si ce sont des décimales" if text.count(".") == 1 else ""
    )
