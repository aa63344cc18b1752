"""Who publishes, and where published data come from."""

from __future__ import annotations

from opendata.findings import Finding, page_of
from opendata.model import SOURCES_PATH, Source
from opendata.records.sources import read_sources
from site_src.documents.glyphs import glyph_findings
from site_src.engine.readings import Given
from site_src.frame import identity
from site_src.frame.identity import Identite


def sources(given: Given) -> dict[str, Source] | None:
    """Where each published datum comes from, by id."""
    found: list[Finding] = []
    read = read_sources(SOURCES_PATH, given.files.get(SOURCES_PATH, b""), found)
    given.findings.extend(page_of(found, "/sources/"))
    given.report(f"sources : {len(read or {})}")
    return read


def identite(given: Given) -> Identite | None:
    """Who publishes."""
    found: list[Finding] = []
    raw = given.files.get(identity.PATH, b"")
    read = identity.read_identity(raw, found)
    found += glyph_findings({identity.PATH: raw})  # every printed document names the publisher
    given.findings.extend(page_of(found, "/mentions-legales/"))
    given.report("identité du site : lue")
    return None if found else read
