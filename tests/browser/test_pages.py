"""Every kind of page, as people meet it: phone and desktop, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import pytest

from tests.browser.conftest import ROOT, WIDTHS, Visit, Window

# One address of each kind of document; `kind_of` tells which kind any document is.
KINDS = {
    "accueil": "",
    "risques": "risques/",
    "risque": "risques/crue-seine/",
    "cartes": "cartes/",
    "carte": "cartes/inondation/",
    "carte-interactive": "cartes/inondation/interactive/",
    "donnees": "donnees/",
    "jeu": "donnees/prevention/",
    "jeu-fictif": "donnees/tranquillite/",
    "projet": "projet/",
    "texte": "projet/contribuer/",
    "sources": "sources/",
    "mentions": "mentions-legales/",
    "plan": "plan-du-site/",
    "introuvable": "nulle/part/",
}
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations']})"

kinds = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
widths = pytest.mark.parametrize("width", WIDTHS)
schemes = pytest.mark.parametrize("scheme", ["light", "dark"])


def violations(visit: Visit) -> list[str]:
    """What axe finds: rule, and the elements that break it."""
    visit.page.evaluate(AXE)
    found: dict[str, Any] = visit.page.evaluate(RUN_AXE)
    return [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in found["violations"]
    ]


def unexpected(visit: Visit, path: str) -> list[str]:
    """Console errors; the status of a page that is not found is one, and meant."""
    is_missing = path == KINDS["introuvable"]
    return [text for text in visit.errors if not (is_missing and "status of 404" in text)]


@schemes
@widths
@kinds
def test_a_page_is_clean(window: Window, path: str, width: str, scheme: str) -> None:
    with window(width, scheme) as visit:
        visit.go(path)
        assert violations(visit) == []
        assert visit.foreign == []
        assert unexpected(visit, path) == []


@kinds
def test_a_page_reads_with_scripts_off(window: Window, path: str) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(path)
        assert visit.page.locator("h1").first.is_visible()
        assert len(visit.page.locator("main").inner_text()) > 100
        assert visit.page.locator("button:visible").count() == 0
        assert visit.foreign == []


@kinds
def test_a_page_fits_the_narrowest_phone(window: Window, path: str) -> None:
    with window("telephone") as visit:
        visit.page.set_viewport_size({"width": 320, "height": 640})
        visit.go(path)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= 320


def kind_of(path: str, raw: bytes) -> tuple[str, int, bool]:
    """Section, depth and whether it is fictitious: what makes documents differ."""
    parts = PurePosixPath(path).parts
    return parts[0], len(parts), b"prm-fictif" in raw


def test_every_kind_of_document_is_tried(site: Mapping[str, bytes]) -> None:
    tried = {
        kind_of(f"{path}index.html", site[f"{path}index.html"])
        for path in KINDS.values()
        if f"{path}index.html" in site
    }
    tried.add(kind_of("404.html", site["404.html"]))
    assert {kind_of(path, raw) for path, raw in site.items() if path.endswith(".html")} <= tried


def test_every_page_says_that_it_is_not_the_official_document(site: Mapping[str, bytes]) -> None:
    silent = [
        path
        for path, raw in site.items()
        if path.endswith(".html") and "n’est pas le DICRIM officiel" not in raw.decode()
    ]
    assert silent == []


@pytest.mark.parametrize("path", ["", "risques/crue-seine/"])
def test_emergency_numbers_come_first_on_screen_and_on_paper(window: Window, path: str) -> None:
    with window() as visit:
        visit.go(path)
        for media in ("screen", "print"):
            visit.page.emulate_media(media=media)
            band = visit.page.locator(".prm-urgences").bounding_box()
            title = visit.page.locator("h1").bounding_box()
            assert band is not None
            assert title is not None
            assert band["y"] < title["y"]
        numbers = visit.page.locator(".prm-urgences strong").all_inner_texts()
    assert numbers == ["15", "17", "18", "112", "114"]


def test_paper_shows_neither_menus_nor_buttons(window: Window) -> None:
    with window() as visit:
        visit.go("risques/crue-seine/")
        visit.page.emulate_media(media="print")
        assert visit.page.locator("nav:visible, button:visible").count() == 0
