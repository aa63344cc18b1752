"""What must hold from one record to another, and from one file to another."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from opendata.findings import Document, Finding
from site_src.frame import typography
from site_src.risques.risque import ConsigneDeRisque, Fait, Responsable, Risque
from site_src.risques.shared import CitedSource
from site_src.risques.words import PHASES, SANS_DATE

Keys = tuple[str | int, ...]
FEWEST_FACTS = 3
MOST_WORDS = 15
# A figure that a later year makes wrong: a share, a sum, a length, a surface, a count of what there is.
# Delays, hours, articles of law and telephone numbers are none of these.
_AGEING = re.compile(
    r"\d(?:[\s,.]?\d)*\s*(?:%|€|(?:km|m|cm)[²³]?\b|ha\b|(?:autres )?(?:habitants|personnes|logements|foyers|immeubles|ouvrages|"
    r"boucles|points|sites|établissements|communes|villes|interventions|incendies|blessés|morts|décès|agents|places)\b)"
)
_YEAR = re.compile(r"\b1\d{3}\b|\b20\d\d\b")


def walk(record: BaseModel, keys: Keys = ()) -> Iterator[tuple[Keys, BaseModel]]:
    """Every record inside `record`, itself first, with the keys that lead to it."""
    yield keys, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            yield from walk(value, (*keys, name))
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, BaseModel):
                    yield from walk(item, (*keys, name, number))


def cited(records: Iterable[BaseModel]) -> set[str]:
    """The sources that the records, and those inside them, name."""
    return {name for record in records for _, item in walk(record) for _, name in _named(item)}


def _named(item: BaseModel) -> Iterator[tuple[str, str]]:
    """(field, source) of what the record itself cites."""
    for field in ("source", "double"):
        name = getattr(item, field, None)
        if name is not None:
            yield field, name


def sources_exist(
    document: Document, record: BaseModel, sources: Mapping[str, CitedSource]
) -> Iterator[Finding]:
    """Every source named is known, and what is called settled was read at an official one."""
    for keys, item in walk(record):
        for field, name in _named(item):
            if name not in sources:
                yield document.finding((*keys, field), f"source « {name} » inconnue",
                                       "une source est déclarée dans data/risques/sources.yaml",
                                       "corriger l'identifiant, ou y déclarer la source")  # fmt: skip
            elif field == "source" and _is_settled(item) and sources[name].nature == "secondaire":
                yield document.finding((*keys, field), f"« {name} » ne fait que citer la source officielle",
                                       "un fait confirmé ou une consigne S a été lu dans la source officielle elle-même",
                                       "mettre a_confirmer (ou fiabilite P), ou citer la source officielle")  # fmt: skip


def instructions_are_official(
    document: Document, record: BaseModel, sources: Mapping[str, CitedSource]
) -> Iterator[Finding]:
    """What tells people what to do rests on the State, the City, who runs the network, or on a page that
    names the authority it relays. A page that speaks for another territory, even one that relays the
    State, only doubles it: what holds in a flood valley elsewhere was written for that valley.
    """
    for keys, item in walk(record):
        if not hasattr(item, "fiabilite"):
            continue
        names = [name for _, name in _named(item)]
        if all(name in sources for name in names):
            behind = [sources[name] for name in names]
            if not any(map(_is_ours, behind)):
                yield _unofficial(document, (*keys, "source"), behind)


def _is_official(source: CitedSource) -> bool:
    return bool(source.relaie) or source.nature != "secondaire"


def _is_ours(source: CitedSource) -> bool:
    return _is_official(source) and not source.est_ailleurs


def _unofficial(document: Document, keys: Keys, cited: Sequence[CitedSource]) -> Finding:
    names = " et ".join(f"« {source.id} »" for source in cited)
    if not any(map(_is_official, cited)):
        return document.finding(keys, f"consigne sans source officielle : {names}",
                                "une consigne est lue dans une source officielle, ou dans une page qui nomme l'autorité qu'elle relaie",
                                "retrouver la source officielle, nommer l'autorité dans « relaie », ou retirer la consigne")  # fmt: skip
    return document.finding(keys, f"consigne qui ne repose que sur un autre territoire : {names}",
                            "une consigne est nationale ou parisienne",
                            "la remplacer, lui donner une « double » source nationale ou parisienne, ou la retirer")  # fmt: skip


def figures_are_dated(
    document: Document, record: BaseModel, sources: Mapping[str, CitedSource]
) -> Iterator[Finding]:
    """A figure that ages is of a known year: its fact's, its source's, or one that its sentence names."""
    for keys, item in walk(record):
        cited = sources.get(getattr(item, "source", ""))
        if cited is None or not isinstance(item, Fait | Responsable):
            continue
        dates = {getattr(item, "date", None) or SANS_DATE, cited.date}
        if dates == {SANS_DATE} and _AGEING.search(item.texte) and not _YEAR.search(item.texte):
            yield document.finding((*keys, "texte"), f"chiffre sans date dans « {item.texte:.60} »",
                                   "un chiffre a une date : celle du fait, ou celle de sa source",
                                   "ajouter « date », prendre une source datée, ou retirer le chiffre")  # fmt: skip


def _is_settled(item: BaseModel) -> bool:
    statut = getattr(item, "statut", None) or getattr(item, "fiabilite", None)
    return statut in ("confirme", "S")


def known(
    document: Document, keys: Keys, names: Collection[str], declared: Collection[str], quoi: str
) -> Iterator[Finding]:
    """Each of the `names` listed at `keys` is among the `declared` ones; `quoi` is what they are."""
    for number, name in enumerate(names):
        if name not in declared:
            yield document.finding((*keys, number), f"{quoi} « {name} » inconnu", "un identifiant cité est déclaré",
                                   f"choisir parmi {', '.join(sorted(declared))}")  # fmt: skip


def says_enough(document: Document, risque: Risque) -> Iterator[Finding]:
    """Three sourced facts, or words on what is missing."""
    facts = sum(isinstance(item, Fait) for _, item in walk(risque))
    if facts < FEWEST_FACTS and not risque.manque:
        yield document.finding((), f"{facts} fait(s) avec source", f"un risque a au moins {FEWEST_FACTS} faits, ou dit ce qui manque",
                               "ajouter des faits, ou remplir « manque »")  # fmt: skip


def instructions(risque: Risque) -> Iterator[tuple[Keys, ConsigneDeRisque]]:
    """Every instruction of a risk with the keys that lead to it, in order."""
    for phase in PHASES:
        for number, consigne in enumerate(getattr(risque.consignes, phase)):
            yield ("consignes", phase, number), consigne


def families_have_gestures(document: Document, risque: Risque) -> Iterator[Finding]:
    """Of the instructions of each phase, when it has several, one at least is drawn: who cannot read them sees it."""
    for phase in PHASES:
        family = risque.consignes.phase(phase)
        if len(family) > 1 and not any(consigne.geste for consigne in family):
            yield document.finding(("consignes", phase), f"famille de consignes « {phase} » sans geste",
                                   "quand une phase a plusieurs consignes, une au moins a un geste, dessiné",
                                   "donner à une consigne « geste », parmi ceux de data/risques/gestes.yaml")  # fmt: skip


def instructions_are_short(document: Document, risque: Risque) -> Iterator[Finding]:
    """Instructions of a risk hold fifteen words on average, at most: they are read in a hurry."""
    lengths = [len(consigne.texte.split()) for _, consigne in instructions(risque)]
    if lengths and sum(lengths) > MOST_WORDS * len(lengths):
        yield document.finding(("consignes",), f"{typography.number(sum(lengths) / len(lengths), 1)} mots par consigne en moyenne",
                               f"les consignes d'un risque ont au plus {MOST_WORDS} mots en moyenne",
                               "un verbe par consigne : couper les plus longues en deux")  # fmt: skip


def instructions_differ(risques: Iterable[tuple[Document, Risque]]) -> Iterator[Finding]:
    """No instruction is written twice: what saves in a flood is not copied to a fire unread."""
    first: dict[str, str] = {}
    for document, risque in risques:
        for keys, consigne in instructions(risque):
            words = " ".join(re.findall(r"\w+", consigne.texte.casefold()))
            if words in first:
                yield document.finding((*keys, "texte"), f"consigne déjà écrite dans {first[words]}",
                                       "chaque consigne est écrite pour son risque", "la récrire pour ce risque, ou la retirer")  # fmt: skip
            first.setdefault(words, document.path)
