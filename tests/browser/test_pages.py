"""Every kind of page, as people meet it: phone and desktop, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT, WIDTHS, Visit, Window, serving
from tests.site_src.other_language import documents, folder
from tests.site_src.publishing.test_languages import unmarked
from tools.kinds import kind

# One address of each kind of document; `kind_of` tells which kind any document is.
KINDS = {
    "accueil": "",
    "risques": "risques/",
    "risque": "risques/crue-seine/",
    "cartes": "cartes/",
    "carte": "cartes/inondation/",
    "carte-carrieres": "cartes/carrieres/",
    "carte-tous-risques": "cartes/tous-risques/",
    "carte-fraicheur": "cartes/fraicheur/",
    "carte-lieux-utiles": "cartes/lieux-utiles/",
    "carte-liste": "cartes/fraicheur/liste/",
    "carte-liste-utile": "cartes/lieux-utiles/liste/",
    "carte-interactive": "cartes/inondation/interactive/",
    "carte-interactive-lieux": "cartes/fraicheur/interactive/",
    "carte-fictive": "cartes/tranquillite-fictif/",
    "carte-interactive-fictive": "cartes/tranquillite-fictif/interactive/",
    "ma-rue": "ma-rue/",
    "mon-quartier": "mon-quartier/",
    "arrondissement": "mon-quartier/12/",
    "quartier": "mon-quartier/12/bercy/",
    "crues": "crues/",
    "en-ce-moment": "en-ce-moment/",
    "documents": "documents/",
    "se-preparer": "se-preparer/",
    "se-preparer-kit": "se-preparer/kit-72h/",
    "se-preparer-plan": "se-preparer/plan-familial/",
    "organisation": "organisation/",
    "organisation-dossier": "organisation/plan-de-sauvegarde/",
    "prevention": "prevention/",
    "prevention-dossier": "prevention/cpps/",
    "anglais": "en/",
    "anglais-dossier": "en/emergency-numbers/",
    "donnees": "donnees/",
    "jeu": "donnees/prevention/",
    "jeu-fictif": "donnees/tranquillite/",
    "jeu-version": "donnees/prevention/1.0.0/",
    "jeu-version-fictif": "donnees/tranquillite/1.0.0/",
    "explorer": "donnees/explorer/",
    "protection": "donnees/protection/",
    "protection-note": "donnees/protection/note-aipd/",
    "projet": "projet/",
    "texte": "projet/contribuer/",
    "sources": "sources/",
    "plan": "plan-du-site/",
    "style": "style/",
    "introuvable": "nulle/part/",
}
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = "axe.run(document, {resultTypes: ['violations']})"

kinds = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
widths = pytest.mark.parametrize("width", WIDTHS)
NARROWEST = 320


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


@widths
@kinds
def test_a_page_is_clean_in_light_and_dark(window: Window, path: str, width: str) -> None:
    with window(width) as visit:
        visit.go(path)
        assert violations(visit) == []
        visit.page.emulate_media(color_scheme="dark")
        assert violations(visit) == []
        assert visit.foreign == []
        assert unexpected(visit, path) == []
        visit.page.set_viewport_size({"width": NARROWEST, "height": 640})
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


@kinds
def test_a_page_reads_with_scripts_off(window: Window, path: str) -> None:
    with window("telephone", scripts=False) as visit:
        visit.go(path)
        assert visit.page.locator("h1").first.is_visible()
        assert len(visit.page.locator("main").inner_text()) > 100
        assert visit.page.locator("button:visible").count() == 0
        assert visit.foreign == []


def test_the_title_of_every_kind_starts_above_200_px_on_a_small_phone(window: Window) -> None:
    tops = {}
    with window("telephone") as visit:
        visit.page.set_viewport_size({"width": NARROWEST, "height": 568})
        for name, path in KINDS.items():
            visit.page.goto(visit.address + path, wait_until="domcontentloaded")
            tops[name] = visit.page.locator("h1").first.evaluate(
                "h1 => h1.getBoundingClientRect().top"
            )
    assert {name: top for name, top in tops.items() if top >= 200} == {}


def test_a_phone_has_one_bar_of_48_px_and_one_strip_of_numbers(window: Window) -> None:
    with window("telephone") as visit:
        visit.page.set_viewport_size({"width": NARROWEST, "height": 568})
        visit.go("risques/crue-seine/")
        bar = visit.page.locator(".prm-barre").bounding_box()
        assert bar is not None
        assert bar["height"] == 48
        numbers = visit.page.locator(".prm-urgences a").evaluate_all(
            "all => all.map(a => a.getBoundingClientRect()).map(({top, height, width}) => [top, height >= 44 && width >= 24])"
        )
        assert [fits for _, fits in numbers] == [True] * 5
        assert len({top for top, _ in numbers}) == 1


TARGETS = "axe.run(document, {runOnly: {type: 'rule', values: ['target-size']}})"
TWO_SMALL_BUTTONS = """main => ["un", "deux"].forEach((name) => {
  const button = main.appendChild(document.createElement("button"));
  Object.assign(button.style, { width: "10px", height: "10px", padding: 0, border: 0, overflow: "hidden" });
  button.ariaLabel = name;
})"""
# The maps' own documents: their markers have tests of their own.
PRESSED = {name: path for name, path in KINDS.items() if "/interactive/" not in path}


def too_small(visit: Visit) -> list[str]:
    """What is pressed and has not 24 px of its own (WCAG 2.2, 2.5.8), as axe finds it."""
    visit.page.evaluate(AXE)
    found: dict[str, Any] = visit.page.evaluate(TARGETS)
    return [str(node["target"]) for rule in found["violations"] for node in rule["nodes"]]


def test_what_is_pressed_has_24_px_on_every_kind_of_page(window: Window) -> None:
    small = {}
    with window("telephone") as visit:
        for name, path in PRESSED.items():
            visit.page.goto(visit.address + path, wait_until="load")
            small[name] = too_small(visit)
    assert {name: targets for name, targets in small.items() if targets} == {}


def test_a_target_of_ten_px_would_be_found(window: Window) -> None:
    with window("telephone") as visit:
        visit.go("")
        visit.page.locator("main").evaluate(TWO_SMALL_BUTTONS)
        assert len(too_small(visit)) == 2


def kind_of(path: str, raw: bytes) -> tuple[str, int, bool]:
    """Section, depth and whether it is fictitious: what makes documents differ.

    Hand-written pages (site_src/pages) at the root are of one kind.
    """
    section, depth = kind(path)
    is_text = b'data-source="site_src/pages/' in raw
    return "texte" if is_text else section, depth, b"prm-fictif" in raw


def test_every_kind_of_document_is_tried(site: Mapping[str, bytes]) -> None:
    files = {
        name: "404.html" if name == "introuvable" else f"{path}index.html"
        for name, path in KINDS.items()
    }
    assert {name for name, file in files.items() if file not in site} == set()
    tried = {kind_of(file, site[file]) for file in files.values()}
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
        links = visit.page.locator(".prm-urgences a").evaluate_all("all => all.map(a => a.href)")
    assert numbers == ["15", "17", "18", "112", "114"]
    assert links == ["tel:15", "tel:17", "tel:18", "tel:112", "sms:114"]


def test_paper_shows_neither_menus_nor_buttons(window: Window) -> None:
    with window() as visit:
        visit.go("risques/crue-seine/")
        visit.page.emulate_media(media="print")
        assert visit.page.locator("nav:visible, button:visible").count() == 0


def test_every_link_to_a_page_of_another_language_says_which(site: dict[str, bytes]) -> None:
    assert list(unmarked(site)) == []


def test_a_page_read_from_the_right_is_laid_out_from_the_right(chromium: Browser) -> None:
    with serving(documents(folder())) as address:
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            page.goto(f"{address}ar/thunderstorm/")
            middle = page.evaluate("document.documentElement.clientWidth / 2")
            boxes = {name: page.locator(name).first.bounding_box() for name in (".prm-marque", ".prm-langue")}  # fmt: skip
            assert boxes[".prm-marque"]["x"] > middle > boxes[".prm-langue"]["x"], width  # type: ignore[index]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()
