"""The languages of the site and the words around its texts."""

from __future__ import annotations

from opendata.findings import Finding
from site_src.engine.readings import Given
from site_src.frame.languages import Language, published, read_languages


def langues(given: Given) -> dict[str, Language] | None:
    """Every language by its code, French first, those that are not published too."""
    found: list[Finding] = []
    read = read_languages(given.files, found)
    given.findings.extend(found)
    given.report(f"langues : {len(read or {})}, publiées : {', '.join(published(read or {}))}")
    return read
