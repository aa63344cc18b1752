"""The collection → its pages: every file in French, and in each published language where it is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_src.dossiers import translated
from site_src.dossiers.collection import Collection, Entry
from site_src.dossiers.language import FRANCAIS, langue_of
from site_src.dossiers.translations import Translations
from site_src.dossiers.workbench import Workbench, body
from site_src.frame.languages import SOURCE, Languages
from site_src.frame.page import Page, PageJob
from site_src.frame.rendering import Templates
from site_src.risques.border import Gesture


def pages(
    collection: Collection,
    languages: Languages,
    translations: Mapping[str, Translations],
    templates: Mapping[str, str],
) -> list[Page]:
    """French pages at /<rubrique>/…, others at /<code>/…, as `jobs` says."""
    made = jobs(collection, languages, translations, Templates(templates), {}, {})
    return [job.written() for job in made]


def jobs(
    collection: Collection,
    languages: Languages,
    translations: Mapping[str, Translations],
    templates: Templates,
    pictogrammes: Mapping[str, str],
    gestes: Mapping[str, Gesture],
) -> Iterator[PageJob]:
    """French pages at /<rubrique>/…, those of each published language at /<code>/…; `templates` are those of all rooms.

    `pictogrammes`: id of a risk → the shapes of its drawing. `gestes` are those that instructions name.
    """
    bench = Workbench(collection, langue_of(languages[SOURCE]), {}, templates)
    for entry in collection.entries:
        given = (entry, bench.for_entry(entry))
        yield PageJob(entry.adresse.rstrip("/"), "dossiers", page, given)
    for code, read in translations.items():
        if languages[code].is_published:
            addresses = translated.addresses(read, collection.entries)
            spoken = langue_of(languages[code], read.phrases)
            there = Workbench(collection, spoken, addresses, templates)
            yield from translated.jobs(there, read, pictogrammes, gestes)


def page(entry: Entry, here: Workbench) -> Page:
    """A record's page in French."""
    record = entry.record
    path = f"{entry.rubrique}/{record.id}.md"
    return Page(
        path=path,
        titre=FRANCAIS.nu(record.titre),
        titre_court=FRANCAIS.nu(record.titre_court),
        description=FRANCAIS.nu(record.resume),
        body=body(entry, path, here, {}),
        source=entry.path,
        section=entry.rubrique,
        rank=record.rang,
        a_numeros_urgence=record.numeros_urgence,
    )
