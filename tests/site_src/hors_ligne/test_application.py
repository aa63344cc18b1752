"""The web app manifest: the names of data/site.yaml, the colours of the site, pictures that exist."""

from __future__ import annotations

import json

import pytest

from site_src.frame.identity import Dicrim, Identite
from site_src.hors_ligne.application import manifest
from site_src.publishing import icons
from tests.builds import ROOT

IDENTITE = Identite(titre="Un titre", titre_court="Court", description="Une phrase.", dicrim=Dicrim(adopte=False))  # fmt: skip
THEME = ROOT / "site_src" / "publishing" / "theme"
SHEET = (THEME / "assets" / "jetons.css").read_bytes()


def test_the_names_are_those_of_the_site_and_its_pictures_are_drawn() -> None:
    told = json.loads(manifest(IDENTITE, SHEET, icons.FOLDER))
    assert (told["name"], told["short_name"], told["lang"]) == ("Un titre", "Court", "fr")
    assert (told["start_url"], told["scope"]) == ("./", "./")
    assert (told["theme_color"], told["background_color"]) == ("#0b2f50", "#ffffff")
    drawn = icons.icons((THEME / icons.MARK).read_bytes())
    assert {icon["src"] for icon in told["icons"]} <= drawn.keys()
    assert [icon["purpose"] for icon in told["icons"]] == ["any", "any", "maskable"]


def test_a_sheet_without_the_colour_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="--prm-paper: no such colour"):
        manifest(IDENTITE, b"", icons.FOLDER)
