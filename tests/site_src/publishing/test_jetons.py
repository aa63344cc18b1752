"""The site's colours: named once, each with its meaning, for light, dark and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.builds import ROOT

ASSETS = ROOT / "site_src" / "publishing" / "theme" / "assets"
# Below them, at publication, stand the colours of layers, which are data of the maps (data/cartes.yaml).
MAPS = sorted((ROOT / "maps" / "assets").glob("*.css"))
SHEETS = [*sorted(ASSETS.glob("*.css")), *sorted((ROOT / "site_src").glob("*/*.css")), *MAPS]
TOKENS = ASSETS / "jetons.css"
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\("
    r"|(?<=[:,\s(])(?:white|black|red|green|blue|gr[ae]y|orange|yellow|silver|purple|brown|pink|navy)(?=[\s;,)!}])"
)
NAMED = re.compile(r"(--prm-[\w-]+):")
USED = re.compile(r"var\((--prm-[\w-]+)\)")


def without_data(css: str) -> str:
    """The sheet without pictures and comments."""
    return re.sub(r"/\*.*?\*/|url\(.*?\)|#[\w-]+(?=[^{};]*\{)", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_other_sheet_names_a_colour(sheet: Path) -> None:
    if sheet != TOKENS:
        assert LITERAL.findall(without_data(sheet.read_text(encoding="utf-8"))) == []


def test_a_colour_written_where_it_is_used_would_be_found() -> None:
    assert LITERAL.findall(without_data(".prm a { color: #a3211b; }")) == ["#a3211b"]
    assert LITERAL.findall(without_data(".prm a { color: white; }")) == ["white"]
    assert LITERAL.findall(without_data(".prm a { border: 1px solid rgba(0 0 0 / 1); }")) == [
        "rgba("
    ]
    assert LITERAL.findall(without_data(".prm .nuit { background: light-dark(#fff, #000); }")) == [
        "light-dark(",
        "#fff",
        "#000",
    ]
    assert LITERAL.findall(without_data(".prm #dede { color: var(--prm-ink); }")) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_a_sheet_uses_exists(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    named = set(NAMED.findall(TOKENS.read_text(encoding="utf-8") + text))
    assert set(USED.findall(text)) - named == set()
