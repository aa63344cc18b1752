"""The register → its pages: an index, and one page a risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment
from pydantic import BaseModel

from site_src.frame.page import Page, address_of, root_of
from site_src.frame.rendering import environment
from site_src.frame.typography import typographie
from site_src.risques.phrases import FILTERS, PHASES
from site_src.risques.register import FOLDER, Register
from site_src.risques.risque import Risque, by_case
from site_src.risques.rules import walk
from site_src.risques.shared import Reference

STATUTS = {"etat": "État", "ville": "Ville de Paris", "autre": ""}


def pages(
    register: Register, templates: Mapping[str, str], anglaises: Mapping[str, str] | None = None
) -> list[Page]:
    """Index and risk pages; `templates` are those of all rooms by name.

    `anglaises`: address of a page → that of its English version, where there is one.
    """
    env = environment(templates, FILTERS)
    env.globals["anglaises"] = anglaises or {}
    ranked = enumerate(register.risques, 1)
    return [_index(register, env), *(_page(risque, rank, register, env) for rank, risque in ranked)]


def _page(risque: Risque, rank: int, register: Register, env: Environment) -> Page:
    path = f"risques/{risque.id}.md"
    body = env.get_template("risque.md.j2").render(
        root=root_of(path),
        adresse_page=address_of(path),
        risque=risque,
        register=register,
        contacts=[register.contacts[name] for name in risque.contacts],
        voir_aussi=[item for item in register.risques if item.id in risque.voir_aussi],
        crues=[item for item in risque.evenements if item.hauteurs],
        consequences=[
            ("Pour les personnes", risque.consequences.personnes),
            ("Pour les biens et les réseaux", risque.consequences.biens),
            ("Pour l’environnement", risque.consequences.environnement),
        ],
        actions=[
            ("Prévenir", risque.actions.prevention),
            ("Protéger", risque.actions.protection),
            ("Sauvegarder les personnes", risque.actions.sauvegarde),
        ],
        evenements=[item for item in risque.evenements if not item.hauteurs],
        incertitudes=_incertitudes(risque),
        phases=[
            (name, titre, by_case(getattr(risque.consignes, name)))
            for name, titre in PHASES.items()
        ],
        qui=STATUTS,
        sources=list(_sources(risque, register)),
    )
    return Page(
        path=path,
        titre=typographie(risque.titre),
        titre_court=typographie(risque.titre_court),
        description=typographie(risque.resume),
        body=body,
        source=f"{FOLDER}/{risque.id}.yaml",
        section="risques",
        rank=rank,
        a_numeros_urgence=True,
    )


def _incertitudes(risque: Risque) -> list[tuple[str, str]]:
    """What is said of uncertain heights: (text, source), each once."""
    uncertain = [item.incertitude for item in risque.evenements if item.incertitude]
    return list(dict.fromkeys((item.texte, item.source) for item in uncertain))


def _sources(risque: Risque, register: Register) -> Iterator[Reference]:
    """The sources that the page cites, by name of publisher: records of the risk, its contacts."""
    records: list[BaseModel] = [risque, *(register.contacts[name] for name in risque.contacts)]
    records += [register.document.revision, register.document.actions]
    cited = {getattr(item, "source", None) for record in records for _, item in walk(record)}
    named = [source for source in register.sources.values() if source.id in cited]
    yield from sorted(
        named, key=lambda source: (source.editeur.casefold(), source.titre, source.id)
    )


def _index(register: Register, env: Environment) -> Page:
    titres = {risque.id: risque for risque in register.risques}
    familles = [
        (famille, [risque for risque in register.risques if risque.famille == famille.id])
        for famille in register.familles
    ]
    context: dict[str, Any] = {
        "register": register,
        "familles": [(famille, risques) for famille, risques in familles if risques],
        "titres": titres,
        "source_ddrm": register.sources[register.ddrm.source],
    }
    return Page(
        path="risques/index.md",
        titre="Les risques majeurs à Paris",
        titre_court="Tous les risques",
        description="Ce qui peut arriver à Paris, où, et que faire avant, pendant et après : une page par risque, chaque fait avec sa source.",
        body=env.get_template("risques.md.j2").render(context),
        source=f"{FOLDER}/familles.yaml",
        section="risques",
        a_numeros_urgence=True,
    )
