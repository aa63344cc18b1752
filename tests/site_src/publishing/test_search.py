from __future__ import annotations

from site_src.publishing import search

FOUND = b"<html><head><title>Crue</title></head><body><main data-pagefind-body><h1>Crue</h1><p>La Seine.</p></main></body></html>"
HIDDEN = FOUND.replace(b"<head>", b'<head><meta name="robots" content="noindex">')
MAP = FOUND.replace(b" data-pagefind-body", b"")


def test_fictitious_pages_and_map_documents_stay_out() -> None:
    assert search.is_found("a/index.html", FOUND)
    assert not search.is_found("a/index.html", HIDDEN)
    assert not search.is_found("a/index.html", MAP)
    assert not search.is_found("a.csv", FOUND)


def test_the_index_is_in_french_without_interfaces_and_the_same_twice() -> None:
    site = {
        "index.html": FOUND,
        "b/index.html": FOUND.replace(b"Seine", b"Bievre"),
        "c/index.html": HIDDEN,
    }
    made = search.index(site)
    assert made == search.index(site)
    assert {"pagefind/pagefind.js", "pagefind/wasm.fr.pagefind"} <= made.keys()
    assert not [path for path in made if "-ui" in path]
    assert sum(path.startswith("pagefind/fragment/fr_") for path in made) == 2
