"""Addresses of headings: French words, stable, written into the Markdown itself.

Written here rather than left to an engine: MkDocs and Zensical would make different ones
(« lapres » for « L’après »), and a link that somebody kept must not break with the engine.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

_HEADING = re.compile(r"^(#{2,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_WRITTEN = re.compile(r"\{[^{}]*#[\w-]+[^{}]*\}$")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def slug(title: str) -> str:
    """« L’après-crue : œuvres & musées » → « l-apres-crue-oeuvres-musees »."""
    text = re.sub(r"<[^>]*>", "", unescape(title)).translate(_LIGATURES)
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = "".join(letters)
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "section"


def anchored(markdown: str) -> str:
    """The same Markdown with an explicit, unique address on every heading below the title."""
    used: dict[str, int] = {}
    lines, is_code = [], False
    for line in markdown.split("\n"):
        is_code ^= bool(_FENCE.match(line))
        heading = None if is_code else _HEADING.match(line)
        lines.append(_addressed(heading, used) if heading else line)
    return "\n".join(lines)


def _addressed(heading: re.Match[str], used: dict[str, int]) -> str:
    level, title = heading.groups()
    if _WRITTEN.search(title):
        return heading.group()
    name = slug(title)
    used[name] = used.get(name, 0) + 1
    address = name if used[name] == 1 else f"{name}-{used[name]}"
    return f"{level} {title} {{ #{address} }}"
