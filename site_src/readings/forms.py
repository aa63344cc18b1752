"""The words of the forms of /gestion/: a record whose field has none is found by `check`, whether the site asks for the editor or not."""

from __future__ import annotations

from opendata.findings import Finding
from site_src.engine.readings import Given
from site_src.gestion.collections import every_record
from site_src.gestion.labels import PATH, Labels, read_labels


def formulaires(given: Given) -> Labels | None:
    """The words; `None` with one finding a field that lacks them, at the place of its record, or where no form is kept."""
    if PATH not in given.files:
        return None
    found: list[Finding] = []
    read = read_labels(given.files[PATH], every_record(), found)
    given.findings.extend(found)
    given.report(f"formulaires : {len(read.fiches) if read else 0} fiches")
    return read
