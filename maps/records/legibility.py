"""What a reader could not tell apart on a map, or would not see: patterns, hues, fills, layers switched off, the crop."""

from __future__ import annotations

from collections.abc import Iterator

from maps.records.carte import Carte, Couche
from maps.records.vision import CONFUSABLE, confusions
from opendata.findings import Document, Finding

PATTERN_RULE = "deux couches de risque d'une carte se distinguent en noir et blanc"
HUE_RULE = f"deux couches de risque se distinguent sous les trois daltonismes (écart CIELAB d'au moins {CONFUSABLE:.0f})"
FILL_RULE = f"un fond plein ne se lit que par sa teinte : à {CONFUSABLE:.0f} au moins (écart CIELAB) des autres fonds, sous les trois daltonismes aussi"
OFF_RULE = "le lecteur allume une couche de risque dessinée en contour, et une autre est déjà là"
CROP_RULE = "le cadre d'une carte est celui de couches qu'elle dessine"


def illegible(document: Document, number: int, carte: Carte) -> Iterator[Finding]:
    """Everything of the map of that rank in `document` that a reader could mistake, or never see."""
    yield from _likeness(document, number, carte)
    yield from _fills(document, number, carte)
    yield from _off_findings(document, number, carte)
    yield from _crop_findings(document, number, carte)


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
