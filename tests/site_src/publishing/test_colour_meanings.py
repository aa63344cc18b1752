"""A colour that means something dresses what has that meaning, and nothing else: jetons.css says which it is.

Whoever gives such a colour to something new says here why it has that meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.builds import ROOT

SHEETS = (
    *sorted((ROOT / "site_src").glob("*/*.css")),
    *sorted((ROOT / "site_src/publishing/theme/assets").glob("*.css")),
    *sorted((ROOT / "maps/assets").glob("*.css")),
)
TOKENS = "jetons.css"
# Family of tokens → the classes that may have its colours, and what each is.
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "alert": {
        "prm-urgences": "the numbers to call",
        "prm-contacts--urgence": "the numbers to call",
        "prm-situations": "what to do now",
        "prm-non": "what must not be done",
        "prm-alerte--danger": "an alert: act now",
        "prm-alerte--rouge": "an alert: act now",
    },
    "attention": {
        "direct-valeur": "a value that is old or doubtful",
        "prm-copie": "a page that may be old",
        "prm-panne": "a map that is not whole",
        "protection-masque": "an entry to correct",
    },
    "ok": {},
    "doubt": {
        "prm-etat": "a translation that nobody reviewed",
        "prm-a-confirmer": "a statement to confirm",
        "protection-masque": "a value that is not published",
        "protection-manque": "a value that is not published",
        "protection-residuel": "what remains uncertain",
    },
    "invented": {
        "prm-fictif": "fictitious data",
        "protection-invente": "fictitious data",
        "protection-resultat--fictif": "fictitious data",
    },
    "gravite": {
        "prm-verdict": "how far a zone concerns a street",
        "prm-verdict--concernee": "how far a zone concerns a street",
        "prm-verdict--en_partie": "how far a zone concerns a street",
        "prm-verdict--a_verifier": "how far a zone concerns a street",
        "prm-verdict__mot": "how far a zone concerns a street",
        "prm-signe__plein": "its sign",
        "prm-signe__trait": "its sign",
    },
    "vigilance": {"direct-pastille": "the colour that an official service publishes"},
    "niveau": {
        "prm-alerte": "the level of an alert",
        "prm-alerte-bloc": "the level of an alert",
        "prm-alerte__niveau": "the level of an alert",
        "prm-crise": "the level of an alert",
        "prm-alerte--jaune": "the level of an alert",
        "prm-alerte--orange": "the level of an alert",
    },
}
_FAMILY = re.compile(rf"var\(--prm-({'|'.join(MEANINGS)})(?:-[\w-]+)?[,)]")
_PART = re.compile(r"([^{};]*)([{};])")
_NOT_READ = re.compile(r"/\*.*?\*/|url\(.*?\)", re.DOTALL)


def declarations(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, declaration) in order; what a rule stands in comes before its own selectors, conditions aside."""
    inside: list[str] = []
    for part, end in _PART.findall(_NOT_READ.sub("", css)):
        if end == "{":
            inside.append(part.strip())
            continue
        yield " ".join(one for one in inside if not one.startswith("@")), part
        if end == "}":
            inside.pop()


def misused(css: str) -> Iterator[str]:
    """« .selector: family » for each selector with a colour whose meaning it does not have."""
    for listed, body in declarations(css):
        for family in sorted(set(_FAMILY.findall(body))):
            for selector in re.split(r",(?![^()]*\))", listed):
                names = re.findall(r"\.([a-zA-Z](?:[\w-]*\w)?)", selector)
                if not any(_means(name, family) for name in names):
                    yield f"{selector.strip()}: {family}"


def _means(name: str, family: str) -> bool:
    known = MEANINGS[family]
    return name in known or re.sub(r"--\d$|__[a-z]+$", "", name) in known


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_colour_is_used_for_what_it_means(sheet: Path) -> None:
    if sheet.name != TOKENS:
        assert list(misused(sheet.read_text(encoding="utf-8"))) == []


def test_a_colour_used_outside_its_meaning_would_be_found() -> None:
    assert list(misused(".prm-bouton { color: var(--prm-alert); }")) == [".prm-bouton: alert"]
    assert list(misused("@media print { .prm-fictif, .prm a { background: var(--prm-gravite-3); } }")) == [
        ".prm-fictif: gravite", ".prm a: gravite",
    ]  # fmt: skip
    nested = (
        ".prm-texte { color: var(--prm-ok); & .prm-non { color: var(--prm-alert); margin: 0 } }"
    )
    assert list(misused(nested)) == [".prm-texte: ok"]
    assert list(misused(".prm-texte .prm-non::before { color: var(--prm-alert); }")) == []


def test_every_meaning_is_one_that_a_page_shows() -> None:
    """A class that is gone takes its line with it."""
    shown = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    for known in MEANINGS.values():
        assert {name for name in known if f".{name}" not in shown} == set()


def test_no_page_dresses_itself_but_the_page_of_styles() -> None:
    """A template or a script that names a token would escape these tests."""
    sources = [
        path for pattern in ("**/*.j2", "**/*.js", "pages/**/*.md")
        for path in (ROOT / "site_src").glob(pattern) if path.name != "style.md"
    ]  # fmt: skip
    assert sources
    assert [path.name for path in sources if "var(--prm-" in path.read_text(encoding="utf-8")] == []
