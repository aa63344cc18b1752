"""The site's mark as the icons of a phone's home screen, drawn when the site is built: one drawing, every size."""

from __future__ import annotations

import re

import vl_convert

MARK = "assets/marque.svg"
FOLDER = "assets/icones/"
SIDE = 32  # of the mark, in its own units
# Sizes in pixels: what iOS asks (180) fills its square, for iOS rounds the corners itself.
FILLED, ROUNDED = (180,), (192, 512)
# A maskable icon may be cut to any shape that holds the circle of four fifths of its side (W3C, Web Application Manifest):
# its square is filled, and what is drawn stands within the circle.
MASKABLE = 512
_CORNERS = b' rx="6"'
_GROUND = re.compile(rb"<rect[^>]*/>")
_WITHIN = b'<g transform="translate(16 16) scale(.8) translate(-16 -16)">'


def icons(mark: bytes) -> dict[str, bytes]:
    """`icone-<side>.png` of each size, by path, and one that may be cut. Raises `ValueError` when the mark is no SVG."""
    filled = mark.replace(_CORNERS, b"")
    drawn = {
        **{f"icone-{size}": (filled, size) for size in FILLED},
        **{f"icone-{size}": (mark, size) for size in ROUNDED},
        f"icone-{MASKABLE}-masquable": (_within(filled), MASKABLE),
    }
    return {f"{FOLDER}{name}.png": vl_convert.svg_to_png(svg.decode(), scale=size / SIDE)
            for name, (svg, size) in drawn.items()}  # fmt: skip


def _within(filled: bytes) -> bytes:
    """The mark on its whole ground, what is drawn on it inside the circle that is never cut."""
    inside = _GROUND.sub(lambda found: found[0] + _WITHIN, filled, count=1)
    return inside.replace(b"</svg>", b"</g></svg>")
