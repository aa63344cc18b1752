"""What `check --strict` refuses besides faults: a document whose review is due, translations and tables that lag."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from opendata.findings import FindingsError
from site_src.dossiers.collection import Fonds
from site_src.dossiers.translations import Traductions, en_retard
from site_src.engine.readings import Library
from site_src.risques import review, tables


def refuse(library: Library, files: Mapping[str, bytes], day: date) -> None:
    """Raise `FindingsError` with what is late on `day`; `files` holds the document's review clock."""
    findings = review.overdue(files, day)
    fonds = library.record("collection", Fonds)
    findings += en_retard(library.record("translations", Traductions), fonds)
    findings += tables.lateness(library.record("late_tables", tuple))
    if findings:
        raise FindingsError(findings)
