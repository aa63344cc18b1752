"""What a page may weigh is decided by its kind, and a page over it is told with both numbers."""

from __future__ import annotations

import hashlib

import brotli
import pytest

from tools import budgets
from tools.budgets import Budget, Scale, heaviest, weight

HOME = Budget(sorte="accueil", pages=("index.html",), premiere_kb=10, suivante_kb=1)
OTHER = Budget(sorte="autre page", pages=("*.html",), premiere_kb=10, suivante_kb=2)
SITE = {
    "index.html": b'<html><head><link rel="stylesheet" href="assets/a.css"></head></html>',
    "b/index.html": b'<html><head><link rel="stylesheet" href="../assets/a.css"><script type="module" src="../assets/a.js">'
                    b'</script></head><body><a href="../c.pdf">c</a><iframe src="../index.html"></iframe></body></html>',
    "assets/a.css": b'@font-face { src: url("f.woff2"); } a { fill: url(#b); }',
    "assets/f.woff2": b"wOF2",
    "assets/a.js": b'import { c } from "./c.js"; const later = () => import("./d.js");',
    "assets/c.js": b"export const c = 1;",
    "assets/d.js": b"export {};",
    "c.pdf": b"%PDF",
}  # fmt: skip


def noise(size: int) -> bytes:
    """Letters that no compression makes smaller than half."""
    return "".join(hashlib.sha512(bytes([number % 256, number // 256])).hexdigest() for number in range(size // 64)).encode()  # fmt: skip


def test_a_first_visit_loads_what_page_styles_and_modules_name_and_nothing_that_waits_for_a_press() -> (
    None
):
    asked = {"b/index.html", "assets/a.css", "assets/f.woff2", "assets/a.js", "assets/c.js"}
    assert Scale(SITE).loaded("b/index.html") == asked
    assert Scale(SITE).loaded("b/index.html", ["c.pdf"]) == {*asked, "c.pdf"}


def test_the_next_page_weighs_what_the_home_page_had_not() -> None:
    found = weight(Scale(SITE), "b/index.html", [HOME, OTHER])
    own = ("b/index.html", "assets/a.js", "assets/c.js")
    assert found.next == sum(min(len(SITE[path]), len(brotli.compress(SITE[path]))) for path in own)
    assert found.first > found.next


def test_a_page_over_its_budget_fails_and_says_both_weights() -> None:
    heavy = SITE | {
        "b/index.html": SITE["b/index.html"].replace(b"<body>", b"<body>" + noise(12_000))
    }
    light, over = heaviest(heavy, [HOME, OTHER])
    assert (light.passes, over.passes) == (True, False)
    assert str(over).startswith("MANQUÉ poids, autre page : ")
    assert "ensuite (au plus 2) — b/index.html" in str(over)


def test_a_style_sheet_that_grows_is_found_on_the_home_page() -> None:
    grown = SITE | {"assets/a.css": b".a::after { content: '" + noise(24_000) + b"'; }"}
    assert not next(heaviest(grown, [HOME, OTHER])).passes


def test_a_page_of_no_kind_is_refused() -> None:
    with pytest.raises(LookupError, match=r"b/index\.html : aucune sorte de page"):
        list(heaviest(SITE, [HOME]))


def test_a_file_that_is_absent_is_refused() -> None:
    missing = {path: raw for path, raw in SITE.items() if path != "assets/c.js"}
    with pytest.raises(LookupError, match=r"« assets/c\.js » absent du site"):
        list(heaviest(missing, [HOME, OTHER]))


def test_the_promises_are_kept_in_the_file() -> None:
    """First visit: 100 kB for the home page, 120 kB for a risk; 25 kB for the next page, whichever it is.

    More is promised of two documents alone, each for its own reason: the file that holds everything, and the frame of a map.
    """
    known = {one.sorte: one for one in budgets.budgets()}
    assert known["accueil"].premiere_kb == 100
    assert known["risque"].premiere_kb == 120
    assert known["fichier de crise"].premiere_kb == 40
    assert max(one.premiere_kb for one in known.values()) == 120
    heavier = {one.sorte: one for one in known.values() if one.suivante_kb > 25}
    assert {name: one.suivante_kb for name, one in heavier.items()} == {
        "fichier de crise": 40,
        "carte interactive, dans son cadre": 60,
    }
    assert all(one.pourquoi for one in heavier.values())
    assert all(page.endswith(("crise.html", "/interactive/index.html")) for one in heavier.values() for page in one.pages)  # fmt: skip
