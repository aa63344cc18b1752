"""A rule goes only when no document and no script could ever match it."""

import pytest

from site_src.publishing.mkdocs_folder import engine_stylesheet
from site_src.publishing.stylesheet import kept, slimmed

USED = frozenset({"texte", "actif"})


@pytest.mark.parametrize(
    ("css", "left"),
    [
        ("a{color:red}", "a{color:red}"),
        (".texte a,.onglet a{top:0}", ".texte a{top:0}"),
        (".onglet{top:0}.texte{top:1px}", ".texte{top:1px}"),
        (".texte.onglet{top:0}", ""),
        ("@media print{.onglet{top:0}}", ""),
        ("@media print{.onglet{top:0}.texte{top:0}}", "@media print{.texte{top:0}}"),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        ('@charset "UTF-8";html{top:0}', '@charset "UTF-8";html{top:0}'),
        (".texte:not(.onglet){top:0}", ".texte:not(.onglet){top:0}"),
        (":is(.onglet,.texte) a{top:0}", ":is(.onglet,.texte) a{top:0}"),
        ('[class="a,b"],.onglet{top:0}', '[class="a,b"]{top:0}'),
        ('.texte:before{content:"{.onglet"}', '.texte:before{content:"{.onglet"}'),
        (":root{--pas:.05rem}", ":root{--pas:.05rem}"),
    ],
)
def test_only_selectors_with_an_unused_class_go(css: str, left: str) -> None:
    assert kept(css, USED) == left


def test_a_class_that_a_script_names_is_used() -> None:
    css = b".texte{top:0}.actif{top:0}.onglet{top:0}"
    files = {"a.html": b'<p class="texte autre">', "a.js": b'x.className = "actif";', "a.css": css}
    assert slimmed(files, "a.css") == b".texte{top:0}.actif{top:0}"


def test_the_engine_s_sheet_keeps_what_a_text_needs_and_loses_most() -> None:
    from importlib.resources import files

    path = engine_stylesheet()
    whole = (files("material.templates") / path).read_bytes()
    page = b'<article class="md-typeset"><h1>Titre</h1></article>'
    slim = slimmed({"index.html": page, path: whole}, path)
    assert b".md-typeset h1{" in slim
    assert b"[data-md-color-scheme=default]" in slim
    assert b".md-search" not in slim
    assert len(slim) < len(whole) / 3
    assert slim.count(b"{") == slim.count(b"}")
