"""What `check --strict` refuses besides faults: a document whose review is due, translations and tables that lag."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from opendata.findings import FindingsError
from site_src.dossiers.collection import Collection
from site_src.dossiers.translations import Translations
from site_src.dossiers.translations import overdue as overdue_translations
from site_src.engine.readings import Library
from site_src.risques import review, tables


def refuse(library: Library, files: Mapping[str, bytes], day: date) -> None:
    """Raise `FindingsError` with what is late on `day`; `files` holds the document's review clock."""
    findings = review.overdue(files, day)
    collection = library.record("collection", Collection)
    findings += overdue_translations(library.record("translations", Translations), collection)
    findings += tables.lateness(library.record("late_tables", tuple))
    if findings:
        raise FindingsError(findings)
