"""The HTML of a page's text, set aside while MkDocs reads its Markdown, and put back into the document.

Python-Markdown copies a block of HTML as it stands, after having read it tag by tag in Python: most of what a page
costs. A block between two empty lines, whose tags are in pairs, needs none of that: a mark stands for it meanwhile.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

# Of the elements that Markdown takes for blocks, those that pages begin one with.
_ELEMENTS = "article|aside|details|div|dl|figure|form|h[1-6]|nav|ol|p|section|table|ul"
_FIRST = re.compile(rf"(?<=\n\n)<({_ELEMENTS})(?=[\s>])")
_NEXT = re.compile(rf"\n<({_ELEMENTS})(?=[\s>])")
_ENDS = re.compile(r"[ \t]*(?:\n[ \t]*\n|\n?\Z)")
# Where tags may stand that are none, and where Markdown has its part.
_LEFT = re.compile(r"<(?:!|script\b|style\b|textarea\b|pre\b)|\smarkdown[\s=>]", re.IGNORECASE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MARK = re.compile(rb'<div id="html-([0-9a-f]{64})"></div>')


def set_aside(text: str) -> tuple[str, Mapping[str, str]]:
    """A page with a mark for each block of HTML, and the blocks by their SHA-256.

    What is not plainly a block, from the first of its tags to the last, stays for Markdown to read.
    """
    blocks: dict[str, str] = {}
    parts: list[str] = []
    front = _FRONT_MATTER.match(text)
    done = place = front.end() if front else 0
    while found := _FIRST.search(text, place):
        end = _run(text, found)
        block = text[found.start() : end]
        if end is None or _LEFT.search(block):
            place = found.end()
            continue
        name = hashlib.sha256(block.encode()).hexdigest()
        blocks[name] = block
        parts += [text[done : found.start()], f'<div id="html-{name}"></div>']
        done = place = end
    head = text[: front.end()] if front else ""
    return "".join([head, *parts, text[done:]]), blocks


def put_back(html: bytes, blocks: Mapping[str, str]) -> bytes:
    """The document with the blocks in the places of their marks."""
    if not blocks:
        return html
    return _MARK.sub(lambda mark: blocks[mark[1].decode()].encode() if mark[1].decode() in blocks else mark[0], html)  # fmt: skip


def _run(text: str, first: re.Match[str]) -> int | None:
    """Where the element that begins there ends, with those on the lines after it; `None` before anything but an empty line."""
    found: re.Match[str] | None = first
    end = 0
    while found:
        close = _close(text, found)
        if close is None:
            return None
        end = close
        found = _NEXT.match(text, end)
    return end if _ENDS.match(text, end) else None


def _close(text: str, opening: re.Match[str]) -> int | None:
    """Where the element ends that `opening` begins; `None` when it does not."""
    depth = 0
    for tag in _tags(opening[1]).finditer(text, opening.end() - len(opening[1]) - 1):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return None


@lru_cache
def _tags(element: str) -> re.Pattern[str]:
    return re.compile(rf"<(?:{element}(?=[\s>])|(/){element}\s*>)")
