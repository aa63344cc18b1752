"""The pages of another language: records of « se préparer » whole, risks in short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from site_src.dossiers.collection import Entry
from site_src.dossiers.dossier import PageRecord
from site_src.dossiers.translations import CONTACTS, ReadTranslation, Translations
from site_src.dossiers.workbench import Workbench, body, cited
from site_src.frame.drawings import symbols
from site_src.frame.page import Page, PageJob
from site_src.risques.border import FOLDER as RISQUES
from site_src.risques.border import Gesture, Risque, instructions, named_by, numbered, walk
from site_src.risques.phrases import phases

# Risks come after the pages on being ready, in the order of the register.
RISKS_AFTER = 100


def addresses(translations: Translations, entries: Iterable[Entry]) -> dict[str, str]:
    """Address of a French page → that of its version in the language of `translations`."""
    french = {entry.path: entry.adresse for entry in entries}
    return {
        french.get(path, _risk_address(path)): _address(translations.langue.code, item.record.page)
        for path, item in translations.by_original.items()
        if item.record.page
    }


def _risk_address(path: str) -> str:
    return f"risques/{path.removeprefix(f'{RISQUES}/').removesuffix('.yaml')}/"


def _address(code: str, name: str) -> str:
    return f"{code}/{name}/"


def jobs(
    bench: Workbench,
    translations: Translations,
    pictogrammes: Mapping[str, str],
    gestes: Mapping[str, Gesture],
) -> Iterator[PageJob]:
    """Every page that has a translation with an address of its own; `pictogrammes` by the id of a risk, `gestes` by theirs."""
    collection = bench.collection
    for entry in collection.entries:
        item = translations.by_original.get(entry.path)
        if item and item.record.page:
            is_late = not _is_current(
                item, translations, with_contacts=_shows_contacts(entry.record)
            )
            yield PageJob(
                _path(item, bench), "dossiers", page, (entry, item, is_late, bench.for_entry(entry))
            )
    for rank, risque in enumerate(collection.register.risques, RISKS_AFTER):
        item = translations.by_original.get(f"{RISQUES}/{risque.id}.yaml")
        if item and item.record.page:
            is_late = not _is_current(item, translations, with_contacts=True)
            shapes = pictogrammes.get(risque.id, "")
            drawn = named_by((one for _, one in instructions(risque)), gestes)
            gestures = {name: gesture.dessin for name, gesture in drawn.items()}
            given = (risque, rank, item, is_late, bench.for_risk(risque), shapes, gestures)
            yield PageJob(_path(item, bench), "dossiers", risk_page, given)


def _shows_contacts(record: PageRecord) -> bool:
    return record.numeros_urgence or any(getattr(part, "contacts", ()) for _, part in walk(record))


def page(entry: Entry, item: ReadTranslation, is_late: bool, bench: Workbench) -> Page:
    """A record's page; `is_late` when its translation is older than its text."""
    record = entry.record
    context = {
        "traduction": item.record,
        "est_trouee": is_late,
        # The theme's band of numbers is in French: the translated page prints its own.
        "urgences": bench.collection.register.urgences if record.numeros_urgence else (),
    }
    text = body(entry, _path(item, bench), bench, context)
    return _dressed(text, record, entry.adresse, record.rang, item, bench)


def _path(item: ReadTranslation, bench: Workbench) -> str:
    return f"{bench.langue.code}/{item.record.page}.md"


def _dressed(
    body: str,
    french: PageRecord | Risque,
    original: str,
    rank: int,
    item: ReadTranslation,
    bench: Workbench,
) -> Page:
    """A page of another language: names and summary of the French record, translated."""
    nu = bench.langue.nu
    return Page(
        path=_path(item, bench),
        titre=nu(french.titre),
        titre_court=nu(french.titre_court),
        description=nu(french.resume),
        body=body,
        source=item.document.path,
        section=bench.langue.code,
        rank=rank,
        langue=bench.langue.code,
        originale=original,
    )


def _is_current(item: ReadTranslation, translations: Translations, *, with_contacts: bool) -> bool:
    contacts = translations.by_original.get(CONTACTS)
    are_contacts_current = contacts is not None and contacts.is_current
    return item.is_current and (are_contacts_current or not with_contacts)


def risk_page(
    risque: Risque,
    rank: int,
    item: ReadTranslation,
    is_late: bool,
    bench: Workbench,
    pictogramme: str,
    gestes: Mapping[str, str],
) -> Page:
    """A risk in short: what it is, and every instruction, with the drawings that its French page has."""
    langue, collection = bench.langue, bench.collection
    context = {
        "traduction": item.record,
        "est_trouee": is_late,
        "urgences": collection.register.urgences,
        "page": {"resume": risque.resume, "etat_en": None, "manque": ()},
        "risque": risque,
        "dessins": symbols(gestes),
        "gestes": gestes,
        "phases": [
            (langue.mots[phase], numbered(liste), liste, phase == "pendant")
            for phase, _, liste in phases(risque.consignes)
        ],
        "citees": cited([risque.consignes], collection),
    }
    adresse = f"risques/{risque.id}/"
    text = bench.render("risque_bref.md.j2", _path(item, bench), context)
    return replace(_dressed(text, risque, adresse, rank, item, bench), pictogramme=pictogramme)
