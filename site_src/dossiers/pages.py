"""The fonds → its pages: every file in French, and in English where it is translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from site_src.dossiers import jeux, regles
from site_src.dossiers.dossier import Renvoi
from site_src.dossiers.fonds import INDEX, Fiche, Fonds
from site_src.dossiers.langue import FRANCAIS, Langue, anglais
from site_src.dossiers.traduction import CONTACTS, Lue, Traductions
from site_src.page import Page
from site_src.rendering import environment
from site_src.risques.rules import walk
from site_src.risques.shared import Contact, Source

ANGLAIS = "en"


@dataclass(frozen=True)
class Atelier:
    """What it takes to write pages in one language. `adresses`: page here → page there, once each."""

    fonds: Fonds = field(repr=False)
    langue: Langue
    env: Environment = field(repr=False)
    adresses: Mapping[str, str] = field(repr=False)


def pages(fonds: Fonds, traductions: Traductions, templates: Mapping[str, str]) -> list[Page]:
    """French pages at /<rubrique>/…, English ones at /en/…; `templates` are those of site_src/templates."""
    english = {
        fiche.adresse: _english_address(item.record.page)
        for fiche in fonds.fiches
        if (item := traductions.par_original.get(fiche.path)) and item.record.page
    }
    french = _atelier(fonds, FRANCAIS, english, templates)
    other = _atelier(
        fonds,
        anglais(traductions.phrases),
        {there: here for here, there in english.items()},
        templates,
    )
    return [
        *(_french(fiche, french) for fiche in fonds.fiches),
        *(
            _english(fiche, traductions.par_original[fiche.path], other, traductions)
            for fiche in fonds.fiches
            if fiche.adresse in english
        ),
    ]


def _english_address(name: str | None) -> str:
    return f"{ANGLAIS}/" if name == INDEX else f"{ANGLAIS}/{name}/"


def _atelier(
    fonds: Fonds, langue: Langue, adresses: Mapping[str, str], templates: Mapping[str, str]
) -> Atelier:
    """The templates with the words, texts and dates of one language."""
    filters: dict[str, Callable[..., Any]] = {
        "dit": langue.dit,
        "nu": langue.nu,
        "francais": FRANCAIS.nu,
        "fait": langue.fait,
        "objet": langue.objet,
        "chiffre": partial(langue.chiffre, jeux=fonds.jeux),
        "metres": langue.metres,
        "date": langue.date,
    }
    env = environment(templates, filters)
    env.globals |= {
        "mots": langue.mots,
        "langue": langue.code,
        "autre": ANGLAIS if langue.est_francais else "fr",
        "periode": langue.periode,
        "sources": fonds.sources,
    }
    return Atelier(fonds, langue, env, adresses)


def _french(fiche: Fiche, atelier: Atelier) -> Page:
    entete = fiche.entete
    draft = partial(
        Page,
        path=f"{fiche.rubrique}/{entete.id}.md",
        titre=entete.titre,
        titre_court=entete.titre_court,
        description=entete.resume,
        source=fiche.path,
        section=fiche.rubrique,
        rank=entete.rang,
        a_numeros_urgence=entete.numeros_urgence,
    )
    return draft(body=_body(fiche, draft(body=""), atelier, {}))


def _english(fiche: Fiche, item: Lue, atelier: Atelier, traductions: Traductions) -> Page:
    entete, langue = fiche.entete, atelier.langue
    draft = partial(
        Page,
        path=f"{ANGLAIS}/{item.record.page}.md",
        titre=langue.nu(entete.titre),
        titre_court=langue.nu(entete.titre_court),
        description=langue.nu(entete.resume),
        source=item.document.path,
        section=ANGLAIS,
        rank=entete.rang,
        langue=ANGLAIS,
    )
    contacts = traductions.par_original.get(CONTACTS)
    context = {
        "traduction": item.record,
        "est_trouee": not item.est_a_jour
        or (_names_contacts(fiche) and not (contacts and contacts.est_a_jour)),
        # The theme's band of numbers is in French: the English page prints its own.
        "urgences": atelier.fonds.register.urgences if entete.numeros_urgence else (),
    }
    return draft(body=_body(fiche, draft(body=""), atelier, context))


def _names_contacts(fiche: Fiche) -> bool:
    return fiche.entete.numeros_urgence or any(
        getattr(item, "contacts", ()) for _, item in walk(fiche.entete)
    )


def _body(fiche: Fiche, page: Page, atelier: Atelier, context: Mapping[str, Any]) -> str:
    entete = fiche.entete
    return atelier.env.get_template(f"{entete.sorte}.md.j2").render(
        {"traduction": None, "est_trouee": False, "urgences": ()} | dict(context),
        page=entete,
        root=page.root,
        ailleurs=atelier.adresses.get(page.address, ""),
        pages=_listed(fiche, atelier),
        voir_aussi=_see_also(fiche, atelier),
        contacts=atelier.fonds.register.contacts,
        extrait=partial(jeux.rows, jeux=atelier.fonds.jeux),
        jeux=atelier.fonds.jeux,
        evenement=partial(regles.event, register=atelier.fonds.register),
        citees=list(_cited(fiche, atelier.fonds)),
    )


def _listed(fiche: Fiche, atelier: Atelier) -> list[tuple[str, str, str]]:
    """For an index: (address, title, summary) of the other pages of its rubrique in this language."""
    if fiche.entete.id != INDEX:
        return []
    others = [item for item in atelier.fonds.rubrique(fiche.rubrique) if item.entete.id != INDEX]
    here = {there: here for here, there in atelier.adresses.items()}
    if atelier.langue.est_francais:
        here = {item.adresse: item.adresse for item in others}
    return [
        (here[item.adresse], item.entete.titre, item.entete.resume)
        for item in others
        if item.adresse in here
    ]


def _see_also(fiche: Fiche, atelier: Atelier) -> list[tuple[str, str, bool]]:
    """(address, title, whether it is in this language) of the pages to read next."""
    fonds = atelier.fonds
    titles = {item.adresse: item.entete.titre for item in fonds.fiches}
    titles |= {f"risques/{risque.id}/": risque.titre for risque in fonds.register.risques}
    here = {there: here for here, there in atelier.adresses.items()}
    french = atelier.langue.est_francais
    return [
        (
            adresse if french else here.get(adresse, adresse),
            titles[adresse],
            french or adresse in here,
        )
        for adresse in fiche.entete.voir_aussi
    ]


def _cited(fiche: Fiche, fonds: Fonds) -> Iterator[Source]:
    """The sources that the page names, by publisher: its own, its contacts', its past events'."""
    records: list[BaseModel] = [fiche.entete, *_contacts(fiche, fonds)]
    for _, item in walk(fiche.entete):
        if isinstance(item, Renvoi) and (event := regles.event(item, fonds.register)):
            records.append(event)
    names = {getattr(item, "source", None) for record in records for _, item in walk(record)}
    named = [source for source in fonds.sources.values() if source.id in names]
    yield from sorted(
        named, key=lambda source: (source.editeur.casefold(), source.titre, source.id)
    )


def _contacts(fiche: Fiche, fonds: Fonds) -> Iterator[Contact]:
    for _, item in walk(fiche.entete):
        yield from (fonds.register.contacts[name] for name in getattr(item, "contacts", ()))
