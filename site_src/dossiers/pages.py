"""The collection → its pages: every file in French, and in English where it is translated."""

from __future__ import annotations

from collections.abc import Mapping

from site_src.dossiers import english as anglais
from site_src.dossiers.collection import Collection, Entry
from site_src.dossiers.language import FRANCAIS
from site_src.dossiers.language import anglais as english
from site_src.dossiers.translations import Translations
from site_src.dossiers.workbench import Workbench, body, workbench
from site_src.frame.page import Page


def pages(
    collection: Collection, translations: Translations, templates: Mapping[str, str]
) -> list[Page]:
    """French pages at /<rubrique>/…, English ones at /en/…; `templates` are those of all rooms."""
    addresses = anglais.addresses(translations, collection.entries)
    here = workbench(collection, FRANCAIS, addresses, templates)
    there = workbench(collection, english(translations.phrases), addresses, templates)
    french = [_page(entry, here) for entry in collection.entries]
    return [*french, *anglais.pages(there, translations)]


def _page(entry: Entry, here: Workbench) -> Page:
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
