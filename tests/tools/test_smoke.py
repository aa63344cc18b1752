"""What is looked at before an alert is published without the long tests."""

from __future__ import annotations

import pytest

from tools.smoke import faults

PAGE = (
    '<html><head><meta http-equiv="Content-Security-Policy" content="x"><script src="../a.js"></script></head><body>'
    "<aside data-alertes>Alerte</aside><h1>Titre</h1><p>" + "texte " * 30 + "</p></body></html>"
)
FILES = frozenset({"a.js", "b/index.html"})


def found(html: str) -> list[str]:
    return list(faults({"b/index.html": html}, FILES))


def test_a_sound_document_has_no_fault() -> None:
    assert found(PAGE) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<h1>Titre</h1>", "", "b/index.html : 0 titre(s)"),
        ("<p>", "<h1>x</h1><p>", "b/index.html : 2 titre(s)"),
        ("Content-Security-Policy", "x", "b/index.html : sans politique de sécurité avant ses scripts"),
        ("texte " * 30, "", "b/index.html : presque vide"),
        ("<h1>", "<!--alertes:bandeau fr ../--><h1>", "b/index.html : sans le bandeau de l'alerte"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(old: str, new: str, told: str) -> None:
    assert told in found(PAGE.replace(old, new))


def test_a_file_that_is_not_there_is_told() -> None:
    (line,) = found(PAGE.replace("../a.js", "../rien.js"))
    assert "lien « ../rien.js » vers rien" in line
