"""The size that holds: the largest text on the fewest pages that its variants allow."""

from __future__ import annotations

import io

import pikepdf
import pytest

from site_src.documents.composition import Typesetter

# A text of so many lines, at a size; the label says how many pages it took.
TEMPLATE = b"""\
#let data = json("donnees.json")
#set document(title: [Essai])
#set page(width: 10cm, height: 10cm, margin: 1cm)
#set text(size: data.taille * 1pt, lang: "fr")
#set par(leading: 0pt, spacing: 0pt)
#for n in range(data.lignes) [ligne #n \\ ]
#context [#metadata(counter(page).final().first()) <pages>]
"""
SIZES = ((20, 1), (15, 1), (10, 1), (20, 2), (15, 2), (10, 2))


def pages(lines: int, size: int) -> int:
    return _pages(Typesetter({"essai.typ": TEMPLATE}, 0).compose("essai.typ", {"lignes": lines, "taille": size}))  # fmt: skip


def _pages(pdf: bytes) -> int:
    return len(pikepdf.open(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("lines", [1, 14, 20, 26, 35, 50])
def test_the_first_variant_that_holds_is_taken_as_if_each_had_been_tried(lines: int) -> None:
    setter = Typesetter({"essai.typ": TEMPLATE}, 0)
    variants = [({"lignes": lines, "taille": size}, most) for size, most in SIZES]
    holding = [data for data, most in variants if pages(lines, data["taille"]) <= most]
    expected = setter.compose("essai.typ", holding[0]) if holding else None
    assert setter.fitting("essai.typ", variants) == expected


def test_nothing_is_made_of_what_holds_nowhere() -> None:
    setter = Typesetter({"essai.typ": TEMPLATE}, 0)
    assert setter.fitting("essai.typ", [({"lignes": 500, "taille": size}, most) for size, most in SIZES]) is None  # fmt: skip
