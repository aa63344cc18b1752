"""The mark is every icon of the site, in the size that each device asks."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from site_src.publishing.icons import MARK, icons

DRAWN = (Path(__file__).parents[3] / "site_src" / "publishing" / "theme" / MARK).read_bytes()


def side_and_corner(raw: bytes) -> tuple[int, int]:
    """Of a square picture in eight-bit RGBA (PNG, 11.2.2): its side, and how opaque its first pixel is."""
    width, height, depth, colour = struct.unpack(">IIBB", raw[16:26])
    assert (width, depth, colour) == (height, 8, 6)
    data, place = b"", 8
    while place < len(raw):
        length, kind = struct.unpack(">I4s", raw[place : place + 8])
        data += raw[place + 8 : place + 8 + length] if kind == b"IDAT" else b""
        place += length + 12
    return width, zlib.decompress(data)[
        4
    ]  # after the filter of the line, which leaves its first pixel as it is


def test_the_icon_of_ios_fills_its_square_and_the_others_have_the_corners_of_the_mark() -> None:
    made = icons(DRAWN)
    assert {path: side_and_corner(raw) for path, raw in made.items()} == {
        "assets/icones/icone-180.png": (180, 255),
        "assets/icones/icone-192.png": (192, 0),
        "assets/icones/icone-512.png": (512, 0),
        "assets/icones/icone-512-masquable.png": (512, 255),
    }
    assert all(len(raw) < 40_000 for raw in made.values())


def test_the_same_mark_makes_the_same_bytes() -> None:
    assert icons(DRAWN) == icons(DRAWN)
