"""A page's file has the heading that is shown, in the typography of its language."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from site_src.frame.page import Page
from site_src.publishing.markdown import markdown


def head(titre: str, body: str = "", langue: str = "fr") -> Any:
    page = Page(path="a.md", titre=titre, description="", body=body, source="", langue=langue)
    return yaml.safe_load(markdown(page).decode().split("---\n")[1])


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({"titre": "Zones d'essai"}, "Zones d’essai"),
        ({"titre": "Zones d'essai", "langue": "en"}, "Zones d'essai"),
        ({"titre": "Titre", "body": "# Autre titre\n\nTexte"}, "Autre titre"),
    ],
)
def test_the_heading_is_the_page_s_own_line_or_its_title(words: dict[str, str], shown: str) -> None:
    found = head(**words)
    assert found["titre_affiche"] == shown
    assert found["title"] == words["titre"]


def test_a_page_says_which_page_is_near_for_languages_that_it_lacks() -> None:
    near = Page(path="a.md", titre="A", description="", body="", source="", proche="b/")
    said = yaml.safe_load(markdown(near).decode().split("---\n")[1])
    assert said["proche"] == "b/"
    assert "proche" not in head("A")
