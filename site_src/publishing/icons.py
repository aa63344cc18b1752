"""The site's mark as the icons of a phone's home screen, drawn when the site is built: one drawing, every size."""

from __future__ import annotations

import vl_convert

MARK = "assets/marque.svg"
FOLDER = "assets/icones/"
SIDE = 32  # of the mark, in its own units
# Sizes in pixels: what iOS asks (180) fills its square, for iOS rounds the corners itself.
FILLED, ROUNDED = (180,), (192, 512)
_CORNERS = b' rx="6"'


def icons(mark: bytes) -> dict[str, bytes]:
    """`icone-<side>.png` of each size, by path. Raises `ValueError` when the mark is no SVG."""
    drawn = {
        **dict.fromkeys(FILLED, mark.replace(_CORNERS, b"")),
        **dict.fromkeys(ROUNDED, mark),
    }
    return {f"{FOLDER}icone-{size}.png": vl_convert.svg_to_png(svg.decode(), scale=size / SIDE)
            for size, svg in drawn.items()}  # fmt: skip
