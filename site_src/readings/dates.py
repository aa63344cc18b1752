"""No date of what is over stands after the day of the run, in the texts; the tables: `table_dates`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opendata.findings import Finding, decode, page_of
from opendata.findings.dates import dates_to_come
from opendata.records.dataset import page
from site_src.engine.readings import Given

# Keys that date what happened, was decided, read or written; `debut` of a dataset's coverage may be a projection's.
KEYS = (
    "actions_le", "adopte_le", "annee", "consulte_le", "date", "debut", "decide_le", "etat_en", "fin", "lu_le",
    "mesure_le", "redige_le", "relu_le", "revise_le",
)  # fmt: skip
OF_DATASETS = ("annee", "consulte_le", "date", "lu_le")
# An alert tells of what is to come; it was issued before it is published.
OF_ALERTS = ("emise_le",)


def dates(given: Given) -> bool:
    """Whether every date of the texts has come; nothing is judged when the day of the run is not known."""
    if given.day is not None:
        given.findings.extend(_in_texts(given, given.day))
    given.report("dates : aucune à venir")
    return True


def _in_texts(given: Given, day: date) -> Iterator[Finding]:
    for path, raw in given.files.items():
        text = decode(path, raw, [])
        if text is None:  # said by who reads it
            continue
        yield from page_of(dates_to_come(path, text, _keys(path), day), _page(path))


def _keys(path: str) -> tuple[str, ...]:
    """The keys of the file that date what is over."""
    if path.startswith("data/datasets/"):
        return OF_DATASETS
    return OF_ALERTS if path.startswith("data/alertes/") else KEYS


def _page(path: str) -> str:
    """Where the file is shown, when its name says so."""
    folder, _, name = path.removeprefix("data/").rpartition("/")
    if folder.startswith("datasets/"):
        return page(folder.removeprefix("datasets/"))
    known = {"risques": f"/risques/{name.removesuffix('.yaml')}/", "alertes": "/en-ce-moment/"}
    return "" if name in ("sources.yaml", "contacts.yaml", "familles.yaml", "document.yaml") else known.get(folder, "")  # fmt: skip
