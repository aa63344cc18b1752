"""The colours of declared layers as a style sheet: light, dark by the reader's choice, dark by the system's.

The site's script writes the reader's choice as `data-md-color-scheme` on the root, and a page that
starts a map on the map's; a page without scripts and a map document alone follow `prefers-color-scheme`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from maps.drawing import symbol
from maps.drawing.pattern import class_of
from maps.records.carte import Carte
from maps.records.style import Style

CHOSEN = '[data-md-color-scheme="slate"]'
UNCHOSEN = ":root:not([data-md-color-scheme])"
LIGHT, DARK = 0, 1
Pair = tuple[str, str]  # a colour in the light theme, then in the dark one


@dataclass(frozen=True)
class _Paint:
    """What is painted alike, and with which colours: property → pair."""

    selectors: str
    hues: Mapping[str, Pair]

    def rule(self, values: Mapping[str, str]) -> str:
        """The rule that gives its properties these values."""
        return (
            f"{self.selectors}{{{';'.join(f'{name}:{value}' for name, value in values.items())}}}"
        )


def stylesheet(cartes: Iterable[Carte]) -> str:
    """Rules for every layer of every map, for pages and map documents.

    A pair of colours is a property of the root, `--prm-c0`…, which the theme sets: each layer is written once.
    """
    paints = [paint for carte in cartes for paint in _paints(carte)]
    pairs = dict.fromkeys(pair for paint in paints for pair in paint.hues.values())
    names = {pair: f"--prm-c{rank}" for rank, pair in enumerate(pairs)}
    rules = "\n".join(
        paint.rule({name: f"var({names[pair]})" for name, pair in paint.hues.items()}) for paint in paints
    )  # fmt: skip
    light, dark = (
        ";".join(f"{names[pair]}:{pair[theme]}" for pair in pairs) for theme in (LIGHT, DARK)
    )
    return (
        f":root{{{light}}}\n@media screen{{\n{CHOSEN}{{{dark}}}\n}}\n"
        f"@media screen and (prefers-color-scheme:dark){{\n{UNCHOSEN}{{{dark}}}\n}}\n{rules}\n"
    )


def own_stylesheet(carte: Carte) -> str:
    """The rules of a picture that travels alone: it can only ask the system."""
    dark = "".join(
        paint.rule({name: pair[DARK] for name, pair in paint.hues.items()})
        for paint in _paints(carte)
    )
    ink = (
        ".prm-svg-papier{fill:#14171b}.prm-svg-note{fill:#e8e6e1}.prm-svg-mesure{fill:#e8e6e1;stroke:#e8e6e1}"
        ".prm-svg-numero{fill:#fff;stroke:#14171b}.prm-svg-nom{fill:#8cc0f5;stroke:#14171b}.prm-svg-filigrane{fill:#e8e6e1}"
    )
    return f"@media screen and (prefers-color-scheme:dark){{{dark}{ink}}}"


def _paints(carte: Carte) -> Iterator[_Paint]:
    for couche in carte.couches:
        name, style = class_of(carte, couche), couche.style
        if style.symbole:
            yield _Paint(f".{name}", {"fill": _pair(style, symbol.fill_of), "stroke": _pair(style, symbol.outline_of)})  # fmt: skip
            continue
        yield _Paint(f".{name},.{name}-trait", {"stroke": (style.trait.clair, style.trait.sombre)})
        if style.fond is not None:
            yield _Paint(f".{name}-fond", {"fill": (style.fond.clair, style.fond.sombre)})


def _pair(style: Style, hue: Callable[[Style, str], str]) -> Pair:
    return hue(style, "clair"), hue(style, "sombre")
