"""Words of a room: places are filled, and nothing in them is read as syntax."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from site_src.frame.wording import plainly_filled, sayer

said = sayer({"rue": "L’eau à {hauteur}, voir {lien}.", "piege": "<b> *x* [y](z) {lien}"})


def test_places_take_texts_and_markup() -> None:
    link = Markup('<a href="../">la carte</a>')
    assert (
        said("rue", hauteur="6,10 m", lien=link)
        == 'L’eau à 6,10 m, voir <a href="../">la carte</a>.'
    )


def test_neither_words_nor_what_fills_them_are_markup() -> None:
    found = said("piege", lien="<i>")
    assert "<" not in found
    assert "*" not in found
    assert "[" not in found


def test_what_is_plain_stays_as_it_is_written() -> None:
    assert sayer({"un": "1. Rien - n’est (jamais) sûr !"})("un") == "1. Rien - n’est (jamais) sûr !"


def test_a_place_that_nothing_fills_and_an_unknown_word_are_errors() -> None:
    with pytest.raises(KeyError):
        said("rue", hauteur="6 m")
    with pytest.raises(KeyError):
        said("absent")


def test_plain_words_fill_their_places_and_nothing_else() -> None:
    assert plainly_filled("{n} lieux {# note #} {0} {", {"n": "12"}) == "12 lieux {# note #} {0} {"
    with pytest.raises(KeyError):
        plainly_filled("{n} lieux", {})
