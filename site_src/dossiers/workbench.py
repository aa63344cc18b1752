"""What it takes to write a page in one language: templates, words, and where each page stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from site_src.dossiers import cross_rules, quoted_datasets
from site_src.dossiers.collection import INDEX, Fiche, Fonds
from site_src.dossiers.dossier import Entete, Renvoi
from site_src.dossiers.language import FRANCAIS, Langue
from site_src.frame.page import root_of
from site_src.frame.rendering import environment
from site_src.protection import border as protection
from site_src.risques.border import Contact, Source, walk

Listed = tuple[str, str, str]


@dataclass(frozen=True)
class Atelier:
    """`anglaises`: address of a French page → that of its English version, where there is one."""

    fonds: Fonds = field(repr=False)
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
            "contacts": self.fonds.register.contacts,
        }
        return self.env.get_template(template).render(given | dict(context))


def atelier(
    fonds: Fonds, langue: Langue, anglaises: Mapping[str, str], templates: Mapping[str, str]
) -> Atelier:
    """The templates with the words, texts and dates of one language."""
    filters: dict[str, Callable[..., Any]] = {
        "dit": langue.dit,
        "nu": langue.nu,
        "francais": FRANCAIS.nu,
        "fait": langue.fait,
        "chiffre": partial(langue.chiffre, jeux=fonds.jeux),
        "metres": langue.metres,
        "date": langue.date,
    }
    env = environment(templates, filters)
    env.globals |= {
        "mots": langue.mots,
        "langue": langue.code,
        "autre": "en" if langue.est_francais else "fr",
        "periode": langue.periode,
        "sources": fonds.sources,
    }
    return Atelier(fonds, langue, env, anglaises)


def body(fiche: Fiche, path: str, atelier: Atelier, context: Mapping[str, Any]) -> str:
    """The body of a record's page, in the Markdown file `path`."""
    fonds = atelier.fonds
    given = {
        "page": fiche.entete,
        "pages": _listed(fiche, atelier),
        "voir_aussi": list(_see_also(fiche.entete, atelier)),
        "extrait": partial(quoted_datasets.rows, jeux=fonds.jeux),
        "jeux": fonds.jeux,
        "evenement": partial(cross_rules.event, register=fonds.register),
        "citees": cited([fiche.entete, *_met(fiche.entete, fonds)], fonds),
    }
    return atelier.render(f"{fiche.entete.sorte}.md.j2", path, fiche.adresse, {**given, **context})


def _listed(fiche: Fiche, atelier: Atelier) -> list[Listed]:
    """For an index: (address, title, summary) of the other pages of its rubrique in this language."""
    if fiche.entete.id != INDEX:
        return []
    others = (item for item in atelier.fonds.rubrique(fiche.rubrique) if item.entete.id != INDEX)
    return [
        (here, item.entete.titre, item.entete.resume)
        for item in others
        if (here := atelier.here(item.adresse))
    ]


def _see_also(entete: Entete, atelier: Atelier) -> Iterator[tuple[str, str, bool]]:
    """(address, title, whether it is in this language) of the pages to read next."""
    fonds = atelier.fonds
    titles = {item.adresse: item.entete.titre for item in fonds.fiches}
    titles |= {f"risques/{risque.id}/": risque.titre for risque in fonds.register.risques}
    titles[protection.ADRESSE] = protection.TITRE
    for adresse in entete.voir_aussi:
        here = atelier.here(adresse)
        yield here or adresse, titles[adresse], bool(here)


def _met(entete: Entete, fonds: Fonds) -> Iterator[BaseModel]:
    """Contacts and past events of the register that the page shows: their sources are its own."""
    for _, item in walk(entete):
        yield from contacts(item, fonds)
        event = cross_rules.event(item, fonds.register) if isinstance(item, Renvoi) else None
        if event:
            yield event


def contacts(item: BaseModel, fonds: Fonds) -> Iterator[Contact]:
    """The contacts that a section names."""
    yield from (fonds.register.contacts[name] for name in getattr(item, "contacts", ()))


def cited(records: Iterable[BaseModel], fonds: Fonds) -> list[Source]:
    """The sources that the records name, by publisher."""
    names = {getattr(item, "source", None) for record in records for _, item in walk(record)}
    named = [source for source in fonds.sources.values() if source.id in names]
    return sorted(named, key=lambda source: (source.editeur.casefold(), source.titre, source.id))
