"""What must hold from one file to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from opendata.findings import Document, Finding
from site_src.dossiers import quoted_datasets as datasets
from site_src.dossiers.dossier import PageRecord, Renvoi, Section
from site_src.dossiers.quoted_datasets import Citation, QuotedDataset
from site_src.risques.border import (
    CitedSource,
    Consigne,
    Evenement,
    Register,
    SourcesFile,
    figures_are_dated,
    instructions,
    instructions_are_official,
    known,
    sources_exist,
    walk,
)

__all__ = [
    "cites_datasets",
    "datasets_cited",
    "declared_once",
    "event",
    "figures_are_dated",
    "instructions_are_official",
    "instructions_differ",
    "leads_to_pages",
    "named_as_its_file",
    "refers_to_register",
    "sources_exist",
]


def named_as_its_file(document: Document, record: PageRecord) -> Iterator[Finding]:
    """The identifier is the file's name: it is the page's address."""
    if record.id != PurePosixPath(document.path).stem:
        yield document.finding(("id",), f"« {record.id} » n'est pas le nom du fichier", "l'identifiant d'une page est le nom de son fichier",
                               "renommer l'un des deux")  # fmt: skip


def instructions_differ(
    pages: Iterable[tuple[Document, PageRecord, str]], register: Register
) -> Iterator[Finding]:
    """No instruction of a risk, or of another page, is copied; `pages` with their addresses."""
    first = {
        _bare(consigne.texte): f"data/risques/{risque.id}.yaml"
        for risque in register.risques
        for _, consigne in instructions(risque)
    }
    for document, record, address in pages:
        for keys, item in walk(record):
            if not isinstance(item, Consigne):
                continue
            words = _bare(item.texte)
            if words in first:
                found = document.finding((*keys, "texte"), f"consigne déjà écrite dans {first[words]}",
                                         "chaque consigne est écrite une fois, pour sa page", "la récrire pour cette page, ou la retirer")  # fmt: skip
                yield replace(found, page=f"/{address}")
            first.setdefault(words, document.path)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def declared_once(
    files: Sequence[tuple[Document, SourcesFile]], register: Mapping[str, CitedSource]
) -> Iterator[Finding]:
    """A source is declared in one file only, that of the risks first."""
    seen = dict.fromkeys(register, "data/risques/sources.yaml")
    for document, file in files:
        for number, source in enumerate(file.sources):
            if source.id in seen:
                yield document.finding(("sources", number, "id"), f"source « {source.id} » déjà déclarée dans {seen[source.id]}",
                                       "une source n'est déclarée qu'une fois", "retirer l'une des deux")  # fmt: skip
            seen.setdefault(source.id, document.path)


def leads_to_pages(
    document: Document, record: PageRecord, addresses: Collection[str]
) -> Iterator[Finding]:
    """Every page of `voir_aussi` exists."""
    yield from known(document, ("voir_aussi",), record.voir_aussi, addresses, "renvoi")


def refers_to_register(
    document: Document, record: PageRecord, register: Register
) -> Iterator[Finding]:
    """Contacts and past events are those of the register of risks."""
    for keys, item in walk(record):
        if isinstance(item, Section):
            yield from known(
                document, (*keys, "contacts"), item.contacts, register.contacts, "contact"
            )
        if isinstance(item, Renvoi) and event(item, register) is None:
            yield document.finding((*keys, "debut"), f"évènement du {item.debut} inconnu pour « {item.risque} »", "un évènement cité est dans data/risques/",
                                   "corriger le risque ou la date, ou y décrire l'évènement")  # fmt: skip


def event(renvoi: Renvoi, register: Register) -> Evenement | None:
    """The past event that begins on that date."""
    events = (
        item
        for risque in register.risques
        if risque.id == renvoi.risque
        for item in risque.evenements
    )
    return next((item for item in events if item.debut == renvoi.debut), None)


def datasets_cited(records: Iterable[PageRecord]) -> frozenset[str]:
    """The datasets that the pages name."""
    items = (item for record in records for _, item in walk(record))
    return frozenset(item.jeu for item in items if isinstance(item, Citation))


def cites_datasets(
    document: Document,
    record: PageRecord,
    jeux: Mapping[str, QuotedDataset],
    unread: Collection[str],
) -> Iterator[Finding]:
    """Every figure, extract and dated row names rows and columns that exist; `unread` datasets are not judged."""
    for keys, item in walk(record):
        if isinstance(item, Citation) and item.jeu not in unread:
            yield from datasets.faults(document, keys, item, jeux)
