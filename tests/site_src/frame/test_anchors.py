from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.frame import anchors


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("L’après-crue", "l-apres-crue"),
        ("Œuvres & musées", "oeuvres-musees"),
        ("À 7,32 m : que se passe-t-il ?", "a-7-32-m-que-se-passe-t-il"),
        ("Noël, ça et l&#39;été", "noel-ca-et-l-ete"),
        ("« … »", "section"),
        ("Zone <em>B</em>", "zone-b"),
    ],
)
def test_a_slug_is_french_words(title: str, expected: str) -> None:
    assert anchors.slug(title) == expected


@given(st.text())
def test_a_slug_is_always_an_address(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", anchors.slug(title))


def test_the_same_heading_twice_gets_two_addresses() -> None:
    assert (
        anchors.anchored("## Avant\n\n## Avant") == "## Avant { #avant }\n\n## Avant { #avant-2 }"
    )


def test_a_written_address_stays() -> None:
    assert anchors.anchored("## Avant { #moi }") == "## Avant { #moi }"


def test_the_title_and_code_are_left_alone() -> None:
    text = "# Titre\n\n```sh\n## un commentaire\n```"
    assert anchors.anchored(text) == text
