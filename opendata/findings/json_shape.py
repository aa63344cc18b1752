"""What is refused in a JSON file before anything is built from it: depth, number of values, numbers.

Doubts are raised on the bytes, at the speed of memory; only a doubtful file is read word by word, which
says whether they hold, and where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opendata.findings import limits
from opendata.findings.finding import Finding, first_findings
from opendata.findings.json_places import JsonPlaces

# A string that is never closed runs to the end: each character is looked at once.
_WORD = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|-?(?:NaN|Infinity)\b|[-+]?\.?[0-9][-+.0-9eE]*|[][{}]', re.DOTALL
)
_SURROGATES = re.compile(r"\\(?:\\|u([dD][89abAB][0-9a-fA-F]{2})(?:\\u([dD][c-fC-F][0-9a-fA-F]{2}))?|u([dD][c-fC-F][0-9a-fA-F]{2}))")  # fmt: skip
_DIGITS_ALIKE = bytes.maketrans(b"123456789E", b"000000000e")
_BUT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def json_findings(
    path: str, raw: bytes, text: str, digits: int = limits.DIGITS, nodes: int = limits.NODES
) -> list[Finding]:
    """Every reason not to build this document, `text` being `raw`; its syntax is not judged here."""
    values = raw.count(b",") + raw.count(b"[") + raw.count(b"{")
    if values > nodes:
        rule = f"au plus {limits.counted(nodes)} valeurs"
        return [Finding(path, 0, 0, "trop de valeurs", rule, "partager le fichier, ou en simplifier les contours")]  # fmt: skip
    if _doubtful(raw):
        return first_findings(_faults(path, text, digits))
    return []


def _doubtful(raw: bytes) -> bool:
    """Whether a word by word reading may find something; never wrong when it says no."""
    numbers = raw.translate(_DIGITS_ALIKE, b".")
    return (
        b"0" * (limits.DIGITS + 1) in numbers
        or b"0e000" in numbers
        or b"0e+000" in numbers
        or b"0e-000" in numbers
        or b"NaN" in raw
        or b"Infinity" in raw
        or b"\\ud" in raw
        or b"\\uD" in raw
        or _may_be_deep(raw)
    )


def _may_be_deep(raw: bytes) -> bool:
    """Peels the brackets level by level: what is left after `DEPTH` levels is deep, or not balanced."""
    brackets = raw.translate(None, _BUT_BRACKETS)
    for _ in range(limits.DEPTH):
        brackets = brackets.replace(b"[]", b"").replace(b"{}", b"")
    return bool(brackets)


def _faults(path: str, text: str, digits: int) -> Iterator[Finding]:
    depth, places = 0, JsonPlaces(text)
    for match in _WORD.finditer(text):
        word = match.group()
        if word in "[{":
            depth += 1
        elif word in "]}":
            depth -= 1
        elif fault := _string_fault(word) if word[0] == '"' else _number_fault(word, digits):
            yield Finding(path, *places.line_column(match.start()), *fault)
        if depth > limits.DEPTH:
            yield Finding(path, *places.line_column(match.start()), "imbrication trop profonde",
                          limits.DEPTH_RULE, "aplatir la structure")  # fmt: skip
            return


def _number_fault(word: str, digits: int) -> tuple[str, str, str] | None:
    if word[-1] in "Ny":
        return f"« {word} » n'est pas un nombre fini", limits.FINITE_RULE, limits.FINITE_REMEDY
    return limits.number_fault(word, digits)


def _string_fault(word: str) -> tuple[str, str, str] | None:
    for match in _SURROGATES.finditer(word) if "\\u" in word else ():
        high, low, alone = match.groups()
        if alone or (high and not low):
            return ("moitié de caractère (échappement \\ud…)", "un texte est fait de caractères Unicode entiers",
                    "écrire le caractère lui-même")  # fmt: skip
    return None
