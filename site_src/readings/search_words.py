"""The words that people type in the search."""

from __future__ import annotations

from opendata.findings import Finding
from site_src.engine.readings import Given
from site_src.frame import search_words
from site_src.frame.search_words import SearchWords


def recherche(given: Given) -> tuple[SearchWords, ...] | None:
    """What people type when they mean a page; nothing without the file. Whether a page exists is judged with all pages."""
    if search_words.PATH not in given.files:
        return ()
    found: list[Finding] = []
    read = search_words.read_search_words(given.files[search_words.PATH], found)
    given.findings.extend(found)
    given.report(f"mots de la recherche : {len(read or ())} pages")
    return None if found else read
