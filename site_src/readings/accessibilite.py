"""What the accessibility statement and the page about eco-design are made from."""

from __future__ import annotations

from opendata.findings import Finding, page_of
from site_src.accessibilite.records import Preuves, read_evidence
from site_src.accessibilite.rgesn import Rgesn, read_rgesn
from site_src.engine.readings import Given


def preuves(given: Given) -> Preuves | None:
    """Page kinds, criteria of the RGAA, results of the checks."""
    found: list[Finding] = []
    read = read_evidence(given.files, found)
    given.findings.extend(page_of(found, "/accessibilite/"))
    given.report("déclaration d'accessibilité : lue")
    return read


def rgesn(given: Given) -> Rgesn | None:
    """The criteria of eco-design."""
    found: list[Finding] = []
    evidence = given.record("preuves", Preuves)
    read = read_rgesn(given.files, (one.id for one in evidence.rgaa.controles), found)
    given.findings.extend(page_of(found, "/ecoconception/"))
    return read
