"""A page is kept with all that it loads, and with what that loads in turn; what it only leads to is not."""

from __future__ import annotations

from site_src.hors_ligne.needs import needed

SITE = {
    "a/index.html": b'<link rel="stylesheet" href="../assets/s.css"><script src="../assets/n/x.js"></script>'
    b'<img src="vue.png"><a href="../gros.pdf">x</a><a data-x="1" href="../table.json">y</a>'
    b"<div data-donnees='{&quot;couche&quot;: &quot;../couches/eau.json&quot;}'></div>"
    b'<a href="../b/">b</a>',
    "b/index.html": b"",
    "a/vue.png": b"",
    "gros.pdf": b"",
    "table.json": b"{}",
    "couches/eau.json": b"{}",
    "assets/s.css": b"@font-face { src: url(polices/p.woff2) }",
    "assets/polices/p.woff2": b"",
    "assets/n/x.js": b'import { y } from "./y.js"; await fetch(new URL("rues/index.json", root));',
    "assets/n/y.js": b'const later = () => import("./tard.js");',
    "assets/n/tard.js": b"",
    "assets/n/autre.js": b"",
    "rues/index.json": b"[]",
}


def test_what_a_page_names_is_needed_through_styles_and_scripts() -> None:
    found = needed(SITE, ["a/index.html"], lambda _: False)
    assert sorted(SITE.keys() - found) == [
        "assets/n/autre.js",
        "b/index.html",
        "gros.pdf",
        "table.json",
    ]


def test_what_is_left_out_is_not_looked_into() -> None:
    found = needed(SITE, ["a/index.html"], lambda path: path.endswith("x.js"))
    assert not any(path.startswith(("assets/n/", "rues/")) for path in found)
