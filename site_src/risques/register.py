"""data/risques/** → the register, or every finding at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Annotated, Generic, TypeVar

from pydantic import Field

from opendata.findings import Document, Finding, Record, read_record, read_yaml
from opendata.findings.kept import Kept, read_file, read_now
from site_src.risques import rules
from site_src.risques.risque import Risque
from site_src.risques.seine import Seine, SeineReading
from site_src.risques.shared import (
    CitedSource,
    Contact,
    Ddrm,
    DocumentDicrim,
    Famille,
    Geste,
    IdFamille,
    Situation,
)
from site_src.risques.words import Identifiant

FOLDER = "data/risques"


class SourcesFile(Record):
    """data/risques/sources.yaml."""

    sources: Annotated[tuple[CitedSource, ...], Field(min_length=1)]


class ContactsFile(Record):
    """data/risques/contacts.yaml."""

    contacts: Annotated[tuple[Contact, ...], Field(min_length=1)]


class FamillesFile(Record):
    """data/risques/familles.yaml: the families in the order they are shown, and the DDRM's sheets."""

    source: Identifiant
    familles: Annotated[tuple[Famille, ...], Field(min_length=1)]
    ddrm: Ddrm


class FoyerFile(Record):
    """data/risques/foyer.yaml: what households tick, in the order of the page."""

    situations: Annotated[tuple[Situation, ...], Field(min_length=1)]


class GestesFile(Record):
    """data/risques/gestes.yaml: the gestures that instructions name, in the order of the page « style »."""

    gestes: Annotated[tuple[Geste, ...], Field(min_length=1)]


SHARED = ("sources", "contacts", "familles", "document", "foyer", "gestes")


@dataclass(frozen=True)
class Register:
    """Everything of data/risques/: risks in the order of their family, then rank."""

    risques: tuple[Risque, ...] = field(repr=False)
    familles: tuple[Famille, ...] = field(repr=False)
    ddrm: Ddrm = field(repr=False)
    sources: Mapping[str, CitedSource] = field(repr=False)
    contacts: Mapping[str, Contact] = field(repr=False)
    document: DocumentDicrim = field(repr=False)
    situations: tuple[Situation, ...] = field(default=(), repr=False)
    gestes: tuple[Geste, ...] = field(default=(), repr=False)
    seine: Seine | None = field(default=None, repr=False)

    @property
    def urgences(self) -> tuple[Contact, ...]:
        """The emergency numbers, in the order of contacts.yaml."""
        return tuple(contact for contact in self.contacts.values() if contact.est_urgence)


R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Located(Generic[R]):
    """A record and the document it was read from."""

    document: Document
    record: R


def read_register(
    files: Mapping[str, bytes],
    heights: SeineReading,
    findings: list[Finding],
    kept: Kept = read_now,
) -> Register | None:
    """The register in `files` (path from the root → bytes): data/risques/*.yaml, and the `heights` of
    the Seine when a risk shows them.

    `kept` may give a file that was read before, as long as it is the same. `None` with findings as soon as
    one thing is wrong: a half-read register is not published.
    """
    found: list[Finding] = []
    register = _read_all(_Files(files, found, kept), heights, found)
    findings.extend(_with_page(finding) for finding in found)
    return None if found else register


def _with_page(finding: Finding) -> Finding:
    """The finding, naming the page of the risk that it is in."""
    path = PurePosixPath(finding.path)
    is_risk = path.parent.as_posix() == FOLDER and path.stem not in SHARED
    return replace(finding, page=f"/risques/{path.stem}/") if is_risk else finding


@dataclass(frozen=True)
class _Files:
    """The register's files, and where what is wrong in them is said."""

    files: Mapping[str, bytes]
    findings: list[Finding]
    kept: Kept

    def read(self, path: str, record: type[R]) -> Located[R] | None:
        """One file as a record, `None` with findings when it is none."""
        if path not in self.files:
            self.findings.append(Finding(path, 0, 0, "fichier absent", "le registre des risques a ce fichier", "remettre le fichier"))  # fmt: skip
            return None
        return read_file(
            path, self.files[path], partial(_located, record), self.kept, self.findings
        )


def _located(record: type[R], path: str, raw: bytes, findings: list[Finding]) -> Located[R] | None:
    document = read_yaml(path, raw, findings)
    value = document and read_record(document, record, findings)
    return Located(document, value) if document and value else None


def _read_all(files: _Files, heights: SeineReading, findings: list[Finding]) -> Register | None:
    sources = files.read(_path("sources"), SourcesFile)
    contacts = files.read(_path("contacts"), ContactsFile)
    familles = files.read(_path("familles"), FamillesFile)
    clock = files.read(_path("document"), DocumentDicrim)
    foyer = files.read(_path("foyer"), FoyerFile)
    gestes = files.read(_path("gestes"), GestesFile)
    read = [files.read(path, Risque) for path in _risk_paths(files.files)]
    risques = [item for item in read if item]
    if not (sources and contacts and familles and clock and foyer and gestes):
        return None
    shows_heights = any(item.record.hauteurs_de_la_seine for item in risques)
    seine = heights.seine if shows_heights else None
    if shows_heights and seine is None:  # its sources would all look unknown
        findings.extend(heights.absent)
        return None
    if seine:
        findings.extend(_described_twice(sources, seine))
        sources, risques = _with_water(sources, risques, seine)
    if len(risques) == len(read):
        findings.extend(_between(sources, contacts, familles, clock, risques))
        findings.extend(_at_home(foyer, risques))
        findings.extend(_gestures(gestes, risques))
    return Register(
        risques=_ordered([item.record for item in risques], familles.record.familles),
        familles=familles.record.familles,
        ddrm=familles.record.ddrm,
        sources={source.id: source for source in sources.record.sources},
        contacts={contact.id: contact for contact in contacts.record.contacts},
        document=clock.record,
        situations=foyer.record.situations,
        gestes=gestes.record.gestes,
        seine=seine,
    )


def _ordered(risques: Sequence[Risque], familles: Sequence[Famille]) -> tuple[Risque, ...]:
    """By family in the order of familles.yaml, then by rank."""
    order = {famille.id: number for number, famille in enumerate(familles)}
    last = len(order)  # a family without a title: a finding, said elsewhere
    return tuple(
        sorted(
            risques, key=lambda risque: (order.get(risque.famille, last), risque.rang, risque.id)
        )
    )


def _described_twice(sources: Located[SourcesFile], seine: Seine) -> Iterator[Finding]:
    for number, source in enumerate(sources.record.sources):
        if source.id in seine.sources:
            yield sources.document.finding(("sources", number, "id"), f"source « {source.id} » déjà décrite dans les jeux de la Seine",
                                           "une source a une seule description", "la retirer d'ici (elle est dans data/datasets, sources.csv)")  # fmt: skip


def _with_water(
    sources: Located[SourcesFile], risques: Sequence[Located[Risque]], seine: Seine
) -> tuple[Located[SourcesFile], list[Located[Risque]]]:
    """Sources, past floods and effects of the datasets, as if the files had held them."""
    others = (source for source in sources.record.sources if source.id not in seine.sources)
    both = (*others, *seine.sources.values())
    return (
        replace(sources, record=SourcesFile(sources=both)),
        [replace(item, record=_shown(item.record, seine)) for item in risques],
    )


def _shown(risque: Risque, seine: Seine) -> Risque:
    if not risque.hauteurs_de_la_seine:
        return risque
    added = {
        "evenements": (*risque.evenements, *seine.crues),
        "effets": (*risque.effets, *seine.effets),
    }
    return risque.model_copy(update=added)


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.yaml"


def _risk_paths(files: Mapping[str, bytes]) -> list[str]:
    shared = {_path(name) for name in SHARED}
    return [path for path in sorted(files)
            if path.startswith(f"{FOLDER}/") and path.endswith(".yaml") and path not in shared]  # fmt: skip


def _between(
    sources: Located[SourcesFile],
    contacts: Located[ContactsFile],
    familles: Located[FamillesFile],
    clock: Located[DocumentDicrim],
    risques: Sequence[Located[Risque]],
) -> Iterator[Finding]:
    """What must hold across the files once each is sound on its own."""
    repeated = [
        *_once(sources.document, "sources", sources.record.sources),
        *_once(contacts.document, "contacts", contacts.record.contacts),
        *_once(familles.document, "familles", familles.record.familles),
    ]
    yield from repeated
    if repeated:  # which of the two is meant is not known
        return
    by_id = {source.id: source for source in sources.record.sources}
    citing: list[tuple[Document, Record]] = [
        (item.document, item.record) for item in (contacts, familles, clock)
    ]
    citing += [(item.document, item.record) for item in risques]
    for document, record in citing:
        yield from rules.sources_exist(document, record, by_id)
        yield from rules.instructions_are_official(document, record, by_id)
        yield from rules.figures_are_dated(document, record, by_id)
    ids = {item.record.id for item in risques}
    for number, fiche in enumerate(familles.record.ddrm.fiches):
        keys = ("ddrm", "fiches", number, "risques")
        yield from rules.known(familles.document, keys, fiche.risques, ids, "risque")
    numbers = {contact.id for contact in contacts.record.contacts}
    families = {famille.id for famille in familles.record.familles}
    for item in risques:
        yield from _of_risk(item.document, item.record, ids, numbers, families)
    yield from rules.instructions_differ([(item.document, item.record) for item in risques])


def _at_home(foyer: Located[FoyerFile], risques: Sequence[Located[Risque]]) -> Iterator[Finding]:
    """Situations are named once and known, and each has an instruction or says that it has none."""
    yield from _once(foyer.document, "situations", foyer.record.situations)
    named = {one.id for one in foyer.record.situations}
    served: set[str] = set()
    for item in risques:
        for keys, consigne in rules.instructions(item.record):
            yield from rules.known(
                item.document, (*keys, "foyer"), consigne.foyer, named, "situation"
            )
            served.update(consigne.foyer)
    for number, one in enumerate(foyer.record.situations):
        if (one.id in served) == one.aucune:
            quoi = f"situation « {one.id} » sans consigne"
            remede = "donner « foyer » à une consigne, ou écrire « aucune: true » ici"
            if one.aucune:
                quoi = f"situation « {one.id} » avec des consignes et « aucune: true »"
                remede = "retirer « aucune: true », ou « foyer » de ses consignes"
            yield foyer.document.finding(("situations", number, "id"), quoi,
                                         "une situation a des consignes, ou dit qu'aucune n'a été retrouvée", remede)  # fmt: skip


def _gestures(gestes: Located[GestesFile], risques: Sequence[Located[Risque]]) -> Iterator[Finding]:
    """Gestures are named once and known, and each family of instructions has one."""
    yield from _once(gestes.document, "gestes", gestes.record.gestes)
    named = {one.id for one in gestes.record.gestes}
    for item in risques:
        yield from rules.families_have_gestures(item.document, item.record)
        for keys, consigne in rules.instructions(item.record):
            if consigne.geste and consigne.geste not in named:
                yield item.document.finding((*keys, "geste"), f"geste « {consigne.geste} » inconnu",
                                            "un geste est déclaré, avec ses mots, dans data/risques/gestes.yaml",
                                            "en choisir un de ce fichier, ou l'y déclarer et le dessiner")  # fmt: skip


def _of_risk(
    document: Document, risque: Risque, ids: set[str], numbers: set[str], families: set[IdFamille]
) -> Iterator[Finding]:
    if risque.id != PurePosixPath(document.path).stem:
        yield document.finding(("id",), f"« {risque.id} » n'est pas le nom du fichier", "l'identifiant d'un risque est le nom de son fichier",
                               "renommer l'un des deux")  # fmt: skip
    if risque.famille not in families:
        yield document.finding(("famille",), f"famille « {risque.famille} » sans titre", "une famille est décrite dans data/risques/familles.yaml",
                               "l'y décrire, ou corriger la famille")  # fmt: skip
    yield from rules.known(document, ("contacts",), risque.contacts, numbers, "contact")
    yield from rules.known(document, ("voir_aussi",), risque.voir_aussi, ids, "risque")
    yield from rules.says_enough(document, risque)
    yield from rules.instructions_are_short(document, risque)


def _once(
    document: Document,
    name: str,
    items: Sequence[CitedSource | Contact | Famille | Geste | Situation],
) -> Iterator[Finding]:
    """An identifier is declared once in its file."""
    seen: set[str] = set()
    for number, item in enumerate(items):
        if item.id in seen:
            yield document.finding((name, number, "id"), f"identifiant « {item.id} » déclaré deux fois", "un identifiant n'est déclaré qu'une fois",
                                   "retirer ou renommer l'un des deux")  # fmt: skip
        seen.add(item.id)
