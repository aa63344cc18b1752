"""A chart as PNG is the same picture in fewer bytes."""

from __future__ import annotations

import zlib

import vl_convert

from site_src.donnees.chart_images import _chunks, smaller

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="#fefefe"/>'
    '<rect x="20" y="30" width="200" height="20" fill="#1b5e9e"/></svg>'
)


def pixels(png: bytes) -> bytes:
    return zlib.decompress(b"".join(data for kind, data in _chunks(png) if kind == b"IDAT"))


def test_not_a_pixel_changes_and_the_file_is_smaller() -> None:
    drawn: bytes = vl_convert.svg_to_png(SVG, scale=2)
    made = smaller(drawn)
    assert pixels(made) == pixels(drawn)
    assert len(made) < len(drawn) / 2
    kinds = [kind for kind, _ in _chunks(made)]
    assert (kinds[0], kinds[-1], kinds.count(b"IDAT")) == (b"IHDR", b"IEND", 1)


def test_it_is_the_same_twice() -> None:
    drawn: bytes = vl_convert.svg_to_png(SVG, scale=1)
    assert smaller(smaller(drawn)) == smaller(drawn)
