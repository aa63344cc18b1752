from __future__ import annotations

import base64
import hashlib

import pytest

from opendata.findings import FindingsError
from site_src.publishing import seal

HEAD = '<html lang="fr"><head><meta charset="utf-8"><title>x</title>{}</head><body></body></html>'


def document(head: str = "") -> bytes:
    return HEAD.format(head).encode()


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_every_document_has_its_policy_before_anything_that_loads() -> None:
    sealed = seal.seal({"index.html": document(), "cartes/x.html": document("<script>1</script>")})
    for path in ("index.html", "cartes/x.html"):
        head = sealed[path].decode().partition("<head>")[2]
        assert head.startswith(
            '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="'
        )


def test_scripts_run_only_from_files_or_by_hash() -> None:
    policy = seal.policy(document("<script>alert(1)</script><script src='a.js'></script>").decode())
    (scripts,) = [rule for rule in policy.split("; ") if rule.startswith("script-src")]
    assert scripts == f"script-src 'self' 'wasm-unsafe-eval' {sha256('alert(1)')}"


def test_a_block_of_data_is_no_script() -> None:
    policy = seal.policy(
        '<script type="application/ld+json">{}</script><script type="module">2</script>'
    )
    assert sha256("{}") not in policy
    assert sha256("2") in policy


def test_style_attributes_are_allowed_only_where_there_are_some() -> None:
    assert "unsafe-inline" not in seal.policy("<p>x</p>")
    assert "style-src-attr 'unsafe-inline'" in seal.policy('<p style="color:red">x</p>')


@pytest.mark.parametrize("body", ['<a onclick="x()">x</a>', '<a href="javascript:x()">x</a>'])
def test_inline_handlers_are_refused(body: str) -> None:
    with pytest.raises(FindingsError):
        seal.seal({"index.html": f"<html><head></head><body>{body}</body></html>".encode()})


def test_the_sitemap_lists_what_may_be_indexed_and_nothing_else() -> None:
    hidden = '<meta name="robots" content="noindex">'
    sealed = seal.seal(
        {
            "index.html": document(canonical("https://exemple.fr/repo/")),
            "b/index.html": document(canonical("https://exemple.fr/repo/b/")),
            "fictif/index.html": document(hidden + canonical("https://exemple.fr/repo/fictif/")),
            "carte.html": document(),
        }
    )
    assert sealed["sitemap.xml"].decode().count("<loc>") == 2
    assert "fictif" not in sealed["sitemap.xml"].decode()
    assert b"Sitemap: https://exemple.fr/repo/sitemap.xml" in sealed["robots.txt"]


def test_without_an_address_there_is_no_sitemap() -> None:
    sealed = seal.seal({"index.html": document()})
    assert "sitemap.xml" not in sealed
    assert b"Sitemap" not in sealed["robots.txt"]


def test_a_broken_link_stops_publication() -> None:
    with pytest.raises(FindingsError):
        seal.seal({"index.html": b'<html><head></head><body><a href="rien/">x</a></body></html>'})


def test_a_document_made_without_the_theme_says_its_standing_too() -> None:
    mention = '<p class="prm-mention">Pas officiel.</p>'
    home = f"<html><head></head><body>{mention}</body></html>"
    sealed = seal.seal(
        {"index.html": home.encode(), "carte.html": b"<html><head></head><main>x</main></html>"}
    )
    assert f"x{mention}</main>" in sealed["carte.html"].decode()
    assert sealed["index.html"].decode().count("Pas officiel") == 1
