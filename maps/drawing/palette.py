"""The colours of declared layers as a style sheet: light, dark by the reader's choice, dark by the system's.

The site's script writes the reader's choice as `data-md-color-scheme` on the root, and a page that
starts a map on the map's; a page without scripts and a map document alone follow `prefers-color-scheme`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maps.drawing import symbol
from maps.drawing.pattern import class_of
from maps.records.carte import Carte, Couche

DARK = '[data-md-color-scheme="slate"]'
CHOSEN = "[data-md-color-scheme]"


def stylesheet(cartes: Iterable[Carte]) -> str:
    """Rules for every layer of every map, for pages and map documents."""
    cartes = list(cartes)
    light = "\n".join(_rules(cartes, "clair", ""))
    dark = "\n".join(_rules(cartes, "sombre", f"{DARK} "))
    system = "\n".join(_rules(cartes, "sombre", f":root:not({CHOSEN}) "))
    return f"{light}\n@media screen{{\n{dark}\n}}\n@media screen and (prefers-color-scheme:dark){{\n{system}\n}}\n"


def own_stylesheet(carte: Carte) -> str:
    """The rules of a picture that travels alone: it can only ask the system."""
    dark = "".join(_rules([carte], "sombre", ""))
    ink = (
        ".prm-svg-papier{fill:#14171b}.prm-svg-note{fill:#e8e6e1}.prm-svg-mesure{fill:#e8e6e1;stroke:#e8e6e1}"
        ".prm-svg-numero{fill:#fff;stroke:#14171b}.prm-svg-nom{fill:#8cc0f5;stroke:#14171b}.prm-svg-filigrane{fill:#e8e6e1}"
    )
    return f"@media screen and (prefers-color-scheme:dark){{{dark}{ink}}}"


def _rules(cartes: Iterable[Carte], theme: str, scope: str) -> Iterator[str]:
    for carte in cartes:
        for couche in carte.couches:
            yield from _layer_rules(class_of(carte, couche), couche, theme, scope)


def _layer_rules(name: str, couche: Couche, theme: str, scope: str) -> Iterator[str]:
    if couche.style.symbole:
        fill, outline = symbol.fill_of(couche.style, theme), symbol.outline_of(couche.style, theme)
        yield f"{scope}.{name}{{fill:{fill};stroke:{outline}}}"
        return
    stroke = getattr(couche.style.trait, theme)
    yield f"{scope}.{name},{scope}.{name}-trait{{stroke:{stroke}}}"
    if couche.style.fond is not None:
        yield f"{scope}.{name}-fond{{fill:{getattr(couche.style.fond, theme)}}}"
