"""What it takes to write a page in one language: templates, words, and where each page stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from site_src.dossiers import cross_rules, quoted_datasets
from site_src.dossiers.collection import INDEX, Collection, Entry
from site_src.dossiers.dossier import PageRecord, Renvoi
from site_src.dossiers.language import FRANCAIS, Langue
from site_src.frame import crisis_file
from site_src.frame.drawings import symbol
from site_src.frame.page import root_of
from site_src.frame.rendering import Templates, environment
from site_src.protection import border as protection
from site_src.risques.border import CitedSource, Contact, Risque, origins, sources_cited, walk

Listed = tuple[str, str, str]


@dataclass(frozen=True)
class Workbench:
    """`traduites`: address of a French page → that of its version in this language, where there is one."""

    collection: Collection = field(repr=False)
    langue: Langue
    traduites: Mapping[str, str] = field(repr=False)
    templates: Templates = field(repr=False)

    def for_entry(self, entry: Entry) -> Workbench:
        """The same with what the page of `entry` shows and names, and nothing else."""
        record, whole = entry.record, self.collection
        is_index = record.id == INDEX
        events = {item.risque for _, item in walk(record) if isinstance(item, Renvoi)}
        register = replace(
            whole.register,
            risques=tuple(
                risque for risque in whole.register.risques
                if risque.id in events or f"risques/{risque.id}/" in record.voir_aussi
            ),
            familles=(), sources={}, seine=None,
        )  # fmt: skip
        entries = tuple(
            other
            for other in whole.entries
            if other.adresse in (entry.adresse, *record.voir_aussi)
            or (is_index and other.rubrique == entry.rubrique)
        )
        cited = cross_rules.datasets_cited([record])
        jeux = {name: jeu for name, jeu in whole.jeux.items() if name in cited}
        return self._with(
            replace(whole, entries=entries, register=register, jeux=jeux),
            [record],
            f"{record.sorte}.md.j2",
        )

    def for_risk(self, risque: Risque) -> Workbench:
        """The same for the short page of a risk."""
        register = replace(
            self.collection.register, risques=(), familles=(), sources={}, seine=None
        )
        narrow = replace(self.collection, entries=(), register=register, jeux={})
        return self._with(narrow, [risque.consignes], "risque_bref.md.j2")

    def _with(
        self, collection: Collection, records: Sequence[BaseModel], template: str
    ) -> Workbench:
        """`collection` with the sources that it shows of `records`; the pages' other languages that it names."""
        shown = [*records, *(item for record in records for item in met(record, collection))]
        shown += collection.register.contacts.values()
        sources = {source.id: source for source in cited(shown, collection)}
        return replace(
            self,
            collection=replace(collection, sources=sources),
            templates=self.templates.only(template),
        )

    def here(self, adresse: str) -> str:
        """Where the French page at `adresse` stands in this language; "" when it does not."""
        return adresse if self.langue.est_francais else self.traduites.get(adresse, "")

    def render(self, template: str, path: str, context: Mapping[str, Any]) -> str:
        """The body of the page that `path` holds."""
        given = {
            "traduction": None,
            "est_trouee": False,
            "urgences": (),
            "pages": (),
            "voir_aussi": (),
            "gestes": {},
            "root": root_of(path),
            "contacts": self.collection.register.contacts,
        }
        return self._environment().get_template(template).render(given | dict(context))

    def _environment(self) -> Environment:
        """The templates with the words, texts and dates of the language."""
        langue, collection = self.langue, self.collection
        filters: dict[str, Callable[..., Any]] = {
            "dit": langue.dit,
            "actions": langue.actions,
            "geste": symbol,
            "nu": langue.nu,
            "est_traduit": langue.est_traduit,
            "francais": FRANCAIS.nu,
            "fait": langue.fait,
            "chiffre": partial(langue.chiffre, jeux=collection.jeux),
            "metres": langue.metres,
            "date": langue.date,
            "rangs": langue.rangs,
            "origines_distinctes": quoted_datasets.origines,
            "origines": partial(origins, sources=collection.sources),
        }
        env = environment(self.templates, filters, f"dossiers-{langue.code}")
        env.globals |= {
            "mots": langue.mots,
            "mots_des_scripts": langue.mots_des_scripts,
            "langue": langue.code,
            "marque": langue.marque,
            "marque_du_francais": langue.marque_du_francais,
            "periode": langue.periode,
            "sources": collection.sources,
        }
        return env


def body(entry: Entry, path: str, bench: Workbench, context: Mapping[str, Any]) -> str:
    """The body of a record's page, in the Markdown file `path`."""
    collection = bench.collection
    given = {
        "page": entry.record,
        "pages": _listed(entry, bench),
        "voir_aussi": list(_see_also(entry.record, bench)),
        "extrait": partial(quoted_datasets.rows, jeux=collection.jeux),
        "jeux": collection.jeux,
        "lignes": partial(quoted_datasets.address, jeux=collection.jeux),
        "dans": partial(quoted_datasets.cell, jeux=collection.jeux),
        "absent": partial(quoted_datasets.absent, jeux=collection.jeux),
        "evenement": partial(cross_rules.event, register=collection.register),
        "citees": cited([entry.record, *met(entry.record, collection)], collection),
    }
    return bench.render(f"{entry.record.sorte}.md.j2", path, {**given, **context})


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
    titles |= {protection.ADRESSE: protection.TITRE, crisis_file.TOLD: crisis_file.TITLE}
    for adresse in record.voir_aussi:
        here = bench.here(adresse)
        yield here or adresse, titles[adresse], bool(here)


def met(record: BaseModel, collection: Collection) -> Iterator[BaseModel]:
    """Contacts and past events of the register that the page shows: their sources are its own."""
    for _, item in walk(record):
        yield from contacts(item, collection)
        event = cross_rules.event(item, collection.register) if isinstance(item, Renvoi) else None
        if event:
            yield event


def contacts(item: BaseModel, collection: Collection) -> Iterator[Contact]:
    """The contacts that a section names."""
    yield from (collection.register.contacts[name] for name in getattr(item, "contacts", ()))


def cited(records: Iterable[BaseModel], collection: Collection) -> list[CitedSource]:
    """The sources that the records name, by publisher."""
    names = sources_cited(records)
    named = [source for source in collection.sources.values() if source.id in names]
    return sorted(named, key=lambda source: (source.editeur.casefold(), source.titre, source.id))
