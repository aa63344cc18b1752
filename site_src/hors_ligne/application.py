"""The web app manifest: the site on a phone's home screen, under its own name and mark.

Source: W3C, Web Application Manifest.
"""

from __future__ import annotations

import json
import re

from site_src.frame.identity import Identite

PATH = "manifest.webmanifest"
_COLOUR = r"--prm-{name}:\s*light-dark\((#[0-9a-f]{{6}})"


def manifest(identite: Identite, colours: bytes, icons: str) -> bytes:
    """The manifest, below the site's root; `icons` is the folder of the pictures, `colours` the sheet that has them all."""
    return json.dumps(
        {
            "name": identite.titre,
            "short_name": identite.titre_court,
            "description": identite.description,
            "lang": "fr",
            "dir": "ltr",
            "start_url": "./",
            "scope": "./",
            "display": "minimal-ui",
            "background_color": _colour(colours, "paper"),
            "theme_color": _colour(colours, "band"),
            "icons": [
                *(_icon(f"{icons}icone-{side}.png", side, "any") for side in (192, 512)),
                _icon(f"{icons}icone-512-masquable.png", 512, "maskable"),
            ],
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def _icon(address: str, side: int, purpose: str) -> dict[str, str]:
    return {"src": address, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _colour(sheet: bytes, name: str) -> str:
    """A colour of the site in the light, as the style sheet writes it. Raises `ValueError` where it has none."""
    found = re.search(_COLOUR.format(name=name), sheet.decode())
    if found is None:
        raise ValueError(f"--prm-{name}: no such colour")
    return found[1]
