"""Of the engine's style sheet, the rules that some page can match.

Material dresses navigation, search, tabs, code blocks… that our pages do not have: two thirds of
what every first visit would download. A selector goes only when it asks for a class that no
document carries and no script names; everything else stays as it is, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

_CLASS_OF_DOCUMENT = re.compile(r'class="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
# Strings are skipped: a brace in one opens nothing.
_BRACE = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{}]""")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
# What a selector asks for inside these may be absent, or is one of several.
_OPTIONAL = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_COMMA = re.compile(r",(?![^(]*\))(?![^\[]*\])")
_NESTED = ("@media", "@supports", "@layer", "@container")


def slimmed(files: Mapping[str, bytes], path: str) -> bytes:
    """The style sheet at `path`, for the documents (.html) and scripts (.js) of `files`."""
    return kept(files[path].decode(), frozenset(_used(files))).encode()


def _used(files: Mapping[str, bytes]) -> Iterator[str]:
    for path, raw in files.items():
        if path.endswith(".html"):
            for classes in _CLASS_OF_DOCUMENT.findall(raw.decode()):
                yield from classes.split()
        elif path.endswith(".js"):
            yield from _WORD.findall(raw.decode())


def kept(css: str, used: frozenset[str]) -> str:
    """`css` without the selectors that ask for a class out of `used`, and without empty rules."""
    return "".join(_kept(css, used))


def _kept(css: str, used: frozenset[str]) -> Iterator[str]:
    for before, asked, body in _rules(css):
        yield before
        if asked.startswith(_NESTED):
            inner = kept(body, used)
            yield f"{asked}{{{inner}}}" if inner else ""
        elif asked.startswith("@"):
            yield f"{asked}{{{body}}}"
        else:
            selectors = [one for one in _COMMA.split(asked) if _classes(one) <= used]
            yield f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _classes(selector: str) -> set[str]:
    return set(_CLASS.findall(_OPTIONAL.sub("", selector)))


def _rules(css: str) -> Iterable[tuple[str, str, str]]:
    """Each rule: the statements before it (@charset), what it asks for, what it says."""
    depth = start = opened = 0
    for brace in _BRACE.finditer(css):
        if brace.group() == "{":
            depth += 1
            opened = brace.end() if depth == 1 else opened
        elif brace.group() == "}":
            depth -= 1
            if depth == 0:
                statements, semicolon, asked = css[start : opened - 1].rpartition(";")
                yield statements + semicolon, asked.strip(), css[opened : brace.start()]
                start = brace.end()
