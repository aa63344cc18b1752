"""What devices keep of the site."""

from __future__ import annotations

from opendata.findings import Finding
from site_src.engine.readings import Given
from site_src.hors_ligne import records
from site_src.hors_ligne.records import Choice


def hors_ligne(given: Given) -> Choice | None:
    """The choice; devices keep nothing without the file. Whether a page exists is judged once the site is made."""
    if records.PATH not in given.files:
        return Choice()
    found: list[Finding] = []
    read = records.read_choice(given.files[records.PATH], found)
    given.findings.extend(found)
    given.report(f"copie hors ligne : {len(read.pages) if read else 0} adresses")
    return None if found else read
