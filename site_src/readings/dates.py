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
    "redige_le", "relu_le", "revise_le",
)  # fmt: skip
OF_DATASETS = ("annee", "consulte_le", "date", "lu_le")


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
        keys = OF_DATASETS if path.startswith("data/datasets/") else KEYS
        yield from page_of(dates_to_come(path, text, keys, day), _page(path))


def _page(path: str) -> str:
    """Where the file is shown, when its name says so."""
    folder, _, name = path.removeprefix("data/").rpartition("/")
    if folder.startswith("datasets/"):
        return page(folder.removeprefix("datasets/"))
    known = {"risques": f"/risques/{name.removesuffix('.yaml')}/"}
    return "" if name in ("sources.yaml", "contacts.yaml", "familles.yaml", "document.yaml") else known.get(folder, "")  # fmt: skip
