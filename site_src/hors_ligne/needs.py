"""What pages need to be whole without a network: the files that they name, and those that these name in turn."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import unquote

# A reader follows a link, no page needs it.
_LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_KINDS = "js|mjs|json|css|svg|png|jpg|webp|woff2"
# An address between quotes or brackets: an attribute, a script's string, a style's url().
_ADDRESS = re.compile(rf"""["'(\s=]([^\s"'()<>=,]+\.(?:{_KINDS}))(?=["')\s?#,])""")
_READ = (".html", ".js", ".mjs", ".css")
_DOCUMENT, _SCRIPT = ".html", (".js", ".mjs")


def needed(
    site: Mapping[str, bytes], pages: Iterable[str], is_left_out: Callable[[str], bool]
) -> set[str]:
    """The pages and every file that they need, by path; what is left out is not looked into.

    A file is needed where a text names it by an address that leads to it: one too many is better than one that lacks.
    """
    paths = frozenset(site)
    found: set[str] = set()
    pending = list(pages)
    while pending:
        path = pending.pop()
        if path in found or is_left_out(path):
            continue
        found.add(path)
        if path.endswith(_READ):
            pending += _named(path, site[path].decode(), paths)
    return found


def _named(path: str, text: str, paths: Collection[str]) -> Iterator[str]:
    """The site's files, documents apart, that the text names."""
    if path.endswith(_DOCUMENT):
        text = unescape(_LINK.sub("", text))
    for address in set(_ADDRESS.findall(text)):
        yield from (target for target in _targets(path, unquote(address)) if target in paths)


def _targets(path: str, address: str) -> Iterator[str]:
    """Where an address may lead: beside the file; a script's also from the site's root."""
    yield posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    if path.endswith(_SCRIPT):
        yield posixpath.normpath(address)
