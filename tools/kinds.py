"""The kinds of pages of a built site, by section and depth: what is photographed, measured and looked at, none forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

NOT_FOUND, INDEX = "404.html", "index.html"
NOT_TO_INDEX = '<meta name="robots" content="noindex">'


def kind(path: str) -> tuple[str, int]:
    """Section and depth of a document."""
    parts = PurePosixPath(path).parts
    return (parts[0] if len(parts) > 1 else path, len(parts))


def one_of_each(paths: Iterable[str]) -> list[str]:
    """The first document of each kind; a file of its own (crise.html) stands for no page beside it."""
    first: dict[tuple[tuple[str, int], bool], str] = {}
    for path in sorted(paths):
        first.setdefault((kind(path), path.endswith(INDEX)), path)
    return sorted(first.values())


def kinds_of(site: Path) -> list[str]:
    """One document of each kind of the built `site`; none of what answers for a page that is not there."""
    files = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return one_of_each(path for path in files if path != NOT_FOUND)


def address(path: str) -> str:
    """Where a document is served, from the site's root: risques/index.html → risques/."""
    return path.removesuffix(INDEX)


def document(place: str) -> str:
    """The file that is served at an address: risques/ → risques/index.html, crise.html → itself."""
    return f"{place}{INDEX}" if place.endswith("/") or not place else place
