"""What it takes to write a page in one language: templates, words, and where each page stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from site_src.dossiers import cross_rules, quoted_datasets
from site_src.dossiers.collection import INDEX, Collection, Entry
from site_src.dossiers.dossier import PageRecord, Renvoi
from site_src.dossiers.language import FRANCAIS, Langue
from site_src.frame.page import root_of
from site_src.frame.rendering import environment
from site_src.protection import border as protection
from site_src.risques.border import Contact, Reference, walk

Listed = tuple[str, str, str]


@dataclass(frozen=True)
class Workbench:
    """`anglaises`: address of a French page → that of its English version, where there is one."""

    collection: Collection = field(repr=False)
    langue: Langue
    env: Environment = field(repr=False)
    anglaises: Mapping[str, str] = field(repr=False)

    def here(self, adresse: str) -> str:
        """Where the French page at `adresse` stands in this language; "" when it does not."""
        return adresse if self.langue.est_francais else self.anglaises.get(adresse, "")

    def elsewhere(self, adresse: str) -> str:
        """Where the same page stands in the other language; "" when it does not."""
        return self.anglaises.get(adresse, "") if self.langue.est_francais else adresse

    def render(self, template: str, path: str, adresse: str, context: Mapping[str, Any]) -> str:
        """The body of the page that `path` holds, whose French version is at `adresse`."""
        given = {
            "traduction": None,
            "est_trouee": False,
            "urgences": (),
            "pages": (),
            "risques": (),
            "voir_aussi": (),
            "root": root_of(path),
            "ailleurs": self.elsewhere(adresse),
            "contacts": self.collection.register.contacts,
        }
        return self.env.get_template(template).render(given | dict(context))


def workbench(
    collection: Collection,
    langue: Langue,
    anglaises: Mapping[str, str],
    templates: Mapping[str, str],
) -> Workbench:
    """The templates with the words, texts and dates of one language."""
    filters: dict[str, Callable[..., Any]] = {
        "dit": langue.dit,
        "nu": langue.nu,
        "francais": FRANCAIS.nu,
        "fait": langue.fait,
        "chiffre": partial(langue.chiffre, jeux=collection.jeux),
        "metres": langue.metres,
        "date": langue.date,
    }
    env = environment(templates, filters)
    env.globals |= {
        "mots": langue.mots,
        "langue": langue.code,
        "autre": "en" if langue.est_francais else "fr",
        "periode": langue.periode,
        "sources": collection.sources,
    }
    return Workbench(collection, langue, env, anglaises)


def body(entry: Entry, path: str, bench: Workbench, context: Mapping[str, Any]) -> str:
    """The body of a record's page, in the Markdown file `path`."""
    collection = bench.collection
    given = {
        "page": entry.record,
        "pages": _listed(entry, bench),
        "voir_aussi": list(_see_also(entry.record, bench)),
        "extrait": partial(quoted_datasets.rows, jeux=collection.jeux),
        "jeux": collection.jeux,
        "evenement": partial(cross_rules.event, register=collection.register),
        "citees": cited([entry.record, *_met(entry.record, collection)], collection),
    }
    return bench.render(f"{entry.record.sorte}.md.j2", path, entry.adresse, {**given, **context})


def _listed(entry: Entry, bench: Workbench) -> list[Listed]:
    """For an index: (address, title, summary) of the other pages of its rubrique in this language."""
    if entry.record.id != INDEX:
        return []
    others = (item for item in bench.collection.rubrique(entry.rubrique) if item.record.id != INDEX)
    return [
        (here, item.record.titre, item.record.resume)
        for item in others
        if (here := bench.here(item.adresse))
    ]


def _see_also(record: PageRecord, bench: Workbench) -> Iterator[tuple[str, str, bool]]:
    """(address, title, whether it is in this language) of the pages to read next."""
    collection = bench.collection
    titles = {item.adresse: item.record.titre for item in collection.entries}
    titles |= {f"risques/{risque.id}/": risque.titre for risque in collection.register.risques}
    titles[protection.ADRESSE] = protection.TITRE
    for adresse in record.voir_aussi:
        here = bench.here(adresse)
        yield here or adresse, titles[adresse], bool(here)


def _met(record: PageRecord, collection: Collection) -> Iterator[BaseModel]:
    """Contacts and past events of the register that the page shows: their sources are its own."""
    for _, item in walk(record):
        yield from contacts(item, collection)
        event = cross_rules.event(item, collection.register) if isinstance(item, Renvoi) else None
        if event:
            yield event


def contacts(item: BaseModel, collection: Collection) -> Iterator[Contact]:
    """The contacts that a section names."""
    yield from (collection.register.contacts[name] for name in getattr(item, "contacts", ()))


def cited(records: Iterable[BaseModel], collection: Collection) -> list[Reference]:
    """The sources that the records name, by publisher."""
    names = {getattr(item, "source", None) for record in records for _, item in walk(record)}
    named = [source for source in collection.sources.values() if source.id in names]
    return sorted(named, key=lambda source: (source.editeur.casefold(), source.titre, source.id))
