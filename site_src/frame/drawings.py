"""A pictogram in a page: drawn beside a word that says the same, so that who does not see it misses nothing."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

# Of every pictogram: a grid of 24, lines of one width, the colour of the text around it.
GRID = {
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "1.75",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}


_GRID = " ".join(f'{name}="{value}"' for name, value in GRID.items())
_SHOWN = 'width="24" height="24" aria-hidden="true" focusable="false"'


def drawing(shapes: str, kind: str = "") -> Markup:
    """The element that draws `shapes`, as `site_src.risques.pictograms` read them; nothing for "". `kind`: its class."""
    if not shapes:
        return Markup("")
    # Shapes are written anew from numbers and paths that were judged.
    return Markup(  # noqa: S704
        f'<svg class="{f"prm-picto {kind}".strip()}" {_GRID} {_SHOWN}>{shapes}</svg>'
    )


def symbols(shapes: Mapping[str, str]) -> Markup:
    """What a page holds once of each drawing, by its name, for `symbol` to show; nothing for none."""
    if not shapes:
        return Markup("")
    held = "".join(f'<symbol id="dessin-{name}" {_GRID}>{one}</symbol>' for name, one in shapes.items())  # fmt: skip
    return Markup(f"<div hidden><svg>{held}</svg></div>")  # noqa: S704  (names are identifiers, shapes written anew)


def symbol(name: str) -> Markup:
    """The element that shows the drawing `name`, which the page holds."""
    return Markup(f'<svg class="prm-picto prm-geste" {_SHOWN}><use href="#dessin-{name}"/></svg>')  # noqa: S704


def picture(shapes: str, colour: str) -> bytes:
    """The drawing as a file of its own, in one colour: there is no text around it to take one from."""
    return (
        (f'<svg xmlns="http://www.w3.org/2000/svg" {_GRID} width="24" height="24">{shapes}</svg>')
        .replace("currentColor", colour)
        .encode()
    )
