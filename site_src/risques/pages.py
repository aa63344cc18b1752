"""The register → its pages: an index, and one page a risk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from site_src.frame.drawings import drawing, symbol, symbols
from site_src.frame.page import Page, PageJob, address_of, root_of
from site_src.frame.rendering import Templates, environment
from site_src.frame.typography import typographie
from site_src.risques.origins import Group, Origin, numbered, origins
from site_src.risques.phrases import FILTERS, QUI, phases
from site_src.risques.pictograms import Gesture, named_by
from site_src.risques.register import FOLDER, Register
from site_src.risques.risque import RiskLink, Risque, link_to
from site_src.risques.rules import cited, instructions
from site_src.risques.shared import CitedSource, Famille

SHOWN = {**FILTERS, "pictogramme": drawing, "geste": symbol}
NO_GESTURE: Mapping[str, Gesture] = {}
# Maps of what « Ma rue » answers from.
OF_STREETS = frozenset({"inondation", "carrieres", "tous-risques"})


def pages(
    register: Register,
    templates: Mapping[str, str],
    anglaises: Mapping[str, str] | None = None,
    pictogrammes: Mapping[str, str] | None = None,
    gestes: Mapping[str, Gesture] = NO_GESTURE,
) -> list[Page]:
    """Index and risk pages, as `jobs` says."""
    made = jobs(register, Templates(templates), anglaises or {}, pictogrammes or {}, gestes)
    return [job.written() for job in made]


def jobs(
    register: Register,
    templates: Templates,
    anglaises: Mapping[str, str],
    pictogrammes: Mapping[str, str],
    gestes: Mapping[str, Gesture],
) -> Iterator[PageJob]:
    """The index, and a page a risk; `templates` are those of all rooms by name.

    `anglaises`: address of a page → that of its English version, where there is one. `pictogrammes`: id of a risk → the
    shapes of its drawing. `gestes` are those that instructions name.
    """
    links = tuple(map(link_to, register.risques))
    summaries = summaries_of(register, pictogrammes)
    of_index, of_risk = templates.only("risques.md.j2"), templates.only("risque.md.j2")
    clock = register.document
    named = (register.ddrm.source, clock.revision.source, clock.actions.source)
    sources = {name: register.sources[name] for name in named}
    shared = replace(register, risques=(), contacts={}, sources=sources, seine=None)
    yield PageJob("risques", "risques", index_page, (shared, summaries, of_index))
    for rank, risque in enumerate(map(_without_heights, register.risques), 1):
        given = (
            risque, rank, _about(risque, register),
            tuple(link for link in links if link.id in risque.voir_aussi),
            anglaises.get(address_of(_path(risque)), ""), pictogrammes.get(risque.id, ""),
            drawn_for(risque, gestes), of_risk,
        )  # fmt: skip
        yield PageJob(f"risques/{risque.id}", "risques", risk_page, given)


def drawn_for(risque: Risque, gestes: Mapping[str, Gesture]) -> dict[str, str]:
    """The shapes of the gestures that the instructions of a risk name."""
    named = named_by((item for _, item in instructions(risque)), gestes)
    return {name: gesture.dessin for name, gesture in named.items()}


def _without_heights(risque: Risque) -> Risque:
    """The risk without the long tables that /crues/ shows."""
    if not risque.hauteurs_de_la_seine:
        return risque
    kept = tuple(item for item in risque.evenements if not item.hauteurs)
    return risque.model_copy(update={"evenements": kept, "effets": ()})


@dataclass(frozen=True)
class Summary:
    """A risk in the index: its name, its family, a sentence, the id of its map or "", the shapes of its pictogram."""

    id: str
    famille: str
    titre: str
    titre_court: str
    resume: str
    carte: str
    pictogramme: str


def summaries_of(register: Register, pictogrammes: Mapping[str, str]) -> tuple[Summary, ...]:
    """Every risk as lists show it, in the order of the register."""
    return tuple(_summary(risque, pictogrammes.get(risque.id, "")) for risque in register.risques)


def by_family(
    familles: Sequence[Famille], risques: Sequence[Summary]
) -> tuple[tuple[Famille, tuple[Summary, ...]], ...]:
    """The families that have a risk, each with its own."""
    families = [
        (famille, tuple(risque for risque in risques if risque.famille == famille.id))
        for famille in familles
    ]
    return tuple((famille, its_own) for famille, its_own in families if its_own)


def _summary(risque: Risque, pictogramme: str) -> Summary:
    return Summary(
        risque.id,
        risque.famille,
        risque.titre,
        risque.titre_court,
        risque.resume,
        risque.ou_a_paris.carte or "",
        pictogramme,
    )


def _path(risque: Risque) -> str:
    return f"risques/{risque.id}.md"


def _about(risque: Risque, register: Register) -> Register:
    """Of the register, what the page of one risk shows besides the risk."""
    contacts = {name: register.contacts[name] for name in risque.contacts}
    about = replace(register, risques=(), contacts=contacts, seine=None)
    shown = {source.id: source for source in _sources(risque, about)}
    return replace(about, familles=(), sources=shown)


def risk_page(
    risque: Risque,
    rank: int,
    register: Register,
    see_also: Sequence[RiskLink],
    anglaise: str,
    pictogramme: str,
    gestes: Mapping[str, str],
    templates: Templates,
) -> Page:
    """The page of one risk; `register` holds the sources, contacts and dates that it shows, `gestes` shapes by name."""
    path, (premiere, *suite) = _path(risque), _phases(risque, register)
    body = environment(templates, SHOWN, "risques").get_template("risque.md.j2").render(
        root=root_of(path),
        anglaise=anglaise,
        risque=risque,
        register=register,
        contacts=[register.contacts[name] for name in risque.contacts],
        voir_aussi=see_also,
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
        est_par_rue=risque.ou_a_paris.carte in OF_STREETS,
        premiere=premiere,
        dessins=symbols(gestes),
        gestes=gestes,
        suite=suite,
        qui=QUI,
        sources=list(_sources(risque, register)),
    )  # fmt: skip
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
        pictogramme=pictogramme,
    )


@dataclass(frozen=True)
class PhaseList:
    """The numbered instructions of a phase; `ancre` is its address on the page."""

    ancre: str
    titre: str
    groupes: list[Group]
    origines: list[Origin]


def _phases(risque: Risque, register: Register) -> list[PhaseList]:
    return [
        PhaseList(name, titre, numbered(liste), origins(liste, register.sources))
        for name, titre, liste in phases(risque.consignes)
    ]


def _incertitudes(risque: Risque) -> list[tuple[str, str]]:
    """What is said of uncertain heights: (text, source), each once."""
    uncertain = [item.incertitude for item in risque.evenements if item.incertitude]
    return list(dict.fromkeys((item.texte, item.source) for item in uncertain))


def _sources(risque: Risque, register: Register) -> Iterator[CitedSource]:
    """The sources that the page cites, by name of publisher: records of the risk, its contacts."""
    records: list[BaseModel] = [risque, *(register.contacts[name] for name in risque.contacts)]
    names = cited(records)
    named = [source for source in register.sources.values() if source.id in names]
    yield from sorted(
        named, key=lambda source: (source.editeur.casefold(), source.titre, source.id)
    )


def index_page(register: Register, risques: Sequence[Summary], templates: Templates) -> Page:
    """The risks by family, the sheets of the State's document, the dates of ours."""
    context: dict[str, Any] = {
        "register": register,
        "familles": by_family(register.familles, risques),
        "titres": {risque.id: risque for risque in risques},
        "avec_carte": [risque for risque in risques if risque.carte],
        "source_ddrm": register.sources[register.ddrm.source],
    }
    return Page(
        path="risques/index.md",
        titre="Les risques majeurs à Paris",
        titre_court="Tous les risques",
        description="Ce qui peut arriver à Paris, où, et que faire avant, pendant et après : une page par risque, chaque fait avec sa source.",
        body=environment(templates, SHOWN, "risques").get_template("risques.md.j2").render(context),
        source=f"{FOLDER}/familles.yaml",
        section="risques",
        a_numeros_urgence=True,
    )
