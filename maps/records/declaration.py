"""data/cartes.yaml read: its maps, or every place where one names what is not there or looks like another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from pydantic import RootModel

from maps.records.carte import Carte, Couche, Key
from maps.records.columns import POINTS
from maps.records.style import Symbole
from maps.records.vision import CONFUSABLE, confusions
from opendata.findings import Document, Finding, read_record, read_yaml

LAYER_RULE = "une couche déclarée est un fichier de data/geo/"
PROPERTY_RULE = "une propriété citée existe sur toutes les entités de la couche"
SOURCE_RULE = "une source citée est décrite dans data/sources.yaml"
WORDS_RULE = "une carte parle de chaque arrondissement par ses lieux, par son « choroplethe » ou par ses « paroles », d'une seule façon"
GATHERED_RULE = "une carte en réunit d'autres, de zone ou de lieux, déclarées dans ce fichier"
SHARED_RULE = "un identifiant est celui d'une seule couche : ses données sont publiées une fois pour toutes les cartes"
PATTERN_RULE = "deux couches de risque d'une carte se distinguent en noir et blanc"
SIGN_RULE = "une couche de points, et elle seule, est dessinée par un symbole"
FILL_RULE = f"un fond plein ne se lit que par sa teinte : à {CONFUSABLE:.0f} au moins (écart CIELAB) des autres fonds, sous les trois daltonismes aussi"
BUBBLE_RULE = "la bulle d'une zone commence par ce qu'elle veut dire pour qui y habite"
OFF_RULE = "le lecteur allume une couche de risque dessinée en contour, et une autre est déjà là"
CROP_RULE = "le cadre d'une carte est celui de couches qu'elle dessine"
HUE_RULE = f"deux couches de risque se distinguent sous les trois daltonismes (écart CIELAB d'au moins {CONFUSABLE:.0f})"


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
    problems = [
        finding
        for index, couche in enumerate(carte.couches)
        for finding in _couche_findings(document, (*where, index), couche, properties, sources)
    ]
    yield from problems
    yield from _likeness(document, number, carte)
    yield from _fills(document, number, carte)
    yield from _off_findings(document, number, carte)
    yield from _crop_findings(document, number, carte)
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
    for index, name in enumerate(couche.sources):
        if name not in sources:
            yield document.finding((*where, "sources", index), f"source « {name} » inconnue", SOURCE_RULE,
                                   "corriger l'identifiant ou décrire la source")  # fmt: skip
    if couche.fichier not in properties:
        yield document.finding((*where, "fichier"), f"couche « {couche.fichier} » inconnue", LAYER_RULE,
                               f"choisir parmi {', '.join(sorted(properties))}")  # fmt: skip
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
    known = properties[couche.fichier]
    for keys, name in couche.references():
        if name not in known:
            yield document.finding((*where, *keys), f"propriété « {name} » inconnue de {couche.fichier}", PROPERTY_RULE,
                                   f"choisir parmi {', '.join(sorted(known))}")  # fmt: skip


def _off_findings(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Layers to be switched on that are not there, would hide others, or leave nothing to be seen first."""
    able = [couche.id for couche in carte.hazards if couche.style.motif == "contour"]
    for rank, name in enumerate(carte.eteintes):
        if name not in able:
            yield document.finding((number, "eteintes", rank), f"couche éteinte « {name} » : aucun contour de ce nom", OFF_RULE,
                                   f"choisir parmi {', '.join(able)}" if able else "donner à une couche « motif: contour »")  # fmt: skip
    if carte.hazards and {couche.id for couche in carte.hazards} <= {*carte.eteintes}:
        yield document.finding((number, "eteintes"), f"carte « {carte.id} » dont toutes les couches sont éteintes", OFF_RULE,
                               "en retirer une")  # fmt: skip


def _crop_findings(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Layers to be cropped to that the map does not draw."""
    able = [couche.id for couche in carte.couches]
    for rank, name in enumerate(carte.cadre):
        if name not in able:
            yield document.finding((number, "cadre", rank), f"couche « {name} » inconnue de la carte « {carte.id} »", CROP_RULE,
                                   f"choisir parmi {', '.join(able)}")  # fmt: skip


def _repeated(document: Document, where: tuple[Key, ...], ids: list[str]) -> Iterator[Finding]:
    for index, name in enumerate(ids):
        if name in ids[:index]:
            yield document.finding((*where, index, "id"), f"identifiant « {name} » déjà pris",
                                   "un identifiant n'est donné qu'une fois", "en choisir un autre")  # fmt: skip


def _homonyms(document: Document, cartes: tuple[Carte, ...]) -> Iterator[Finding]:
    """Layers of two maps under one id that are not the same layer."""
    first: dict[str, tuple[Carte, Couche]] = {}
    for number, carte in enumerate(cartes):
        for index, couche in enumerate(carte.couches):
            owner, same = first.setdefault(couche.id, (carte, couche))
            if couche != same and owner is not carte:
                yield document.finding((number, "couches", index, "id"),
                                       f"couche « {couche.id} » autre que celle de la carte « {owner.id} »", SHARED_RULE,
                                       "reprendre la couche par son ancre YAML, ou changer d'identifiant")  # fmt: skip


def _likeness(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Hazards that a reader could take for one another: same pattern, or hues that merge."""
    places = {couche.id: index for index, couche in enumerate(carte.couches)}
    for index, couche in enumerate(carte.hazards):
        where = (number, "couches", places[couche.id], "style")
        for other in carte.hazards[:index]:
            key, shape = _shape(couche)
            if (key, shape) == _shape(other):
                yield document.finding((*where, key), f"{key} « {shape} » déjà celui de « {other.id} »",
                                       PATTERN_RULE, "changer « tirets »" if key == "tirets" else f"choisir un autre {key}")  # fmt: skip
            for theme in ("clair", "sombre"):
                merged = confusions(_hue(couche, theme), _hue(other, theme))
                if merged:
                    yield document.finding((*where, "trait", theme),
                                           f"teinte proche de celle de « {other.id} » ({', '.join(merged)})", HUE_RULE,
                                           "écarter davantage les deux teintes")  # fmt: skip


def _fills(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Zones with a plain fill that a reader could take for another fill, of the background too."""
    filled = [couche for couche in carte.couches if couche.style.fond and not couche.style.symbole]
    for index, couche in enumerate(carte.couches):
        if couche not in filled or couche.est_fond or couche.style.motif != "plein":
            continue
        for other in (other for other in filled if other is not couche):
            for theme in ("clair", "sombre"):
                merged = confusions(_fill(couche, theme), _fill(other, theme))
                if merged:
                    yield document.finding((number, "couches", index, "style", "fond", theme),
                                           f"fond proche de celui de « {other.id} » ({', '.join(merged)})", FILL_RULE,
                                           "écarter davantage les deux teintes")  # fmt: skip


def _fill(couche: Couche, theme: str) -> str:
    hue: str = getattr(couche.style.fond, theme)
    return hue


def _shape(couche: Couche) -> tuple[str, str]:
    """What tells a layer apart without colour: the sign of its places, the pattern of its ground, the dashes of its outline."""
    style = couche.style
    if style.motif == "contour":
        return "tirets", " ".join(map(str, style.tirets)) or "trait plein"
    return ("symbole", style.symbole) if style.symbole else ("motif", style.motif)


def _hue(couche: Couche, theme: str) -> str:
    hue: str = getattr(couche.style.trait, theme)
    return hue
