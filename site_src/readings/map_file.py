"""The file that declares the maps, apart from what reads their layers: translations ask for its words alone."""

from __future__ import annotations

from maps.records.map_file import read_declarations
from opendata.findings import Document, Finding, page_of
from site_src.engine.readings import Given


def map_document(given: Given) -> Document | None:
    """The file that declares the maps, read and not yet judged."""
    found: list[Finding] = []
    document = read_declarations(given.files, found)
    given.findings.extend(page_of(found, "/cartes/"))
    return document
