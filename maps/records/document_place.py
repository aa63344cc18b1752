"""Where a map's interactive document stands, and what other languages are told of it."""

from __future__ import annotations

# What the document shows and says, for who says it in another language: `documents/<name>.json`.
TOLD = "documents/"
# Beside the map's page.
DOCUMENT = "interactive/"


def place_of(identifier: str) -> str:
    """The folder of a map's document in French, from that of the site; its script stands there for all languages."""
    return f"cartes/{identifier}/{DOCUMENT}"
