"""Every kind of page, as people meet it: phone and desktop, light and dark, zoomed, by keyboard, on paper, without scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser

from site_src.accessibilite.records import Sorte
from tests.browser.conftest import Visit, Window, serving, visiting
from tests.site_src.other_language import documents, folder
from tests.site_src.publishing.test_languages import unmarked
from tools import access
from tools.kinds import kind
from tools.page_kinds import page_kinds

# One address of each kind of document; `kind_of` tells which kind any document is.
SORTES = page_kinds()
kinds = pytest.mark.parametrize("sorte", SORTES, ids=[one.id for one in SORTES])
NARROWEST = 320


def violations(visit: Visit) -> list[str]:
    """What axe finds: rule, and the elements that break it."""
    return access.violations(visit.page, with_targets=False)


def unexpected(visit: Visit, sorte: Sorte) -> list[str]:
    """Console errors; the status of a page that is not found is one, and meant."""
    return [text for text in visit.errors if not (sorte.absente and "status of 404" in text)]


@kinds
def test_a_page_passes_every_check(window: Window, sorte: Sorte) -> None:
    """One load, in the width of a phone; the checks then put the page in every other state."""
    with window("telephone") as visit:
        visit.go(sorte.adresse)
        visit.page.set_viewport_size({"width": NARROWEST, "height": 568})
        assert visit.page.evaluate("document.querySelector('h1').getBoundingClientRect().top") < 200
        found = access.checked(visit.page, is_framed=sorte.document)
        assert {name: faults for name, faults in found.items() if faults} == {}
        assert visit.foreign == []
        assert unexpected(visit, sorte) == []


@pytest.fixture(scope="module")
def unscripted(chromium: Browser, address: str) -> Iterator[Visit]:
    """One window for all pages: without scripts none leaves anything to the next."""
    with visiting(chromium, address, "telephone", scripts=False) as visit:
        yield visit


@kinds
def test_a_page_reads_with_scripts_off(unscripted: Visit, sorte: Sorte) -> None:
    unscripted.foreign.clear()
    unscripted.page.set_viewport_size({"width": access.PHONE[0], "height": access.PHONE[1]})
    unscripted.go(sorte.adresse)
    assert access.without_scripts(unscripted.page) == []
    assert unscripted.foreign == []


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


def kind_of(path: str, raw: bytes) -> tuple[str, int, bool]:
    """Section, depth and whether it is fictitious: what makes documents differ.

    Hand-written pages (site_src/pages) at the root are of one kind.
    """
    section, depth = kind(path)
    is_text = b'data-source="site_src/pages/' in raw
    return "texte" if is_text else section, depth, b"prm-fictif" in raw


def test_every_kind_of_document_is_tried(site: Mapping[str, bytes]) -> None:
    files = {one.id: one.fichier for one in SORTES}
    assert {name for name, file in files.items() if file not in site} == set()
    tried = {kind_of(file, site[file]) for file in files.values()}
    assert {kind_of(path, raw) for path, raw in site.items() if path.endswith(".html")} <= tried


NOT_OFFICIAL = re.compile(r"n’est pas le DICRIM officiel|is not the official (?:DICRIM|risk information document)")  # fmt: skip


def test_every_page_says_that_it_is_not_the_official_document(site: Mapping[str, bytes]) -> None:
    silent = [
        path
        for path, raw in site.items()
        if path.endswith(".html") and not NOT_OFFICIAL.search(raw.decode())
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
