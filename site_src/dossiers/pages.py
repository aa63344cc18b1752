"""The collection → its pages: every file in French, and in English where it is translated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from site_src.dossiers import english as anglais
from site_src.dossiers.collection import Collection, Entry
from site_src.dossiers.language import FRANCAIS
from site_src.dossiers.language import anglais as english
from site_src.dossiers.translations import Translations
from site_src.dossiers.workbench import Workbench, body
from site_src.frame.page import Page, PageJob
from site_src.frame.rendering import Templates
from site_src.risques.border import Gesture


def pages(
    collection: Collection, translations: Translations, templates: Mapping[str, str]
) -> list[Page]:
    """French pages at /<rubrique>/…, English ones at /en/…, as `jobs` says."""
    made = jobs(collection, translations, Templates(templates), {}, {})
    return [job.written() for job in made]


def jobs(
    collection: Collection,
    translations: Translations,
    templates: Templates,
    pictogrammes: Mapping[str, str],
    gestes: Mapping[str, Gesture],
) -> Iterator[PageJob]:
    """French pages at /<rubrique>/…, English ones at /en/…; `templates` are those of all rooms.

    `pictogrammes`: id of a risk → the shapes of its drawing. `gestes` are those that instructions name.
    """
    addresses = anglais.addresses(translations, collection.entries)
    bench = Workbench(collection, FRANCAIS, addresses, templates)
    for entry in collection.entries:
        given = (entry, bench.for_entry(entry))
        yield PageJob(entry.adresse.rstrip("/"), "dossiers", page, given)
    there = Workbench(collection, english(translations.phrases), addresses, templates)
    yield from anglais.jobs(there, translations, pictogrammes, gestes)


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
