"""data/cartes.yaml read: its maps, or every place where one names what is not there or looks like another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import get_args

from pydantic import RootModel

from maps.records.carte import Carte, Couche
from maps.records.choix import Key
from maps.records.classes import Choroplethe
from maps.records.columns import POINTS
from maps.records.legibility import illegible
from maps.records.repere import Repere
from maps.records.style import Symbole
from opendata.findings import Document, Finding, read_record, read_yaml

LAYER_RULE = "une couche déclarée est un fichier de data/geo/"
PROPERTY_RULE = "une propriété citée existe sur toutes les entités de la couche"
SOURCE_RULE = "une source citée est décrite dans data/sources.yaml"
WORDS_RULE = "une carte parle de chaque arrondissement par ses lieux, par son « choroplethe » ou par ses « paroles », d'une seule façon"
GATHERED_RULE = "une carte en réunit d'autres, de zone ou de lieux, déclarées dans ce fichier"
SHARED_RULE = "un identifiant est celui d'une seule couche : ses données sont publiées une fois pour toutes les cartes"
SIGN_RULE = "une couche de points, et elle seule, est dessinée par un symbole"
BUBBLE_RULE = "la bulle d'une zone commence par ce qu'elle veut dire pour qui y habite"


class _Cartes(RootModel[tuple[Carte, ...]]):
    """The whole file: a list of maps."""


def read_cartes(
    path: str,
    raw: bytes,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
    findings: list[Finding],
) -> tuple[Carte, ...] | None:
    """The declared maps; `None` with every finding when one of them is broken.

    `properties` are those that every feature of a layer has, by name of the layer;
    `sources` the ids of data/sources.yaml.
    """
    document = read_yaml(path, raw, findings)
    return None if document is None else cartes_of(document, properties, sources, findings)


def cartes_of(
    document: Document,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
    findings: list[Finding],
) -> tuple[Carte, ...] | None:
    """The same of a document that is already parsed."""
    record = read_record(document, _Cartes, findings)
    if record is None:
        return None
    problems = [
        *_repeated(document, (), [carte.id for carte in record.root]),
        *(finding for number, carte in enumerate(record.root)
          for finding in _carte_findings(document, number, carte, properties, sources)),
        *_homonyms(document, record.root),
        *(finding for number, carte in enumerate(record.root)
          for finding in _gathered_findings(document, number, carte, record.root)),
    ]  # fmt: skip
    # A layer that several maps share by a YAML alias is wrong once, where it is written.
    findings.extend(dict.fromkeys(problems))
    return None if problems else record.root


def _carte_findings(
    document: Document,
    number: int,
    carte: Carte,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
) -> Iterator[Finding]:
    where = (number, "couches")
    yield from _repeated(document, where, [couche.id for couche in carte.couches])
    yield from _repeated(document, (number, "reperes"), [repere.id for repere in carte.reperes])
    problems = [
        finding
        for index, couche in enumerate(carte.couches)
        for finding in _couche_findings(document, (*where, index), couche, properties, sources)
    ]
    yield from problems
    yield from illegible(document, number, carte)
    for index, repere in enumerate(carte.reperes):
        yield from file_findings(
            document, (number, "reperes", index), repere, properties, sources, repere.references()
        )
    # A layer of points without a sign would look like a map without words.
    yield from () if problems else _words_findings(document, number, carte)
    yield from _shared_findings(document, number, carte, properties)


def _words_findings(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """A map that says nothing of an arrondissement, or has two ways to say it."""
    ways = sum(map(bool, (carte.places, carte.choroplethe, carte.paroles)))
    if ways == 0:
        yield document.finding((number, "id"), f"carte « {carte.id} » sans texte par arrondissement", WORDS_RULE,
                               "ajouter « paroles »")  # fmt: skip
    if ways > 1:
        yield document.finding((number, "id"), f"carte « {carte.id} » qui parle de plusieurs façons", WORDS_RULE,
                               "n'en garder qu'une")  # fmt: skip


def _shared_findings(
    document: Document, number: int, carte: Carte, properties: Mapping[str, frozenset[str]]
) -> Iterator[Finding]:
    """Layers whose shared ground is to be measured, and that are not there."""
    pairs = carte.paroles.zone.surfaces_communes if carte.paroles and carte.paroles.zone else ()
    for rank, pair in enumerate(pairs):
        for side, name in enumerate(pair):
            if name not in properties:
                keys = (number, "paroles", "zone", "surfaces_communes", rank, side)
                yield document.finding(keys, f"couche « {name} » inconnue", LAYER_RULE,
                                       f"choisir parmi {', '.join(sorted(properties))}")  # fmt: skip


def _gathered_findings(
    document: Document, number: int, carte: Carte, cartes: tuple[Carte, ...]
) -> Iterator[Finding]:
    """Maps whose words are to be gathered and that are not there, or have none of their own."""
    if not (carte.paroles and carte.paroles.cartes):
        return
    able = [other.id for other in cartes if other.places or (other.paroles and other.paroles.zone)]
    for rank, name in enumerate(carte.paroles.cartes):
        if name not in able:
            yield document.finding((number, "paroles", "cartes", rank), f"carte « {name} » inconnue, ou sans paroles à elle",
                                   GATHERED_RULE, f"choisir parmi {', '.join(able) or 'aucune ne convient'}")  # fmt: skip


def _couche_findings(
    document: Document,
    where: tuple[Key, ...],
    couche: Couche,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
) -> Iterator[Finding]:
    yield from file_findings(document, where, couche, properties, sources, couche.references())
    if couche.fichier not in properties:
        return
    if couche.fichier in POINTS and not couche.style.symbole:
        yield document.finding((*where, "style"), "couche de points sans symbole", SIGN_RULE,
                               f"ajouter « symbole » : {', '.join(get_args(Symbole))}")  # fmt: skip
    if couche.style.symbole and couche.fichier not in POINTS:
        yield document.finding((*where, "style", "symbole"), f"symbole sur « {couche.fichier} », qui n'a pas de points",
                               SIGN_RULE, "retirer « symbole »")  # fmt: skip
    is_zone = not (couche.est_fond or couche.fichier in POINTS)
    if is_zone and couche.infobulle and not couche.bulle:
        yield document.finding((*where, "infobulle"), f"zone « {couche.id} » sans « bulle »", BUBBLE_RULE,
                               "ajouter « bulle » : texte, faire, officiel, lien, page")  # fmt: skip


def file_findings(
    document: Document,
    where: tuple[Key, ...],
    shown: Couche | Repere | Choroplethe,
    properties: Mapping[str, frozenset[str]],
    sources: frozenset[str],
    references: Iterable[tuple[tuple[Key, ...], str]],
) -> Iterator[Finding]:
    """A source, a file or a property that is not there, of what the map shows at `where`.

    `properties` are those of each layer by its name, `references` the places that name one.
    """
    for index, name in enumerate(shown.sources):
        if name not in sources:
            yield document.finding((*where, "sources", index), f"source « {name} » inconnue", SOURCE_RULE,
                                   "corriger l'identifiant ou décrire la source")  # fmt: skip
    if shown.fichier not in properties:
        yield document.finding((*where, "fichier"), f"couche « {shown.fichier} » inconnue", LAYER_RULE,
                               f"choisir parmi {', '.join(sorted(properties))}")  # fmt: skip
        return
    known = properties[shown.fichier]
    for keys, name in references:
        if name not in known:
            yield document.finding((*where, *keys), f"propriété « {name} » inconnue de {shown.fichier}", PROPERTY_RULE,
                                   f"choisir parmi {', '.join(sorted(known))}")  # fmt: skip


def _repeated(document: Document, where: tuple[Key, ...], ids: list[str]) -> Iterator[Finding]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield document.finding((*where, index, "id"), f"identifiant « {name} » déjà pris",
                                   "un identifiant n'est donné qu'une fois", "en choisir un autre")  # fmt: skip


def _homonyms(document: Document, cartes: tuple[Carte, ...]) -> Iterator[Finding]:
    """Layers of two maps under one id that are not the same layer."""
    for key, what in (("couches", "couche"), ("reperes", "repère")):
        first: dict[str, tuple[Carte, Couche | Repere]] = {}
        for number, carte in enumerate(cartes):
            declared: Sequence[Couche | Repere] = getattr(carte, key)
            for index, one in enumerate(declared):
                owner, same = first.setdefault(one.id, (carte, one))
                if one != same and owner is not carte:
                    yield document.finding((number, key, index, "id"),
                                           f"{what} « {one.id} » autre que celle de la carte « {owner.id} »", SHARED_RULE,
                                           "reprendre la couche par son ancre YAML, ou changer d'identifiant")  # fmt: skip
