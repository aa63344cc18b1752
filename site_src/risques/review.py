"""The review clock: is the document older than the law allows?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from opendata.findings import Document, Finding, read_record, read_yaml
from site_src.risques.register import FOLDER
from site_src.risques.shared import Delai, DocumentDicrim

PATH = f"{FOLDER}/document.yaml"


def overdue(files: Mapping[str, bytes], day: date) -> list[Finding]:
    """What is late on `day` in data/risques/document.yaml; for `check --strict`.

    A date that the service has not supplied cannot be late. A file that cannot be read is
    `read_register`'s to report. Source of both delays: the file itself.
    """
    document = read_yaml(PATH, files.get(PATH, b""), [])
    clock = document and read_record(document, DocumentDicrim, [])
    return list(_late(document, clock, day)) if document and clock else []


def _late(document: Document, clock: DocumentDicrim, day: date) -> Iterator[Finding]:
    revisions = [day for day in (clock.adopte_le, clock.revise_le) if day]
    if revisions:
        key = "revise_le" if clock.revise_le else "adopte_le"
        yield from _older(document, key, max(revisions), clock.revision, day)
    if clock.actions_le:
        yield from _older(document, "actions_le", clock.actions_le, clock.actions, day)


def _older(document: Document, key: str, last: date, delay: Delai, day: date) -> Iterator[Finding]:
    due = _years_later(last, delay.ans)
    if day > due:
        yield document.finding((key,), f"à refaire depuis le {due.isoformat()}", delay.texte.rstrip("."),
                               f"donner la date du nouvel acte dans « {key} »")  # fmt: skip


def _years_later(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes 1 March in a common year."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
