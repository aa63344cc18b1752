"""A pictogram in a page: drawn beside a word that says the same, so that who does not see it misses nothing."""

from __future__ import annotations

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


def drawing(shapes: str) -> Markup:
    """The element that draws `shapes`, as `site_src.risques.pictograms` read them; nothing for ""."""
    if not shapes:
        return Markup("")
    grid = " ".join(f'{name}="{value}"' for name, value in GRID.items())
    # Shapes are written anew from numbers and paths that were judged.
    return Markup(  # noqa: S704
        f'<svg class="prm-picto" {grid} width="24" height="24" aria-hidden="true" focusable="false">{shapes}</svg>'
    )
