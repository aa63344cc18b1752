"""data/recherche.yaml: words that people type and that a page's title does not say, for the site's search."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, RootModel

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.records.schema import Text

PATH = "data/recherche.yaml"
_WRITTEN = re.compile(r"""^- page: ["']?([a-z0-9/-]+)""", re.MULTILINE)


class _Entry(Record):
    """One entry of the file."""

    page: Annotated[str, Field(pattern=r"^([a-z0-9-]+/)+$")]
    mots: Annotated[tuple[Text, ...], Field(min_length=1)]


class _AllEntries(RootModel[tuple[_Entry, ...]]):
    """The whole file: a list of entries."""


@dataclass(frozen=True)
class SearchWords:
    """What people type when they mean one page.

    `page` is its address below the site's root, written at `line` and column `field` of the file; each of `phrases` is
    one word or several.
    """

    page: str
    phrases: tuple[str, ...]
    line: int
    field: int


def read_search_words(raw: bytes, findings: list[Finding]) -> tuple[SearchWords, ...] | None:
    """Every entry, in file order; a page has one entry, and no phrase twice."""
    document = read_yaml(PATH, raw, findings)
    read = read_record(document, _AllEntries, findings) if document else None
    if document is None or read is None:
        return None
    faults = list(_faults(document, read.root))
    findings.extend(faults)
    return None if faults else tuple(_placed(document.text, read.root))


def _placed(text: str, entries: Iterable[_Entry]) -> Iterator[SearchWords]:
    """Each with its place, looked for in the text: asking the document for it would parse the file once more."""
    written = {found[1]: found.start(1) for found in _WRITTEN.finditer(text)}
    for entry in entries:
        start = written.get(entry.page, 0)
        yield SearchWords(
            entry.page,
            entry.mots,
            text.count("\n", 0, start) + 1,
            start - text.rfind("\n", 0, start),
        )


def _faults(document: Document, entries: Collection[_Entry]) -> Iterator[Finding]:
    pages: set[str] = set()
    for index, entry in enumerate(entries):
        if entry.page in pages:
            yield document.finding((index, "page"), f"page « {entry.page} » écrite deux fois",
                                   "une page a une seule liste de mots", "réunir les deux listes")  # fmt: skip
        pages.add(entry.page)
        for rank, phrase in enumerate(entry.mots):
            if phrase in entry.mots[:rank]:
                yield document.finding((index, "mots", rank), f"« {phrase} » écrit deux fois",
                                       "un mot est donné une fois par page", "retirer l'une des deux")  # fmt: skip


def absent_pages(entries: Iterable[SearchWords], addresses: Collection[str]) -> Iterator[Finding]:
    """Entries whose page the site has not; `addresses` are those of all its pages."""
    for entry in entries:
        if entry.page not in addresses:
            yield Finding(PATH, entry.line, entry.field, f"page « {entry.page} » absente du site",
                          "les mots cherchés mènent à une page du site", "corriger l'adresse, ou retirer l'entrée")  # fmt: skip
