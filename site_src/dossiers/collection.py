"""data/{organisation,se-preparer,prevention}/** → the collection, or every finding at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opendata.findings import Document, Finding, page_of, read_record, read_yaml
from opendata.findings.kept import Kept, read_file, read_now
from opendata.records.dataset import page as page_of_dataset
from site_src.dossiers import cross_rules, rows_told
from site_src.dossiers.dossier import Dossier, PageRecord
from site_src.dossiers.quoted_datasets import QuotedDataset, quoted_datasets, with_rows
from site_src.dossiers.quoted_datasets import sources as sources_of
from site_src.frame.crisis_file import TOLD as CRISIS_FILE
from site_src.protection.border import ADRESSE as PROTECTION
from site_src.risques.border import CitedSource, Register, SourcesFile

if TYPE_CHECKING:  # who only reads sentences does not load tables
    from opendata.records.catalogue import Datasets

DATA = "data"
SOURCES = "sources"
INDEX = "index"
# Folder below data/, which is also the section of the site and the first part of its addresses.
RUBRIQUES = ("se-preparer", "organisation", "prevention")
# What the word `sorte` of a file says → the record that its page is read into.
Kinds = Mapping[str, type[PageRecord]]
KINDS: Kinds = {"dossier": Dossier}


@dataclass(frozen=True)
class Entry:
    """One file: where it stands, what it says."""

    rubrique: str
    document: Document = field(repr=False)
    record: PageRecord = field(repr=False)

    @property
    def path(self) -> str:
        """The file that a contributor edits."""
        return self.document.path

    @property
    def adresse(self) -> str:
        """The page's address from the site's root."""
        name = self.record.id
        return f"{self.rubrique}/" if name == INDEX else f"{self.rubrique}/{name}/"


@dataclass(frozen=True)
class Collection:
    """Every page of the three rubriques, in order, and what their texts refer to."""

    entries: tuple[Entry, ...] = field(repr=False)
    register: Register = field(repr=False)
    sources: Mapping[str, CitedSource] = field(repr=False)
    jeux: Mapping[str, QuotedDataset] = field(repr=False)

    def rubrique(self, name: str) -> list[Entry]:
        """The rubrique's pages, its index first."""
        return [entry for entry in self.entries if entry.rubrique == name]


@dataclass(frozen=True)
class Entries:
    """The files of the three rubriques as they are written: pages in order, and the sources they declare."""

    entries: tuple[Entry, ...] = field(repr=False)
    declared: tuple[tuple[Document, SourcesFile], ...] = field(repr=False)


@dataclass(frozen=True)
class Quoted:
    """The datasets that pages speak of, and the names of those that have a folder and were not read."""

    jeux: Mapping[str, QuotedDataset] = field(repr=False)
    unread: frozenset[str]


def read_entries(
    files: Mapping[str, bytes], kinds: Kinds, findings: list[Finding], kept: Kept = read_now
) -> Entries | None:
    """The pages in `files` (path from the root → bytes); `None` as soon as one cannot be read.

    `kinds` are those of page that a subject adds to ours. `kept` may give a file that was read before, as
    long as it is the same.
    """
    before = len(findings)
    every = {**KINDS, **kinds}
    own = [
        read_file(path, files[path], _sources, kept, findings)
        for path in _paths(files, is_sources=True)
    ]
    read = [
        read_file(path, files[path], partial(_entry, every), kept, findings)
        for path in _paths(files, is_sources=False)
    ]
    if len(findings) > before:
        return None
    entries = sorted((entry for entry in read if entry), key=_order)
    return Entries(tuple(entries), tuple(pair for pair in own if pair))


def quoted(entries: Entries, datasets: Datasets) -> Quoted:
    """What the pages may quote of the datasets that they name."""
    names = cross_rules.datasets_cited(entry.record for entry in entries.entries)
    jeux = quoted_datasets(datasets, names)
    return Quoted(jeux, datasets.folders - jeux.keys())


def collect(
    entries: Entries, register: Register, quoted: Quoted, findings: list[Finding]
) -> Collection | None:
    """The pages with what their texts refer to; `None` as soon as one refers to what is not there."""
    before = len(findings)
    findings.extend(cross_rules.declared_once(list(entries.declared), register.sources))
    sources = {
        **sources_of(quoted.jeux),
        **{source.id: source for _, file in entries.declared for source in file.sources},
        **register.sources,
    }
    jeux = quoted.jeux
    complete = tuple(
        replace(entry, record=with_rows(entry.record, jeux)) for entry in entries.entries
    )
    collection = Collection(complete, register, sources, jeux)
    for written, entry in zip(entries.entries, complete, strict=True):
        cited = cross_rules.cites_datasets(written.document, written.record, jeux, quoted.unread)
        findings.extend(page_of([*_faults(entry, collection), *cited], f"/{entry.adresse}"))
    tells = {
        entry.adresse: rows_told.told((written.record, entry.record))
        for written, entry in zip(entries.entries, complete, strict=True)
    }
    for jeu in jeux.values():
        findings.extend(page_of(rows_told.untold(jeu, tells), page_of_dataset(jeu.id)))
    pages = [(entry.document, entry.record, entry.adresse) for entry in complete]
    findings.extend(cross_rules.instructions_differ(pages, register))
    return None if len(findings) > before else collection


def _order(entry: Entry) -> tuple[int, bool, int, str]:
    record = entry.record
    return RUBRIQUES.index(entry.rubrique), record.id != INDEX, record.rang, record.id


def _paths(files: Mapping[str, bytes], *, is_sources: bool) -> Sequence[str]:
    """The rubriques' YAML files: the sources they declare, or their pages."""
    folders = {f"{DATA}/{name}" for name in RUBRIQUES}
    found = [PurePosixPath(path) for path in sorted(files)]
    return [
        str(path)
        for path in found
        if str(path.parent) in folders
        and path.suffix == ".yaml"
        and (path.stem == SOURCES) == is_sources
    ]


def _sources(path: str, raw: bytes, findings: list[Finding]) -> tuple[Document, SourcesFile] | None:
    document = read_yaml(path, raw, findings)
    record = read_record(document, SourcesFile, findings) if document else None
    return (document, record) if document and record else None


def _entry(kinds: Kinds, path: str, raw: bytes, findings: list[Finding]) -> Entry | None:
    document = read_yaml(path, raw, findings)
    if document is None:
        return None
    sorte = document.data.get("sorte") if isinstance(document.data, dict) else None
    if not isinstance(sorte, str) or sorte not in kinds:
        findings.append(document.finding(("sorte",), f"sorte « {sorte or ''} » inconnue", "la première clé d'une page dit de quelle sorte elle est",
                                         f"choisir parmi {', '.join(kinds)}"))  # fmt: skip
        return None
    record = read_record(document, kinds[sorte], findings)
    return Entry(PurePosixPath(path).parent.name, document, record) if record else None


def _faults(entry: Entry, collection: Collection) -> Iterator[Finding]:
    document, record = entry.document, entry.record
    addresses = {other.adresse for other in collection.entries}
    addresses |= {f"risques/{risque.id}/" for risque in collection.register.risques}
    addresses |= {PROTECTION, CRISIS_FILE}
    yield from cross_rules.named_as_its_file(document, record)
    yield from cross_rules.sources_exist(document, record, collection.sources)
    yield from cross_rules.instructions_are_official(document, record, collection.sources)
    yield from cross_rules.figures_are_dated(document, record, collection.sources)
    yield from cross_rules.leads_to_pages(document, record, addresses)
    yield from cross_rules.refers_to_register(document, record, collection.register)
